"""The choices of a degree, in which each module counts once."""

from collections.abc import Sequence
from decimal import Decimal

from nanocore.planning._question import Choice, Held

_Need = tuple[int, Decimal]
"""How many modules and credits a choice still wants."""


def are_met(choices: Sequence[Choice], counted: Sequence[Held]) -> bool:
    """Whether all choices can be met with each of these in one of them at most.

    Gives them away one by one, those that few choices want first, to each choice that wants them; no way is tried
    twice, and what a choice has had enough of is forgotten, which keeps them few.
    """
    fitting = [(one, [number for number, choice in enumerate(choices) if _fits(one, choice)]) for one in counted]
    useful = sorted(((one, fits) for one, fits in fitting if fits), key=lambda pair: (len(pair[1]), pair[0].module))
    met: tuple[_Need, ...] = ((0, Decimal(0)),) * len(choices)
    left = [(0, tuple((max(choice.at_least, 0), max(choice.min_ects, Decimal(0))) for choice in choices))]
    seen = set(left)
    while left:
        number, needs = left.pop()
        if needs == met:
            return True
        if number < len(useful):
            one, fits = useful[number]
            ways = {(number + 1, _given(needs, place, one.ects)) for place in fits} - seen
            seen |= ways
            left += sorted(ways, reverse=True)
    return False


def _fits(one: Held, choice: Choice) -> bool:
    return one.module in choice.of and one.level >= choice.min_level


def _given(needs: tuple[_Need, ...], place: int, ects: Decimal) -> tuple[_Need, ...]:
    count, credits_wanted = needs[place]
    less = (max(count - 1, 0), max(credits_wanted - ects, Decimal(0)))
    return (*needs[:place], less, *needs[place + 1 :])
