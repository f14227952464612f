"""A catalogue as arrays: made once, shared by every question and thread, never changed.

Modules are numbered in the order of their ids, so that the order of a catalogue never matters. What they require is one
AND/OR graph: nodes ``0 .. n-1`` are the modules, the rest are competences at a level and the inner nodes of requirement
trees. An OR node is met when one of its children is, an AND node (every module is one) when all are. The graph may
have circles. Each module has one *option* for every way to take it: its dated offerings, or one that is rolling.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

import numpy as np

from nanocore.planning._catalogue import Catalogue, Module, Offering, Quality, is_too_deep
from nanocore.planning._graph import Graph, graph_of
from nanocore.planning._requirements import Requirements, circles
from nanocore.planning._result import Fault
from nanocore.planning._typing import Flags, Ints, Nodes

ROLLING = -1
LINES = {Quality.OWN: 0, Quality.VETTED: 1, Quality.UNASSESSED: 2}
SHORTFALL_OF_A_LINE = 25


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A column of words as numbers, so that a filter is asked once for each word and not once for each row."""

    words: tuple[object, ...]
    of: Nodes

    def among(self, let_through: Sequence[bool]) -> Flags:
        """For each row whether its word, the i-th of ``words``, is let through."""
        return np.array(let_through, dtype=np.bool_)[self.of]


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """Every way to take a module; those of module m are ``at[m]`` to ``at[m + 1]``. Prices in hundredths of a krone.

    ``starts`` is ``ROLLING`` and ``offering`` None for the one option of a module that has no offerings.
    """

    at: Nodes
    module: Nodes
    starts: Ints
    weeks: Ints
    has_seats: Flags
    price: Ints
    form: Words
    place: Words
    times: Words
    all_times: tuple[frozenset[str], ...]
    offering: tuple[Offering | None, ...]
    called: dict[str, tuple[int, ...]]
    """The options that an id of an offering stands for: one, unless modules share it."""


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """What ``index_of`` makes of a catalogue. ``faults`` names what was left out of it."""

    modules: tuple[Module, ...]
    number: dict[str, int]
    faults: tuple[Fault, ...]
    minutes: Ints
    ects: Ints
    level: Ints
    shortfall: Ints
    external: Flags
    language: Words
    place: Words
    quality: Words
    provider: Words
    options: Options
    graph: Graph
    competences: dict[str, tuple[tuple[int, ...], tuple[int, ...]]]
    """For each competence the levels that anything teaches or requires, ascending, and their nodes."""
    foreign: dict[str, int]
    """Nodes of modules that are required but not in the catalogue; only who holds them meets them."""
    taught: dict[str, int]
    """The highest level that any module teaches a competence to."""


def hundredths(amount: Decimal) -> int:
    """Credits or kroner as a whole number of hundredths, to the nearest."""
    return int((amount * 100).to_integral_value())


def minutes_of(module: Module) -> int:
    """Minutes of work that a module takes, rounded up."""
    return ceil(module.ects * module.hours_a_credit * 60)


def shortfall_of(module: Module) -> int:
    """How far a module is from perfect quality, weighted by its credits."""
    short = 200 - module.rating - module.match + 2 * SHORTFALL_OF_A_LINE * LINES[module.quality]
    return hundredths(module.ects) * short // 2


