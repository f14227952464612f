"""The story of a bank: what happened, newest first, by month."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.bank.queries import address
from nanobank.ledger.models import Entry, Kind


@dataclass(frozen=True)
class Event:
    """One line of the story. ``about`` links to a module or a micro-credential."""

    at: datetime
    kind: Kind
    words: str
    about: str
    url: str
    note: str
    by: str
    ects: Decimal


@dataclass(frozen=True)
class Month:
    """The events of one month, newest first."""

    first: date
    events: list[Event]


def story_of(person: Person, *, limit: int = 200, offset: int = 0, with_notes: bool = True) -> list[Event]:
    """What happened in the bank, newest first: one query.

    Notes hold grades and why something was corrected or revoked; they are for the learner alone.
    """
    entries = (
        Entry.objects.of(person)
        .select_related("version__module", "micro_credential", "by")
        .order_by("-at", "-pk")[offset : offset + limit]
    )
    events = [_event(entry) for entry in entries]
    return events if with_notes else [replace(event, note="") for event in events]


def months_of(events: Iterable[Event]) -> list[Month]:
    """Events by the month in which they happened, in Danish time."""

    def first_of_month(event: Event) -> date:
        return timezone.localdate(event.at).replace(day=1)

    return [Month(first, list(found)) for first, found in groupby(events, first_of_month)]


def _event(entry: Entry) -> Event:
    kind = Kind(entry.kind)
    about, url = "", ""
    if kind in {Kind.HELD, Kind.RELEASED} and entry.version and entry.micro_credential:
        about = f"{entry.version.title} → {entry.micro_credential.title}"
        url = address("module", entry.version.module.slug)
    elif entry.version is not None:
        about, url = entry.version.title, address("module", entry.version.module.slug)
    elif entry.micro_credential is not None:
        about = entry.micro_credential.title
        url = address("micro_credential", entry.micro_credential.slug)
    return Event(
        at=entry.at,
        kind=kind,
        words=str(kind.label),
        about=about,
        url=url,
        note=entry.note,
        by=entry.by.name if entry.by and entry.by_id != entry.person_id else "",
        ects=max(entry.planned, entry.under_way, entry.completed, entry.held, Decimal(0)),
    )
