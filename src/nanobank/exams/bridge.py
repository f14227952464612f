"""The way to ``nanocore.examining``: rows in, the rules' own shapes out."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from nanobank.catalogue.lines import ModuleLine
from nanobank.catalogue.models import Grading
from nanobank.common.clock import months_after
from nanobank.exams.models import Dispensation, Grade, Registration, RegistrationState, Slot
from nanocore import examining
from nanocore.examining import Disagreement, Event, Group, NotPossible, Outstanding, Rule

__all__ = [
    "Disagreement",
    "Event",
    "Group",
    "NotPossible",
    "Outstanding",
    "Rule",
    "agreed_grade",
    "attempts",
    "can",
    "ects_letter",
    "free_until",
    "grades_for",
    "is_free_to_leave",
    "is_passed",
    "next_state",
    "outstanding",
    "reexamined_until",
]


def outstanding(
    rule: Rule, completed: Mapping[int, ModuleLine], admitted: Collection[int] = frozenset()
) -> Outstanding:
    """What is missing for the exam, by ``Module.id``. What the person is ``admitted`` on is under no limit."""
    return examining.outstanding(
        rule,
        (
            examining.Completed(pk, line.ects, line.level, is_outside=bool(line.outside) and pk not in admitted)
            for pk, line in completed.items()
        ),
    )


def _ending(registration: Registration, grade: str | None) -> examining.Ending:
    """How an attempt ended; ``grade`` is the one that stands."""
    if grade is not None:
        return examining.Ending.PASSED if is_passed(grade) else examining.Ending.NOT_PASSED
    if registration.state == RegistrationState.WITHDRAWN and registration.counts:
        return examining.Ending.WITHDRAWN_LATE
    closed = {
        RegistrationState.WITHDRAWN: examining.Ending.WITHDRAWN,
        RegistrationState.ABSENT: examining.Ending.ABSENT,
        RegistrationState.ILL: examining.Ending.ILL,
    }
    return closed.get(RegistrationState(registration.state), examining.Ending.OPEN)


def reexamined_until(history: Iterable[tuple[Registration, str | None]], replaced_at: datetime) -> date | None:
    """The last day on which who has this history is examined in an edition that was replaced; None: not at all."""
    if not examining.may_be_reexamined(_ending(registration, grade) for registration, grade in history):
        return None
    return months_after(timezone.localdate(replaced_at), settings.EXAM_REEXAMINATION_MONTHS)


def attempts(
    history: Iterable[tuple[Registration, str | None]], dispensations: Iterable[Dispensation]
) -> tuple[int, int]:
    """Attempts used and attempts left, given each registration with the grade that stands."""
    endings = [_ending(registration, grade) for registration, grade in history]
    granted = [examining.Dispensation(one.reason, one.granted_at) for one in dispensations]
    return examining.attempts_used(endings), examining.attempts_left(endings, granted)


def grades_for(grading: str) -> list[Grade]:
    """The grades of a micro-credential's scale, best first."""
    return [Grade(grade) for grade in examining.grades_of(examining.Scale(Grading(grading)))]


def ects_letter(grade: str) -> str | None:
    """A to F on the 7-point scale, else None."""
    return examining.ects_letter(examining.Grade(grade))


def is_passed(grade: str) -> bool:
    """Whether the grade passes."""
    return examining.is_passed(examining.Grade(grade))


def agreed_grade(grades: Iterable[str]) -> Grade:
    """The grade that all examiners gave. Raises Disagreement."""
    return Grade(examining.agreed(examining.Grade(grade) for grade in grades))


def can(registration: Registration, event: Event) -> bool:
    """Whether the event is possible for the registration as it stands."""
    return examining.can(examining.State(registration.state), event)


def next_state(registration: Registration, event: Event) -> RegistrationState:
    """The state that the event leads to. Raises NotPossible."""
    return RegistrationState(examining.next_state(examining.State(registration.state), event))


def free_until(slot: Slot) -> datetime:
    """The last moment at which a booked time can be changed or given up freely."""
    return examining.free_until(slot.starts_at, hours=settings.EXAM_WITHDRAWAL_HOURS)


def is_free_to_leave(slot: Slot | None, now: datetime) -> bool:
    """Whether stepping back now does not count as an attempt."""
    return examining.is_free(slot.starts_at if slot else None, hours=settings.EXAM_WITHDRAWAL_HOURS, now=now)
