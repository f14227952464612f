"""Texts that are kept in Danish and English side by side (``title_da``, ``title_en``)."""

from typing import Any

from django.utils.translation import get_language


def in_english() -> bool:
    """Whether the language active now is English."""
    return (get_language() or "da").startswith("en")


def said(danish: str | None, english_text: str | None, *, english: bool) -> str:
    """The text in one language, the other where that is empty: for a page with many, which asks once which it is."""
    return (english_text or danish if english else danish or english_text) or ""


class Bilingual:
    """A read-only attribute that gives ``<name>_da`` or ``<name>_en``, whichever language is active.

    An empty text falls back on the other language, so that nothing is ever blank:

    >>> class Module: title = Bilingual("title")
    """

    def __init__(self, name: str) -> None:
        self.danish, self.english = f"{name}_da", f"{name}_en"

    def __get__(self, instance: Any, owner: type | None = None) -> str:
        """The text in the active language, or the other one when that is empty."""
        if instance is None:
            return ""
        first, second = (self.english, self.danish) if in_english() else (self.danish, self.english)
        return str(getattr(instance, first) or getattr(instance, second))
