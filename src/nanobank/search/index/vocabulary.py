"""The words that the catalogue is written in: how a word that is begun goes on, and what a misspelt one should be."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from nanobank.search.bridge import Lexicon, stands_for

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzæøå"
_COMPLETIONS: Final = 12
_WITHIN: Final = 24
_COMPARED: Final = 400
"""Of words that start or end alike, so many are compared with a misspelt one, the commonest first."""
_SHORTEST_PART: Final = 5
_TWO_SLIPS_FROM: Final = 7
"""A word so long may have two wrong letters; in a shorter one that would be another word."""


class Vocabulary:
    """Words in order with the number of listings that use them."""

    def __init__(self, counts: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(counts)
        self.words = [word for word, _count in ordered]
        self.counts = dict(ordered)
        self.lexicon = Lexicon.of_counts(self.counts)
        self.corrected = lru_cache(maxsize=4096)(self._corrected)
        self.begun = lru_cache(maxsize=4096)(self._begun)
        self.within = lru_cache(maxsize=4096)(self._within)

    def _begun(self, start: str) -> tuple[str, ...]:
        """The commonest words that begin so."""
        found = []
        for at in range(bisect_left(self.words, start), len(self.words)):
            if not self.words[at].startswith(start):
                break
            found.append(self.words[at])
        return self._commonest(found, _COMPLETIONS)

    def _within(self, part: str) -> tuple[str, ...]:
        """The commonest words that have this in them: what no one has written alone may be part of a compound."""
        return self._commonest((word for word in self.words if part in word), _WITHIN)

    def _corrected(self, word: str) -> str:
        """The commonest word, or an abbreviation, a slip away, or two where the word is long; empty: there is none."""
        near = [one for one in set(_one_slip(word)) if one in self.counts or stands_for(one)]
        if not near and len(word) >= _TWO_SLIPS_FROM:
            near = [one for one in self._alike(word) if distance(word, one, 2) <= 2]
        return max(near, key=lambda one: (one[0] == word[0], self.counts.get(one, 0), one), default="")

    def start_of(self, word: str) -> str:
        """The longest word that this one begins with: of an unknown compound the part that is known."""
        lengths = range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1)
        return next((word[:length] for length in lengths if word[:length] in self.counts), "")

    def _alike(self, word: str) -> tuple[str, ...]:
        """Words of about this length that start or end in the same way."""
        start, end, length = word[:2], word[-4:], len(word)
        found = (
            one for one in self.words if abs(len(one) - length) <= 2 and (one.startswith(start) or one.endswith(end))
        )
        return self._commonest(found, _COMPARED)

    def _commonest(self, words: Iterable[str], most: int) -> tuple[str, ...]:
        return tuple(sorted(words, key=lambda word: (-self.counts[word], len(word), word))[:most])


def _one_slip(word: str) -> Iterator[str]:
    """All that is one letter too many, too few, wrong, or changed about, away (after P. Norvig)."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        for letter in _LETTERS:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


def distance(one: str, other: str, most: int) -> int:
    """How many letters to put in, take out, change or swap (optimal string alignment); at most ``most + 1``."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, held in enumerate(other, start=1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (letter != held))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == held:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
