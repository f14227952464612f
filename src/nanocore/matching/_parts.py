"""A sentence that wants several things, in its parts."""

import re
from typing import Final

from nanocore.matching._words import says_nothing, words

_PARTED = re.compile(r"[,;:]\s+|\s+(?:og|samt|eller|and|or|as well as)\s+")
_REASON = re.compile(r",\s+(?:så|fordi|hvis|når|because|so that)\b")
"""What stands after it tells why, and is no want of its own."""
_LEAD = re.compile(r"^(?:og|der|som|at|samt|and|who|that|to)\s+", re.IGNORECASE)
_FEWEST: Final = 2


def parts(sentence: str, language: str) -> list[str]:
    """The parts that say something, in order; one that says too little goes with its neighbour."""
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
