"""How often a second of CPU something is done, round by round, and what all rounds come to.

All run on one core, where seconds of CPU are what a clock shows when nobody else is there; and when somebody is, they
are still the same.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

from bench.report import median

T = TypeVar("T")


class Rates:
    """Rates a second by name, one for each round. Ratios are taken round by round, so that a slow moment is shared."""

    def __init__(self) -> None:
        self._rounds: dict[str, list[float]] = defaultdict(list)

    def note(self, name: str, rate: float) -> None:
        """One round's rate."""
        self._rounds[name].append(rate)

    def time(self, name: str, work: Callable[[T], object], things: Sequence[T]) -> None:
        """Do `work` with each thing, and note how many a second that was."""
        began = time.process_time()
        for thing in things:
            work(thing)
        self.note(name, len(things) / (time.process_time() - began))

    def median(self, name: str) -> float:
        """The middle of the rounds."""
        return median(self._rounds[name])

    def times(self, name: str, other: str) -> float:
        """How many times the rate of the other this is: the middle of the rounds' ratios."""
        pairs = zip(self._rounds[name], self._rounds[other], strict=True)
        return round(median([mine / theirs for mine, theirs in pairs]), 2)
