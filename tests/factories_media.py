"""Small genuine files for tests: pictures with and without what cameras write, a film's head, captions."""

import struct
import zlib
from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

VTT = b"WEBVTT\n\n00:00.500 --> 00:03.000\nVelkommen til modulet.\n"


def png(width: int = 4, height: int = 3) -> bytes:
    """A picture that says where it was taken."""
    told = PngInfo()
    told.add_text("Comment", "taget hjemme paa 55.6761 12.5683")
    out = BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG", pnginfo=told)
    return out.getvalue()


def jpeg(orientation: int = 1) -> bytes:
    """A picture, 8 points across and 6 down as it lies, with a camera's name, GPS, and something behind its end."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "Kameraet"
    exif.get_ifd(0x8825)[2] = (55.0, 40.0, 34.0)
    out = BytesIO()
    Image.new("RGB", (8, 6), "orange").save(out, "JPEG", exif=exif, comment=b"hemmeligt")
    return out.getvalue() + b"MZ\x90 et program bagefter"


def webp() -> bytes:
    """A picture with EXIF."""
    exif = Image.Exif()
    exif[0x010F] = "Kameraet"
    out = BytesIO()
    Image.new("RGB", (5, 7), "navy").save(out, "WEBP", exif=exif, lossless=True)
    return out.getvalue()


def mp4(seconds: int = 90) -> bytes:
    """A film's head and index, without any film."""
    mvhd = b"\0\0\0\0" + struct.pack(">IIII", 0, 0, 1000, seconds * 1000) + bytes(80)
    inner = struct.pack(">I4s", 8 + len(mvhd), b"mvhd") + mvhd
    head = struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 512)
    return head + struct.pack(">I4s", 16, b"free") + bytes(8) + struct.pack(">I4s", 8 + len(inner), b"moov") + inner


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say they are a huge picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
