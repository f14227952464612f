"""Words as people paste them, made plain: no markup, no invisible characters, no heaps of empty lines."""

import html
import re
import unicodedata
from typing import Final

import nh3

_MARKUP: Final = re.compile(r"<(?:!--|/?(?:a|b|br|div|em|font|h\d|hr|html|body|head|i|img|li|meta|ol|p|script|section|"
                            r"span|strong|style|svg|table|tbody|td|th|tr|u|ul)\b)", re.IGNORECASE)  # fmt: skip
_ENDS_A_LINE: Final = re.compile(r"<(?:br|/p|/li|/div|/h\d|/tr)\b[^>]*>", re.IGNORECASE)
_MANY_EMPTY: Final = re.compile(r"\n\s*\n\s*\n+")
_SPACES: Final = re.compile(r"[ \t\u00a0]+")


def plain(words: str) -> str:
    """The words without HTML, control characters and needless space; each paragraph and point on a line of its own.

    A ``<`` that begins no tag stays, so that *under <5 år* is still what was said.
    """
    text = words.replace("\r\n", "\n").replace("\r", "\n")
    if _MARKUP.search(text):
        text = html.unescape(nh3.clean(_ENDS_A_LINE.sub(lambda tag: tag.group() + "\n", text), tags=set()))
    text = "".join(
        one for one in text if one == "\n" or one == "\t" or unicodedata.category(one) not in {"Cc", "Cf", "Cs"}
    )
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _MANY_EMPTY.sub("\n\n", "\n".join(lines)).strip()