def index_of(catalogue: Catalogue | Index) -> Index:
    """The catalogue as arrays. A module with a fault is left out and named; all else plans on."""
    if isinstance(catalogue, Index):
        return catalogue
    faults: list[Fault] = []
    sound = _sound(catalogue, faults)
    modules = tuple(module for module, _ in sound)
    number = {module.id: at for at, module in enumerate(modules)}
    requirements = Requirements.of(modules, number)
    graph = graph_of(len(modules), requirements.children, requirements.is_or)
    faults += [Fault("circle", tuple(modules[m].id for m in circle)) for circle in circles(graph)]
    return Index(
        modules=modules,
        number=number,
        faults=tuple(faults),
        minutes=_ints(minutes_of(module) for module in modules),
        ects=_ints(hundredths(module.ects) for module in modules),
        level=_ints(module.level for module in modules),
        shortfall=_ints(shortfall_of(module) for module in modules),
        external=np.array([module.is_external for module in modules], dtype=np.bool_),
        language=_words([module.language for module in modules]),
        place=_words([module.place for module in modules]),
        quality=_words([module.quality for module in modules]),
        provider=_words([module.provider for module in modules]),
        options=_options(sound),
        graph=graph,
        competences=requirements.competences(),
        foreign=dict(requirements.foreign),
        taught=requirements.taught,
    )


def _sound(catalogue: Catalogue, faults: list[Fault]) -> list[tuple[Module, tuple[Offering, ...]]]:
    times = Counter(module.id for module in catalogue.modules)
    faults += [Fault("same_id", (name,)) for name, count in times.items() if count > 1]
    sound = []
    for module in catalogue.modules:
        if times[module.id] > 1:
            continue
        code = _fault_of(module)
        if code:
            faults.append(Fault(code, (module.id,)))
            continue
        offerings = {offering.id: offering for offering in reversed(module.offerings) if offering.weeks >= 1}
        faults += [Fault("no_weeks", (module.id, one.id)) for one in module.offerings if one.weeks < 1]
        if offerings or not module.offerings:
            sound.append((module, tuple(offerings.values())))
    return sorted(sound, key=lambda pair: pair[0].id)


def _fault_of(module: Module) -> str | None:
    if not (module.ects * module.hours_a_credit).is_finite() or module.ects <= 0 or module.hours_a_credit <= 0:
        return "no_credits"
    if is_too_deep(module.requires):
        return "too_deep"
    prices = [module.price, *(offering.price for offering in module.offerings if offering.price is not None)]
    return None if all(price.is_finite() and price >= 0 for price in prices) else "negative_price"


def _options(sound: list[tuple[Module, tuple[Offering, ...]]]) -> Options:
    at, module_of = [0], []
    offerings: list[Offering | None] = []
    for number, (_, dated) in enumerate(sound):
        ways = sorted(dated, key=lambda one: (one.starts, one.weeks, one.id))
        offerings += ways or [None]
        module_of += [number] * max(1, len(ways))
        at.append(len(offerings))
    module = [sound[number][0] for number in module_of]
    times = [frozenset[str]() if way is None else way.times for way in offerings]
    pairs = list(zip(module, offerings, strict=True))
    called: dict[str, tuple[int, ...]] = {}
    for option, way in enumerate(offerings):
        if way is not None:
            called[way.id] = (*called.get(way.id, ()), option)
    return Options(
        at=np.array(at, dtype=np.int32),
        module=np.array(module_of, dtype=np.int32),
        starts=_ints(ROLLING if way is None else way.starts for way in offerings),
        weeks=_ints(0 if way is None else way.weeks for way in offerings),
        has_seats=np.array([way is None or way.seats is None or way.seats > 0 for way in offerings], dtype=np.bool_),
        price=_ints(hundredths(one.price if way is None or way.price is None else way.price) for one, way in pairs),
        form=_words([one.form if way is None or way.form is None else way.form for one, way in pairs]),
        place=_words([None if way is None else way.place for way in offerings]),
        times=_words(times),
        all_times=tuple(dict.fromkeys(times)),
        offering=tuple(offerings),
        called=called,
    )


def _ints(numbers: object) -> Ints:
    return np.fromiter(numbers, dtype=np.int64)  # type: ignore[call-overload,no-any-return]  # any iterable of ints


def _words(column: Sequence[object]) -> Words:
    numbers: dict[object, int] = {}
    of = np.array([numbers.setdefault(word, len(numbers)) for word in column], dtype=np.int32)
    return Words(tuple(numbers), of)
