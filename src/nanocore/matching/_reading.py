"""A job ad, a need or a strategy read into the competences of a framework, each with the sentence it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from nanocore.matching._labels import Label, Labels
from nanocore.matching._language import language_of
from nanocore.matching._sentences import Sentence, sentences
from nanocore.matching._vectors import Embedder, Floats
from nanocore.matching._words import says_nothing, words

_MENTIONED: Final = 0.2
"""What a full mention in words adds to the cosine."""
_LEAST: Final = 0.36
_LEAST_IN_WORDS: Final = 0.74
"""What is believed, with and without meaning; docs/reference/matching.md tells what was judged to find these."""
_AMONG: Final = 164
_FOR_MORE: Final = 0.025
"""Among more competences chance comes nearer: the least grows with the logarithm of how many there are."""
_CERTAIN: Final = 0.75
_EACH: Final = 3
"""At most so many competences from one sentence, and none far behind its best."""
_BEHIND: Final = 0.16
_FEWEST: Final = 2
_MOSTLY: Final = 0.5

_ORDINARY: Final = {
    "da": (
        "Vi søger en ny kollega til vores afdeling.",
        "Du bliver en del af et godt fællesskab med dygtige kolleger.",
        "Du skal have lyst til at lære nyt og tage ansvar.",
        "Vi lægger vægt på, at du er fleksibel og møder andre med respekt.",
        "Arbejdet er varieret, og ingen dage er ens.",
        "Du har måske prøvet noget lignende før.",
        "Vi vil gerne blive bedre til det, vi gør.",
        "Der bliver brug for nye kræfter i det kommende år.",
        "Opgaverne løses sammen med andre i huset.",
        "Du kan arbejde selvstændigt og har overblik.",
        "Stillingen er på fuld tid og skal besættes snarest.",
        "Vi har brug for hjælp til at komme videre.",
    ),
    "en": (
        "We are looking for a new colleague in our department.",
        "You will be part of a good team of skilled colleagues.",
        "You like to learn and to take responsibility.",
        "We value flexibility and respect for others.",
        "The work is varied, and no two days are alike.",
        "You may have done something similar before.",
        "We want to become better at what we do.",
        "We will need new people in the coming year.",
        "Tasks are solved together with others.",
        "You work independently and keep the overview.",
        "This is a full-time position to be filled soon.",
        "We need help to move on.",
    ),
}
"""Sentences that ask for nothing. Where they lie is the middle that others are seen from."""


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
        self, whole: str, *, language: str | None = None, most: int = 12, embedded: int = 36
    ) -> tuple[Reading, ...]:
        """The competences, surest first, each once with the sentence that says it best; at most ``most``.

        All sentences are read for words; the ``embedded`` that promise most also for meaning, at about 20 ms each.
        """
        spoken = language or language_of(whole)
        found = [each for each in sentences(whole) if _tells(each.text, spoken)]
        if not found or not self.labels.labels or most < 1:
            return ()
        mentioned = [self.labels.mentions.coverage(each.text, spoken) for each in found]
        if self._embedder:
            chosen = _promising(found, mentioned, embedded)
            vectors = self._embedder.queries([found[i].text for i in chosen])
            cosines = self.labels.meaning(vectors, spoken, middle=self._middle(spoken))
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

    def _middle(self, language: str) -> Floats | None:
        if self._embedder is None:
            return None
        known = language if language in _ORDINARY else "da" if language in ("no", "sv") else "en"
        if known not in self._middles:
            self._middles[known] = self._embedder.queries(list(_ORDINARY[known])).mean(axis=0)
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
