"""Aim by aim to a few bundles: alone where that will do, else together; then the balanced one, and what lies between.

What is best for each person alone is known in milliseconds. It is the answer when it keeps within all that is shared,
and a bound for the exact model when not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, islice
from time import perf_counter
from typing import Final

import numpy as np

from nanocore.matching.bundles_alone import Choice, alone
from nanocore.matching.bundles_answer import Aim
from nanocore.matching.bundles_asked import BundleLimits
from nanocore.matching.bundles_found import Found
from nanocore.matching.bundles_table import Flags, Ints, Table
from nanocore.matching.bundles_together import Bounds, Effort, Joint, circles_of, least_short, together

_FINE: Final = 64
"""Steps in which each of the other aims is told apart where the aim itself is equal."""
_APART: Final = 0.05
"""How far, in one of the aims, a bundle must be from the others to be shown without being best at anything."""
_SINGLE: Final = (Aim.PRICE, Aim.TIME, Aim.QUALITY, Aim.DISTANCE)
_WORK: Final = 0.2
"""How many of CP-SAT's deterministic seconds make one second of a quiet machine, about, in models like these."""
_PATIENCE: Final = 4
"""How many times longer than that a busy machine may take."""


class Search:
    """One need's way through a table. ``work`` is what is left to think in, ``short`` what must stay uncovered."""

    def __init__(self, table: Table, limits: BundleLimits) -> None:
        self.limits = limits
        self.work, self.ends = limits.seconds * _WORK, perf_counter() + limits.seconds * _PATIENCE
        self.apart = table.of_everyone() if len(table.groups) < int(table.size.sum()) else table
        self.table = self.apart if table.counted else table
        self.worst = {aim: _typical(cost, table.allowed) for aim, cost in table.costs.items()}
        self.short: int | None = None
        self.is_cover_proven = True

    def front(self) -> list[Found]:
        """Best at each aim, best by the weights asked for, and what lies between."""
        aims = [aim for aim in _SINGLE if self._matters(aim)]
        found = [one for at, aim in enumerate(aims) if (one := self._best({aim: 1}, aim, len(aims) - at + 1))]
        if not found:
            return []
        spans = {aim: _span([one.values[aim] for one in found]) for aim in _SINGLE}
        balanced = self._best(_scaled(self._asked_for(), spans), Aim.BALANCED, 1)
        between = (self._best(_scaled(dict.fromkeys(two, 1), spans), None, 1) for two in combinations(aims, 2))
        merged = _merged([*([balanced] if balanced else []), *found])
        return _crowned(self._chosen(merged, between, spans))

    def _asked_for(self) -> dict[Aim, int]:
        asked = self.table.need.weights
        each = (asked.price, asked.time, asked.quality, asked.distance)
        return dict(zip(_SINGLE, each, strict=True))

    def _matters(self, aim: Aim) -> bool:
        """Whether offers differ in it."""
        cost = self.table.costs[aim][self.table.allowed]
        return aim is Aim.PRICE or bool(len(cost) and cost.min() < cost.max())

    def _best(self, weights: Mapping[Aim, float], aim: Aim | None, left: int) -> Found | None:
        """The least by ``weights``, and among equals by all aims; ``left`` is how many more will be asked for."""
        finely = _FINE * 4 * int(self.table.size.sum()) * len(self.table.need.wanted)
        cost = self._cost(self.table, weights, finely)
        first = alone(self.table, cost)
        if first and self._holds(self.table, first.takes):
            self.short, self.is_cover_proven = 0, True
            return self._found(first.takes, aim, proven=True, gap=0.0)
        if self.table is not self.apart and self._is_shared():
            self.table = self.apart
            return self._best(weights, aim, left)
        return self._jointly(cost, finely, aim, left, first)

    def _jointly(self, cost: Ints, finely: int, aim: Aim | None, left: int, first: Choice | None) -> Found | None:
        bounds = Bounds(self.limits.most_offers, each=first.each if first else None)
        joint = Joint(None, 0, 0, 0.0)
        if not self.short:
            joint = self._spent(together(self.table, cost, bounds, self._effort(left)))
        if joint.takes is None and self.short is None:
            short = self._spent(least_short(self.table, bounds, self._effort(left)))
            self.short, self.is_cover_proven = short.value, short.bound >= short.value
        if joint.takes is None:
            bounds = replace(bounds, short=self.short or 0)
            joint = self._spent(together(self.table, cost, bounds, self._effort(left)))
        elif self.short is None:
            self.short = 0
        if joint.takes is None:
            return None
        value = joint.value // finely
        least = max(joint.bound, first.total if first and not self.short else 0) // finely
        gap = (value - least) / value if value > least else 0.0
        return self._found(joint.takes, aim, proven=self.is_cover_proven and not gap, gap=gap)

    def _spent(self, joint: Joint) -> Joint:
        self.work -= joint.work
        return joint

    def _is_shared(self) -> bool:
        """Whether people who are alike may have to be treated differently."""
        scarce = (self.table.seats < int(self.table.size.sum())).any()
        return bool(scarce) or self.table.budget is not None

    def _effort(self, left: int) -> Effort:
        """Half of what is left while more is to come: most need far less."""
        seconds = max(self.ends - perf_counter(), 0.1)
        return Effort(max(self.work, 0.01) / min(left, 2), seconds, self.limits.workers)

    def _cost(self, table: Table, weights: Mapping[Aim, float], finely: int) -> Ints:
        """Whole numbers: the weighted aims, and ``finely`` times smaller all the aims, each by what is usual in it."""
        exact = len(weights) == 1
        main = sum(
            (table.costs[aim] if exact else np.rint(table.costs[aim] * weight).astype(np.int64))
            for aim, weight in weights.items()
        )
        rest = sum(np.minimum(np.rint(_FINE / 4 * table.costs[aim] / self.worst[aim]), _FINE) for aim in _SINGLE)
        whole = np.asarray(main, dtype=np.int64) * finely + np.asarray(rest, dtype=np.int64)
        return np.where(table.allowed, whole, np.int64(1) << 55)

    def _holds(self, table: Table, takes: Flags) -> bool:
        """Whether what is best for each alone is possible for all at once."""
        taken = takes.any(axis=0)
        if int(taken.sum()) > self.limits.most_offers or ((table.size @ takes) > table.seats).any():
            return False
        spent = int((table.costs[Aim.PRICE] * takes).sum(axis=1) @ table.size)
        return (table.budget is None or spent <= table.budget) and not circles_of(table, takes)

    def _found(self, takes: Flags, aim: Aim | None, *, proven: bool, gap: float) -> Found:
        table = self.table
        values = {one: int(np.where(takes, cost, 0).sum(axis=1) @ table.size) for one, cost in table.costs.items()}
        return Found(table, takes, values, (aim,) if aim else (), proven, gap)

    def _chosen(
        self, found: list[Found], between: Iterator[Found | None], spans: Mapping[Aim, tuple[int, int]]
    ) -> list[Found]:
        """Those that are best at something, then those farthest from all that is shown already."""
        shown = found[: self.limits.most_bundles]
        room = self.limits.most_bundles - len(shown)
        others = [one for one in islice(between, room) if one is not None]
        while others and len(shown) < self.limits.most_bundles:
            far = [min(_apart(one, other, spans) for other in shown) for one in others]
            best = max(range(len(others)), key=far.__getitem__)
            if far[best] < _APART:
                break
            shown.append(others.pop(best))
        return shown


