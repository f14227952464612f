"""Pictures that carry a credential: putting it into a PNG or an SVG, and finding it again.

Open Badges 3.0, section 5.3 (baking), and Open Badges 2.0, Baking Specification.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from ._codes import Code, Problem
from ._json import MAX_BYTES

PNG: Final = b"\x89PNG\r\n\x1a\n"
SVG: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE|(?:\w+:)?svg)", re.IGNORECASE)

_KEYWORDS: Final = (b"openbadgecredential", b"openbadges")
_NAMESPACE: Final = "https://purl.imsglobal.org/ob/v3p0"
_ELEMENTS: Final = {f"{_NAMESPACE} credential", "http://openbadges.org assertion", "https://openbadges.org assertion"}
_JWS: Final = re.compile(r"\s*[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){2}\s*")
_START_TAG: Final = re.compile(rb"""<(?:"[^"]*"|'[^']*'|[^"'>])*>""")
_MAX_NESTING: Final = 256


def bake_png(image: bytes, credential: str) -> bytes:
    """`image`, a PNG, with `credential` (JSON or a token) in an `openbadgecredential` chunk.

    Raises `ValueError` when it is no PNG or carries a credential already.
    """
    data = b"openbadgecredential\0\0\0\0\0" + credential.encode()
    chunk = struct.pack(">I", len(data)) + b"iTXt" + data + struct.pack(">I", zlib.crc32(b"iTXt" + data))
    try:
        chunks = list(_chunks(image))
    except Problem:
        raise ValueError("not a whole PNG") from None
    if any(_keyword(kind, content) for kind, content, _ in chunks):
        raise ValueError("carries a credential already")
    end = chunks[-1][2]
    return image[:end] + chunk + image[end:]


def bake_svg(image: bytes, credential: str) -> bytes:
    """`image`, an SVG in UTF-8, with `credential` (JSON or a token) in an `openbadges:credential` element.

    Raises `ValueError` when it is no such SVG or carries a credential already.
    """
    try:
        found = _Svg(image)
    except Problem:
        raise ValueError("not an SVG that can be baked") from None
    if found.carried:
        raise ValueError("carries a credential already")
    tag = _START_TAG.match(image, found.root_at)
    if not found.is_svg or tag is None or tag[0].endswith(b"/>"):
        raise ValueError("not an SVG that can be baked")
    opening = f'<openbadges:credential xmlns:openbadges="{_NAMESPACE}"'
    if _JWS.fullmatch(credential):
        element = f"{opening} verify={quoteattr(credential.strip())}/>"
    else:
        element = f"{opening}><![CDATA[{credential.replace(']]>', ']]]]><![CDATA[>')}]]></openbadges:credential>"
    return image[: tag.end()] + element.encode() + image[tag.end() :]


def read_png(data: bytes) -> bytes:
    """The credential that a PNG carries, JSON or a token. Raises `Problem` with a `READ_…` code."""
    _check_size(data)
    found = [carried for kind, content, _ in _chunks(data) if (carried := _carried(kind, content)) is not None]
    return _the_one(found)


def read_svg(data: bytes) -> bytes:
    """The credential that an SVG carries, JSON or a token. Raises `Problem` with a `READ_…` code.

    No entity is expanded and no document type definition is read, in the file or elsewhere.
    """
    _check_size(data)
    return _the_one([carried.encode() for carried in _Svg(data).carried])


def _the_one(found: list[bytes]) -> bytes:
    if not found:
        raise Problem(Code.READ_NOTHING_BAKED)
    if len(found) > 1:
        raise Problem(Code.READ_BAKED_TWICE)
    return found[0]


def _check_size(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise Problem(Code.READ_TOO_LARGE, limit=str(MAX_BYTES))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """The kind, the content and the place of each chunk, `IHDR` first and `IEND` last (PNG, section 5)."""
    place, first = len(PNG), True
    while data.startswith(PNG) and place + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        kind, content = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        if len(content) < length or (first and kind != b"IHDR"):
            break
        if data[place + 8 + length : place + 12 + length] != struct.pack(">I", zlib.crc32(kind + content)):
            break
        yield kind, content, place
        if kind == b"IEND":
            return
        place, first = place + 12 + length, False
    raise Problem(Code.READ_BROKEN_IMAGE)


def _keyword(kind: bytes, content: bytes) -> bytes:
    """The keyword of an Open Badges chunk, empty for any other."""
    keyword = content[:80].partition(b"\0")[0]
    return keyword if kind in (b"iTXt", b"tEXt", b"zTXt") and keyword in _KEYWORDS else b""


def _carried(kind: bytes, content: bytes) -> bytes | None:
    if not _keyword(kind, content):
        return None
    _, _, rest = content.partition(b"\0")
    if kind == b"tEXt":  # Open Badges 1.0
        return rest
    compressed, method, texts = rest[:1], rest[1:2], rest[2:].split(b"\0", 2)
    if kind != b"iTXt" or len(texts) != 3 or compressed not in (b"\0", b"\1") or method != b"\0":
        raise Problem(Code.READ_BROKEN_IMAGE)
    return _unpacked(texts[2]) if compressed == b"\1" else texts[2]


def _unpacked(data: bytes) -> bytes:
    """Never more than is read at all, whatever the chunk would unpack to."""
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(data, MAX_BYTES + 1)
    except zlib.error:
        raise Problem(Code.READ_BROKEN_IMAGE) from None
    _check_size(text)
    if not unpacker.eof:
        raise Problem(Code.READ_BROKEN_IMAGE)
    return text


class _Svg:
    """What is baked into an SVG, and where its first tag begins."""

    def __init__(self, data: bytes) -> None:
        self.carried: list[str] = []
        self.is_svg = False
        self.root_at = 0
        self._open: list[bool] = []
        self._verify = ""
        self._text: list[str] = []
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.XmlDeclHandler = self._declaration
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(data, True)  # noqa: FBT003 - expat takes it by place
        except (expat.ExpatError, ValueError):
            raise Problem(Code.READ_BROKEN_IMAGE) from None

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "us-ascii", "ascii"):
            raise Problem(Code.READ_NOT_TEXT)

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_subset: bool) -> None:  # noqa: FBT001 - expat's order
        if has_subset:
            raise Problem(Code.READ_XML_ENTITIES)

    def _entity(self, *_declared: object) -> None:
        raise Problem(Code.READ_XML_ENTITIES)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._open:
            self.root_at = self._parser.CurrentByteIndex
            self.is_svg = name in ("svg", "http://www.w3.org/2000/svg svg")
        if len(self._open) >= _MAX_NESTING:
            raise Problem(Code.READ_TOO_DEEP, limit=str(_MAX_NESTING))
        self._open.append(name in _ELEMENTS)
        if self._open[-1]:
            self._verify, self._text = attributes.get("verify", ""), []

    def _characters(self, text: str) -> None:
        if self._open and self._open[-1]:
            self._text.append(text)

    def _end(self, _name: str) -> None:
        if self._open.pop():
            text = "".join(self._text).strip()
            # In Open Badges 2.0 `verify` may be the address of what the element holds.
            self.carried.append(self._verify if _JWS.fullmatch(self._verify) or not text else text)
