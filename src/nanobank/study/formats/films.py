"""How long a film is, read from its own index without playing it (MP4: ISO 14496-12; WebM: RFC 8794 and RFC 9559)."""

import struct
from typing import BinaryIO, Final

_MOST_PARTS: Final = 500
"""No more parts are looked at: a file made to be walked through for ever is let go."""
_SEGMENT, _INFO, _SCALE, _DURATION = 0x18538067, 0x1549A966, 0x2AD7B1, 0x4489


def seconds_of(file: BinaryIO) -> float | None:
    """The film's length; None when the file does not say it, or not so that it can be read."""
    try:
        file.seek(0)
        head = file.read(12)
        found = _webm(file) if head.startswith(b"\x1a\x45\xdf\xa3") else _mp4(file)
    except (struct.error, ValueError, OverflowError, ZeroDivisionError):
        return None
    return found if found is not None and 0 < found < 86_400 else None


def _mp4(file: BinaryIO) -> float | None:
    file.seek(0, 2)
    start = _box(file, b"moov", 0, file.tell())
    if start is None:
        return None
    header = _box(file, b"mvhd", *start)
    if header is None:
        return None
    file.seek(header[0])
    body = file.read(32)
    if body[0] == 1:
        scale, duration = struct.unpack_from(">IQ", body, 20)
    else:
        scale, duration = struct.unpack_from(">II", body, 12)
    return float(duration / scale)


def _box(file: BinaryIO, wanted: bytes, at: int, end: int) -> tuple[int, int] | None:
    """Where the inside of the first box of that kind begins and ends."""
    for _ in range(_MOST_PARTS):
        if at + 8 > end:
            return None
        file.seek(at)
        size, kind = struct.unpack(">I4s", file.read(8))
        inside = at + 8
        if size == 1:
            (size,) = struct.unpack(">Q", file.read(8))
            inside += 8
        size = size or end - at
        if kind == wanted:
            return inside, min(at + size, end)
        at += max(size, 8)
    return None


def _webm(file: BinaryIO) -> float | None:
    file.seek(0, 2)
    end, at = file.tell(), 0
    scale = 1_000_000
    for _ in range(_MOST_PARTS):
        if at >= end:
            break
        file.seek(at)
        kind, size = _number(file, keep_length=True), _number(file, keep_length=False)
        inside = file.tell()
        if kind in {_SEGMENT, _INFO}:
            at = inside
            continue
        if kind == _SCALE:
            scale = int.from_bytes(file.read(min(size, 8)))
        if kind == _DURATION:
            duration = struct.unpack(">f" if size == 4 else ">d", file.read(size if size in {4, 8} else 8))[0]
            return float(duration * scale / 1e9)
        at = inside + size
    return None


def _number(file: BinaryIO, *, keep_length: bool) -> int:
    """A number of 1-8 bytes, whose first says how many; as an id it keeps what says so."""
    first = file.read(1)
    if not first or not first[0]:
        raise ValueError("Not a number")
    length = 9 - first[0].bit_length()
    rest = int.from_bytes(file.read(length - 1))
    lead = first[0] if keep_length else first[0] & ~(1 << (8 - length))
    return lead << (8 * (length - 1)) | rest
