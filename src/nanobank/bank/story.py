"""The story of a bank: what happened, newest first, by month."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nanobank.accounts.models import Person
from nanobank.bank.addresses import address
from nanobank.bank.models import EVERYTHING, Sight
from nanobank.bank.narrowing import kinds_seen
from nanobank.catalogue.models import MicroCredential
from nanobank.exams.models import Grade
from nanobank.ledger.models import BOTH, OUTSIDE, Entry, Kind

_RESULTS = (Kind.PASSED, Kind.NOT_PASSED)
_WITHOUT_NUMBER = (Grade.PASSED, Grade.NOT_PASSED)


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
    counted_by: MicroCredential | None = None
    """The micro-credential that counts the module from now on, or no longer does."""


@dataclass(frozen=True)
class Month:
    """The events of one month, newest first."""

    first: date
    events: list[Event]


def story_of(
    person: Person,
    *,
    limit: int = 200,
    offset: int = 0,
    with_notes: bool = True,
    sights: frozenset[Sight] = EVERYTHING,
) -> list[Event]:
    """What happened in the bank as far as it is to be seen, newest first: one query.

    Notes hold grades and why something was corrected or revoked; they are for the learner alone.
    """
    mine = Entry.objects.of(person)
    if sights != EVERYTHING:
        mine = mine.filter(kind__in=kinds_seen(sights))
    entries = mine.select_related("version__module", "micro_credential", "by").order_by("-at", "-pk")[
        offset : offset + limit
    ]
    events = [_event(entry) for entry in entries]
    return events if with_notes else [replace(event, note="") for event in events]


def gathered(events: Iterable[Event]) -> list[Event]:
    """The same story, where all the modules that one credential counts (or no longer does) are one event."""
    told = []
    for _alike_in, alike in groupby(events, lambda event: (event.kind, event.at, event.counted_by)):
        group = list(alike)
        counted = group[0].counted_by
        told.extend([_together(group, counted)] if counted is not None and len(group) > 1 else group)
    return told


def _together(events: list[Event], counted: MicroCredential) -> Event:
    first, number = events[0], len(events)
    if first.kind is Kind.HELD:
        words = ngettext("%d module counted into a credential", "%d modules counted into a credential", number)
    else:
        words = ngettext(
            "%d module no longer counted into a credential", "%d modules no longer counted into a credential", number
        )
    return replace(
        first,
        words=words % number,
        about=counted.title,
        url=address("micro_credential", counted.slug),
        ects=sum((event.ects for event in events), Decimal(0)),
    )


def months_of(events: Iterable[Event]) -> list[Month]:
    """Events by the month in which they happened, in Danish time."""

    def first_of_month(event: Event) -> date:
        return timezone.localdate(event.at).replace(day=1)

    return [Month(first, list(found)) for first, found in groupby(events, first_of_month)]


def _event(entry: Entry) -> Event:
    kind = Kind(entry.kind)
    about, url = "", ""
    if kind in BOTH and entry.version and entry.micro_credential:
        about = f"{entry.version.title} → {entry.micro_credential.title}"
        url = address("module", entry.version.module.slug)
    elif kind in OUTSIDE:
        about = f"{entry.outside} → {entry.version.title}" if entry.version else entry.outside
        url = address("module", entry.version.module.slug) if entry.version else ""
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
        note=_note(entry),
        by=entry.by.name if entry.by and entry.by_id != entry.person_id else "",
        ects=-entry.completed if kind is Kind.UNCOUNTED else _moved(entry),
        counted_by=entry.micro_credential if kind in BOTH else None,
    )


def _moved(entry: Entry) -> Decimal:
    """What came to where it now is."""
    return max(entry.planned, entry.under_way, entry.completed, entry.held, Decimal(0))


def _note(entry: Entry) -> str:
    """What was noted; of a result that is its grade, which ``Passed`` and ``Not passed`` need not repeat."""
    if entry.kind not in _RESULTS or entry.note not in Grade.values:
        return entry.note
    return "" if entry.note in _WITHOUT_NUMBER else _("Grade %s") % entry.note
