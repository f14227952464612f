"""The forms in which frameworks are handed over, all read into the same items."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import IO

from nanobank.frameworks.formats import case, esco, plain
from nanobank.frameworks.formats.files import opened, pack
from nanobank.frameworks.formats.items import (
    About,
    Asks,
    CannotRead,
    Item,
    Line,
    Package,
    Part,
    Placed,
    Term,
    Wrong,
)
from nanobank.frameworks.models import Format

__all__ = [
    "About",
    "Asks",
    "CannotRead",
    "Item",
    "Line",
    "Package",
    "Part",
    "Placed",
    "Term",
    "Wrong",
    "format_of",
    "open_package",
    "pack",
]


def format_of(file: IO[bytes], name: str) -> Format:
    """In which form a framework is, told by the names of its files. Raises CannotRead for a broken zip."""
    file.seek(0)
    with opened(file, name) as files:
        if esco.is_esco(files):
            return Format.ESCO
        return Format.CASE if case.is_case(files) else Format.PLAIN


@contextmanager
def open_package(
    file: IO[bytes], name: str, form: Format, *, title: str, address: Callable[[str], str], today: date
) -> Iterator[Package]:
    """The framework in ``file``, as long as that is open. A plain list's ``title``
    is what it is to be called, and ``address`` gives its framework's by a slug.

    Raises CannotRead, also while its lines are gone through.
    """
    file.seek(0)
    with opened(file, name) as files:
        if form == Format.ESCO:
            yield esco.read_package(files)
        elif form == Format.CASE:
            yield case.read_package(files, today=today)
        else:
            yield plain.read_package(files, title=title, address=address)
