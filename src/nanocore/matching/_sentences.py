"""A text in sentences and lines, each with its place in the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_LONGEST: Final = 280
"""A longer sentence is several: at semicolons, then at commas, then anywhere."""
_ABBREVIATED = re.compile(
    r"(?:\b(?:bl\.a|f\.eks|fx|dvs|m\.m|mv|m\.v|ca|nr|kl|evt|osv|inkl|ekskl|jf|pr|tlf|hhv|mht|stk|maks|min|mio|dr|e\.g|i\.e"
    r"|etc|mr|ms|vs|approx)|\b[A-ZÆØÅ])\.$",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"(?<=[.!?…])[\"»”’)]*\s+(?=[\"«“‘(\-–•]*[A-ZÆØÅÄÖÜ0-9])|\s*\n\s*[\-–—•*·▪●◦‣o]\s+|\s*\n\s*\n\s*|\n"
)
_BULLET = re.compile(r"^[\s\-–—•*·▪●◦‣]+")


@dataclass(frozen=True)
class Sentence:
    """A piece of a text: ``whole[start:end] == text`` but for line breaks, which are spaces here."""

    text: str
    start: int
    end: int


def sentences(whole: str) -> list[Sentence]:
    """The sentences, list items and headings of a text, in order; those without a letter are left out."""
    return [
        Sentence(re.sub(r"\s*\n\s*", " ", whole[start:end]), start, end)
        for begin, finish in _pieces(whole)
        for start, end in _shortened(whole, *_trimmed(whole, begin, finish))
        if any(letter.isalpha() for letter in whole[start:end])
    ]


def _pieces(whole: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for found in _BREAK.finditer(whole):
        if _goes_on(whole, found.start(), found.end(), found.group()):
            continue
        yield begin, found.start()
        begin = found.end()
    yield begin, len(whole)


def _goes_on(whole: str, start: int, end: int, gap: str) -> bool:
    """Whether a break is none: a wrapped line that goes on in small letters, or a point that only shortens a word."""
    if "\n" in gap:
        is_wrapped = gap.strip() == "" and gap.count("\n") == 1
        before = whole[:start].rstrip(" ")[-1:]
        return is_wrapped and whole[end : end + 1].islower() and before not in {".", ":", ";", "!", "?", ""}
    return bool(_ABBREVIATED.search(whole[max(start - 12, 0) : start]))


def _trimmed(whole: str, start: int, end: int) -> tuple[int, int]:
    piece = whole[start:end]
    bullet = _BULLET.match(piece)
    if bullet:
        start += bullet.end()
    return start, start + len(whole[start:end].rstrip())


def _shortened(whole: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        window = whole[start : start + _LONGEST]
        cut = max(window.rfind("; "), window.rfind(";\n"))
        if cut < _LONGEST // 4:
            cut = max(window.rfind(", "), window.rfind(",\n"))
        if cut < _LONGEST // 4:
            cut = max(window.rfind(" "), window.rfind("\n"))
        cut = start + (cut + 1 if cut > 0 else _LONGEST)
        yield start, cut
        while cut < end and whole[cut].isspace():
            cut += 1
        start = cut
    if start < end:
        yield start, end
