"""The columns that a list can have, by the headings that people give them in Danish or English."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Column(StrEnum):
    """What a column holds."""

    NAME = "name"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    EMAIL = "email"
    MICRO_CREDENTIAL = "micro_credential"
    GRADE = "grade"
    AWARDED_ON = "awarded_on"
    EVIDENCE = "evidence"


# The first of each language is the one in the template.
HEADINGS: Final[dict[Column, tuple[str, ...]]] = {
    Column.NAME: ("navn", "name", "fulde navn", "full name", "deltager", "participant", "studerende", "student"),
    Column.GIVEN_NAME: ("fornavn", "given name", "fornavne", "first name"),
    Column.FAMILY_NAME: ("efternavn", "family name", "last name", "surname"),
    Column.EMAIL: ("e-mail", "email", "mail", "e-mailadresse", "e-mail address", "mailadresse"),
    Column.MICRO_CREDENTIAL: (
        "micro-credential",
        "micro-credential",
        "mikroeksamensbevis",
        "mikro-credential",
        "bevis",
        "credential",
    ),
    Column.GRADE: ("karakter", "grade", "resultat", "result"),
    Column.AWARDED_ON: ("dato", "date", "bedømmelsesdato", "date of assessment"),
    Column.EVIDENCE: ("dokumentation", "evidence"),
}
TEMPLATE: Final = (Column.NAME, Column.EMAIL, Column.MICRO_CREDENTIAL, Column.GRADE, Column.AWARDED_ON, Column.EVIDENCE)


@dataclass(frozen=True)
class Layout:
    """Which of a list's columns holds what, by place; and the headings that say nothing to us."""

    places: dict[Column, int]
    unknown: tuple[str, ...]
    twice: tuple[Column, ...] = ()

    @property
    def missing(self) -> tuple[Column, ...]:
        """Columns that no list can do without, of those that this one lacks. Given and family name make a name."""
        lacking = [column for column in (Column.NAME, Column.EMAIL) if column not in self.places]
        if {Column.GIVEN_NAME, Column.FAMILY_NAME} <= self.places.keys():
            lacking = [column for column in lacking if column is not Column.NAME]
        return tuple(lacking)


def layout_of(headings: Sequence[str]) -> Layout:
    """What a line of headings means; case, spaces and hyphens do not matter."""
    places: dict[Column, int] = {}
    unknown, twice = [], []
    for place, heading in enumerate(headings):
        column = _COLUMNS.get(_plain(heading))
        if column is None:
            if heading.strip():
                unknown.append(heading.strip()[:80])
        elif column in places:
            twice.append(column)
        else:
            places[column] = place
    return Layout(places, tuple(unknown[:20]), tuple(twice))


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", heading).casefold())


_COLUMNS: Final = {_plain(heading): column for column, headings in HEADINGS.items() for heading in headings}
