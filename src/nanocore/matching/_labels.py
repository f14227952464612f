"""The names of competences (or occupations), and which of them a short text means."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nanocore.matching._characters import Characters
from nanocore.matching._compounds import Lexicon
from nanocore.matching._language import UNKNOWN, language_of
from nanocore.matching._mentions import Mentions
from nanocore.matching._vectors import Floats, unit

_MEANING: Final = 1.2
_ACROSS: Final = 0.25
_SIBLINGS: Final = 0.1
_PREFERRED: Final = 0.05
"""Chosen on ESCO's own other names (docs/reference/matching.md), not on what is quoted."""
_ENOUGH: Final = 50
"""So many vectors of a language have a middle worth subtracting."""


@dataclass(frozen=True)
class Label:
    """One name of a competence. ``language`` is ISO 639-1; ``is_preferred``: the framework's own first name for it."""

    competence: int
    text: str
    language: str
    is_preferred: bool = False


@dataclass(frozen=True)
class Linked:
    """A competence that a text may mean, by which of its names, and what letters and meaning gave it."""

    competence: int
    label: Label
    score: float
    words: float
    meaning: float


class Labels:
    """All names of a framework, ready to be looked up in."""

    def __init__(
        self,
        labels: Sequence[Label],
        vectors: Floats | None = None,
        *,
        rows: Sequence[int] | None = None,
        middle: Floats | None = None,
        lexicon: Lexicon | None = None,
    ) -> None:
        """``vectors`` (m, d), made as queries, are of the labels that ``rows`` counts, of all when left out.

        ``middle`` (d,) is that of any short texts: what is believed of the names' own while they are few.
        """
        self.labels = tuple(labels)
        self._rows = np.arange(len(self.labels)) if rows is None else np.array(rows, dtype=np.intp)
        if vectors is not None and len(vectors) != len(self._rows):
            raise ValueError("one vector for each row")
        self.lexicon = lexicon or Lexicon.of(label.text for label in labels if label.language != "en")
        ids, inverse = np.unique(np.array([label.competence for label in labels], dtype=np.int64), return_inverse=True)
        self._ids, self._of = ids, inverse
        self._sorted = np.argsort(inverse, kind="stable")
        self._starts = np.searchsorted(inverse[self._sorted], np.arange(len(ids)))
        self._names_each = np.bincount(inverse, minlength=len(ids)).astype(np.float32)
        self._bonus = np.array([_PREFERRED * label.is_preferred for label in labels], dtype=np.float32)
        self.languages = np.array([label.language for label in labels], dtype="U3")
        self._middles: dict[str, Floats] = {}
        self._centred = None if vectors is None or not len(vectors) else self._centre(vectors, middle)
        self._spoken_for = self._standing_in() if len(self._rows) < len(self.labels) else None

    @cached_property
    def _characters(self) -> Characters:
        return Characters([label.text for label in self.labels])

    @cached_property
    def mentions(self) -> Mentions:
        """Which names stand in a sentence."""
        return Mentions([(label.text, label.language) for label in self.labels], self.lexicon)

    @property
    def has_meaning(self) -> bool:
        """Whether there are vectors to compare with."""
        return self._centred is not None

    def _centre(self, vectors: Floats, middle: Floats | None) -> Floats:
        """Each language's own middle is taken away: what all short texts of a language share says nothing."""
        self._middles[""] = vectors.mean(axis=0)
        if middle is not None:
            own = len(vectors) / (len(vectors) + _ENOUGH)
            self._middles[""] = (own * self._middles[""] + (1 - own) * middle).astype(np.float32)
        centred = vectors - self._middles[""]
        spoken = self.languages[self._rows]
        for language in np.unique(spoken):
            mine = spoken == language
            if mine.sum() >= _ENOUGH:
                self._middles[str(language)] = vectors[mine].mean(axis=0)
                centred[mine] = vectors[mine] - self._middles[str(language)]
        return unit(centred)

    def _standing_in(self) -> NDArray[np.intp]:
        """For each name the vector that speaks for it, counted in ``rows``; one after the last where there is none.

        Its own, else that of its competence's name in the same language, else that of any of its names.
        """
        none = len(self._rows)
        of_competence: dict[int, int] = {}
        in_language: dict[tuple[int, str], int] = {}
        own = {row: place for place, row in enumerate(self._rows.tolist())}
        for row, place in own.items():
            label = self.labels[row]
            of_competence.setdefault(label.competence, place)
            in_language.setdefault((label.competence, label.language), place)
        found = (
            own.get(row, in_language.get((one.competence, one.language), of_competence.get(one.competence, none)))
            for row, one in enumerate(self.labels)
        )
        return np.fromiter(found, dtype=np.intp, count=len(self.labels))

    def letters(self, text: str, language: str) -> Floats:
        """How like each name in letters, ``(n,)``; names in other languages count for less."""
        similar = self._characters.similar(text)
        if language == UNKNOWN:
            return similar
        return np.where(self.languages == language, similar, similar * np.float32(_ACROSS))

    def meaning(self, vectors: Floats, language: str, *, middle: Floats | None = None) -> Floats:
        """Cosines ``(m, n)`` of ``(m, d)`` to the names, each from its language's middle; zeros where no vector is.

        A name without a vector has that of the competence's first. ``middle`` is that of texts such as these, where
        they are no names.
        """
        if self._centred is None:
            return np.zeros((len(vectors), len(self.labels)), dtype=np.float32)
        if middle is None:
            middle = self._middles.get(language, self._middles[""])
        cosines: Floats = unit(vectors - middle) @ self._centred.T
        if self._spoken_for is None:
            return cosines[:, np.argsort(self._rows)]
        return np.pad(cosines, ((0, 0), (0, 1)))[:, self._spoken_for]

    def best(self, scores: Floats, most: int) -> list[int]:
        """Of ``(n,)`` scores the rows of the best names, each of another competence, best first."""
        by_competence = scores[self._sorted]
        highest = np.maximum.reduceat(by_competence, self._starts)
        few = np.argpartition(-highest, most)[:most] if most < len(highest) else np.arange(len(highest))
        few = few[np.argsort(-highest[few], kind="stable")]
        ends = np.append(self._starts[1:], len(scores))
        return [
            int(self._sorted[self._starts[i] + by_competence[self._starts[i] : ends[i]].argmax()]) for i in few.tolist()
        ]

    def scores(self, text: str, vector: Floats | None = None, *, language: str | None = None) -> Floats:
        """How well each name fits a short text, ``(n,)``: letters, meaning, the competence's other names, its first."""
        return self._together(*self._both(text, vector, language))

    def link(
        self, text: str, vector: Floats | None = None, *, language: str | None = None, most: int = 10
    ) -> tuple[Linked, ...]:
        """The likeliest competences, best first, each once. ``vector`` is the text's own, made as a query.

        Every text gets its nearest; ``Linked.score`` says how near. Nothing is found for a text without letters.
        """
        if not self.labels or not text.strip():
            return ()
        letters, meaning = self._both(text, vector, language)
        scores = self._together(letters, meaning)
        return tuple(
            Linked(self.labels[row].competence, self.labels[row], float(scores[row]), float(letters[row]), near)
            for row, near in ((row, float(meaning[row])) for row in self.best(scores, most))
        )

    def _both(self, text: str, vector: Floats | None, language: str | None) -> tuple[Floats, Floats]:
        spoken = language or language_of(text)
        letters = self.letters(text, spoken)
        meaning = np.zeros_like(letters) if vector is None else self.meaning(vector[None, :], spoken)[0]
        return letters, meaning

    def _together(self, letters: Floats, meaning: Floats) -> Floats:
        own = letters + np.float32(_MEANING) * meaning
        of_siblings = np.bincount(self._of, own, minlength=len(self._ids)) / self._names_each
        together: NDArray[np.float32] = (own + _SIBLINGS * of_siblings[self._of] + self._bonus).astype(np.float32)
        return together
