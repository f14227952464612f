"""A credential goes into a picture and comes out of it again; a hostile picture costs nothing."""

import json
import struct
import zlib

import pytest

from core.signing.world import World
from nanocore.signing import MAX_BYTES, Code, JsonObject, Outcome, bake_png, bake_svg

SVG = '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g/></svg>'
ELEMENT = '<openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">{}</openbadges:credential>'


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(*chunks: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + b"".join(chunks) + chunk(b"IEND", b"")


def carrying(text: bytes, *, keyword: bytes = b"openbadgecredential", packed: bool = False) -> bytes:
    flag = b"\1\0" if packed else b"\0\0"
    return chunk(b"iTXt", keyword + b"\0" + flag + b"\0\0" + (zlib.compress(text, 9) if packed else text))


def test_a_baked_png_is_judged_by_the_credential_in_it(world: World, signed: JsonObject) -> None:
    verdict = world.verify(bake_png(png(), as_text(signed)))
    assert verdict.outcome is Outcome.GENUINE
    assert verdict.findings[0].params == {"kind": "png (json)"}


def test_a_baked_svg_is_judged_by_the_credential_in_it(world: World, signed: JsonObject) -> None:
    for text in (as_text(signed), as_text(signed).replace("robotter", "]]> &amp; <robotter>")):
        verdict = world.verify(bake_svg(SVG.encode(), text))
        assert verdict.outcome is (Outcome.GENUINE if "]]>" not in text else Outcome.NOT_GENUINE)
        assert verdict.findings[0].params == {"kind": "svg (json)"}


def test_a_compressed_chunk_is_read(world: World, signed: JsonObject) -> None:
    assert world.code(png(carrying(as_text(signed).encode(), packed=True))) is Code.ISSUER_OK


@pytest.mark.parametrize(
    ("picture", "code"),
    {
        "nothing in a PNG": (png(), "read_nothing_baked"),
        "nothing in an SVG": (SVG.encode(), "read_nothing_baked"),
        "two in a PNG": (png(carrying(b"{}"), carrying(b"{}", keyword=b"openbadges")), "read_baked_twice"),
        "two in an SVG": (SVG.replace("<g/>", ELEMENT.format("{}") * 2).encode(), "read_baked_twice"),
        "broken off": (png(carrying(b"{}"))[:-8], "read_broken_image"),
        "a wrong checksum": (png(carrying(b"{}").replace(b"{}", b"[]")), "read_broken_image"),
        "a length beyond the end": (png(struct.pack(">I", 2**31 - 1) + b"iTXtx"), "read_broken_image"),
        "half a chunk": (png(chunk(b"iTXt", b"openbadges\0\0")), "read_broken_image"),
        "not packed after all": (png(carrying(b"{}").replace(b"\0\0\0\0", b"\1\0\0\0")), "read_broken_image"),
        "a zlib bomb": (png(carrying(b"[" * MAX_BYTES * 4, packed=True)), "read_too_large"),
        "broken XML": (b"<svg><g></svg>", "read_broken_image"),
        "another encoding": (b'<?xml version="1.0" encoding="utf-16"?><svg/>', "read_not_text"),
        "a Latin encoding": (b'<?xml version="1.0" encoding="iso-8859-1"?><svg/>', "read_not_text"),
        "deep XML": (b"<svg>" + b"<g>" * 5000, "read_too_deep"),
        "too large": (b"<svg>" + bytes(MAX_BYTES), "read_too_large"),
        "a billion laughs": (
            b'<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><svg>&b;</svg>',
            "read_xml_entities",
        ),
        "a file of ours": (
            b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
            "read_xml_entities",
        ),
        "a definition elsewhere": (
            b'<!DOCTYPE svg SYSTEM "https://x.example/x.dtd"><svg>&x;</svg>',
            "read_nothing_baked",
        ),
    }.values(),
)
def test_a_bad_picture_is_told_what_is_wrong_with_it(world: World, picture: bytes, code: str) -> None:
    assert world.code(picture).value == code
    assert world.asked == []


def test_a_picture_is_baked_once_and_only_if_it_is_one() -> None:
    with pytest.raises(ValueError, match="already"):
        bake_png(bake_png(png(), "{}"), "{}")
    with pytest.raises(ValueError, match="already"):
        bake_svg(bake_svg(SVG.encode(), "a.b.c"), "{}")
    for bad in (b"", b"<html></html>", b"<svg/>", png()[:40]):
        with pytest.raises(ValueError, match="not"):
            bake_svg(bad, "{}")
        with pytest.raises(ValueError, match="not"):
            bake_png(bad, "{}")


def as_text(document: JsonObject) -> str:
    return json.dumps(document, ensure_ascii=False)
