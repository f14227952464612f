"""A first plan at once: every goal by its cheapest support, what a degree still lacks, and nothing left over.

The cost of meeting a node is what additive heuristics of planning take it for (B. Bonet and H. Geffner, *Planning as
heuristic search*, 2001): its own and that of all it requires. What is chosen already costs nothing more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nanocore.planning._cone import Cone
from nanocore.planning._draft import Draft, drafted, holds
from nanocore.planning._graph import Graph
from nanocore.planning._kernels import NEVER, compacted, gather, support, supported, turned
from nanocore.planning._question import Aim
from nanocore.planning._schedule import Misfit, placed_as_before
from nanocore.planning._task import Row
from nanocore.planning._typing import Flags, Ints, Nodes

REPAIRS = 8
"""How often modules are chosen anew when one of them had no place."""
HEAVY = 1 << 36


Sums = Sequence[tuple[Ints, int]]
"""What each module (of a cone) adds to a sum at the least, and what the sum may come to."""


def drafts(cone: Cone, ways: Iterator[Ints], horizon: int, limits: Sums = ()) -> Iterator[Draft]:
    """A plan that ends by ``horizon`` for each way to weigh a module (by module of the cone), where there is one.

    Of modules that come to more than any of ``limits`` none is made.
    """
    for weight in ways:
        draft = repaired(cone, weight, horizon, limits)
        if draft is not None:
            yield draft


def repaired(cone: Cone, weight: Ints, horizon: int, limits: Sums = ()) -> Draft | None:
    """A plan of light modules. While one has no place in time it is made heavy, and others are chosen."""
    seen = set()
    for _ in range(REPAIRS):
        chosen = chosen_by(cone, weight)
        if chosen is None or chosen.tobytes() in seen:
            return None
        if any(int(of[chosen].sum()) > most for of, most in limits):
            return None
        seen.add(chosen.tobytes())
        outcome = scheduled(cone, chosen, horizon)
        if isinstance(outcome, Draft):
            return outcome
        weight = weight.copy()
        weight[np.flatnonzero(cone.module == outcome.module)] += HEAVY
    return None


def weights(cone: Cone, aims: Sequence[str]) -> Iterator[Ints]:
    """Ways to weigh a module: first by what is to be best first, then by the others, and by all at once.

    What is dated weighs more the later it is over.
    """
    index = cone.task.index
    work = cone.least(cone.load)
    late = np.where(cone.least(cone.lanes) > 0, cone.met[: cone.size] * cone.task.at_once // 4, 0)
    price = cone.least(cone.of_options(index.options.price))
    columns = {Aim.FINISH: work + late, Aim.COST: price, Aim.QUALITY: index.shortfall[cone.module]}
    kept = np.zeros(cone.size, dtype=np.bool_)
    kept[list(cone.kept)] = True
    order = [aim for aim in aims if aim in columns] or list(columns)
    for aim in order:
        yield np.where(kept, 1, columns[Aim(aim)] * 64 + (work + late) // 64 + 1)
    if cone.size:
        yield sum((of * 1024 // max(1, int(of.mean())) for of in columns.values()), np.ones_like(work))


def chosen_by(cone: Cone, weight: Ints) -> Flags | None:
    """Modules that meet all that must be met and all sums, cheap by ``weight``; None when it does not come out."""
    graph = cone.graph
    asked = np.zeros(graph.size, dtype=np.bool_)
    asked[[*cone.musts, *cone.kept]] = True
    asked |= any(row.low is not None or (row.of < 0).any() for row in cone.rows)
    cost, best, rank = support(graph.modules, graph.is_or, graph.child_at, graph.parent_at, graph.parent, weight, asked)
    chosen = np.zeros(cone.size, dtype=np.bool_)
    chosen[list(cone.kept)] = True
    musts = np.array(sorted({*cone.musts.tolist(), *cone.kept}, key=lambda node: -cost[node]), dtype=np.int32)
    if (cost[musts] >= NEVER).any():
        return None
    gather(graph.is_or, graph.child_at, graph.child, cone.known, best, rank, chosen, graph.modules, musts)
    if not _fill(cone, cost, best, rank, chosen):
        return None
    return pruned(cone, weight, chosen)


def _fill(cone: Cone, cost: Ints, best: Nodes, rank: Nodes, chosen: Flags) -> bool:
    """Add modules, cheapest for what they give first, until every sum is as high as it has to be.

    Each module adds to a sum what its first option does.
    """
    graph = cone.graph
    adds = np.array([row.of[cone.option_at[:-1]] for row in cone.rows], dtype=np.int64)
    highs = np.array([HEAVY if row.high is None else row.high for row in cone.rows], dtype=np.int64)
    for number, row in enumerate(cone.rows):
        sums = adds[:, chosen].sum(axis=1)
        lacks = _lack(row, int(sums[number]))
        if lacks <= 0:
            continue
        gain = adds[number] if row.low is not None else -adds[number]
        candidates = np.flatnonzero((gain > 0) & ~chosen & (cost[: cone.size] < NEVER))
        ratio = cost[candidates] / gain[candidates]
        for module in candidates[np.argsort(ratio, kind="stable")]:
            if lacks <= 0:
                break
            if chosen[module] or not ((adds[:, module] <= 0) | (sums + adds[:, module] <= highs)).all():
                continue
            gather(
                graph.is_or, graph.child_at, graph.child, cone.known, best, rank, chosen, graph.modules,
                np.array([module], dtype=np.int32),
            )  # fmt: skip
            sums = adds[:, chosen].sum(axis=1)
            lacks = _lack(row, int(sums[number]))
        if lacks > 0:
            return False
    return True


def _lack(row: Row, total: int) -> int:
    return row.low - total if row.low is not None else total - (row.high or 0)


def pruned(cone: Cone, weight: Ints, chosen: Flags) -> Flags | None:
    """The same without what is not needed, dearest first; None when some sum is not as it has to be all the same."""
    few = _Few.of(cone, chosen)
    if few is None:
        return None
    left = np.ones(few.graph.modules, dtype=np.bool_)
    for place in np.lexsort((few.module, -weight[few.module])).tolist():
        if not left[place] or few.is_kept[place]:
            continue
        fewer = left.copy()
        fewer[place] = False
        rest = few.met(fewer)
        if rest is not None and rest[few.is_kept].all():
            left = rest
    rest = few.met(left)
    if rest is None:
        return None
    stays = np.zeros(cone.size, dtype=np.bool_)
    stays[few.module[rest]] = True
    return stays


@dataclass(frozen=True, slots=True, eq=False)
class _Few:
    """What of a cone some modules meet, for trying which of them can be spared. ``module`` are their numbers there."""

    module: Nodes
    graph: Graph
    musts: Nodes
    is_kept: Flags
    sums: tuple[tuple[Row, Ints], ...]
    """Each row, and what each module adds to it by its first option."""

    @classmethod
    def of(cls, cone: Cone, chosen: Flags) -> "_Few | None":
        """None when they do not meet all that must be."""
        graph = cone.graph
        met = supported(graph.modules, graph.is_or, graph.child_at, graph.parent_at, graph.parent, chosen)
        if not met[cone.musts].all():
            return None
        here = met.astype(np.int64)
        old, number, child_at, child = compacted(graph.modules, graph.is_or, graph.child_at, graph.child, here, here)
        module = old[: np.searchsorted(old, graph.modules)]
        is_kept = np.zeros(cone.size, dtype=np.bool_)
        is_kept[list(cone.kept)] = True
        first = cone.option_at[module]
        return cls(
            module,
            Graph(len(module), graph.is_or[old], child_at, child, *turned(child_at, child)),
            number[cone.musts],
            is_kept[module],
            tuple((row, row.of[first]) for row in cone.rows),
        )

    def met(self, chosen: Flags) -> Flags | None:
        """What of ``chosen`` can be taken without the rest; None when that is no plan."""
        graph = self.graph
        met = supported(graph.modules, graph.is_or, graph.child_at, graph.parent_at, graph.parent, chosen)
        if not met[self.musts].all():
            return None
        rest = np.asarray(met[: graph.modules])
        return rest if all(row.is_kept(int(of[rest].sum())) for row, of in self.sums) else None


def scheduled(cone: Cone, chosen: Flags, horizon: int) -> Draft | Misfit:
    """The chosen modules laid out in time, or which of them did not fit."""
    task = cone.task
    options, urgency = {}, {}
    for module in np.flatnonzero(chosen):
        first, after = int(cone.option_at[module]), int(cone.option_at[module + 1])
        number = int(cone.module[module])
        options[number] = [int(cone.option[way]) for way in range(first, after)]
        urgency[number] = min(int(cone.late[module]), int(cone.high[first:after].max()))
    steps = placed_as_before(replace(task, horizon=horizon), options, urgency)
    if isinstance(steps, Misfit):
        return steps
    if holds(task, {step.module: step.option for step in steps}):
        return drafted(task, steps)
    return Misfit(max(options, key=lambda module: (int(task.index.options.price[options[module][0]]), module)))
