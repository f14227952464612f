"""An e-mail as a reply in a thread: who sends it, to which address, and what is new in it. Standard library alone.

Nothing in a mail is believed but what the address's signature proves and the sender's address says; nothing of it is
kept but its plain text, without what it quotes. RFC 3834 says how automatic answers are known.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.headerregistry import Address, AddressHeader
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from typing import Final

MOST_BYTES: Final = 2_000_000
_MOST_PARTS: Final = 50
_MOST_TEXT: Final = 200_000

_QUOTE_BEGINS: Final = re.compile(
    r"""^(?:
      >|                                                     # a quoted line
      -{2,}\s*(?:Original\s+Message|Oprindelig\s+meddelelse|Oprindelig\s+besked|Videresendt\s+meddelelse)|
      _{10,}\s*$|
      (?:Den|On|Am|Le)\s.{3,200}\s(?:skrev|wrote|schrieb|a\sécrit)\b.{0,200}:\s*$|
      .{3,200}\s(?:skrev|wrote)\s.{0,60}:\s*$|
      (?:Fra|From|Von):\s.{1,200}$|
      --\s?$                                                  # a signature
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_BLOCKS: Final = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "table", "hr"})
_LEFT_OUT: Final = frozenset({"script", "style", "head", "title", "template", "noscript", "blockquote"})


class Unusable(Exception):
    """The mail cannot be a reply; ``reason`` is one word for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Reply:
    """What a mail says: its sender's address, the addresses it was sent to, its id, and its new text."""

    sender: str
    to: tuple[str, ...]
    message_id: str
    words: str


def read_mail(data: bytes) -> Reply:
    """What a mail says. Raises Unusable for one that is too large, automatic, a bounce, broken or empty."""
    if len(data) > MOST_BYTES:
        raise Unusable("too-large")
    try:
        mail = message_from_bytes(data, policy=default)
        if not isinstance(mail, EmailMessage):
            raise Unusable("broken")
        return _read(mail)
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise Unusable("broken") from error


def _read(mail: EmailMessage) -> Reply:
    if _is_automatic(mail):
        raise Unusable("automatic")
    senders = _addresses(mail, "From")
    message_id = str(mail.get("Message-ID", "")).strip()
    if len(senders) != 1 or not message_id:
        raise Unusable("no-sender" if message_id else "no-message-id")
    words = new_text(_plain(mail))
    if not words:
        raise Unusable("empty")
    to = tuple(address for name in ("To", "Delivered-To", "X-Original-To", "Cc") for address in _addresses(mail, name))
    return Reply(senders[0], to, message_id[:998], words)


def _addresses(mail: EmailMessage, name: str) -> list[str]:
    found: list[str] = []
    for header in mail.get_all(name, []):
        if isinstance(header, AddressHeader):
            listed: tuple[Address, ...] = header.addresses
            found += [one.addr_spec for one in listed if one.username and one.domain]
        else:
            found.append(str(header).strip().strip("<>"))
    return found[:100]


def _is_automatic(mail: EmailMessage) -> bool:
    said = str(mail.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    precedence = str(mail.get("Precedence", "")).strip().lower()
    return (
        said != "no"
        or precedence in {"bulk", "junk", "list", "auto_reply"}
        or str(mail.get("Return-Path", "x")).strip() == "<>"
        or mail.get_content_type() in {"multipart/report", "message/delivery-status"}
        or any(name in mail for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id"))
    )


def _plain(mail: EmailMessage) -> str:
    html = ""
    for number, part in enumerate(mail.walk()):
        if number >= _MOST_PARTS:
            break
        if part.get_content_disposition() == "attachment" or part.is_multipart():
            continue
        if part.get_content_type() == "text/plain":
            return _text_of(part)
        if part.get_content_type() == "text/html" and not html:
            html = _text_of(part)
    return text_of_html(html)


def _text_of(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        text = raw.decode(part.get_content_charset("utf-8"), errors="replace")
    except LookupError:
        text = raw.decode("utf-8", errors="replace")
    return text[:_MOST_TEXT]


class _Text(HTMLParser):
    """Keeps the words of HTML, a line for each block, and leaves out what is quoted or not seen."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._left_out = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LEFT_OUT:
            self._left_out += 1
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LEFT_OUT and self._left_out:
            self._left_out -= 1
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            self.words.append(re.sub(r"\s+", " ", data))


def text_of_html(html: str) -> str:
    """The words of HTML, without what it quotes and what is not seen."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" ?\n ?", "\n", "".join(reader.words))).strip()


def new_text(text: str) -> str:
    """What stands above the quoted part and the signature, without characters that are not text."""
    lines = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        stripped = line.strip()
        if _QUOTE_BEGINS.match(stripped) and len(stripped) < 500:  # no such line is longer
            break
        lines.append("".join(one for one in line.rstrip() if one == "\t" or one.isprintable()))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
