"""Captions of a film (WebVTT, W3C Candidate Recommendation 2019-04-04): whether a browser shows them."""

import re
from dataclasses import dataclass
from typing import Final

from nanocore.writing._content import Fault

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_CUE = re.compile(rf"\s*{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+\S.*)?\s*$")
_SPACED: Final = 60.0
"""Films go on after the last words; this long without captions at the end is told."""


@dataclass(frozen=True)
class Captions:
    """``cues`` that can be shown, when the last ends (seconds), how many words they say, and what is wrong."""

    cues: int
    end: float
    words: int
    faults: tuple[Fault, ...]


def captions(text: str, *, seconds: float = 0) -> Captions:
    """Read a VTT file. ``seconds``: the film's length, when known.

    Fault codes, ``where`` the line as written: ``not_vtt``, ``bad_times``, ``ends_before_it_starts``, ``out_of_order``,
    ``says_nothing``, ``no_cues``, ``stops_early`` (where: minutes:seconds of the last), ``after_the_film``.
    """
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        return Captions(0, 0.0, 0, (Fault("not_vtt", lines[0][:60], 1),))
    found: list[Fault] = []
    cues, words, before, end = 0, 0, 0.0, 0.0
    for number, line in enumerate(lines, start=1):
        if "-->" not in line:
            continue
        times = _CUE.match(line)
        if not times:
            found.append(Fault("bad_times", line.strip()[:60], number))
            continue
        start, stop = _seconds(times.groups()[:4]), _seconds(times.groups()[4:])
        said = lines[number] if number < len(lines) else ""
        found += [Fault(code, line.strip()[:60], number) for code in _of_a_cue(start, stop, before, said)]
        cues, words, before, end = cues + 1, words + _words(lines, number), start, max(end, stop)
    return Captions(cues, end, words, (*found, *_of_the_whole(cues, end, seconds)))


def _of_a_cue(start: float, stop: float, before: float, said: str) -> list[str]:
    return [
        code
        for code, is_so in (
            ("ends_before_it_starts", stop <= start),
            ("out_of_order", start < before),
            ("says_nothing", not re.sub(r"<[^>]*>|&nbsp;", "", said).strip()),
        )
        if is_so
    ]


def _of_the_whole(cues: int, end: float, seconds: float) -> list[Fault]:
    if not cues:
        return [Fault("no_cues", "")]
    told = f"{int(end // 60)}:{int(end % 60):02d}"
    if seconds and end < seconds / 2 and seconds - end > _SPACED:
        return [Fault("stops_early", told)]
    if seconds and end > seconds + _SPACED:
        return [Fault("after_the_film", told)]
    return []


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _words(lines: list[str], first: int) -> int:
    count = 0
    for line in lines[first:]:
        if not line.strip():
            break
        count += len(re.sub(r"<[^>]*>", "", line).split())
    return count
