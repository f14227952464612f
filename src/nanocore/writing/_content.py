"""What a Markdown text lacks for ears, and for reading by headings and links (WCAG 2.2: 1.1.1, 1.3.1, 2.4.4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from urllib.parse import urldefrag

from markdown_it.token import Token

from nanocore.writing._entries import any_of
from nanocore.writing._plain import PARSER, inline_text

DECORATIVE: Final = frozenset({"pynt", "decorative"})
"""A picture whose address ends with one of these after ``#`` is said to be for the eye alone: it needs no text."""
_SAYS_NOTHING: Final = any_of(
    "her, klik her, tryk her, se her, læs her, link, linket, dette link, læs mere, se mere, mere, hent, download, "
    "side, siden, here, click here, read here, read more, see more, more, this, this link, page, this page, find "
    "out more"
)
_FILE_NAME = re.compile(
    r"^[\w() -]+\.(?:png|jpe?g|gif|webp|svg|heic)$|^(?:img|dsc|image|billede|screenshot)[\W_]*\d*$", re.I
)
_LONGEST_ALT: Final = 250


@dataclass(frozen=True)
class Fault:
    """Something to mend: a ``code``, ``where`` it stands in the author's own words, and the ``line`` (0: no line)."""

    code: str
    where: str
    line: int = 0


def content_faults(markdown: str) -> tuple[Fault, ...]:
    """The faults, in the order of the text.

    Codes: ``no_alt``, ``alt_is_file_name``, ``alt_too_long``, ``empty_heading``, ``heading_skips``, ``vague_link``,
    ``bare_link``, ``empty_link``, ``empty_table_heading``.
    """
    tokens = PARSER.parse(markdown)
    return tuple(sorted((*_headings(tokens), *_inlines(tokens)), key=lambda fault: fault.line))


def alt_faults(alt: str) -> tuple[Fault, ...]:
    """What is wrong with the words that stand for a picture: ``no_alt``, ``alt_is_file_name`` or ``alt_too_long``."""
    said = alt.strip()
    if not said:
        return (Fault("no_alt", ""),)
    if _FILE_NAME.match(said):
        return (Fault("alt_is_file_name", said),)
    return (Fault("alt_too_long", said[:60] + "…"),) if len(said) > _LONGEST_ALT else ()


def _headings(tokens: list[Token]) -> Iterator[Fault]:
    before = 0
    for token, inline in pairwise(tokens):
        if token.type == "th_open" and not inline.content.strip():
            yield Fault("empty_table_heading", "", _line(token) or _line(inline))
        if token.type != "heading_open":
            continue
        level = int(token.tag[1])
        if not inline.content.strip():
            yield Fault("empty_heading", "", _line(token))
        elif before and level > before + 1:
            yield Fault("heading_skips", inline.content.strip(), _line(token))
        before = level


def _inlines(tokens: list[Token]) -> Iterator[Fault]:
    for token in tokens:
        if token.type == "inline":
            children = token.children or []
            for place, child in enumerate(children):
                if child.type == "image":
                    yield from _picture(child, _line(token))
                elif child.type == "link_open":
                    yield from _link(children, place, _line(token))


def _picture(token: Token, line: int) -> Iterator[Fault]:
    address, fragment = urldefrag(str(token.attrs.get("src", "")))
    for fault in alt_faults(token.content):
        if fault.code != "no_alt" or fragment not in DECORATIVE:
            yield Fault(fault.code, fault.where or address, line)


def _link(children: list[Token], place: int, line: int) -> Iterator[Fault]:
    inside = []
    for child in children[place + 1 :]:
        if child.type == "link_close":
            break
        inside.append(child)
    said = " ".join([inline_text(inside), *(child.content for child in inside if child.type == "image")]).strip()
    address = str(children[place].attrs.get("href", ""))
    if not said:
        yield Fault("empty_link", address, line)
    elif _SAYS_NOTHING.fullmatch(said.rstrip(".:!»> ")):
        yield Fault("vague_link", said, line)
    elif re.match(r"(?:https?://|www\.)\S+$", said):
        yield Fault("bare_link", said, line)


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0
