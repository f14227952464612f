"""A module's family: what it was made of, and what was made of it."""

from dataclasses import dataclass
from typing import Final

from nanobank.catalogue.models import Module, ModuleVersion
from nanobank.reuse import bridge
from nanobank.reuse.bridge import Place
from nanobank.reuse.models import Adaptation, Answer, Proposal

MOST: Final = 60
"""So many of a family are shown, the nearest generations first."""


@dataclass(frozen=True)
class Member:
    """One of the family. ``adaptation`` is how it came to be, None for the first; ``given_back`` counts offers."""

    module: Module
    version: ModuleVersion
    adaptation: Adaptation | None
    parent: int | None
    place: Place
    is_here: bool
    given_back: int

    @property
    def generation(self) -> int:
        """1 for the first."""
        return self.place.column + 1


@dataclass(frozen=True)
class Family:
    """All of them, row by row of the picture."""

    members: tuple[Member, ...]
    is_cut: bool = False

    @property
    def is_alone(self) -> bool:
        """Whether there is nobody else."""
        return len(self.members) < 2


def family_of(module: Module) -> Family:
    """From the first forebear down; drafts that were never published are left out. Queries grow with generations."""
    first = _forebear(module)
    born: dict[int, Adaptation | None] = {first: None}
    front = [first]
    while front and len(born) <= MOST:
        rows = Adaptation.objects.filter(source__module__in=front).exclude(module__in=born)
        rows = rows.exclude(module__current__isnull=True).select_related("source").order_by("at", "pk")
        found = list(rows[: MOST + 1 - len(born)])
        born |= {one.module_id: one for one in found}
        front = [one.module_id for one in found]
    if module.pk not in born:
        born[module.pk] = Adaptation.objects.select_related("source").filter(module=module).first()
    return _family(module, born, is_cut=len(born) > MOST)


def _forebear(module: Module) -> int:
    here, seen = module.pk, {module.pk}
    while True:
        source = Adaptation.objects.filter(module=here).values_list("source__module", flat=True).first()
        if source is None or source in seen:
            return here
        seen.add(source)
        here = source


def _family(here: Module, born: dict[int, Adaptation | None], *, is_cut: bool) -> Family:
    parents = {pk: one.source.module_id if one else None for pk, one in born.items()}
    places = bridge.laid_out(parents)
    modules = Module.objects.select_related("provider", "current").in_bulk(list(born))
    versions = {pk: one.current or one.versions.order_by("-number").first() for pk, one in modules.items()}
    taken_in = Proposal.objects.filter(adaptation__module__in=born, answer=Answer.ACCEPTED)
    given = list(taken_in.values_list("adaptation__module", flat=True))
    members = [
        Member(modules[pk], version, born[pk], parents[pk], place, pk == here.pk, given.count(pk))
        for pk, place in places.items()
        if (version := versions[pk]) is not None
    ]
    return Family(tuple(sorted(members, key=lambda one: (one.place.row, one.place.column))), is_cut)