def _typical(cost: Ints, allowed: Flags) -> float:
    values = cost[allowed]
    return max(float(np.percentile(values, 75)), 1.0) if len(values) else 1.0


def _span(values: Sequence[int]) -> tuple[int, int]:
    return min(values), max(values)


def _scaled(weights: Mapping[Aim, int], spans: Mapping[Aim, tuple[int, int]]) -> dict[Aim, float]:
    """Weights for the bare figures: a whole span of each aim counts the same before it is weighed."""
    scaled = {
        aim: 10_000 * weight / (spans[aim][1] - spans[aim][0])
        for aim, weight in weights.items()
        if weight and spans[aim][1] > spans[aim][0]
    }
    return scaled or {Aim.PRICE: 1.0}


def _apart(one: Found, other: Found, spans: Mapping[Aim, tuple[int, int]]) -> float:
    return max(abs(one.values[aim] - other.values[aim]) / max(spans[aim][1] - spans[aim][0], 1) for aim in _SINGLE)


def _merged(found: Sequence[Found]) -> list[Found]:
    """One bundle for each set of figures, best at all that any of the same figures is best at."""
    merged: dict[tuple[int, ...], Found] = {}
    for one in found:
        key = tuple(one.values[aim] for aim in _SINGLE)
        earlier = merged.get(key)
        if earlier is None:
            merged[key] = one
        else:
            merged[key] = replace(
                earlier,
                best_at=(*earlier.best_at, *one.best_at),
                is_proven=earlier.is_proven and one.is_proven,
                gap=max(earlier.gap, one.gap),
            )
    return list(merged.values())


def _crowned(found: list[Found]) -> list[Found]:
    """What was not proven best at an aim gives that up to one that turned out better at it."""
    crowned = list(found)
    for aim in _SINGLE:
        holder = next((at for at, one in enumerate(crowned) if aim in one.best_at), None)
        best = min(range(len(crowned)), key=lambda at: crowned[at].values[aim])
        if holder is None or crowned[best].values[aim] >= crowned[holder].values[aim]:
            continue
        before, after = crowned[holder], crowned[best]
        least = before.values[aim] * (1 - before.gap)
        gap = max(1 - least / after.values[aim], 0.0) if after.values[aim] else 0.0
        crowned[holder] = replace(before, best_at=tuple(one for one in before.best_at if one is not aim))
        crowned[best] = replace(
            after, best_at=(*after.best_at, aim), is_proven=after.is_proven and not gap, gap=max(after.gap, gap)
        )
    return crowned
