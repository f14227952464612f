"""A question laid over a catalogue's arrays: what may be used, when, and what must come of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor

import numpy as np

from nanocore.planning._clock import FOREVER, Clock, faults_of
from nanocore.planning._index import ROLLING, Index, hundredths
from nanocore.planning._question import Choice, Held, Life, Pin, Question, Wishes
from nanocore.planning._result import Fault
from nanocore.planning._typing import Flags, Ints

FAULTS_OF_PINS = {"unknown_module", "pins_clash", "pin_banned", "pin_not_offered"}


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A sum over the options of a plan that is to be at least ``low`` and at most ``high`` (None: either way)."""

    name: str
    of: Ints
    low: int | None = None
    high: int | None = None

    def is_kept(self, total: int) -> bool:
        """Whether a plan that adds up to ``total`` keeps it."""
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)


@dataclass(frozen=True, slots=True)
class Group:
    """A choice of a degree: at least ``count`` modules and ``ects`` hundredths of ``members`` and of what is ``held``.

    ``held`` has the number of each held module that counts here and its hundredths of credits.
    """

    members: tuple[int, ...]
    count: int
    ects: int
    held: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a module of the plan one had lies: in ``option``, to begin between two moments."""

    option: int
    low: int
    high: int


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Everything the stages need to know. Arrays by option, but for ``known`` (by node) and ``wanted`` (by node).

    An option begins on the work clock between ``low`` and ``high`` and lasts at least ``length``; it takes ``load``
    minutes of the lanes, and ``lanes`` of them when it is dated (0 when it is rolling). What is ``kept`` of a plan one
    had lies elsewhere only if it ``may_move``.
    """

    question: Question
    index: Index
    clock: Clock
    at_once: int
    horizon: int
    usable: Flags
    low: Ints
    high: Ints
    length: Ints
    load: Ints
    lanes: Ints
    known: Flags
    wanted: Flags
    goals: tuple[int, ...]
    pinned: tuple[int, ...]
    kept: dict[int, Place | None]
    lost: int
    rows: tuple[Row, ...]
    groups: tuple[Group, ...]
    faults: tuple[Fault, ...]
    not_taught: tuple[str, ...]
    may_move: bool = True

    @property
    def pins_make_no_sense(self) -> bool:
        """Whether the wishes themselves are at fault, so that there can be no plan."""
        return any(fault.code in FAULTS_OF_PINS for fault in self.faults)

    @property
    def musts(self) -> tuple[int, ...]:
        """Nodes that every plan meets."""
        return tuple(sorted({*self.goals, *self.pinned}))


def task_of(question: Question, index: Index) -> Task:
    """Lay ``question`` over ``index``."""
    life, options = question.life, index.options
    clock = Clock.of(life)
    usable = _let_through(index, life, question.wishes)
    low, high, length, lanes = _windows(index, life, clock, question.wishes.now)
    held = _held(index, life)
    known, goals, not_taught, faults = _goals(index, question, held)
    pinned, pin_faults = _pins(question, index, clock, known, low, high)
    usable &= (lanes <= life.at_once) & (low >= 0) & (low <= high) & ~known[options.module]
    pin_faults += _not_offered(question.wishes, index, pinned, usable)
    load = np.where(lanes > 0, lanes * length, life.at_once * length)
    rows, groups = _rows(index, question, held, usable)
    kept = _kept(question.wishes, index, clock, usable, known)
    horizon = clock.end if life.deadline is None else min(clock.end, clock.at(life.deadline + 1))
    return Task(
        question, index, clock, life.at_once, horizon, usable, low, high, length, load, lanes, known,
        _wanted(index, rows, groups, {*goals, *pinned, *kept}), goals, pinned, kept,
        sum(one.module not in index.number and one.module not in held for one in question.wishes.kept),
        rows, groups, (*faults_of(life), *faults, *pin_faults), not_taught,
    )  # fmt: skip


def _let_through(index: Index, life: Life, wishes: Wishes) -> Flags:
    options = index.options
    of_modules = (
        index.language.among([life.languages is None or word in life.languages for word in index.language.words])
        & index.place.among(_places(index.place.words, life))
        & index.quality.among([word in life.accepts for word in index.quality.words])
        & index.provider.among([f"provider:{word}" not in wishes.bans for word in index.provider.words])
    )
    for ban in wishes.bans:
        if ban in index.number:
            of_modules[index.number[ban]] = False
    usable = (
        of_modules[options.module]
        & options.has_seats
        & options.form.among([life.forms is None or word in life.forms for word in options.form.words])
        & options.place.among(_places(options.place.words, life))
        & options.times.among([life.times is None or times <= life.times for times in options.all_times])
    )
    for ban in wishes.bans:
        if ban.startswith("offering:"):
            usable[list(options.called.get(ban.removeprefix("offering:"), ()))] = False
    return usable


def _places(words: Iterable[object], life: Life) -> list[bool]:
    return [life.places is None or word is None or word in life.places for word in words]


