"""A plain text in sentences, Danish or English: a point that only shortens a word ends none."""

import re
from typing import Final

_NEVER_LAST: Final = (
    "bl.a f.eks dvs d.v.s ca nr kl evt inkl ekskl jf pr tlf hhv mht m.h.t maks min dr prof lic cand ph.d art stk kap "
    "afs pkt vha v.h.a pga p.g.a ift i.f.t vedr mr mrs ms st vs e.g i.e approx cf fig no al sml opr red udg eng da lat"
)
_MAYBE_LAST: Final = "osv m.m mm mv m.v m.fl mfl o.l o.lign etc mio mia inc ltd jr a.s"
"""After these a sentence goes on unless a capital letter follows."""
_ABBREVIATED = dict.fromkeys(_NEVER_LAST.split(), False) | dict.fromkeys(_MAYBE_LAST.split(), True)
_END = re.compile(r"(?:[.!?…]+[\"»”’)\]]*|:)\s+")
_LAST_WORD = re.compile(r"([\w.]+)$")
_LIFTED = "\"'«“‘(–- "


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a plain text; a line break ends one, and so does a colon before a capital (Björnsson 1968)."""
    return tuple(
        sentence.strip()
        for line in text.splitlines()
        for sentence in _of_line(line)
        if any(letter.isalnum() for letter in sentence)
    )


def _of_line(line: str) -> list[str]:
    found, start = [], 0
    for end in _END.finditer(line):
        if _ends(line[start : end.start()], end.group(), line[end.end() :]):
            found.append(line[start : end.end()])
            start = end.end()
    return [*found, line[start:]]


def _ends(before: str, mark: str, after: str) -> bool:
    nxt = after.lstrip(_LIFTED)[:1]
    if mark.startswith(":"):
        return nxt.isupper()
    if not mark.startswith(".") or mark.startswith(".."):
        return not nxt.islower()
    if nxt.islower():
        return False
    word = _LAST_WORD.search(before)
    last = word.group(1).lower() if word else ""
    if len(last.rsplit(".", 1)[-1]) == 1 and before[-1:].isupper():
        return False  # somebody's initial
    return _ABBREVIATED.get(last, True)
