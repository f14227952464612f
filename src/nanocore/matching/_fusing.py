"""What was found by words and what was found by meaning, as one list that says which part each played."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Ranked = Sequence[tuple[int, float]]
"""Ids and their scores, best first."""

_WORDS: Final = 1.0
_MEANING: Final = 2.0
"""Chosen on half of the needs in tests/search/relevance (docs/reference/matching.md)."""
_COVER: Final = 0.6
"""What giving all of the competences that were asked for is worth; tried on all of those needs (decision 0107)."""
_WORDS_ACROSS: Final = 0.4
"""Across languages the same letters are names, loans and false friends: they still count, but little."""
_NEAR_EQUAL: Final = 0.03
"""So little more is no better match: what nobody stands by gives way to an assured thing so near to it (ADR 0125)."""
_LATE: Final = 0.02
"""What each place further down costs where scores tell nothing more."""


@dataclass(frozen=True)
class Fused:
    """Something found. What words, meaning and competences each gave it, 0 to 1 times its weight; the sum ranks it."""

    id: int
    words: float
    meaning: float
    cover: float = 0.0

    @property
    def score(self) -> float:
        """What it is ranked by."""
        return self.words + self.meaning + self.cover


def fused(
    words: Ranked,
    meaning: Ranked,
    *,
    same_language: bool,
    covering: Mapping[int, float] | None = None,
    giving_way: Collection[int] = (),
) -> tuple[Fused, ...]:
    """One list of both, best first.

    Each list's scores are laid between 0 (its worst) and 1 (its best), so that their scales need not agree. What only
    one of them found gets nothing from the other. ``same_language``: whether the question and most texts share one.
    ``covering``: by id, the share of the competences asked for that it gives, 0 to 1. ``giving_way``: those that stand
    behind what is not among them and nearly equal, but before all that fits clearly less.
    """
    by_words, by_meaning = _between(words), _between(meaning)
    weight = _WORDS if same_language else _WORDS_ACROSS
    found = [
        Fused(
            id_,
            weight * by_words.get(id_, 0.0),
            _MEANING * by_meaning.get(id_, 0.0),
            _COVER * (covering or {}).get(id_, 0.0),
        )
        for id_ in dict.fromkeys([*by_words, *by_meaning])
    ]
    return tuple(sorted(found, key=lambda one: _NEAR_EQUAL * (one.id in giving_way) - one.score))


def _between(ranked: Ranked) -> dict[int, float]:
    """Scores between 0 and 1, the worst a little above nothing: it was found after all."""
    if not ranked:
        return {}
    scores = [score for _id, score in ranked]
    lowest, highest = min(scores), max(scores)
    span = (highest - lowest) or 1.0
    laid: dict[int, float] = {}
    for place, (id_, score) in enumerate(ranked):
        share = (score - lowest) / span if highest > lowest else max(1.0 - place * _LATE, 0.1)
        laid.setdefault(id_, 0.1 + 0.9 * share)
    return laid
