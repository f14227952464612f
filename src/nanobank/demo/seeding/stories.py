"""What the demo's people have done: replayed on the day it happened, through the services but for the studying."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential, Module
from nanobank.credentials.models import Credential
from nanobank.credentials.services import revoke
from nanobank.demo.seeding.files import Row, rows
from nanobank.demo.seeding.studying import Studying
from nanobank.exams import services as exams
from nanobank.exams.models import Assessment, Registration, Result, Slot
from nanobank.organisations.models import Role


@dataclass
class Cast:
    """Everyone and everything that the stories speak of, by key."""

    people: dict[str, Person]
    modules: dict[str, Module]
    micro_credentials: dict[str, MicroCredential]
    slots: dict[str, Slot]
    studying: Studying


def seed_slots(
    people: dict[str, Person], micro_credentials: dict[str, MicroCredential], now: datetime
) -> dict[str, Slot]:
    """The examiners' times, by key. A time at a weekend moves: a past one back to Friday, a coming one to Monday."""
    made = {}
    for row in rows("stories.toml", "slot"):
        hour, minute = (int(part) for part in row["time"].split(":"))
        day = timezone.localdate(now) + timedelta(days=row["in_days"])
        while day.weekday() > 4:
            day += timedelta(days=1 if row["in_days"] > 0 else -1)
        starts_at = datetime.combine(day, time(hour, minute), tzinfo=timezone.get_default_timezone())
        made[row["key"]] = exams.open_slots(
            micro_credential=micro_credentials[row["micro_credential"]],
            examiner=people[row["examiner"]],
            starts_at=starts_at,
            minutes=row["minutes"],
            count=1,
            place=row["place"],
            seats=row["seats"],
            now=min(now, starts_at - timedelta(days=30)),
        )[0]
    return made


_EVENING = time(18, 0)
"""When the past days' events happen: after the day's exams, whatever the hour at which the demo is laid."""


def replay(cast: Cast, now: datetime) -> None:
    """Every event, oldest first, each within its day in the order of the file; today's happen now."""
    events = sorted(rows("stories.toml", "event"), key=lambda event: -event["days_ago"])
    for number, event in enumerate(events):
        at = _evening(now, event["days_ago"]) + timedelta(seconds=30 * (number % 600)) if event["days_ago"] else now
        try:
            if event["action"] not in _STUDYING:
                cast.studying.write()
            _ACTIONS[event["action"]](cast, event, at)
        except Exception as error:
            raise ValueError(f"cannot replay {event}") from error
    cast.studying.write()


def _evening(now: datetime, days_ago: int) -> datetime:
    day = timezone.localdate(now) - timedelta(days=days_ago)
    return datetime.combine(day, _EVENING, tzinfo=timezone.get_default_timezone())


def _plan(cast: Cast, event: Row, at: datetime) -> None:
    cast.studying.plan(cast.people[event["person"]], cast.modules[event["module"]], at)


def _start(cast: Cast, event: Row, at: datetime) -> None:
    cast.studying.start(cast.people[event["person"]], cast.modules[event["module"]], at)


def _complete(cast: Cast, event: Row, at: datetime) -> None:
    cast.studying.complete(cast.people[event["person"]], cast.modules[event["module"]], at)


def _registration(cast: Cast, event: Row) -> Registration:
    return Registration.objects.filter(
        person=cast.people[event["person"]], micro_credential=cast.micro_credentials[event["micro_credential"]]
    ).latest("registered_at", "pk")


def _register(cast: Cast, event: Row, at: datetime) -> None:
    exams.register(
        person=cast.people[event["person"]], micro_credential=cast.micro_credentials[event["micro_credential"]], now=at
    )


def _book_slot(cast: Cast, event: Row, at: datetime) -> None:
    exams.book_slot(registration=_registration(cast, event), slot=cast.slots[event["slot"]], now=at)


def _hand_in(cast: Cast, event: Row, at: datetime) -> None:
    exams.hand_in(registration=_registration(cast, event), text=event["text"], file=None, now=at)


def _assess(cast: Cast, event: Row, at: datetime) -> None:
    second = event["action"] == "second_assess"
    exams.assess(
        registration=_registration(cast, event),
        examiner=cast.people[event["by"]],
        role=Assessment.Role.SECOND if second else Assessment.Role.FIRST,
        grade=event["grade"],
        grounds=event["grounds_da"],
        now=at,
    )


def _publish(cast: Cast, event: Row, at: datetime) -> None:
    exams.publish(registration=_registration(cast, event), by=cast.people[event["by"]], now=at)


def _absent(cast: Cast, event: Row, at: datetime) -> None:
    exams.record_absence(registration=_registration(cast, event), by=cast.people[event["by"]], now=at)


def _office_of(registration: Registration) -> Person:
    provider = registration.micro_credential.provider
    memberships = provider.memberships.select_related("person").filter(role=Role.STUDY_SECRETARY)
    return memberships[0].person


def _ill(cast: Cast, event: Row, at: datetime) -> None:
    registration = _registration(cast, event)
    exams.record_illness(
        registration=registration, documentation=event["reason_da"], by=_office_of(registration), now=at
    )


def _correct(cast: Cast, event: Row, at: datetime) -> None:
    registration = _registration(cast, event)
    exams.correct(
        result=Result.objects.filter(registration=registration).latest("published_at", "pk"),
        grade=event["grade"],
        grounds=event["grounds_da"],
        reason=event["reason_da"],
        by=_office_of(registration),
        now=at,
    )


def _revoke(cast: Cast, event: Row, at: datetime) -> None:
    registration = _registration(cast, event)
    credential = Credential.objects.standing().get(
        person=registration.person, micro_credential=registration.micro_credential
    )
    revoke(credential=credential, reason=event["reason_da"], by=_office_of(registration), now=at)


def _nothing(cast: Cast, event: Row, at: datetime) -> None:
    """The publication before it has awarded the credential already."""


_STUDYING = ("plan", "start", "complete")
_ACTIONS: dict[str, Callable[[Cast, Row, datetime], None]] = {
    "plan": _plan,
    "start": _start,
    "complete": _complete,
    "register": _register,
    "book_slot": _book_slot,
    "hand_in": _hand_in,
    "assess": _assess,
    "second_assess": _assess,
    "publish": _publish,
    "award_follows": _nothing,
    "no_show": _absent,
    "ill": _ill,
    "correct": _correct,
    "revoke": _revoke,
}
