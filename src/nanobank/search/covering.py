"""Which of the competences that somebody asks for a module or a micro-credential gives, and who stands by it."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from nanobank.catalogue.models import Listing, ListingKind, MicroCredential, Module
from nanobank.common.prepared import among, prepared


class Thing(NamedTuple):
    """What a listing lists: its id, its kind, the id of what it is, and until when somebody stands by its quality."""

    pk: int
    kind: str
    target: int
    assured_until: date | None

    def gives_way(self, today: date) -> bool:
        """Whether nobody stands by it that day; names are not judged."""
        is_name = self.kind in (ListingKind.PROVIDER, ListingKind.COMPETENCE)
        return not is_name and (self.assured_until is None or self.assured_until < today)


@prepared
def _things(ids: Any) -> QuerySet[Listing, tuple[Any, ...]]:
    return Listing.objects.filter(pk__in=among(ids)).values_list("pk", "kind", "target_id", "assured_until")


def things_of(ids: Collection[int]) -> list[Thing]:
    """What these listings list; those that are gone are left out. One query."""
    return [Thing(*row) for row in _things(ids=ids)] if ids else []


@prepared
def _of_modules(modules: Any, competences: Any) -> QuerySet[Any, tuple[Any, ...]]:
    taught = Module.objects.filter(pk__in=among(modules), current__competences__in=among(competences))
    return taught.values_list("pk", "current__competences")


@prepared
def _of_micro_credentials(micro_credentials: Any, competences: Any) -> QuerySet[Any, tuple[Any, ...]]:
    taught = MicroCredential.objects.filter(pk__in=among(micro_credentials), competences__in=among(competences))
    return taught.values_list("pk", "competences")


def covered(things: Iterable[tuple[int, str, int]], competences: Collection[int]) -> dict[int, frozenset[int]]:
    """Which of these competences (ids) each listing gives, by the listing's id; two queries at most.

    ``things`` are id, kind and target of each listing; one that gives none of them is left out.
    """
    found: dict[int, set[int]] = {}
    listed = list(things)
    for kind in (ListingKind.MODULE, ListingKind.MICRO_CREDENTIAL):
        of_target = {target: id_ for id_, of_kind, target in listed if of_kind == kind}
        if not of_target or not competences:
            continue
        if kind == ListingKind.MODULE:
            rows = _of_modules(modules=list(of_target), competences=competences)
        else:
            rows = _of_micro_credentials(micro_credentials=list(of_target), competences=competences)
        for target, competence in rows:
            found.setdefault(of_target[target], set()).add(competence)
    return {id_: frozenset(given) for id_, given in found.items()}
