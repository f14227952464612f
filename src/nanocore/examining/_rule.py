"""What must be completed before one can be examined, and which completed modules are counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

_ZERO = Decimal(0)


@dataclass(frozen=True, order=True)
class Completed:
    """A completed module: its key, the ECTS and the qualification level of the version that was completed.

    ``is_outside`` when something learnt elsewhere counts as it.
    """

    module: int
    ects: Decimal
    level: int
    is_outside: bool = False


@dataclass(frozen=True)
class Group:
    """At least ``min_ects`` from ``modules``, counting only what was completed at ``min_level`` or above."""

    modules: frozenset[int]
    min_ects: Decimal
    min_level: int = 0

    def takes(self, completed: Completed) -> bool:
        """Whether this completed module may be counted here."""
        return completed.module in self.modules and completed.level >= self.min_level


@dataclass(frozen=True)
class Rule:
    """All of ``required``, enough of each of ``groups``, and ``total_ects`` in all of what those name.

    At most ``max_outside`` ECTS of it may have been learnt elsewhere; there is no limit when it is None.
    """

    required: frozenset[int] = frozenset()
    groups: tuple[Group, ...] = ()
    total_ects: Decimal = _ZERO
    max_outside: Decimal | None = None

    def has_room_for(self, one: Completed, outside: Decimal) -> bool:
        """Whether this may be counted beside so many ECTS from outside."""
        return not one.is_outside or self.max_outside is None or outside + one.ects <= self.max_outside


@dataclass(frozen=True)
class GroupShort:
    """A group that is short of ``ects``: its ``index`` in the rule, and the modules not yet counted anywhere."""

    index: int
    ects: Decimal
    modules: tuple[int, ...]


@dataclass(frozen=True)
class Outstanding:
    """What a rule still asks for. ``counted`` are the completed modules it makes use of, each once, in order of key.

    ``over_limit`` are those from outside that could be of use, but for which the limit leaves no room.
    """

    modules: tuple[int, ...]
    groups: tuple[GroupShort, ...]
    ects: Decimal
    counted: tuple[Completed, ...]
    over_limit: tuple[int, ...] = ()

    @property
    def met(self) -> bool:
        """Whether nothing is outstanding."""
        return not (self.modules or self.groups or self.ects)


@dataclass(frozen=True, order=True)
class _Count:
    """One way of counting so far. Ordered by preference: the fewest ECTS, the fewest modules, the lowest keys."""

    ects: Decimal
    modules: int
    places: tuple[int, ...]


_Shortfall = tuple[tuple[Decimal, ...], Decimal, Decimal]
"""Of each group, of the total, and the ECTS from outside that have been counted."""


def outstanding(rule: Rule, completed: Iterable[Completed]) -> Outstanding:
    """What ``rule`` still asks of someone who has completed these modules.

    A module is counted once: as required, or in one elective group. When several ways of counting are possible, one
    that meets the rule is found if there is any; among those, the one that counts fewest ECTS, then fewest modules,
    then the lowest keys, so that the same modules always give the same answer. When none meets the rule, the way that
    leaves the least missing is reported. A module completed twice is counted in the version with the most ECTS.
    """
    best: dict[int, Completed] = {}
    for one in sorted(completed, key=lambda one: (one.module, one.ects, one.level)):
        best[one.module] = one
    required, from_outside = _required(rule, best)
    candidates = [
        one
        for module, one in sorted(best.items())
        if module not in rule.required and any(group.takes(one) for group in rule.groups)
    ]
    missing_total = max(_ZERO, rule.total_ects - sum((one.ects for one in required), _ZERO))
    (short, ects, from_outside), count = _best_count(rule, candidates, missing_total, from_outside)
    counted = [one for one, place in zip(candidates, count.places, strict=True) if place < len(rule.groups)]
    of_use = {*(rule.required & best.keys()), *(one.module for one in candidates)}
    unused = of_use - {one.module for one in (*required, *counted)}
    return Outstanding(
        modules=tuple(sorted(rule.required - {one.module for one in required})),
        groups=_short_groups(rule, short, {one.module for one in counted}),
        ects=ects,
        counted=tuple(sorted([*required, *counted])),
        over_limit=tuple(sorted(one for one in unused if not rule.has_room_for(best[one], from_outside))),
    )


def _required(rule: Rule, best: Mapping[int, Completed]) -> tuple[list[Completed], Decimal]:
    """The required modules that are completed, in order of key as far as the limit goes; the ECTS from outside."""
    counted, outside = [], _ZERO
    for module in sorted(rule.required & best.keys()):
        one = best[module]
        if rule.has_room_for(one, outside):
            counted.append(one)
            outside += one.ects if one.is_outside else _ZERO
    return counted, outside


def _best_count(
    rule: Rule, candidates: Sequence[Completed], total: Decimal, outside: Decimal
) -> tuple[_Shortfall, _Count]:
    """The best way to place each candidate in one group or none; its shortfall in each group and of the total.

    Candidates are taken one at a time. Of all placings that leave the same shortfall only the preferred one is kept:
    whatever is placed later is added to both alike, so the others can never come out ahead.
    """
    groups, nowhere = rule.groups, len(rule.groups)
    ways: dict[_Shortfall, _Count] = {
        (tuple(max(_ZERO, group.min_ects) for group in groups), total, outside): _Count(_ZERO, 0, ())
    }
    for one in candidates:
        following: dict[_Shortfall, _Count] = {}
        places = [place for place, group in enumerate(groups) if group.takes(one)]
        for (short, left, used), count in ways.items():
            then = used + one.ects if one.is_outside and rule.max_outside is not None else used
            options = [
                ((_with(short, place, one.ects), max(_ZERO, left - one.ects), then), place, one.ects, 1)
                for place in (places if rule.has_room_for(one, used) else ())
            ]
            for state, place, ects, number in [*options, ((short, left, used), nowhere, _ZERO, 0)]:
                way = _Count(count.ects + ects, count.modules + number, (*count.places, place))
                if state not in following or way < following[state]:
                    following[state] = way
        ways = following
    return min(ways.items(), key=lambda way: (sum(way[0][0]), way[0][1], way[0][0], way[1]))


def _with(short: tuple[Decimal, ...], place: int, ects: Decimal) -> tuple[Decimal, ...]:
    """The shortfalls once ``ects`` more stand in the group at ``place``."""
    return (*short[:place], max(_ZERO, short[place] - ects), *short[place + 1 :])


def _short_groups(rule: Rule, short: tuple[Decimal, ...], counted: set[int]) -> tuple[GroupShort, ...]:
    return tuple(
        GroupShort(index, ects, tuple(sorted(group.modules - counted - rule.required)))
        for index, (group, ects) in enumerate(zip(rule.groups, short, strict=True))
        if ects
    )