def _windows(index: Index, life: Life, clock: Clock, now: int | None) -> tuple[Ints, Ints, Ints, Ints]:
    """When each option may begin, how long it lasts at least, and its lanes. Begins before the life are -1."""
    options = index.options
    is_rolling = options.starts == ROLLING
    minutes = index.minutes[options.module]
    begin, end, lanes = clock.dated(options.starts, options.weeks, minutes, life.at_once)
    first = 0 if now is None else clock.at(now)
    too_early = (options.starts < life.begins) | (options.starts < (life.begins if now is None else now))
    low = np.where(is_rolling, first, np.where(too_early, -1, begin))
    high = np.where(is_rolling, FOREVER, begin)
    return low, high, np.where(is_rolling, minutes, end - begin), np.where(is_rolling, 0, lanes)


def _held(index: Index, life: Life) -> dict[str, Held]:
    """What is held, in the catalogue's words where it has any."""
    held = {}
    for one in life.held:
        number = index.number.get(one.module)
        module = None if number is None else index.modules[number]
        held[one.module] = (
            one if module is None
            else Held(
                module.id, module.ects, module.level, module.is_external or one.is_external, module.teaches, one.counts
            )
        )  # fmt: skip
    return held


def _goals(
    index: Index, question: Question, held: dict[str, Held]
) -> tuple[Flags, tuple[int, ...], tuple[str, ...], list[Fault]]:
    """Which nodes are met already, the goal's that are not, what nobody teaches, and modules that do not exist."""
    levels = _levels(question.life, held)
    goals: set[int] = set()
    not_taught = []
    for wanted in question.goal.competences:
        if wanted.level <= levels.get(wanted.competence, wanted.level - 1):
            continue
        if index.taught.get(wanted.competence, wanted.level - 1) < wanted.level:
            not_taught.append(wanted.competence)
            continue
        pairs = zip(*index.competences[wanted.competence], strict=True)
        goals.add(next(node for level, node in pairs if level >= wanted.level))
    modules = question.goal.modules - held.keys()
    goals |= {index.number[name] for name in modules & index.number.keys()}
    faults = [Fault("unknown_module", (name,)) for name in sorted(modules - index.number.keys())]
    return _known(index, held, levels), tuple(sorted(goals)), tuple(dict.fromkeys(not_taught)), faults


def _levels(life: Life, held: dict[str, Held]) -> dict[str, int]:
    """The highest level at which each competence is known."""
    levels: dict[str, int] = {}
    taught = [(one.competence, one.level) for one in life.knows]
    for competence, level in taught + [pair for one in held.values() for pair in one.teaches]:
        levels[competence] = max(level, levels.get(competence, level))
    return levels


def _known(index: Index, held: dict[str, Held], levels: dict[str, int]) -> Flags:
    """Which nodes are met before anything is studied."""
    known = np.zeros(index.graph.size, dtype=np.bool_)
    for name in held:
        node = index.number.get(name, index.foreign.get(name))
        if node is not None:
            known[node] = True
    for competence, best in levels.items():
        for level, node in zip(*index.competences.get(competence, ((), ())), strict=True):
            known[node] |= level <= best
    return known


def _pins(
    question: Question, index: Index, clock: Clock, known: Flags, low: Ints, high: Ints
) -> tuple[tuple[int, ...], list[Fault]]:
    """Narrow the windows to what is pinned, in place. The modules pinned, and what makes no sense about it."""
    asked: dict[str, list[Pin]] = {}
    for pin in question.wishes.pins:
        asked.setdefault(pin.module, []).append(pin)
    faults = []
    pinned = []
    held = {one.module for one in question.life.held}
    for name in sorted(asked.keys() - held):
        if name not in index.number:
            faults.append(Fault("unknown_module", (name,)))
            continue
        offerings = {pin.offering for pin in asked[name]} - {None}
        weeks = {pin.week for pin in asked[name] if pin.week is not None}
        if len(offerings) > 1 or len(weeks) > 1:
            faults.append(Fault("pins_clash", (name,)))
            continue
        number = index.number[name]
        pinned.append(number)
        _narrow(index, clock, number, next(iter(offerings), None), next(iter(weeks), None), low, high)
    return tuple(pinned), faults


def _narrow(
    index: Index, clock: Clock, number: int, offering: str | None, week: int | None, low: Ints, high: Ints
) -> None:
    options = index.options
    for option in range(options.at[number], options.at[number + 1]):
        way = options.offering[option]
        if (offering is not None and (way is None or way.id != offering)) or (
            week is not None and (week < clock.week[0] or (way is not None and way.starts != week))
        ):
            low[option] = -1
        elif week is not None:
            low[option] = clock.at(week)
            high[option] = clock.at(week + 1) - 1 if way is None else low[option]


