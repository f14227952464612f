"""Small reads that the pages of this room need from the rooms below."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Listing, ListingKind, ModuleVersion
from nanobank.common.bilingual import in_english, said
from nanobank.common.prepared import among, prepared
from nanobank.credentials.models import Credential
from nanobank.ledger.queries import positions_of
from nanobank.withdrawals.models import COUNTING, Decision


def listing_of(slug: str, kind: ListingKind) -> dict[str, Listing]:
    """The catalogue's line about one thing, by its slug; empty when it is not there."""
    return {one.slug: one for one in Listing.objects.filter(kind=kind, slug=slug)}


def held_titles(person: Person) -> list[str]:
    """What counts in the person's bank already, in the active language: modules, and what came from outside."""
    english = in_english()
    done = [pk for pk, position in positions_of(person).items() if position.completed or position.held]
    titles = [said(da, en, english=english) for da, en in _titles(modules=done)] if done else []
    return sorted([*titles, *(title for (title,) in _titles_from_outside(person=person))])


@prepared
def _titles(modules: Any) -> QuerySet[ModuleVersion, tuple[str, str]]:
    return ModuleVersion.objects.filter(current_of__in=among(modules)).values_list("title_da", "title_en")


@prepared
def _titles_from_outside(person: Any) -> QuerySet[Decision, tuple[str]]:
    """What counts as ECTS by itself (``withdrawals.queries.counted_alone``), by name."""
    standing = Decision.objects.filter(withdrawal__person=person, outcome__in=COUNTING, undone_at__isnull=True)
    return standing.filter(ects__isnull=False).values_list("withdrawal__title")


def are_in_bank(person: Person, modules: Iterable[int]) -> bool:
    """Whether each of these modules (ids) is planned, begun or done in the person's bank."""
    positions = positions_of(person)
    return all(pk in positions and positions[pk].total for pk in modules)


def falling_due(person: Person, begins: date, ends: date) -> list[tuple[str, date]]:
    """The person's credentials that are no longer valid from some day within these, the first of them first."""
    first, after = (timezone.make_aware(datetime.combine(day, time())) for day in (begins, ends + timedelta(days=1)))
    english = in_english()
    rows = _falling_due(person=person, first=first, after=after)
    return [(said(da, en, english=english), timezone.localdate(until)) for da, en, until in rows if until]


@prepared
def _falling_due(person: Any, first: Any, after: Any) -> QuerySet[Credential, tuple[str, str, datetime | None]]:
    standing = Credential.objects.held_by(person).not_replaced().filter(revoked_at__isnull=True)
    found = standing.filter(valid_until__gte=first, valid_until__lt=after).order_by("valid_until", "pk")
    return found.values_list("micro_credential__title_da", "micro_credential__title_en", "valid_until")
