"""A need laid over a market as arrays: which offers are of any use to whom, and what each would cost whom.

Competences are bits of a mask, in the order in which they are wanted. Groups are people who lack the same, live in
the same place and have completed the same of what matters: what is best for one of them is best for all.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import gcd
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nanocore.matching.bundles_answer import Aim
from nanocore.matching.bundles_asked import BundleNeed, BundleOffer, Learner, Point

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NEVER: Final = 1 << 40
"""The cost of what somebody cannot take. Far above any sum of what they can."""
_EARTH_KM: Final = 6371.0


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """``costs[aim]`` and ``allowed`` are (groups, offers); ``mask`` (offers,); the rest (groups,).

    ``within`` is what the group can be taught at all, ``target`` what of ``lacks`` everybody must and can be.
    ``counted`` says of each competence that only some must have, how many more. ``requires[offer]`` are sets of offers
    by number; ``met`` (group, offer, which set) those that were completed before. ``unit`` is what price 1 stands for,
    in øre.
    """

    need: BundleNeed
    offers: tuple[BundleOffer, ...]
    groups: tuple[tuple[int, ...], ...]
    size: Ints
    lacks: Ints
    within: Ints
    target: Ints
    counted: Mapping[int, int]
    mask: Ints
    allowed: Flags
    costs: Mapping[Aim, Ints]
    requires: Mapping[int, tuple[tuple[int, ...], ...]]
    met: frozenset[tuple[int, int, int]]
    seats: Ints
    unit: int

    @property
    def weights(self) -> tuple[int, ...]:
        """Of the competences."""
        return tuple(one.weight for one in self.need.wanted)

    @property
    def budget(self) -> int | None:
        """For everybody, in the units of price."""
        return None if self.need.budget is None else int(self.need.budget * 100) // self.unit

    def of_everyone(self) -> "Table":
        """The same with each person as a group of their own, for when they compete with each other."""
        people = [person for group in self.groups for person in group]
        rows = np.repeat(np.arange(len(self.groups)), self.size)
        met = frozenset(
            (new, at, which) for new, old in enumerate(rows.tolist()) for one, at, which in self.met if one == old
        )
        return Table(
            self.need, self.offers, tuple((person,) for person in people), np.ones(len(people), dtype=np.int64),
            self.lacks[rows], self.within[rows], self.target[rows], self.counted, self.mask, self.allowed[rows],
            {aim: cost[rows] for aim, cost in self.costs.items()}, self.requires, met, self.seats, self.unit,
        )  # fmt: skip


def lacking_of(need: BundleNeed) -> list[int]:
    """Of each person, the mask of what they cannot yet at the level that is wanted."""
    bits = {one.competence: (1 << at, one.level) for at, one in enumerate(need.wanted)}
    everything = (1 << len(need.wanted)) - 1
    return [everything & ~_mask(person.holds, bits) for person in need.people]


def table_of(need: BundleNeed, offers: Sequence[BundleOffer]) -> Table:
    """Only offers that teach somebody something they lack, and what those require."""
    lacks = lacking_of(need)
    bits = {one.competence: (1 << at, one.level) for at, one in enumerate(need.wanted)}
    useful, masks = _of_use(need, offers, bits, wanted=int(np.bitwise_or.reduce(lacks)))
    groups = _grouped(need.people, lacks, {name for one in useful for name in (one.offer, *one.counts_as)}
                      | {name for one in useful for names in one.requires for name in names})  # fmt: skip
    first = [need.people[group[0]] for group in groups]
    mask, lack = np.array(masks, dtype=np.int64), np.array([lacks[group[0]] for group in groups], dtype=np.int64)
    away = kilometres([person.home for person in first], [one.place for one in useful])
    allowed = np.array([[one.offer not in person.completed for one in useful] for person in first], dtype=np.bool_)
    allowed = allowed.reshape(len(groups), len(useful))
    if need.furthest_km is not None:
        allowed &= away <= need.furthest_km
    requires, met = _requirements(first, useful)
    allowed = _can_be_met(allowed, requires, met)
    taught = lack[:, None] & np.where(allowed, mask, 0)
    within = np.bitwise_or.reduce(taught, axis=1) if useful else np.zeros(len(groups), dtype=np.int64)
    unit = gcd(*(int(one.price * 100) for one in useful)) or 1
    return Table(
        need=need, offers=tuple(useful), groups=groups, lacks=lack, mask=mask, allowed=allowed, requires=requires,
        met=met, unit=unit, size=np.array([len(group) for group in groups], dtype=np.int64),
        within=within, target=lack & within & _of_all(need), counted=_counted(need, lacks, _places(groups, within)),
        costs=_costs(need, useful, taught, allowed, away, unit),
        seats=np.array([NEVER if one.seats is None else one.seats for one in useful], dtype=np.int64),
    )  # fmt: skip


def _mask(held: Iterable[tuple[str, int]], bits: Mapping[str, tuple[int, int]]) -> int:
    mask = 0
    for competence, level in held:
        bit, wanted = bits.get(competence, (0, 0))
        if level >= wanted:
            mask |= bit
    return mask


def _of_use(
    need: BundleNeed, offers: Sequence[BundleOffer], bits: Mapping[str, tuple[int, int]], *, wanted: int
) -> tuple[list[BundleOffer], list[int]]:
    """The offers within the bounds that teach what is wanted, then those they require; and what each teaches."""
    useful, masks = [], []
    fits = [one for one in offers if _fits(one, need)]
    for one in fits:
        mask = _mask(one.teaches, bits) & wanted
        if mask and (one.seats is None or one.seats > 0):
            useful.append(one)
            masks.append(mask)
    open_names = {name for one in useful for names in one.requires for name in names}
    if open_names:
        known = {one.offer for one in useful}
        called = defaultdict(list)
        for one in fits:
            for name in (one.offer, *one.counts_as):
                called[name].append(one)
        while open_names:
            more = {one.offer: one for name in open_names for one in called[name] if one.offer not in known}
            known |= set(more)
            useful.extend(more.values())
            masks.extend(_mask(one.teaches, bits) & wanted for one in more.values())
            open_names = {name for one in more.values() for names in one.requires for name in names}
    return useful, masks


def _fits(one: BundleOffer, need: BundleNeed) -> bool:
    if need.languages and one.language and one.language not in need.languages:
        return False
    return need.ready_by is None or one.ends_on is None or one.ends_on <= need.ready_by


def _grouped(people: Sequence[Learner], lacks: Sequence[int], names: set[str]) -> tuple[tuple[int, ...], ...]:
    """Those who still lack something, alike together."""
    alike: dict[object, list[int]] = defaultdict(list)
    for at, person in enumerate(people):
        if lacks[at]:
            alike[lacks[at], person.home, person.completed & names].append(at)
    return tuple(tuple(group) for group in alike.values())


def kilometres(homes: Sequence[Point | None], places: Sequence[Point | None]) -> NDArray[np.float64]:
    """As the crow flies, (homes, places); 0 for what is online and for somebody whose home nobody knows."""
    away = np.zeros((len(homes), len(places)))
    near = [at for at, place in enumerate(places) if place is not None]
    from_home = [at for at, home in enumerate(homes) if home is not None]
    if near and from_home:
        there = np.radians(np.array([places[at] for at in near], dtype=np.float64))
        here = np.radians(np.array([homes[at] for at in from_home], dtype=np.float64))[:, None]
        apart = there - here
        half = np.sin(apart[..., 0] / 2) ** 2
        half += np.cos(here[..., 0]) * np.cos(there[:, 0]) * np.sin(apart[..., 1] / 2) ** 2
        away[np.ix_(from_home, near)] = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return away


def _requirements(
    people: Sequence[Learner], offers: Sequence[BundleOffer]
) -> tuple[dict[int, tuple[tuple[int, ...], ...]], frozenset[tuple[int, int, int]]]:
    called = defaultdict(list)
    for at, one in enumerate(offers):
        for name in {one.offer, *one.counts_as}:
            called[name].append(at)
    requires, met = {}, set()
    for at, one in enumerate(offers):
        if not one.requires:
            continue
        sets = [sorted({other for name in names for other in called[name] if other != at}) for names in one.requires]
        requires[at] = tuple(tuple(ones) for ones in sets)
        for which, names in enumerate(one.requires):
            met |= {(group, at, which) for group, person in enumerate(people) if person.completed & names}
    return requires, frozenset(met)


def _can_be_met(
    allowed: Flags, requires: Mapping[int, tuple[tuple[int, ...], ...]], met: frozenset[tuple[int, int, int]]
) -> Flags:
    """Less what nobody can come to take, since what it requires cannot be had. What requires nothing comes first."""
    if not requires:
        return allowed
    free = np.ones(allowed.shape[1], dtype=np.bool_)
    free[list(requires)] = False
    found, before = allowed & free, -1
    while (count := int(found.sum())) != before:
        before = count
        for at, sets in requires.items():
            for group in np.flatnonzero(allowed[:, at] & ~found[:, at]).tolist():
                found[group, at] = all(
                    (group, at, which) in met or found[group, list(ones)].any() for which, ones in enumerate(sets)
                )
    return found


def _places(groups: Sequence[Sequence[int]], within: Ints) -> dict[int, int]:
    return {person: int(mask) for group, mask in zip(groups, within.tolist(), strict=True) for person in group}


def _of_all(need: BundleNeed) -> int:
    """The competences that everybody must have."""
    return sum(1 << at for at, one in enumerate(need.wanted) if one.people is None)


def _counted(need: BundleNeed, lacks: Sequence[int], within: Mapping[int, int]) -> dict[int, int]:
    """Of what only some must have: how many more there must be, as far as there are any who can be taught it."""
    counted = {}
    for at, one in enumerate(need.wanted):
        if one.people is None:
            continue
        holders = sum(not mask >> at & 1 for mask in lacks)
        possible = sum(mask >> at & 1 for mask in within.values())
        if (more := min(one.people - holders, possible)) > 0:
            counted[at] = more
    return counted


def _costs(
    need: BundleNeed,
    offers: Sequence[BundleOffer],
    taught: Ints,
    allowed: Flags,
    away: NDArray[np.float64],
    unit: int,
) -> dict[Aim, Ints]:
    weight = sum(((taught >> at & 1) * one.weight for at, one in enumerate(need.wanted)), start=np.zeros_like(taught))
    for_one = {
        Aim.PRICE: np.array([int(one.price * 100) // unit for one in offers], dtype=np.int64),
        Aim.TIME: np.array([one.minutes for one in offers], dtype=np.int64),
        Aim.QUALITY: weight * np.array([100 - one.quality for one in offers], dtype=np.int64),
        Aim.DISTANCE: np.rint(2 * away * np.array([one.visits for one in offers])).astype(np.int64),
    }
    return {aim: np.where(allowed, cost, NEVER).astype(np.int64) for aim, cost in for_one.items()}
