"""A text read in its parts too: what stands beside something else in a sentence is heard, and what was not is said."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from nanobank.search.reading.bridge import says_nothing, sentences, words
from nanobank.search.reading.queries import ReadCompetence, ReadText, read_document, read_text

_PARTED = re.compile(r"[,;:]\s+|\s+(?:og|samt|eller|and|or|as well as)\s+")
_REASON = re.compile(r",\s+(?:så|fordi|hvis|når|because|so that)\b")
"""What stands after it tells why, and is no want of its own."""
_LEAD = re.compile(r"^(?:og|der|som|at|samt|and|who|that|to)\s+", re.IGNORECASE)
_MOST_PARTS: Final = 40
"""A text of more parts is long enough to be read by its sentences alone."""
_SURE: Final = 0.5
"""A part is short, and fits more by chance: what is less sure is not added for it."""
_FEWEST: Final = 2


@dataclass(frozen=True)
class Heard:
    """What a text was read into, and the parts of it, in order, that gave no competence."""

    read: ReadText
    not_understood: tuple[str, ...] = ()


def read_in_parts(text: str, *, most: int = 12) -> Heard:
    """As ``read_document``, and each part of a sentence that wants several things by itself.

    Nothing is said not to be understood of a text in a language that is not read.
    """
    read = read_document(text, most=most)
    if read.language not in ("da", "en"):
        return Heard(read)
    parted = [(each, _parts(each.text, read.language)) for each in sentences(read.text)]
    if sum(len(parts) for _each, parts in parted) > _MOST_PARTS:
        parted = [(each, parts and [each.text]) for each, parts in parted]
    found, left = list(read.competences), list[str]()
    for each, parts in parted:
        said = any(one.start < each.end and each.start < one.end for one in read.competences)
        if len(parts) < 2:
            left += parts if not said and not _reads(each.text, read.language) else []
            continue
        of_parts = {part: _reads(part, read.language) for part in parts}
        unheard = [part for part, reads in of_parts.items() if not reads]
        left += [] if said and len(unheard) == len(parts) else unheard
        added = [
            replace(one, sentence=each.text, start=each.start, end=each.end)
            for reads in of_parts.values()
            for one in reads
        ]
        found = _joined(found, added)
    return Heard(replace(read, competences=tuple(found[:most])), tuple(left))


def _reads(part: str, language: str) -> list[ReadCompetence]:
    return [one for one in read_text(part, language=language, most=1) if one.strength >= _SURE]


def _parts(sentence: str, language: str) -> list[str]:
    """The parts that say something; one that says too little goes with its neighbour."""
    spans: list[tuple[int, int]] = []
    begin = 0
    reason = _REASON.search(sentence)
    cuts = _PARTED.finditer(sentence, 0, reason.start() if reason else len(sentence))
    for end, after in [*(cut.span() for cut in cuts), (len(sentence),) * 2]:
        if _telling(sentence[begin:end], language):
            spans.append((begin, end))
            begin = after
    if spans and begin < len(sentence):
        spans[-1] = (spans[-1][0], len(sentence))
    return [_LEAD.sub("", sentence[start:end].strip(" .!?…")) for start, end in spans]


def _telling(part: str, language: str) -> bool:
    return sum(len(word) > 1 and not says_nothing(word, language) for word in words(part)) >= _FEWEST


def _joined(found: list[ReadCompetence], added: Iterable[ReadCompetence]) -> list[ReadCompetence]:
    known = {one.competence.pk for one in found}
    return [*found, *{one.competence.pk: one for one in added if one.competence.pk not in known}.values()]
