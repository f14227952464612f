"""The addresses of named pages, for a page that shows many."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language

_ANY_SLUG, _ANY_UUID = "any--slug", UUID(int=0)


@lru_cache(maxsize=64)
def _pattern(name: str, anything: str | UUID, language: str | None) -> str:
    return reverse(name, args=[anything])


Addresses: TypeAlias = Callable[[str, str | UUID], str]
"""The address of a named page for this slug or uuid."""


def addresses() -> Addresses:
    """``reverse`` for a page with many rows, in the language active now: each pattern is looked up once."""
    language = get_language()

    def address(name: str, key: str | UUID) -> str:
        anything = _ANY_UUID if isinstance(key, UUID) else _ANY_SLUG
        return _pattern(name, anything, language).replace(str(anything), str(key))

    return address


def address(name: str, key: str | UUID) -> str:
    """One of them, in the language active now."""
    return addresses()(name, key)
