"""Pictures as they may be shown: told by content, with their measures, and without what a camera wrote into them.

Nothing is decoded, so nothing can go off: a picture is walked through piece by piece (JPEG: ITU-T T.81, annex B; PNG:
W3C PNG 3, section 5; WebP: RFC 9649), and only the pieces that paint it are kept. Place, time, camera, thumbnails,
comments, moving parts and whatever is hidden behind the end are gone; colour profiles and which way is up are kept.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

MOST_ACROSS: Final = 10_000
"""Points on a side."""
MOST_POINTS: Final = 50_000_000

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"cICP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
    )
)
_WEBP_KEPT: Final = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"))
_EXIF_AND_XMP_AND_MOVING: Final = 0b0000_1110
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SIDEWAYS: Final = 5
"""From this on, an orientation lays the picture on its side."""

Why = Literal["broken", "too_large", "moves"]


class NotShown(Exception):
    """The picture cannot be shown, and why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Picture:
    """A cleaned picture: its ending (``.png``), points across and down as it is shown, and its bytes."""

    ending: str
    width: int
    height: int
    content: bytes


def is_picture(head: bytes) -> bool:
    """Whether a file that begins so (16 bytes are enough) says that it is a picture of a kind we show."""
    return head.startswith((b"\xff\xd8\xff", _PNG)) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def cleaned(content: bytes) -> Picture:
    """The picture, cleaned. Raises NotShown: broken, a side of over 10,000 points or 50 million in all, or moving."""
    try:
        if content.startswith(_PNG):
            picture = _png(content)
        elif content.startswith(b"RIFF"):
            picture = _webp(content)
        else:
            picture = _jpeg(content)
    except (struct.error, IndexError, ValueError) as error:
        raise NotShown("broken") from error
    if not picture.width or not picture.height:
        raise NotShown("broken")
    if max(picture.width, picture.height) > MOST_ACROSS or picture.width * picture.height > MOST_POINTS:
        raise NotShown("too_large")
    return picture


def _png(content: bytes) -> Picture:
    kept, kinds = [_PNG], set()
    for kind, whole in _chunks_of_png(content):
        if kind in _PNG_KEPT:
            kept.append(whole)
            kinds.add(kind)
        if kind == b"IEND":
            break
    if not {b"IHDR", b"IDAT", b"IEND"} <= kinds:
        raise NotShown("broken")
    width, height = struct.unpack(">II", content[16:24])
    return Picture(".png", width, height, b"".join(kept))


def _chunks_of_png(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        whole = content[at : at + 12 + length]
        (told,) = struct.unpack(">I", whole[-4:])
        if len(whole) < 12 + length or told != zlib.crc32(whole[4:-4]):
            raise NotShown("broken")
        yield whole[4:8], whole
        at += 12 + length


def _webp(content: bytes) -> Picture:
    kept, size = [], (0, 0)
    at, end = 12, min(len(content), 8 + struct.unpack_from("<I", content, 4)[0])
    while at + 8 <= end:
        kind, length = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        whole = content[at : at + 8 + length + length % 2]
        if kind in {b"ANIM", b"ANMF"}:
            raise NotShown("moves")
        if len(whole) < 8 + length:
            raise NotShown("broken")
        if kind in _WEBP_KEPT:
            size = size if any(size) else _webp_size(kind, whole[8:])
            kept.append(_still(whole) if kind == b"VP8X" else whole)
        at += len(whole)
    body = b"WEBP" + b"".join(kept)
    return Picture(".webp", *size, b"RIFF" + struct.pack("<I", len(body)) + body)


def _still(whole: bytes) -> bytes:
    """The header without its promise of what has been taken out."""
    return whole[:8] + bytes([whole[8] & ~_EXIF_AND_XMP_AND_MOVING]) + whole[9:]


def _webp_size(kind: bytes, body: bytes) -> tuple[int, int]:
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0


def _jpeg(content: bytes) -> Picture:
    kept, size, turned = [b"\xff\xd8"], (0, 0), 1
    for marker, whole in _segments(content):
        if marker == 0xE1:
            turned = _orientation(whole[4:]) or turned
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", whole, 5)
            size = (width, height)
        if _paints(marker, whole):
            kept.append(whole)
    if len(kept) < 3 or kept[-1] != b"\xff\xd9":
        raise NotShown("broken")
    if turned > 1:
        kept.insert(1, _turned(turned))
    width, height = reversed(size) if turned >= _SIDEWAYS else size
    return Picture(".jpg", width, height, b"".join(kept))


def _paints(marker: int, whole: bytes) -> bool:
    if marker == 0xE2:
        return whole[4:].startswith(b"ICC_PROFILE\0")
    return marker in {0xE0, 0xEE} or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and whole segment, to the end of the picture; what is scanned is one with the marker before it."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise NotShown("broken")
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            yield marker, content[at : at + 2]
            return
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if marker == 0xDA:
            end = _end_of_scan(content, end)
        if end > len(content):
            raise NotShown("broken")
        yield marker, content[at:end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    while True:
        at = content.index(b"\xff", at)
        following = content[at + 1]
        if following and not 0xD0 <= following <= 0xD7:
            return at
        at += 2


def _orientation(exif: bytes) -> int:
    """Which way is up (EXIF 2.32, tag 0112): 1-8, 0 when nothing is said."""
    if not exif.startswith(b"Exif\0\0"):
        return 0
    tiff = exif[6:]
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        (at,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, at)
        for place in range(at + 2, at + 2 + 12 * min(count, 100), 12):
            tag, _, _, value = struct.unpack_from(order + "HHIH", tiff, place)
            if tag == 0x0112:
                return value if 1 <= value <= 8 else 0
    except struct.error:
        return 0
    return 0


def _turned(value: int) -> bytes:
    """A segment that says which way is up, and nothing else."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, value, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
