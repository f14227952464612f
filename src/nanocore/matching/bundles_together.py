"""The best for everybody together, where they share seats, a budget, or the few offers that a bundle may consist of.

Exact, by CP-SAT, over the offers that are not beaten by another. An offer is beaten by one that nobody has to share,
requires nothing, teaches at least as much, and costs nobody more: whoever takes the one can take the other instead.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from ortools.sat.python import cp_model

from nanocore.matching.bundles_answer import Aim
from nanocore.matching.bundles_table import NEVER, Flags, Ints, Table

_MOST_CHOICES: Final = 60_000
"""More than this are cut down to the cheapest of each kind; what that may lose shows in the gap."""


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """``takes`` (groups, offers), or None when nothing was found; its ``value``; the least there can be; the work."""

    takes: Flags | None
    value: int
    bound: int
    work: float


@dataclass(frozen=True, slots=True)
class Effort:
    """How much to think: CP-SAT's deterministic seconds, so that the answer is the same on any machine, and an end."""

    work: float
    seconds: float
    workers: int


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """What holds for everybody together.

    ``short``: the weight of places that may stay empty; ``each`` the least cost of each group's target, when known.
    """

    most_offers: int
    short: int = 0
    each: Ints | None = None


def least_short(table: Table, bounds: Bounds, effort: Effort) -> Joint:
    """The least weight of places that must stay empty; all of it when nothing is known in time."""
    model = _Model(table, np.where(table.allowed, 0, NEVER), bounds, can_be_short=True)
    model.minimise_short()
    joint = model.solve(effort)
    everything = sum(table.weights) * int(table.size.sum())
    return joint if joint.takes is not None else replace(joint, value=everything)


def together(table: Table, cost: Ints, bounds: Bounds, effort: Effort) -> Joint:
    """The least-cost choice within the bounds."""
    model = _Model(table, cost, bounds, can_be_short=bounds.short > 0)
    model.minimise_cost()
    return model.solve(effort)


def unbeaten(table: Table, cost: Ints) -> list[int]:
    """The numbers of the offers that no other makes needless, and of those that they require; cheapest first."""
    useful = np.flatnonzero((((table.lacks[:, None] & table.mask) != 0) & table.allowed).any(axis=0)).tolist()
    total = cost.sum(axis=0, dtype=np.float64)
    order = sorted(useful, key=lambda at: (float(total[at]), -int(table.mask[at]).bit_count(), at))
    price = table.costs[Aim.PRICE].min(axis=0) if table.offers else np.zeros(0, dtype=np.int64)
    everybody = int(table.size.sum())
    beats: list[int] = []
    kept: list[int] = []
    for at in order:
        rivals = np.array(beats, dtype=np.int64)
        rivals = rivals[(table.mask[rivals] & table.mask[at]) == table.mask[at]]
        if table.budget is not None:
            rivals = rivals[price[rivals] <= price[at]]
        if len(rivals) and (cost[:, rivals] <= cost[:, [at]]).all(axis=0).any():
            continue
        kept.append(at)
        if table.seats[at] >= everybody and at not in table.requires:
            beats.append(at)
    return _with_required(table, kept)


def _with_required(table: Table, kept: list[int]) -> list[int]:
    found, new = dict.fromkeys(kept), kept
    while new:
        asked = {other for at in new for ones in table.requires.get(at, ()) for other in ones}
        new = sorted(asked - set(found))
        found.update(dict.fromkeys(new))
    return list(found)


