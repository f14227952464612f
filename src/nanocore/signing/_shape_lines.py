"""The canonical N-Quads of a shape: lines in which values and blank nodes are left open."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cmp_to_key, lru_cache
from hashlib import sha256
from operator import attrgetter
from typing import Final, TypeAlias

from ._graph import BLANK
from ._shape import Blank, Slot, Statement, Value

STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
DOUBLE: Final = "http://www.w3.org/2001/XMLSchema#double"
_ESCAPED: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE: Final = re.compile(r'["\\\n\r\t]')

LABEL: Final = b"_:c14n%d"
ME, OTHER = b"_:a", b"_:z"

Line: TypeAlias = tuple[Value, ...]
"""Bytes, and between them what is left open. No two bytes stand side by side."""


class OrderVaries(Exception):
    """Which of two lines comes first depends on the values."""


def escape(text: str) -> bytes:
    """`text` as canonical N-Quads write it between quotes. It has no controls but those named here."""
    return _TO_ESCAPE.sub(lambda found: _ESCAPED[found[0]], text).encode()


def line_of(statement: Statement) -> Line:
    """A statement as a line."""
    subject, predicate, slot = statement
    before, after = around(slot)
    named = (subject, b" ") if isinstance(subject, Blank) else (b"<", subject, b"> ")
    return _joined((*named, about(predicate), before, slot.value, after))


def around(slot: Slot) -> tuple[bytes, bytes]:
    """What stands before and after the object of a statement, to the end of the line."""
    if isinstance(slot.value, Blank):
        return b"", b" .\n"
    return quotes(slot.kind, slot.datatype, slot.language)


@lru_cache(maxsize=256)
def quotes(kind: str, datatype: str, language: str) -> tuple[bytes, bytes]:
    """The same for a value of this kind, which is no blank node."""
    if kind != "literal":
        return b"<", b"> .\n"
    if language:
        return b'"', f'"@{language} .\n'.encode()
    return b'"', b'" .\n' if datatype == STRING else f'"^^<{datatype}> .\n'.encode()


@lru_cache(maxsize=1024)
def about(predicate: str) -> bytes:
    """A predicate as it stands in a line, with the blank that follows it."""
    return f"<{predicate}> ".encode()


class Manner:
    """How one predicate says one kind of thing: the same object for the same, with its part of a line written out."""

    __slots__ = ("about", "datatype", "kind", "language", "lead", "predicate", "tail")

    def __init__(self, predicate: str, kind: str, datatype: str = "", language: str = "") -> None:
        self.predicate, self.kind, self.datatype, self.language = predicate, kind, datatype, language
        self.about = about(predicate)
        before, self.tail = (b"", b" .\n") if kind == BLANK else quotes(kind, datatype, language)
        self.lead = self.about + before

    def statement(self, subject: Value, value: Value) -> Statement:
        """That `subject` has `value`, said in this manner."""
        return Statement(subject, self.predicate, Slot(self.kind, value, self.datatype, self.language))


manner = lru_cache(maxsize=2048)(Manner)


def digest(lines: Iterable[Line]) -> bytes:
    """The hash of lines that have nothing left open."""
    return sha256(b"".join(map(fixed_part, in_order(lines)))).digest()


def filled(line: Line, known: Mapping[Value, bytes]) -> Line:
    """`line` with what is known put in."""
    return _joined(known.get(part, part) for part in line)


def blanks_in(lines: Iterable[Line]) -> list[Blank]:
    """The blank nodes in the lines, by number."""
    return sorted({part for line in lines for part in line if isinstance(part, Blank)}, key=attrgetter("number"))


def seen_from(blank: Blank, lines: Sequence[Line]) -> list[Line]:
    """The lines about `blank`, it and the others renamed as they are for its first-degree hash (section 4.6)."""
    known: dict[Value, bytes] = dict.fromkeys(blanks_in(lines), OTHER)
    known[blank] = ME
    return [filled(line, known) for line in lines if blank in line]


def is_open(lines: Iterable[Line]) -> bool:
    """Whether anything is left open in the lines."""
    return any(not isinstance(part, bytes) for line in lines for part in line)


def in_order(lines: Iterable[Line]) -> list[Line]:
    """The lines as they sort whatever the values are. Raises `OrderVaries`."""
    return sorted(lines, key=cmp_to_key(_compare))


def in_groups(lines: Iterable[Line]) -> list[list[Line]]:
    """The lines as they sort whatever the values are; those whose order depends on the values are a group."""
    ordered = sorted(lines, key=fixed_part)
    groups: list[list[Line]] = [[]]
    for place, line in enumerate(ordered):
        if place and all(_is_before(one, other) for one in ordered[:place] for other in ordered[place:]):
            groups.append([])
        groups[-1].append(line)
    return groups


def end_to_end(lines: Iterable[Line]) -> Line:
    """The lines as one."""
    return _joined(part for line in lines for part in line)


def _compare(one: Line, other: Line) -> int:
    for mine, theirs in zip(one, other, strict=False):
        if mine == theirs:
            continue
        if isinstance(mine, bytes) and isinstance(theirs, bytes):
            shared = min(len(mine), len(theirs))
            if mine[:shared] != theirs[:shared]:
                return -1 if mine < theirs else 1
        raise OrderVaries
    return 0


def _is_before(one: Line, other: Line) -> bool:
    """Whether one line comes before the other whatever the values are."""
    try:
        return _compare(one, other) < 0
    except OrderVaries:
        return False


def fixed_part(line: Line) -> bytes:
    """All of a line but what is left open."""
    return b"".join(part for part in line if isinstance(part, bytes))


def _joined(parts: Iterable[Value]) -> Line:
    line: list[Value] = []
    for part in parts:
        if line and isinstance(part, bytes) and isinstance(last := line[-1], bytes):
            line[-1] = last + part
        else:
            line.append(part)
    return tuple(line)
