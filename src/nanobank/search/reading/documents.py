"""Text out of what people paste and upload: plain, HTML, PDF. Whatever is left unread is said."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from nanobank.common.errors import Refused

MOST_PAGES: Final = 40
MOST_CHARACTERS: Final = 60_000
"""About 20 pages. What stands after that is not read, and whoever sent it is told."""
MOST_BYTES: Final = 20_000_000
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|&(?:[a-z]{2,8}|#\d{2,5});")
_BLOCKS: Final = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th", "section", "article")
)
_UNSEEN: Final = frozenset(("script", "style", "head", "template", "noscript"))


@dataclass(frozen=True)
class Remark:
    """Something to tell whoever sent a text. ``code`` is for programs."""

    code: str
    message: str


@dataclass(frozen=True)
class TextOf:
    """The readable text of a document, and what was left out of it."""

    text: str
    remarks: tuple[Remark, ...] = ()


class _Seen(HTMLParser):
    """Collects what a reader would see; blocks begin new lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block is a new line; what is never shown is skipped."""
        self._hidden += tag in _UNSEEN
        if tag in _BLOCKS:
            self.pieces.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        """The end of a block is a new line too."""
        self._hidden = max(self._hidden - (tag in _UNSEEN), 0)
        if tag in _BLOCKS and tag != "br":
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        """What is shown."""
        if not self._hidden:
            self.pieces.append(re.sub(r"\s+", " ", data))


def plain(text: str) -> TextOf:
    """A pasted text without HTML and control characters, cut where reading stops."""
    if len(_TAG.findall(text[:MOST_CHARACTERS])) >= 2:
        seen = _Seen()
        seen.feed(text)
        seen.close()
        text = "".join(seen.pieces)
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\ufeff]", "", text.replace("\r\n", "\n"))
    text = re.sub(r"[ \t\u00a0]+", " ", text.replace("\r", "\n")).replace("\u00ad", "").strip()
    text = re.sub(r"\s*\n\s*\n\s*", "\n\n", text)
    if len(text) <= MOST_CHARACTERS:
        return TextOf(text)
    cut = text.rfind("\n", MOST_CHARACTERS // 2, MOST_CHARACTERS)
    return TextOf(text[: cut if cut > 0 else MOST_CHARACTERS], (_long(),))


def _long() -> Remark:
    return Remark("long", _("The text is long. We have read the first 20 pages or so; the rest is not in the answer."))


def text_of(data: bytes, name: str = "") -> TextOf:
    """The text of an uploaded file: PDF, HTML or plain text.

    Raises Refused on ``file`` when it is too large, locked, holds no text (a scanned page), or is of another kind.
    """
    if len(data) > MOST_BYTES:
        raise Refused(_("The file is larger than 20 MB."), field="file")
    if data[:1024].lstrip().startswith(b"%PDF"):
        return _of_pdf(data)
    if b"\x00" in data[:4096]:
        raise Refused(_("We can read PDF files and plain text. This is something else."), field="file")
    try:
        return plain(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return plain(data.decode("cp1252", errors="replace"))


def _of_pdf(data: bytes) -> TextOf:
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused(_("The PDF is locked with a password."), field="file")
        pages = len(reader.pages)
        pieces: list[str] = []
        for page in reader.pages[:MOST_PAGES]:
            pieces.append(page.extract_text())
            if sum(map(len, pieces)) > MOST_CHARACTERS:
                break
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError) as error:
        raise Refused(_("The PDF cannot be read. Try to save it anew, or paste the text."), field="file") from error
    found = plain("\n\n".join(pieces))
    if not any(letter.isalpha() for letter in found.text):
        raise Refused(_("There is no text in the PDF, only pictures of it. Paste the text instead."), field="file")
    if len(pieces) < pages:
        told = ngettext(
            "The PDF has %(pages)d page. We have read the first %(read)d.",
            "The PDF has %(pages)d pages. We have read the first %(read)d.",
            pages,
        )
        return TextOf(found.text, (Remark("long", told % {"pages": pages, "read": len(pieces)}),))
    return found
