"""The credential that a PDF carries as an attached file, taken out without reading the rest of the PDF.

A stream is never inside another object (ISO 32000-1, 7.5.7), so the attached files of a PDF that is not encrypted are
found by their own words. What the page shows is not looked at: the verdict, and the facts, are about what is attached.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Final

from ._codes import Code, Problem
from ._json import MAX_BYTES

PDF: Final = b"%PDF-"
_STREAM: Final = re.compile(rb"\bobj\s{0,8}(<<(?:(?!\bobj\b|\bendobj\b).){0,4096}?>>)\s{0,8}stream\r?\n", re.DOTALL)
_LENGTH: Final = re.compile(rb"/Length\s+(\d{1,9}+)(?!\s+\d+\s+R)")
_FILTER: Final = re.compile(rb"/Filter\s*(\[[^\]]{0,200}\]|/\w+)")
_ENCRYPTED: Final = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R")
_DEFLATED: Final = {b"/FlateDecode", b"/Fl"}


def read_pdf(data: bytes) -> bytes:
    """The one attached file that is a credential, JSON or a token. Raises `Problem` with a `READ_…` code."""
    if len(data) > MAX_BYTES:
        raise Problem(Code.READ_TOO_LARGE, limit=str(MAX_BYTES))
    found = {content for content in _attached(data) if _could_be_one(content)}
    if not found:
        raise Problem(Code.READ_NOTHING_ATTACHED)
    if len(found) > 1:
        raise Problem(Code.READ_ATTACHED_TWICE)
    return found.pop()


def _attached(data: bytes) -> Iterator[bytes]:
    """What the streams hold that call themselves attached files. One that is damaged is passed over."""
    if _ENCRYPTED.search(data):
        return
    for match in _STREAM.finditer(data):
        said = match[1]
        if b"/EmbeddedFile" not in said or b"/EmbeddedFiles" in said:
            continue
        content = _content(data, match.end(), said)
        if content is not None:
            yield content


def _content(data: bytes, start: int, said: bytes) -> bytes | None:
    length = _LENGTH.search(said)
    end = start + int(length[1]) if length else data.find(b"endstream", start)
    packed = data[start:end]
    filters = _FILTER.search(said)
    if filters is None:
        return packed
    return _inflated(packed) if filters[1].strip(b"[] \r\n") in _DEFLATED else None


def _inflated(packed: bytes) -> bytes | None:
    """Never more than `MAX_BYTES`, whatever the stream claims to hold."""
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(packed, MAX_BYTES + 1)
    except zlib.error:
        return None
    return content if unpacker.eof and len(content) <= MAX_BYTES else None


def _could_be_one(content: bytes) -> bool:
    """Whether it begins as JSON or a token does: a PDF may carry other files too."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:2].startswith((b"{", b"ey"))
