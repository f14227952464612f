"""Which language a text is in, told by how its letters stand together."""

import re
from collections import Counter
from typing import Final

from nanocore.matching._language_table import TRIGRAMS, WEIGHTS

UNKNOWN: Final = "und"
"""ISO 639-2: undetermined."""
LANGUAGES: Final = tuple(WEIGHTS)
"""Those that can be told from each other, ISO 639-1."""

_PLACE: Final = {gram: place for place, gram in enumerate(TRIGRAMS.split())}
_COLUMNS: Final = [
    tuple((ord(letters[place]) - ord("A")) / 3 for letters in WEIGHTS.values()) for place in range(len(_PLACE))
]
_EXPECTED: Final = {"da": 7.0, "en": 6.0}
"""What speaks for the bank's own languages before a word is read: Danish and Norwegian look alike in one word."""
_MARKS: Final = {
    "ß": ("de",), "ü": ("de",), "ł": ("pl",), "ą": ("pl",), "ę": ("pl",), "ż": ("pl",), "ś": ("pl",), "ź": ("pl",),
    "ć": ("pl",), "ń": ("pl",), "ñ": ("es",), "ç": ("fr",), "è": ("fr",), "ê": ("fr",), "ä": ("sv", "de"),
    "ö": ("sv", "de"), "æ": ("da", "no"), "ø": ("da", "no"), "å": ("da", "no", "sv"),
}  # fmt: skip
_MARK: Final = 2.5
_LEAST: Final = 4
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """The likeliest language of a text, as ISO 639-1, or ``"und"`` when it has too few letters or other ones.

    Reads at most the first 2,000 characters. Right for most single words of Danish and English and nearly all
    sentences; docs/reference/matching.md has how often. Danish wins over Norwegian when both fit.
    """
    found = _WORD.findall(text[:2000].lower())
    letters = "".join(found)
    if len(letters) < _LEAST or _share_of_latin(letters) < 0.7:
        return UNKNOWN
    scores = _scores(found)
    for letter, count in Counter(letters).items():
        for language in _MARKS.get(letter, ()):
            scores[language] += _MARK * min(count, 3)
    for language, head_start in _EXPECTED.items():
        scores[language] += head_start
    return max(scores, key=scores.__getitem__)


def _share_of_latin(letters: str) -> float:
    return sum(letter < "\u0250" for letter in letters) / len(letters)


def _scores(found: list[str]) -> dict[str, float]:
    totals = [0.0] * len(LANGUAGES)
    for word in found:
        framed = f"_{word}_"
        for start in range(len(framed) - 2):
            place = _PLACE.get(framed[start : start + 3])
            if place is not None:
                for i, weight in enumerate(_COLUMNS[place]):
                    totals[i] += weight
    return dict(zip(LANGUAGES, totals, strict=True))
