"""How hard a text is to read: LIX (C.H. Björnsson, *Läsbarhet*, 1968), and which sentences make it so."""

from dataclasses import dataclass
from typing import Final, Literal

from nanocore.writing._plain import running_text, words_in
from nanocore.writing._sentences import sentences

Band = Literal["very_easy", "easy", "medium", "hard", "very_hard"]

LONG_WORD: Final = 6
"""A word with more letters than this is long."""
_BANDS: Final[tuple[tuple[int, Band], ...]] = ((25, "very_easy"), (35, "easy"), (45, "medium"), (55, "hard"))
_ENOUGH: Final = 80
_SHOWN: Final = 3
_LEAST_WORDS: Final = 12


@dataclass(frozen=True)
class Span:
    """A sentence as its reader meets it, with its own LIX."""

    text: str
    words: int
    long_words: int
    lix: float


@dataclass(frozen=True)
class Readability:
    """``lix`` = words/sentences + 100 · long words/words, unrounded; 0 for a text without words.

    ``hardest``: up to three sentences above the band *medium*, the hardest first.
    """

    lix: float
    words: int
    sentences: int
    long_words: int
    band: Band
    hardest: tuple[Span, ...]

    @property
    def is_certain(self) -> bool:
        """Whether there is text enough (80 words) for the number to mean something."""
        return self.words >= _ENOUGH


def band_of(lix: float) -> Band:
    """Below 25 very easy, 25-34 easy, 35-44 medium, 45-54 hard, from 55 very hard, as LIX is read in Danish."""
    return next((band for below, band in _BANDS if lix < below), "very_hard")


def readability(text: str, language: str) -> Readability:
    """The readability of a Markdown text. LIX counts the same in Danish (``"da"``) and English (``"en"``)."""
    del language  # one rule for both; said by the caller all the same, since other measures need it
    spans = [_span(sentence) for sentence in sentences(running_text(text))]
    spans = [span for span in spans if span.words]
    words, long_words = sum(span.words for span in spans), sum(span.long_words for span in spans)
    lix = _lix(words, long_words, len(spans))
    hard = [span for span in spans if span.lix >= 45 and span.words >= _LEAST_WORDS]
    hardest = tuple(sorted(hard, key=lambda span: -span.lix)[:_SHOWN])
    return Readability(lix, words, len(spans), long_words, band_of(lix), hardest)


def _span(sentence: str) -> Span:
    found = words_in(sentence)
    long_words = sum(_letters(word) > LONG_WORD for word in found)
    return Span(sentence, len(found), long_words, _lix(len(found), long_words, 1))


def _lix(words: int, long_words: int, count: int) -> float:
    return words / count + 100 * long_words / words if words and count else 0.0


def _letters(word: str) -> int:
    return sum(letter.isalpha() for letter in word)
