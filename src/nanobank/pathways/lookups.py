"""Small reads that the pages of this room need from the rooms below."""

from datetime import date

from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Listing, ListingKind, ModuleVersion
from nanobank.credentials.models import Credential
from nanobank.pathways.questions import held_by


def listing_of(slug: str, kind: ListingKind) -> dict[str, Listing]:
    """The catalogue's line about one thing, by its slug; empty when it is not there."""
    return {one.slug: one for one in Listing.objects.filter(kind=kind, slug=slug)}


def held_titles(person: Person) -> list[str]:
    """What the person's bank has as completed, in the active language."""
    slugs = [one.module for one in held_by(person)]
    versions = ModuleVersion.objects.filter(current_of__isnull=False, module__slug__in=slugs)
    return sorted(version.title for version in versions)


def falling_due(person: Person, begins: date, ends: date) -> list[tuple[str, date]]:
    """The person's credentials that are no longer valid from some day within these, the first of them first."""
    found = (
        Credential.objects.held_by(person)
        .not_replaced()
        .filter(revoked_at__isnull=True, valid_until__date__gte=begins, valid_until__date__lte=ends)
    )
    rows = found.select_related("micro_credential").order_by("valid_until")
    return [(one.micro_credential.title, timezone.localdate(one.valid_until)) for one in rows if one.valid_until]
