"""What from elsewhere counts in a degree that lets only so much of it count: the part that leaves least to study."""

from collections.abc import Sequence
from dataclasses import replace
from math import floor
from typing import Final, TypeAlias

from nanocore.planning._catalogue import Catalogue
from nanocore.planning._index import Index, hundredths, index_of
from nanocore.planning._question import DegreeRules, Held, Question

_Ways: TypeAlias = dict[tuple[int, ...], tuple[int, ...]]
"""Numbers of what is counted, by how much that is and how much of each need it meets, in hundredths of ECTS."""

_MOST_WAYS: Final = 2000
_A_MODULE: Final = 100
"""What one module that a choice still asks for weighs, in hundredths of ECTS."""


def credited(question: Question, catalogue: Catalogue | Index) -> Question:
    """The question with no more from elsewhere counted (``Held.counts``) than the rules of its degree allow.

    Whole pieces count, those that leave least of the rules unmet; of several such ways the one that counts most ECTS,
    then the highest levels. Whatever does not count stays held and known. The same question where all of it may count.
    """
    rules = question.goal.rules
    if rules is None or rules.max_external_ects is None:
        return question
    counted = [one for one in _in_full(question, index_of(catalogue)) if rules.of is None or one.module in rules.of]
    outside = sorted((one for one in counted if one.is_external), key=lambda one: (-one.level, -one.ects, one.module))
    most = floor(rules.max_external_ects * 100)
    if sum(hundredths(one.ects) for one in outside) <= most:
        return question
    inside = [one for one in counted if not one.is_external]
    best = _best(outside, most, [max(needed - met, 0) for needed, met in _standing(rules, inside)], rules)
    passed_over = {one.module for number, one in enumerate(outside) if number not in best}
    held = tuple(replace(one, counts=False) if one.module in passed_over else one for one in question.life.held)
    return replace(question, life=replace(question.life, held=held))


def _in_full(question: Question, index: Index) -> list[Held]:
    """What is held and may count, in the catalogue's words where it has any."""
    full = []
    for one in question.life.held:
        number = index.number.get(one.module)
        module = None if number is None else index.modules[number]
        if one.counts and module is None:
            full.append(one)
        elif one.counts and module is not None:
            external = module.is_external or one.is_external
            full.append(replace(one, ects=module.ects, level=module.level, is_external=external))
    return full


def _standing(rules: DegreeRules, held: Sequence[Held]) -> list[tuple[int, int]]:
    """What the rules ask for, one after the other, and how much of it these are."""
    asked = [(0, rules.min_ects), *rules.min_ects_at_level]
    standing = [
        (hundredths(least), sum(hundredths(one.ects) for one in held if one.level >= level)) for level, least in asked
    ]
    for choice in rules.choices:
        here = [one for one in held if one.module in choice.of and one.level >= choice.min_level]
        standing.append((hundredths(choice.min_ects), sum(hundredths(one.ects) for one in here)))
        standing.append((choice.at_least * _A_MODULE, len(here) * _A_MODULE))
    return standing


def _best(outside: Sequence[Held], most: int, needs: list[int], rules: DegreeRules) -> tuple[int, ...]:
    """The numbers of those to count: every sum there is once, and only the best where there are too many."""
    ways: _Ways = {(0,) * (len(needs) + 1): ()}
    for number, one in enumerate(outside):
        adds = (hundredths(one.ects), *(met for _, met in _standing(rules, [one])))
        more: _Ways = {}
        for (used, *met), way in ways.items():
            if used + adds[0] <= most:
                sums = (min(need, has + add) for need, has, add in zip(needs, met, adds[1:], strict=True))
                more[used + adds[0], *sums] = (*way, number)
        ways = dict(sorted((more | ways).items(), key=_rank)[:_MOST_WAYS])
    return min(ways.items(), key=_rank)[1]


def _rank(pair: tuple[tuple[int, ...], tuple[int, ...]]) -> tuple[int, int, tuple[int, ...]]:
    """Less is better: what is met of the needs, then what is counted at all, then the highest levels, named first."""
    (used, *met), way = pair
    return -sum(met), -used, way
