"""What abbreviations stand for: a sentence model has seldom met them, and names spell them out."""

import re
from typing import Final

from nanocore.matching._abbreviation_table import TABLE

_DANISH: Final = {one.short: one.danish for one in TABLE}
_ENGLISH: Final = {one.short: one.english for one in TABLE}
_WORD = re.compile(r"[^\W_]+")


def meanings(text: str, language: str = "da") -> list[str]:
    """What the abbreviations in a text stand for, each once, in order."""
    known = _ENGLISH if language == "en" else _DANISH
    return list(dict.fromkeys(known[word] for word in _WORD.findall(text.lower()) if word in known))


def spelled_out(text: str, language: str = "da") -> str:
    """The text, and after it in brackets what its abbreviations stand for.

    >>> spelled_out("vi får en ny CSRD-rapport")
    'vi får en ny CSRD-rapport (bæredygtighedsrapportering)'
    """
    told = meanings(text, language)
    return f"{text} ({'; '.join(told)})" if told else text


def stands_for(word: str, language: str = "da") -> tuple[str, ...]:
    """The meanings of one word that is an abbreviation, each by itself; none for any other.

    >>> stands_for("gdpr")
    ('databeskyttelse', 'personoplysninger')
    """
    return tuple(part for meaning in meanings(word, language) for part in meaning.split(", "))
