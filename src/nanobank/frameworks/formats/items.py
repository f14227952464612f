"""What all formats have in common: a package of parts, whose lines say something about concepts or are wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from nanobank.frameworks.models import LONGEST_LABEL, LONGEST_OTHER_LABEL, Kind

LONGEST_URI: Final = 200
"""As long as the catalogue keeps them."""
LONGEST_CODE: Final = 60


class CannotRead(Exception):
    """The files as a whole cannot be used; ``code`` and ``params`` say why (see ``texts.trouble_text``)."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Term:
    """A concept with its names in one language. An empty ``label`` names nothing new: the concept must be known."""

    uri: str
    kind: Kind
    language: str
    label: str
    alternatives: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    description: str = ""
    code: str = ""
    retired: bool = False


@dataclass(frozen=True)
class Placed:
    """``uri`` lies within ``broader``."""

    uri: str
    broader: str


@dataclass(frozen=True)
class Asks:
    """``uri``, a role or a competence, asks for the competence ``asked``."""

    uri: str
    asked: str
    essential: bool


Item: TypeAlias = Term | Placed | Asks


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a line: in which column, what stands there, and why (see ``texts.fault_text``)."""

    column: str
    cell: str
    code: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One line of a part by its number, as a spreadsheet shows it (or its place in a JSON list, from 1)."""

    number: int
    items: tuple[Item, ...] = ()
    wrong: tuple[Wrong, ...] = ()


@dataclass(frozen=True)
class Part:
    """Some lines that belong together, a file for instance. They can be gone through as often as one likes."""

    name: str
    lines: Callable[[], Iterator[Line]]


@dataclass(frozen=True)
class About:
    """The framework itself. A title in one language stands for both."""

    uri: str
    slug: str
    title_da: str
    title_en: str
    publisher: str = ""
    version: str = ""
    homepage: str = ""
    attribution_da: str = ""
    attribution_en: str = ""


@dataclass(frozen=True)
class Package:
    """A framework as it was handed over: parts in the order in which they must be taken in, concepts first."""

    about: About
    parts: tuple[Part, ...]
    languages: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    kinds: frozenset[Kind] = frozenset()


def wrong_with(term: Term, columns: dict[str, str]) -> Iterator[Wrong]:
    """What keeps a term from being kept; ``columns`` are the headings of uri, label, alternatives and code."""
    if not term.uri:
        yield Wrong(columns["uri"], "", "no_uri")
    elif not is_address(term.uri):
        yield Wrong(columns["uri"], term.uri, "uri")
    if len(term.label) > LONGEST_LABEL:
        yield Wrong(columns["label"], term.label, "long", {"most": str(LONGEST_LABEL)})
    for text in (*term.alternatives, *term.hidden):
        if len(text) > LONGEST_OTHER_LABEL:
            yield Wrong(columns["alternatives"], text, "long", {"most": str(LONGEST_OTHER_LABEL)})
    if len(term.code) > LONGEST_CODE:
        yield Wrong(columns["code"], term.code, "long", {"most": str(LONGEST_CODE)})


def is_address(uri: str) -> bool:
    """Whether it is an http(s) address, not too long, in the characters of one."""
    whole = uri.startswith(("http://", "https://")) and len(uri.partition("//")[2]) > 1
    return whole and len(uri) <= LONGEST_URI and uri.isprintable() and not any(map(str.isspace, uri))


def tidied(text: Any) -> str:
    """One line, without needless spaces."""
    return " ".join(str(text or "").split())
