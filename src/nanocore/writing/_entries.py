"""Lists of words as they are easily read and mended: a star stands for any ending, a word alone for itself."""

import re


def words_of(text: str) -> frozenset[str]:
    """The words of a list written with spaces between them."""
    return frozenset(text.split())


def rule_of(entry: str) -> str:
    """A regular expression for whole words: ``påbegynd*``, ``i forbindelse med``."""
    return r"\b" + re.escape(entry).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") + r"\b"


def any_of(entries: str) -> re.Pattern[str]:
    """Finds any of a list written with commas between its entries, the longest that fits first."""
    listed = sorted({" ".join(entry.split()) for entry in entries.split(",")}, key=len, reverse=True)
    return re.compile("|".join(rule_of(entry) for entry in listed), re.IGNORECASE)
