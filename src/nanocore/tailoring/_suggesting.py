"""Who could meet a need that no module meets: chosen by what each teaches already."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

MOST: Final = 8


@dataclass(frozen=True)
class Institution:
    """What one institution teaches: how many modules for each competence, and which modules lie near the words.

    ``regions`` are where it is and where its classes are held; ``is_online`` when some of what fits needs no travel.
    """

    id: int
    teaches: Mapping[int, int]
    near: tuple[int, ...] = ()
    regions: frozenset[str] = frozenset()
    is_online: bool = False


@dataclass(frozen=True)
class Suggestion:
    """An institution worth asking, and why: what it covers of what is wanted, in the order wanted, and what is near."""

    id: int
    covers: tuple[int, ...]
    modules: int
    near: tuple[int, ...]
    in_region: bool
    is_online: bool


def suggested(
    wanted: Collection[int], region: str, institutions: Iterable[Institution], *, most: int = MOST
) -> tuple[Suggestion, ...]:
    """Those who teach some of what is wanted, or something near it, the likeliest first.

    First whoever teaches most of the competences; among equals those with something near the words, then those in the
    region or online, then those with most modules to build from.
    """
    found = (_suggestion(wanted, region, one) for one in institutions)
    worth_asking = [one for one in found if one.covers or one.near]
    return tuple(sorted(worth_asking, key=_rank)[:most])


def _suggestion(wanted: Collection[int], region: str, one: Institution) -> Suggestion:
    covers = tuple(competence for competence in wanted if one.teaches.get(competence))
    return Suggestion(
        id=one.id,
        covers=covers,
        modules=sum(one.teaches[competence] for competence in covers),
        near=one.near,
        in_region=bool(region) and region in one.regions,
        is_online=one.is_online,
    )


def _rank(one: Suggestion) -> tuple[int, int, bool, int, int]:
    return -len(one.covers), -len(one.near), not (one.in_region or one.is_online), -one.modules, one.id
