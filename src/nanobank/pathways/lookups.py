"""Small reads that the pages of this room need from the rooms below."""

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Listing, ListingKind, ModuleVersion
from nanobank.pathways.questions import held_by


def listing_of(slug: str, kind: ListingKind) -> dict[str, Listing]:
    """The catalogue's line about one thing, by its slug; empty when it is not there."""
    return {one.slug: one for one in Listing.objects.filter(kind=kind, slug=slug)}


def held_titles(person: Person) -> list[str]:
    """What the person's bank has as completed, in the active language."""
    slugs = [one.module for one in held_by(person)]
    versions = ModuleVersion.objects.filter(current_of__isnull=False, module__slug__in=slugs)
    return sorted(version.title for version in versions)
