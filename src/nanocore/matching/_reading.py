"""A job ad, a need or a strategy read into the competences of a framework, each with the sentence it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from nanocore.matching._abbreviations import meanings, spelled_out
from nanocore.matching._labels import Label, Labels
from nanocore.matching._language import language_of
from nanocore.matching._ordinary import SENTENCES, spoken_here
from nanocore.matching._sentences import Sentence, sentences
from nanocore.matching._vectors import Embedder, Floats
from nanocore.matching._words import says_nothing, words

_MENTIONED: Final = 0.2
"""What a full mention in words adds to the cosine."""
_LEAST: Final = 0.38
_LEAST_IN_WORDS: Final = 0.6
"""What is believed, with and without meaning; docs/reference/matching.md tells what was judged to find these."""
_AMONG: Final = 164
_FOR_MORE: Final = 0.01
"""Among more competences chance comes nearer: the least grows with the logarithm of how many there are."""
_CERTAIN: Final = 0.75
_ABBREVIATED: Final = 0.8
"""What a name is worth when it is an abbreviation's meaning that it fits, not the sentence's."""
_EACH: Final = 3
"""At most so many competences from one sentence, and none far behind its best."""
_BEHIND: Final = 0.16
_FEWEST: Final = 2
_MOSTLY: Final = 0.5


@dataclass(frozen=True)
class Reading:
    """A competence that a text asks for: ``whole[start:end]`` says so. ``score`` is 0 to 1, how sure that is.

    ``label`` is the name that fitted; ``is_mentioned``: whether most of its words stand there.
    """

    competence: int
    label: Label
    sentence: str
    start: int
    end: int
    score: float
    is_mentioned: bool


class Reader:
    """Reads texts into the competences that the labels name, and into no others."""

    def __init__(self, labels: Labels, embedder: Embedder | None = None) -> None:
        """Without an embedder, or labels without vectors, by words alone."""
        self.labels = labels
        self._embedder = embedder if labels.has_meaning else None
        self._middles: dict[str, Floats] = {}
        competences = len({label.competence for label in labels.labels})
        more = _FOR_MORE * float(np.log(max(competences, _AMONG) / _AMONG))
        self._least = _LEAST + more if self._embedder else _LEAST_IN_WORDS

    @property
    def reads_meaning(self) -> bool:
        """Whether what is meant is found, or only what is said."""
        return self._embedder is not None

    def read(
        self, whole: str, *, language: str | None = None, most: int = 12, embedded: int = 28
    ) -> tuple[Reading, ...]:
        """The competences, surest first, each once with the sentence that says it best; at most ``most``.

        All sentences are read for words; the ``embedded`` that promise most also for meaning, at about 20 ms each.
        """
        spoken = language or language_of(whole)
        found = [each for each in sentences(whole) if _tells(each.text, spoken)]
        if not found or not self.labels.labels or most < 1:
            return ()
        mentioned = [self.labels.mentions.coverage(spelled_out(each.text, spoken), spoken) for each in found]
        if self._embedder:
            chosen = _promising(found, mentioned, embedded)
            cosines = self._cosines(self._embedder, [found[i].text for i in chosen], spoken)
            pairs = [(found[i], mentioned[i], cosines[row]) for row, i in enumerate(chosen)]
            scored = [(each, held, near + _MENTIONED * held) for each, held, near in pairs]
        else:
            scored = [(each, held, held) for each, held in zip(found, mentioned, strict=True)]
        best: dict[int, Reading] = {}
        for each, held, scores in scored:
            for reading in self._of_sentence(each, held, scores):
                if reading.competence not in best or reading.score > best[reading.competence].score:
                    best[reading.competence] = reading
        return tuple(sorted(best.values(), key=lambda reading: (-reading.score, reading.start))[:most])

    def _of_sentence(self, each: Sentence, held: Floats, scores: Floats) -> list[Reading]:
        """The few best names in a sentence that are good enough."""
        rows = self.labels.best(scores, _EACH)
        least = max(self._least, float(scores[rows[0]]) - _BEHIND)
        certain = _CERTAIN if self._embedder else 1.0
        return [
            Reading(
                self.labels.labels[row].competence,
                self.labels.labels[row],
                each.text,
                each.start,
                each.end,
                round(min(float(scores[row]) / certain, 1.0), 3),
                is_mentioned=bool(held[row] > _MOSTLY),
            )
            for row in rows
            if scores[row] >= least
        ]

    def _cosines(self, embedder: Embedder, texts: list[str], language: str) -> Floats:
        """Of each text, or of what an abbreviation in it stands for where that is nearer, to each name."""
        meant = [(row, meaning) for row, text in enumerate(texts) for meaning in meanings(text, language)]
        vectors = embedder.queries(texts + [meaning for _row, meaning in meant])
        cosines = self.labels.meaning(vectors[: len(texts)], language, middle=self._middle(embedder, language))
        near = self.labels.meaning(vectors[len(texts) :], language)
        for (row, _meaning), nearer in zip(meant, near, strict=True):
            cosines[row] = np.maximum(cosines[row], nearer * _ABBREVIATED)
        return cosines

    def _middle(self, embedder: Embedder, language: str) -> Floats:
        known = spoken_here(language)
        if known not in self._middles:
            self._middles[known] = embedder.queries(list(SENTENCES[known])).mean(axis=0)
        return self._middles[known]


def _tells(text: str, language: str) -> bool:
    """Whether a sentence has a few words that say something, or is one word that does."""
    every = words(text)
    telling = sum(len(word) > 1 and not says_nothing(word, language) for word in every)
    return telling >= _FEWEST or (telling == 1 and len(every) == 1)


def _promising(found: Sequence[Sentence], mentioned: Sequence[Floats], most: int) -> list[int]:
    """Those to embed, in order: all when they are few, else those that already name the most in words."""
    if len(found) <= most:
        return list(range(len(found)))
    by_promise = sorted(range(len(found)), key=lambda i: (-round(float(mentioned[i].max()), 1), i))
    return sorted(by_promise[:most])
