"""Markdown as its reader meets it: the running text, and all its words."""

import re
from collections.abc import Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER: Final = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
"""Reads what nanobank's pages show: CommonMark with tables."""
_WORD = re.compile(r"[^\W_]+(?:[-'’.,/][^\W_]+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


def running_text(markdown: str) -> str:
    """The text without its marks, a paragraph, heading or list item a line; without tables, code and addresses."""
    return "\n".join(_lines(markdown, with_tables=False))


def words_in(text: str) -> list[str]:
    """The words and numbers of a plain text: ``e-læring``, ``f.eks`` and ``27,5`` are one each."""
    return _WORD.findall(text)


def word_count(markdown: str) -> int:
    """How many words there are to read, those of tables included; code and addresses are not."""
    return sum(len(words_in(line)) for line in _lines(markdown, with_tables=True))


def _lines(markdown: str, *, with_tables: bool) -> Iterator[str]:
    in_table = False
    for token in PARSER.parse(markdown):
        if token.type in {"table_open", "table_close"}:
            in_table = token.type == "table_open"
        if token.type == "inline" and (with_tables or not in_table):
            line = _ADDRESS.sub(" ", inline_text(token.children or ())).strip()
            if line:
                yield line


def inline_text(tokens: "list[Token] | tuple[Token, ...]") -> str:
    """What a line of Markdown says: its text, and what code in it reads; pictures say nothing."""
    said = []
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            said.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            said.append(" ")
    return "".join(said)
