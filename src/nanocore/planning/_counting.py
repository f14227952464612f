"""Which choice of a degree each module counts in, when each may count in one only."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ortools.sat.python import cp_model

from nanocore.planning._catalogue import Module
from nanocore.planning._index import Index
from nanocore.planning._question import Choice, DegreeRules, Life

Counting = tuple[tuple[str, Decimal, int], ...]
"""What could count: id, ECTS, level."""


def counting(modules: Iterable[Module], life: Life, index: Index) -> Counting:
    """``modules`` and all that is held and counts, for which the catalogue's word goes where it has any."""
    known = {module.id: module for module in modules}
    held = [one for one in life.held if one.counts]
    known |= {one.module: index.modules[index.number[one.module]] for one in held if one.module in index.number}
    strange = [(one.module, one.ects, one.level) for one in held if one.module not in known]
    return (*((module.id, module.ects, module.level) for module in known.values()), *strange)


def counted_in(rules: DegreeRules, modules: Sequence[tuple[str, Decimal, int]]) -> dict[str, int] | None:
    """The number of the choice that each of ``modules`` counts in; those that count in none are left out.

    None when the choices cannot all be met. Of several ways the one that puts modules in the earliest choices.
    """
    if not rules.choices:
        return {}
    model = cp_model.CpModel()
    counts = {
        (name, number): model.new_bool_var("")
        for name, _, level in modules
        for number, choice in enumerate(rules.choices)
        if _may_count(name, level, choice, rules)
    }
    for name, _, _ in modules:
        model.add_at_most_one(variable for (one, _), variable in counts.items() if one == name)
    ects = {name: int(credit * 100) for name, credit, _ in modules}
    for number, choice in enumerate(rules.choices):
        here = {name: variable for (name, at), variable in counts.items() if at == number}
        model.add(sum(here.values()) >= choice.at_least)
        model.add(sum(ects[name] * variable for name, variable in here.items()) >= int(choice.min_ects * 100))
    places = len(rules.choices)
    model.maximize(sum((places - number) * variable for (_, number), variable in counts.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 1.0
    if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    return {name: number for (name, number), variable in counts.items() if solver.boolean_value(variable)}


def _may_count(name: str, level: int, choice: Choice, rules: DegreeRules) -> bool:
    return name in choice.of and level >= choice.min_level and (rules.of is None or name in rules.of)