def _not_offered(wishes: Wishes, index: Index, pinned: tuple[int, ...], usable: Flags) -> list[Fault]:
    faults = []
    for number in pinned:
        module = index.modules[number]
        names = {module.id, f"provider:{module.provider}"}
        names |= {f"offering:{pin.offering}" for pin in wishes.pins if pin.module == module.id and pin.offering}
        if names & wishes.bans:
            faults.append(Fault("pin_banned", (module.id,)))
        elif not usable[index.options.at[number] : index.options.at[number + 1]].any():
            faults.append(Fault("pin_not_offered", (module.id,)))
    return faults


def _kept(wishes: Wishes, index: Index, clock: Clock, usable: Flags, known: Flags) -> dict[int, Place | None]:
    """Where each module of the plan one had may stay."""
    kept: dict[int, Place | None] = {}
    options = index.options
    for one in wishes.kept:
        number = index.number.get(one.module)
        if number is None or known[number]:
            continue
        kept[number] = None
        for option in range(options.at[number], options.at[number + 1]):
            way = options.offering[option]
            same = one.offering is None if way is None else (way.id, way.starts) == (one.offering, one.begins)
            if same and usable[option] and one.begins >= clock.week[0]:
                low = clock.at(one.begins)
                kept[number] = Place(option, low, low if way else clock.at(one.begins + 1) - 1)
    return kept


def _rows(
    index: Index, question: Question, held: dict[str, Held], usable: Flags
) -> tuple[tuple[Row, ...], tuple[Group, ...]]:
    """Every sum that a plan has to keep, and the choices that share modules."""
    options, life, rules = index.options, question.life, question.goal.rules
    rows = []
    if life.budget is not None:
        rows.append(Row("budget", options.price, high=floor(life.budget * 100)))
    if life.max_external_share is not None:
        share = Fraction(life.max_external_share)
        over = index.ects * np.where(index.external, share.denominator - share.numerator, -share.numerator)
        rows.append(Row("share", over[options.module], high=0))
    if rules is None:
        return tuple(rows), ()
    counts = np.full(len(index.modules), rules.of is None)
    counts[[index.number[name] for name in rules.of or () if name in index.number]] = True
    ects = np.where(counts, index.ects, 0)[options.module]
    level = index.level[options.module]
    counted = [one for one in held.values() if one.counts and (rules.of is None or one.module in rules.of)]
    lows = [("ects", 0, rules.min_ects), *(("level", at, least) for at, least in rules.min_ects_at_level)]
    for name, at, least in lows:
        has = sum(hundredths(one.ects) for one in counted if name == "ects" or one.level >= at)
        of = ects if name == "ects" else np.where(level >= at, ects, 0)
        if hundredths(least) > has:
            rows.append(Row(name, of, low=hundredths(least) - has))
    if rules.max_external_ects is not None:
        has = sum(hundredths(one.ects) for one in counted if one.is_external)
        external = np.where(index.external[options.module], ects, 0)
        rows.append(Row("external", external, high=floor(rules.max_external_ects * 100) - has))
    takes = np.zeros(len(index.modules), dtype=np.bool_)
    takes[options.module[usable]] = True
    groups = [_group(index, one, rules.of, counted, takes) for one in rules.choices]
    groups = [group for group in groups if group.count > 0 or group.ects > 0]
    rows += [row for group in groups for row in _rows_of(index, group)]
    return tuple(rows), tuple(groups) if _overlap(groups) else ()


def _group(index: Index, choice: Choice, of: frozenset[str] | None, counted: list[Held], takes: Flags) -> Group:
    names = choice.of if of is None else choice.of & of
    numbers = sorted(index.number[name] for name in names if name in index.number)
    members = tuple(m for m in numbers if takes[m] and index.level[m] >= choice.min_level)
    held = tuple(
        (at, hundredths(one.ects))
        for at, one in enumerate(counted)
        if one.module in choice.of and one.level >= choice.min_level
    )
    return Group(members, choice.at_least, hundredths(choice.min_ects), held)


def _rows_of(index: Index, group: Group) -> list[Row]:
    """What a group asks when it need not share with the others."""
    is_member = np.zeros(len(index.modules), dtype=np.int64)
    is_member[list(group.members)] = 1
    one = is_member[index.options.module]
    count = group.count - len(group.held)
    ects = group.ects - sum(hundredths for _, hundredths in group.held)
    rows = [Row("choice", one, low=count)] if count > 0 else []
    return [*rows, Row("choice", one * index.ects[index.options.module], low=ects)] if ects > 0 else rows


def _overlap(groups: list[Group]) -> bool:
    """Whether something could count in two of ``groups``."""
    members = [member for group in groups for member in group.members]
    held = [number for group in groups for number, _ in group.held]
    return len(set(members)) < len(members) or len(set(held)) < len(held)


def _wanted(index: Index, rows: tuple[Row, ...], groups: tuple[Group, ...], nodes: set[int]) -> Flags:
    """Nodes that may be worth having for their own sake, and not only because another requires them."""
    wanted = np.zeros(index.graph.size, dtype=np.bool_)
    wanted[[*nodes, *(member for group in groups for member in group.members)]] = True
    for row in rows:
        helps = row.of > 0 if row.low is not None else row.of < 0
        wanted[index.options.module[helps]] = True
    return wanted
