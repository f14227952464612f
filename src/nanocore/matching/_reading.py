"""A job ad, a need or a strategy read into the competences of a framework, each with the sentence it came from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from typing import Final

import numpy as np

from nanocore.matching._abbreviations import meanings, spelled_out
from nanocore.matching._labels import Label, Labels
from nanocore.matching._language import language_of
from nanocore.matching._ordinary import SENTENCES, spoken_here
from nanocore.matching._parts import parts
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
_TERMS: Final = re.compile(
    r"\b(?:løn\w*|overenskomst\w*|ansøgning\w*|ansøge\w*|samtale den|tlf|telefon\w*|referencer|\w+attest\w*|frist\w*"
    r"|timer om ugen|tiltræde\w*|besættes|salary|application|deadline|interviews? (?:on|in)|references)\b"
    r"|\d{2} ?\d{2} ?\d{2} ?\d{2}|\b[\w.]+@\w",
    re.IGNORECASE,
)
"""Terms of a post: pay, dates, whom to ring. They ask for no competence: that they gave none is not told."""
_SURE: Final = 0.5
"""A part of a sentence is short, and fits more by chance: what is less sure is not believed of it."""


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


@dataclass(frozen=True)
class Heard:
    """What a text was read into, and what of it was not, in order.

    ``not_understood`` are sentences, and parts of them, that were read and gave nothing. ``passed_over`` is how many
    sentences were not read, since the text is long and others promised more; ``left_out`` how many competences there
    was no room for.
    """

    readings: tuple[Reading, ...] = ()
    not_understood: tuple[str, ...] = ()
    passed_over: int = 0
    left_out: int = 0


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
        return _surest(chain.from_iterable(read or () for read in self._each(found, spoken, most=embedded)))[:most]

    def hear(self, whole: str, *, language: str | None = None, most: int = 12, letters: int = 2_600) -> Heard:
        """As ``read``, and each part of a sentence that wants several things by itself; what gave nothing is told.

        The embedder is asked once, for sentences and parts of so many ``letters`` together: a model takes time by how
        long a text is. Of a longer text the sentences that promise most are read, and not their parts.
        """
        spoken = language or language_of(whole)
        found = [each for each in sentences(whole) if _tells(each.text, spoken)]
        parted = [_parts(each, spoken) for each in found]
        if sum(len(one.text) for one in [*found, *chain.from_iterable(parted)]) > letters:
            parted = [[] for _each in found]
        read = self._each([*found, *chain.from_iterable(parted)], spoken, letters=letters)
        of_parts = iter(read[len(found) :])
        believed = _surest(chain.from_iterable(one or () for one in read[: len(found)]))
        said = {one.start for one in believed}
        left: list[str] = []
        for each, own, pieces in zip(found, read, parted, strict=False):
            heard = [(piece, _sure(one)) for piece, one in zip(pieces, of_parts, strict=False)]
            unheard = [piece.text for piece, sure in heard if not sure]
            believed = _joined(believed, (replace(one, sentence=each.text) for _piece, sure in heard for one in sure))
            if not pieces and own is not None and not _sure(own):
                unheard = [each.text]
            left += [] if each.start in said and len(unheard) == max(len(pieces), 1) else unheard
        told = tuple(part for part in dict.fromkeys(left) if not _TERMS.search(part))
        return Heard(believed[:most], told, read.count(None), max(len(believed) - most, 0))

    def _each(
        self, pieces: Sequence[Sentence], spoken: str, *, most: int | None = None, letters: int | None = None
    ) -> list[tuple[Reading, ...] | None]:
        """What each piece says by itself; None for one that is not read, as others promise more.

        At most so many pieces are read, or so many letters.
        """
        if not pieces or not self.labels.labels:
            return [()] * len(pieces)
        mentioned = [self.labels.mentions.coverage(spelled_out(each.text, spoken), spoken) for each in pieces]
        if not self._embedder:
            return [self._of_sentence(each, held, held) for each, held in zip(pieces, mentioned, strict=True)]
        chosen = _promising(mentioned, [len(each.text) for each in pieces], most=most, letters=letters)
        cosines = self._cosines(self._embedder, [pieces[at].text for at in chosen], spoken)
        read: list[tuple[Reading, ...] | None] = [None] * len(pieces)
        for at, near in zip(chosen, cosines, strict=True):
            read[at] = self._of_sentence(pieces[at], mentioned[at], near + _MENTIONED * mentioned[at])
        return read

    def _of_sentence(self, each: Sentence, held: Floats, scores: Floats) -> tuple[Reading, ...]:
        """The few best names in a sentence that are good enough."""
        rows = self.labels.best(scores, _EACH)
        least = max(self._least, float(scores[rows[0]]) - _BEHIND)
        certain = _CERTAIN if self._embedder else 1.0
        return tuple(
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
        )

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


def _promising(
    mentioned: Sequence[Floats], lengths: Sequence[int], *, most: int | None, letters: int | None
) -> list[int]:
    """Those to embed, in order: those that already name the most in words, as long as there is room."""
    by_promise = sorted(range(len(mentioned)), key=lambda at: (-round(float(mentioned[at].max()), 1), at))
    if letters is not None:
        so_far = accumulate(lengths[at] for at in by_promise)
        most = max(sum(length <= letters for length in so_far), 1)
    return sorted(by_promise[:most])


def _parts(each: Sentence, language: str) -> list[Sentence]:
    """The parts of a sentence that wants several things, in its place; none of one that wants one."""
    found = parts(each.text, language)
    return [Sentence(part, each.start, each.end) for part in found] if len(found) > 1 else []


def _sure(found: tuple[Reading, ...] | None) -> tuple[Reading, ...]:
    """The best of what a piece says, if that is sure."""
    return tuple(one for one in (found or ())[:1] if one.score >= _SURE)


def _surest(found: Iterable[Reading]) -> tuple[Reading, ...]:
    """Each competence once, where it is said best; surest first."""
    best: dict[int, Reading] = {}
    for one in found:
        if one.competence not in best or one.score > best[one.competence].score:
            best[one.competence] = one
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.start)))


def _joined(found: tuple[Reading, ...], added: Iterable[Reading]) -> tuple[Reading, ...]:
    """With those of the added that are not among the found."""
    known = {one.competence for one in found}
    return (*found, *{one.competence: one for one in added if one.competence not in known}.values())
