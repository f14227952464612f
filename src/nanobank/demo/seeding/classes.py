"""Those who took a module before: thirty invented learners, whose answers to quizzes and questions are nobody's alone.

Written straight into the tables, as it is so much, and in the same shape as the services leave it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from nanobank.accounts.models import Person
from nanobank.catalogue.models import ModuleVersion
from nanobank.demo.seeding.answers import answer_to
from nanobank.ledger.models import Entry, Kind
from nanobank.study.models import Enrolment, QuizAttempt, Step, StepKind

_GIVEN: Final = (
    "Alberte", "Birk", "Camille", "Ditlev", "Elvira", "Frode", "Gro", "Holger", "Inuk", "Johanne",
    "Kamal", "Laust", "Maja", "Nohr", "Oda", "Per", "Rigmor", "Storm", "Tove", "Viola",
    "Aksel", "Bodil", "Calle", "Dicte", "Ejvind", "Filippa", "Gustav", "Hedvig", "Ingolf", "Jytte",
)  # fmt: skip
_FAMILY: Final = ("Askelund", "Brogård", "Dyrehave", "Egebjerg", "Fuglsang-Riis")
_LEAVE: Final = 5
"""So many of each class leave or are still under way: fewer would be kept back, since one could tell who they are."""
_ENDS: Final = {True: "completed_at", False: "left_at"}


@dataclass(frozen=True)
class Taken:
    """One learner's way through one module, and when it ended: completed, or left."""

    learner: int
    enrolment: Enrolment
    ended: datetime
    is_completed: bool


def seed_learners(now: datetime) -> list[Person]:
    """Thirty, who have no part in any story."""
    names = [(given, _FAMILY[number % len(_FAMILY)]) for number, given in enumerate(_GIVEN)]
    return Person.objects.bulk_create(
        Person(
            email=f"{given}.{family}@klasse.example".lower().replace("å", "aa").replace(" ", "-"),
            given_name=given,
            family_name=family,
            password="!",  # noqa: S106  # nobody has one in the demo
            joined_at=now - timedelta(days=400),
        )
        for given, family in names
    )


def seed_classes(
    versions: Sequence[ModuleVersion], learners: Sequence[Person], now: datetime
) -> dict[int, list[Enrolment]]:
    """Each module taken by the first of them, more or fewer; who completed it, earliest first, by the version's id."""
    taken = [
        _taken(place, version, learner, learners[learner], now)
        for place, version in enumerate(versions)
        for learner in range(_size(place))
    ]
    Enrolment.objects.bulk_create(one.enrolment for one in taken)
    Entry.objects.bulk_create(entry for one in taken for entry in _entries(one))
    quizzes = _quizzes(versions)
    attempts = (attempt for one in taken for attempt in _attempts(one, quizzes.get(one.enrolment.version_id, ())))
    QuizAttempt.objects.bulk_create(attempts)
    completed: dict[int, list[Enrolment]] = {}
    for one in taken:
        if one.is_completed:
            completed.setdefault(one.enrolment.version_id, []).append(one.enrolment)
    return completed


def _size(place: int) -> int:
    return len(_GIVEN) - place % 4


def _taken(place: int, version: ModuleVersion, learner: int, person: Person, now: datetime) -> Taken:
    started = now - timedelta(days=330 - 9 * learner - place, hours=2 + learner)
    stays = learner < _size(place) - _LEAVE
    ended = started + timedelta(days=16 + (7 * learner + place) % 23 if stays else 9 + learner)
    enrolment = Enrolment(person=person, version=version, started_at=started, **{_ENDS[stays]: ended})
    return Taken(learner, enrolment, ended, stays)


def _entries(one: Taken) -> Iterator[Entry]:
    enrolment = one.enrolment
    ects = enrolment.version.ects
    what: dict[str, Any] = {"person": enrolment.person, "version": enrolment.version}
    yield Entry(kind=Kind.STARTED, at=enrolment.started_at, under_way=ects, **what)
    if one.is_completed:
        yield Entry(kind=Kind.COMPLETED, at=one.ended, under_way=-ects, completed=ects, **what)
    else:
        yield Entry(kind=Kind.LEFT, at=one.ended, under_way=-ects, **what)


def _quizzes(versions: Sequence[ModuleVersion]) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = {}
    rows = Step.objects.filter(version__in=versions, kind=StepKind.QUIZ).prefetch_related("questions")
    for step in rows.order_by("version", "position"):
        found.setdefault(step.version_id, []).append(step)
    return found


def _attempts(one: Taken, quizzes: Sequence[Step]) -> Iterator[QuizAttempt]:
    """The first one as well as they could; and all right the second time, for whoever needed that to go on."""
    if not one.is_completed:
        return
    for number, step in enumerate(quizzes):
        questions = list(step.questions.all())
        right = [_knows(one.learner, number + place) for place in range(len(questions))]
        percent = 100 * sum(right) // max(1, len(right))
        at = one.ended - timedelta(hours=3 * (len(quizzes) - number))
        for tried, knows, share in ((at, right, percent), (at + timedelta(minutes=9), [True] * len(right), 100)):
            answers = {
                str(question.uuid): answer_to(question, is_right=known)
                for question, known in zip(questions, knows, strict=True)
            }
            passed = share >= step.pass_percent
            yield QuizAttempt(
                enrolment=one.enrolment, step=step, answers=answers, percent=share, passed=passed, at=tried
            )
            if passed:
                break


def _knows(learner: int, place: int) -> bool:
    """Some know much and some less, and some questions are hard; a few answers are luck."""
    strength, hardness = (learner * 7) % 10, (place * 3) % 7
    return strength >= hardness or (learner + place) % 5 == 0
