"""Danish compounds taken apart by the words that the same texts use on their own."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from nanocore.matching._words import fold, says_nothing, stem, words

_SHORTEST: Final = 3
_LONGEST: Final = 40
_LEARNT: Final = 4
"""How long a front must be to be learnt, and what follows it."""
_OFTEN: Final = 3
"""And how many words it must begin."""
_BINDING: Final = ("", "s", "e")
"""What may stand between two parts: *sundhed-s-pleje*, *barn-e-seng*."""
_ENDINGS: Final = ("", "erne", "ene", "er", "en", "et", "e", "s", "ens", "ets", "ernes", "ne", "n", "t", "r")
"""How a part may be bent in the texts: *uddannelse* is known when *uddannelserne* is."""
_CHANCE: Final = (
    "ings else ende lige lig isk iske hed het ning ske est ist tion ion gen ger der den det ter ten ste sten ren per "
    "ker kan var ser nde ere ede ret ers els ind ude"
)
_NEVER: Final = frozenset(_CHANCE.split())
"""Words or endings that would be found in the middle of others by chance."""


@dataclass(frozen=True)
class Lexicon:
    """The words that some texts use, and how often; what compounds are taken apart by.

    ``counts`` are of folded words, and of what begins several of them. Make one with ``Lexicon.of``.
    """

    counts: dict[str, int]
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Lexicon":
        """From the texts that are to be found, so that what can be split is what can be asked for in parts."""
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(words(text))
        return cls.of_counts(counts)

    @classmethod
    def of_counts(cls, counts: Mapping[str, int]) -> "Lexicon":
        """From how often each folded word is used."""
        return cls({**_fronts(counts), **counts})

    def parts(self, word: str) -> tuple[str, ...]:
        """The parts of a compound without what binds them, ``()`` when it is none that the texts explain.

        >>> Lexicon.of(["sygeplejerske", "uddannelse"]).parts("sygeplejerskeuddannelsen")
        ('sygeplejerske', 'uddannelsen')
        """
        folded = fold(word)
        found = self._known.get(folded)
        if found is None:
            found = self._split(folded)
            self._known[folded] = found
        return found

    def terms(self, text: str, language: str = "da") -> list[str]:
        """What a text is found by: the stem of each word that says something, then the stems of its parts."""
        found: list[str] = []
        for word in words(text):
            if says_nothing(word, language) or len(word) == 1:
                continue
            found.append(stem(word, language))
            if language != "en":
                found.extend(stem(part, language) for part in self.parts(word))
        return found

    def _split(self, word: str) -> tuple[str, ...]:
        """The split whose rarest part is the commonest; of the last part first, so that the head stays whole."""
        if len(word) > _LONGEST or len(word) < 2 * _SHORTEST or not word.isalpha():
            return ()
        best: tuple[float, tuple[str, ...]] | None = None
        for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
            head = self._weight(word[cut:], is_last=True)
            if not head:
                continue
            front = self._front(word[:cut])
            if front and (best is None or (min(head, front[0]), cut) > (best[0], 0)):
                best = (min(head, front[0]), (*front[1], word[cut:]))
        return best[1] if best else ()

    def _front(self, part: str) -> tuple[float, tuple[str, ...]] | None:
        """What stands before the head: a word with or without binding, or itself a compound."""
        for binding in _BINDING:
            bare = part.removesuffix(binding) if binding else part
            if binding and bare == part:
                continue
            weight = self._weight(bare, is_last=False)
            if weight:
                deeper = self._split(bare) if len(bare) > 8 else ()
                return weight, deeper or (bare,)
        for binding in _BINDING:
            bare = part.removesuffix(binding) if binding else part
            if (bare != part or not binding) and len(bare) >= 2 * _SHORTEST:
                deeper = self._split(bare)
                if deeper:
                    return 0.5, deeper
        return None

    def _weight(self, part: str, *, is_last: bool) -> float:
        """How well the texts know a part: its length counts, as long ones are seldom there by chance. 0: not at all."""
        if len(part) < _SHORTEST or part in _NEVER or says_nothing(part, "da"):
            return 0.0
        if len(part) == _SHORTEST and self.counts.get(part, 0) < 3:
            return 0.0
        if self.counts.get(part):
            return float(len(part))
        if len(part) < 4:
            return 0.0
        if is_last:
            shorter = (part.removesuffix(ending) for ending in _ENDINGS if ending and part.endswith(ending))
            return max((len(bare) - 1.0 for bare in shorter if len(bare) >= 4 and self.counts.get(bare)), default=0.0)
        longer = (part + ending for ending in _ENDINGS if ending)
        return max((len(part) - 1.0 for whole in longer if self.counts.get(whole)), default=0.0)


def _fronts(counts: Mapping[str, int]) -> dict[str, int]:
    """What begins several compounds though it never stands alone: *projekt* before *leder*, *chef* and *styring*."""
    heads: Counter[str] = Counter()
    for word in counts:
        if len(word) > _LONGEST or not word.isalpha():
            continue
        for cut in range(_LEARNT, len(word) - _LEARNT + 1):
            if word[cut:] in counts and word[cut:] not in _NEVER:
                heads[word[:cut]] += 1
    return {
        front: number
        for front, number in heads.items()
        if number >= _OFTEN and not any(heads.get(front.removesuffix(b)) for b in "se" if front.endswith(b))
    }
