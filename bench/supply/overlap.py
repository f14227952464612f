"""Who else teaches this, and which modules are twins, among 20,000: against a bare scan of all pairs by numpy."""

import os
import time
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from bench.report import Row, median, ratio
from bench.volume import words
from bench.volume.sizes import Size
from nanocore.matching import Overlaps, Taught

_MODULES: Final = 20_000
_TWINS: Final = 400
_COMPETENCES: Final = 800
_BLOCK: Final = 2_000
_LEAST: Final = 0.9
_ASKED: Final = 20
_T = TypeVar("_T")


def rows(size: Size) -> list[Row]:
    """``supply.overlap_20k_ms``: one module's overlap with all and every pair of twins, from what a process keeps."""
    rounds = 3 if size.name == "small" else 7
    taught = _taught(Random(11))
    began = time.process_time()
    overlaps = Overlaps(taught)
    built = time.process_time() - began
    asked = [taught[number * 997 % len(taught)] for number in range(_ASKED)]
    like = median([_timed(partial(overlaps.like, one, most=8))[0] for one in asked])
    twins, found = _least(overlaps.twins, rounds)
    scan, exact = _least(lambda: _scan(overlaps.vectors), 1 if size.name == "small" else 3)
    pairs = {tuple(sorted(pair[:2])) for pair in found}
    conditions = (
        f"{_MODULES:,} invented modules of which {_TWINS} are written off from another, {_COMPETENCES} competences; "
        f"one overlap {1000 * like:.1f} ms (median of {_ASKED}), all twins {1000 * twins:.0f} ms (least of {rounds}); "
        f"{len(pairs & exact) / max(len(exact), 1):.1%} of the {len(exact):,} pairs that the scan finds; read in from "
        f"texts once a process in {built:.1f} s; CPU time, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    value, against = 1000 * (like + twins), "all pairs in blocks, numpy"
    return [
        Row("supply.overlap_20k_ms", round(value, 1), "ms", against, ratio(value, 1000 * scan), _MODULES, conditions)
    ]


def _taught(random: Random) -> list[Taught]:
    pool = [*words.TOPICS, *words.SETTINGS, *words.TOWNS]

    def text() -> str:
        topic, setting = random.choice(words.TOPICS), random.choice(words.SETTINGS)
        more = random.sample(pool, 10)
        danish, english = (" ".join(getattr(term, name) for term in more) for name in ("da", "en"))
        return f"{topic.da} {setting.da}. {topic.en} {setting.en}. {danish}. {english}"

    def competences() -> frozenset[int]:
        return frozenset(random.randrange(_COMPETENCES) for _ in range(random.choice((1, 2, 3, 4))))

    texts = [text() for _ in range(_MODULES - _TWINS)]
    texts += [f"{one} {random.choice(pool).da}" for one in random.sample(texts, _TWINS)]
    return [Taught(number, one, competences()) for number, one in enumerate(texts, start=1)]


def _scan(vectors: NDArray[np.float32]) -> set[tuple[int, int]]:
    """Every pair, compared: ids are rows from 1."""
    found: set[tuple[int, int]] = set()
    for first in range(0, len(vectors), _BLOCK):
        block = vectors[first : first + _BLOCK] @ vectors[first:].T
        for one, other in np.argwhere(block >= _LEAST).tolist():
            if one < other:
                found.add((first + one + 1, first + other + 1))
    return found


def _timed(what: Callable[[], _T]) -> tuple[float, _T]:
    began = time.process_time()
    answer = what()
    return time.process_time() - began, answer


def _least(what: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """The quickest round and what it answered: the machine's other work only ever adds."""
    return min((_timed(what) for _ in range(rounds)), key=lambda one: one[0])
