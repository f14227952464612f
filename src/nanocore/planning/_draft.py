"""A plan while it is being made: steps on the work clock, and the figures that plans are compared by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nanocore.planning._question import Aim
from nanocore.planning._result import Figures, Plan, Step
from nanocore.planning._schedule import Placed, Window
from nanocore.planning._task import Task

DROPPED, MOVED = "dropped", "moved"


@dataclass(frozen=True, slots=True)
class Draft:
    """Steps that hold, and what they amount to: by aim, and how much of the plan one had is dropped or moved."""

    steps: tuple[Placed, ...]
    worth: dict[str, int]

    @property
    def options(self) -> dict[int, int]:
        """The option of each module, by their numbers in the index."""
        return {step.module: step.option for step in self.steps}

    def key(self, aims: Sequence[str]) -> tuple[int, ...]:
        """What to compare by; less is better."""
        return tuple(self.worth[aim] for aim in aims)


def drafted(task: Task, steps: Iterable[Placed]) -> Draft:
    """A draft of ``steps``."""
    index, steps = task.index, tuple(steps)
    stays = sum(step.module in windows_of(task, [step]) for step in steps)
    planned = {step.module for step in steps}
    worth = {
        Aim.FINISH: max((task.clock.week_of(step.end - 1) for step in steps), default=int(task.clock.week[0])),
        Aim.COST: sum(int(index.options.price[step.option]) for step in steps),
        Aim.QUALITY: sum(int(index.shortfall[step.module]) for step in steps),
        DROPPED: len(task.kept.keys() - planned),
        MOVED: len(task.kept.keys() & planned) - stays,
    }
    return Draft(steps, {str(aim): value for aim, value in worth.items()})


def windows_of(task: Task, steps: Iterable[Placed]) -> dict[int, Window]:
    """Where the steps that lie as in the plan one had must begin to go on doing so."""
    windows = {}
    for step in steps:
        place = task.kept.get(step.module)
        if place is not None and step.option == place.option and place.low <= step.begin <= place.high:
            windows[step.module] = Window(place.low, place.high)
    return windows


def holds(task: Task, planned: dict[int, int]) -> bool:
    """Whether the sums of a plan (options by module) are as they have to be."""
    options = list(planned.values())
    return all(row.is_kept(int(row.of[options].sum())) for row in task.rows) and _shared_out(task, planned)


def _shared_out(task: Task, planned: dict[int, int]) -> bool:
    """Whether choices that compete for modules are met when each takes what fewest others could use.

    What fails here may still come out in `_model`, which tries every way.
    """
    uses: dict[tuple[str, int], int] = {}
    things = []
    for group in task.groups:
        members = [("planned", module, int(task.index.ects[module])) for module in group.members if module in planned]
        things.append(members + [("held", number, ects) for number, ects in group.held])
        for kind, number, _ in things[-1]:
            uses[kind, number] = uses.get((kind, number), 0) + 1
    taken: set[tuple[str, int]] = set()
    for group, some in sorted(zip(task.groups, things, strict=True), key=lambda pair: len(pair[1])):
        count, ects = group.count, group.ects
        for kind, number, credit in sorted(some, key=lambda thing: (uses[thing[:2]], -thing[2], thing)):
            if (count > 0 or ects > 0) and (kind, number) not in taken:
                taken.add((kind, number))
                count, ects = count - 1, ects - credit
        if count > 0 or ects > 0:
            return False
    return True


def plan_of(task: Task, draft: Draft) -> Plan:
    """The plan to hand out."""
    index, clock = task.index, task.clock
    steps = []
    for placed in draft.steps:
        module, offering = index.modules[placed.module], index.options.offering[placed.option]
        begins, ends = clock.week_of(placed.begin), clock.week_of(placed.end - 1)
        if offering is not None:
            begins, ends = offering.starts, offering.starts + offering.weeks - 1
        price = module.price if offering is None or offering.price is None else offering.price
        steps.append(
            Step(
                module.id,
                begins,
                ends,
                (placed.begin, placed.end),
                placed.lanes,
                module.ects * module.hours_a_credit,
                module.ects,
                price,
                None if offering is None else offering.id,
            )
        )
    steps.sort(key=lambda step: (step.clock[0], step.module))
    figures = Figures(
        finish=draft.worth[Aim.FINISH],
        cost=sum((step.price for step in steps), Decimal(0)),
        shortfall=draft.worth[Aim.QUALITY],
        ects=sum((step.ects for step in steps), Decimal(0)),
    )
    return Plan(tuple(steps), figures)