class _Model:
    """Variables: whether a group takes an offer, whether an offer is in the bundle, and which places stay empty."""

    def __init__(self, table: Table, cost: Ints, bounds: Bounds, *, can_be_short: bool) -> None:
        self.table, self.cost, self.bounds, self.can_be_short = table, cost, bounds, can_be_short
        self.model = cp_model.CpModel()
        self.offers = self._few(unbeaten(table, cost))
        self.by_offer: dict[int, dict[int, cp_model.IntVar]] = {
            at: {group: self.model.new_bool_var("") for group in np.flatnonzero(table.allowed[:, at]).tolist()}
            for at in self.offers
        }
        self.by_group: list[dict[int, cp_model.IntVar]] = [{} for _ in table.groups]
        for at, groups in self.by_offer.items():
            for group, takes in groups.items():
                self.by_group[group][at] = takes
        self.short: list[tuple[int, cp_model.IntVar]] = []
        self._cover()
        self._count()
        self._share()
        self._require()
        if can_be_short and self.short and bounds.short:
            self.model.add(self._shortness() <= bounds.short)

    def _few(self, offers: list[int]) -> list[int]:
        most = max(_MOST_CHOICES // len(self.table.groups), 1)
        if len(offers) <= most:
            return offers
        return _with_required(self.table, offers[:most])

    def _teaching(self, group: int, competence: int) -> list[cp_model.IntVar]:
        return [takes for at, takes in self.by_group[group].items() if int(self.table.mask[at]) >> competence & 1]

    def _cover(self) -> None:
        for group, target in enumerate(self.table.target.tolist()):
            for competence, weight in enumerate(self.table.weights):
                if target >> competence & 1:
                    taught = self._teaching(group, competence)
                    if self.can_be_short:
                        place = self.model.new_bool_var("")
                        self.short.append((weight * int(self.table.size[group]), place))
                        taught = [*taught, place]
                    self.model.add_bool_or(taught)

    def _count(self) -> None:
        """Competences that only some must have: who does is a choice."""
        for competence, more in self.table.counted.items():
            gets, each = [], []
            for group, lacks in enumerate(self.table.lacks.tolist()):
                taught = self._teaching(group, competence) if lacks >> competence & 1 else []
                if taught:
                    one = self.model.new_bool_var("")
                    self.model.add_bool_or([*taught, one.negated()])
                    gets.append(one)
                    each.append(int(self.table.size[group]))
            if self.can_be_short:
                place = self.model.new_int_var(0, more, "")
                self.short.append((self.table.weights[competence], place))
                gets.append(place)
                each.append(1)
            self.model.add(_sum(gets, each) >= more)

    def _share(self) -> None:
        everybody = int(self.table.size.sum())
        price = self.table.costs[Aim.PRICE] * self.table.size[:, None]
        inside = []
        for at, groups in self.by_offer.items():
            is_inside = self.model.new_bool_var("")
            inside.append(is_inside)
            for takes in groups.values():
                self.model.add_implication(takes, is_inside)
            if self.table.seats[at] < everybody:
                seats = [int(self.table.size[group]) for group in groups]
                self.model.add(_sum(list(groups.values()), seats) <= int(self.table.seats[at]))
        self.model.add(sum(inside) <= self.bounds.most_offers)
        if self.table.budget is not None:
            self.model.add(self._total(price) <= self.table.budget)

    def _require(self) -> None:
        for at, groups in self.by_offer.items():
            for which, ones in enumerate(self.table.requires.get(at, ())):
                for group, takes in groups.items():
                    if (group, at, which) not in self.table.met:
                        mine = self.by_group[group]
                        before = [mine[other] for other in ones if other in mine]
                        self.model.add_bool_or([*before, takes.negated()])

    def _total(self, cost: Ints) -> cp_model.LinearExprT:
        taken = [
            (takes, int(cost[group, at])) for group, mine in enumerate(self.by_group) for at, takes in mine.items()
        ]
        return _sum([takes for takes, _ in taken], [each for _, each in taken])

    def _shortness(self) -> cp_model.LinearExprT:
        return _sum([place for _, place in self.short], [weight for weight, _ in self.short])

    def minimise_short(self) -> None:
        """What is asked first: how much can be covered at all."""
        self.model.minimize(self._shortness())

    def minimise_cost(self) -> None:
        """No group does better together than alone, which is known exactly where there are bounds for each."""
        if self.bounds.each is not None and not self.can_be_short:
            for group, mine in enumerate(self.by_group):
                each = [int(self.cost[group, at]) for at in mine]
                self.model.add(_sum(list(mine.values()), each) >= int(self.bounds.each[group]))
        self.model.minimize(self._total(self.cost * self.table.size[:, None]))

    def solve(self, effort: Effort) -> Joint:
        """The best found; asked again where somebody's requirements only bear each other in a circle."""
        solver = cp_model.CpSolver()
        solver.parameters.max_deterministic_time = effort.work
        solver.parameters.max_time_in_seconds = effort.seconds
        solver.parameters.num_workers = effort.workers
        solver.parameters.linearization_level = 2
        solver.parameters.random_seed = 1
        work = 0.0
        while True:
            status = solver.solve(self.model)
            work += solver.response_proto.deterministic_time
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return Joint(None, 0, 0, work)
            found = np.zeros(self.cost.shape, dtype=np.bool_)
            for group, mine in enumerate(self.by_group):
                for at, takes in mine.items():
                    found[group, at] = solver.boolean_value(takes)
            if not self._break_circles(found):
                bound = int(np.ceil(solver.best_objective_bound - 1e-6))
                return Joint(found, round(solver.objective_value), bound, work)

    def _break_circles(self, takes: Flags) -> bool:
        """Forbid what was found, if it holds offers that nothing but each other leads to."""
        broken = False
        for group, circle in circles_of(self.table, takes):
            outside = {
                other
                for at in circle
                for ones in self.table.requires[at]
                for other in ones
                if other not in circle and other in self.by_group[group]
            }
            mine = self.by_group[group]
            self.model.add(sum(mine[at] for at in circle) <= len(circle) - 1 + sum(mine[other] for other in outside))
            broken = True
        return broken


def circles_of(table: Table, takes: Flags) -> list[tuple[int, set[int]]]:
    """Of each group, the offers taken whose requirements are not met by what can be taken before them."""
    found = []
    for group in range(len(takes)) if table.requires else ():
        taken = set(np.flatnonzero(takes[group]).tolist())
        before = {at for at in taken if at not in table.requires}
        while more := {at for at in taken - before if _is_met(table, group, at, before)}:
            before |= more
        if taken - before:
            found.append((group, taken - before))
    return found


def _is_met(table: Table, group: int, at: int, before: set[int]) -> bool:
    return all(
        (group, at, which) in table.met or not before.isdisjoint(ones) for which, ones in enumerate(table.requires[at])
    )


def _sum(variables: list[cp_model.IntVar], each: list[int]) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.weighted_sum(variables, each)
