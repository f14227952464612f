"""Reads JSON so strictly that every careful reader would see the same document."""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn, TypeAlias

import orjson

from ._codes import Code, Problem

JsonObject: TypeAlias = dict[str, Any]

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 64
MAX_VALUES = 2_000  # all strings, numbers, lists and objects together: more would cost PyLD seconds
MAX_ITEMS = 256  # in one list: PyLD compares each item with every other
MAX_NUMBER = 2**53 - 1  # beyond it a JavaScript reader sees another number (RFC 7493, I-JSON)
MIN_FRACTION = 1e-6  # below it jsonld.js takes 1e-7 for an integer, and writes 0

_QUICK = 128 * 1024  # bytes that are worth reading twice
_PRINTABLE = bytes(range(0x20, 0x7F))
_ODD_ESCAPES = (b"\\u", b"\\b", b"\\f")  # as orjson writes what is hidden; or a backslash and a letter, seldom enough

# Possessive and closed by \Z, so that a text of nothing but quotes and backslashes costs one pass.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# Controls but tab, line feed and carriage return (RDF canonicalisers differ on the rest), text-direction controls
# (they make a name read as another), and non-characters.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(17))
    + "]"
)


def read_json(data: bytes | str) -> JsonObject:
    """The one JSON object in `data`. Integral floats become integers, as a JavaScript reader sees them.

    Raises `Problem` with a `READ_…` code for anything two readers could disagree on (RFC 7493) or that is larger,
    deeper or more numerous than this package reads.
    """
    document = _read_quickly(data)
    return _read_strictly(data) if document is None else document


def _read_quickly(data: bytes | str) -> JsonObject | None:
    """The document by orjson; None if anything about it calls for the strict reader, which says what."""
    try:
        text = data.encode() if isinstance(data, str) else data
        if len(text) > _QUICK:
            return None
        document = orjson.loads(text)
        written = orjson.dumps(document, option=orjson.OPT_STRICT_INTEGER)
    except (ValueError, TypeError):
        return None
    if not isinstance(document, dict) or _says_more(text, written):
        return None
    if b"\\" in written and any(escape in written for escape in _ODD_ESCAPES):
        return None
    if hides_something(written.translate(None, _PRINTABLE).decode()):
        return None
    return document if _is_modest(document) else None


def _is_modest(document: JsonObject) -> bool:
    """Whether it is within all limits, with no number that `plain_number` would change or refuse."""
    count = 1
    level: list[Any] = [document]
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for container in level:
            items = container.values() if isinstance(container, dict) else container
            count += len(items)
            if len(items) > MAX_ITEMS:
                return False
            for item in items:
                kind = type(item)
                if kind is dict or kind is list:
                    below.append(item)
                elif kind is float and (not MIN_FRACTION <= abs(item) <= MAX_NUMBER or item == int(item)):
                    return False
        if not below or count > MAX_VALUES:
            return count <= MAX_VALUES
        level = below
    return False


def _says_more(text: bytes, written: bytes) -> bool:
    """Whether a JSON text has strings that are not in what orjson made of it: of a key twice it keeps the last."""
    if b"\\" not in written:  # then no quote inside a string is left, and each string has two
        return text.count(b'"') != written.count(b'"')
    return _quotes(text) != _quotes(written)


def _quotes(text: bytes) -> int:
    """How many quotes in a JSON text are not escaped: two for each string."""
    unpaired = text.replace(b"\\\\", b"")
    return unpaired.count(b'"') - unpaired.count(b'\\"')


def _read_strictly(data: bytes | str) -> JsonObject:
    text = _decoded(data)
    _check_depth(text)
    try:
        document = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        raise Problem(Code.READ_NOT_JSON, line=str(error.lineno), column=str(error.colno)) from None
    if not isinstance(document, dict):
        raise Problem(Code.READ_NOT_OBJECT)
    check_values(document)
    return document


def check_values(document: JsonObject) -> None:
    """Raise `Problem` if a string, key, list or the whole document is not fit to be signed or checked."""
    for count, value in enumerate(walk(document), start=1):
        if count > MAX_VALUES:
            raise Problem(Code.READ_TOO_MANY_VALUES, limit=str(MAX_VALUES))
        if isinstance(value, str):
            _check_text(value)
        elif isinstance(value, dict):
            for key in value:
                _check_text(key)
        elif isinstance(value, list) and len(value) > MAX_ITEMS:
            raise Problem(Code.READ_TOO_MANY_VALUES, limit=str(MAX_ITEMS))


def walk(value: object) -> Iterator[object]:
    """`value` and every JSON value inside it, without recursion."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        yield current
        if isinstance(current, dict):
            waiting.extend(current.values())
        elif isinstance(current, list):
            waiting.extend(current)


def as_list(value: object) -> list[Any]:
    """JSON-LD lets a list of one stand as its only item: always the list; absent is empty."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def plain_number(number: float) -> float:
    """`number` as every JSON reader sees it: 5.0 is 5. Raises `Problem` for what they see differently."""
    if not abs(number) <= MAX_NUMBER or 0 < abs(number) < MIN_FRACTION:
        raise Problem(Code.READ_NUMBER)
    return int(number) if number == int(number) else number


def _decoded(data: bytes | str) -> str:
    if len(data) > MAX_BYTES:
        raise Problem(Code.READ_TOO_LARGE, limit=str(MAX_BYTES))
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(Code.READ_NOT_TEXT) from None


def _check_depth(text: str) -> None:
    depth = 0
    for bracket in _BRACKET.finditer(_STRING.sub("", text)):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > MAX_DEPTH:
            raise Problem(Code.READ_TOO_DEEP, limit=str(MAX_DEPTH))


def hides_something(text: str) -> bool:
    """Whether `text` has characters that are refused: controls, or what makes it read as another text."""
    return bool(_HIDDEN.search(text))


def _check_text(text: str) -> None:
    if text.isprintable():
        return
    if _SURROGATE.search(text):
        raise Problem(Code.READ_BROKEN_TEXT)
    if hidden := _HIDDEN.search(text):
        raise Problem(Code.READ_HIDDEN_CHARACTER, character=f"U+{ord(hidden[0]):04X}")


def _object(pairs: list[tuple[str, Any]]) -> JsonObject:
    document: JsonObject = {}
    for key, value in pairs:
        if key in document:
            raise Problem(Code.READ_DUPLICATE_KEY, key=key[:100].encode("utf-8", "replace").decode())
        document[key] = value
    return document


def _integer(digits: str) -> float:
    if len(digits) > len(str(-MAX_NUMBER)):
        raise Problem(Code.READ_NUMBER)
    return plain_number(int(digits))


def _float(digits: str) -> float:
    return plain_number(float(digits))


def _refuse_constant(_name: str) -> NoReturn:
    raise Problem(Code.READ_NUMBER)
