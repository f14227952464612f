"""Until when somebody stands by each thing, for the catalogue's listing: among near-equals it decides who is first."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from functools import partial
from typing import Final

from django.db.models import Max

from nanobank.catalogue.indexing import index, let_assure
from nanobank.catalogue.models import Bundle, ListingKind, ModuleVersion
from nanobank.quality.models import Approval
from nanobank.quality.things import Thing

_PATHS: Final = {
    ListingKind.MODULE: "version__current_of",
    ListingKind.MICRO_CREDENTIAL: "micro_credential",
    ListingKind.BUNDLE: "bundle",
}
"""From an approval to what it is of."""


def bring_assurance() -> None:
    """Let the catalogue note it."""
    for kind in _PATHS:
        told: Callable[[Collection[int]], dict[int, date]] = partial(assured_until, kind)
        let_assure(kind, told)


def assured_until(kind: ListingKind, ids: Collection[int]) -> dict[int, date]:
    """Of modules (what they are now), micro-credentials or bundles the last day that an approval holds: one query."""
    path = _PATHS[kind]
    found = Approval.objects.filter(**{f"{path}__in": ids}, withdrawn_at__isnull=True)
    return dict(found.values_list(path).annotate(until=Max("valid_until")))


def list_anew(things: Iterable[Thing], *, now: datetime) -> None:
    """Their approvals are others than before: let the catalogue know."""
    ids: dict[ListingKind, set[int]] = {kind: set() for kind in _PATHS}
    for thing in things:
        if isinstance(thing, ModuleVersion):
            ids[ListingKind.MODULE].add(thing.module_id)
        else:
            ids[ListingKind.BUNDLE if isinstance(thing, Bundle) else ListingKind.MICRO_CREDENTIAL].add(thing.pk)
    for kind, some in ids.items():
        if some:
            index(kind, some, now=now)
