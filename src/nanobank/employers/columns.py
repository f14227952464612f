"""The columns of a list of people, by the headings that people give them; and what is wrong with a line of it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nanobank.common.cpr import has_cpr, without_cpr
from nanobank.common.sheets import CannotRead, tidy
from nanobank.employers.models import CostCentre


class Column(StrEnum):
    """What a column holds."""

    NAME = "name"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    EMAIL = "email"
    TEAM = "team"
    JOB_ROLE = "job_role"
    COST_CENTRE = "cost_centre"


HEADINGS: Final[dict[Column, tuple[str, ...]]] = {
    Column.NAME: ("navn", "name", "fulde navn", "full name", "medarbejder", "employee"),
    Column.GIVEN_NAME: ("fornavn", "given name", "fornavne", "first name"),
    Column.FAMILY_NAME: ("efternavn", "family name", "last name", "surname"),
    Column.EMAIL: ("e-mail", "email", "mail", "e-mailadresse", "arbejdsmail", "work email"),
    Column.TEAM: ("team", "afdeling", "department", "enhed", "skole", "unit"),
    Column.JOB_ROLE: ("stilling", "job role", "rolle", "funktion", "title", "titel", "jobtitel"),
    Column.COST_CENTRE: ("omkostningssted", "cost centre", "cost center", "kontostreng", "psp"),
}
"""The first of each is the one in the template."""
TEMPLATE: Final = (Column.NAME, Column.EMAIL, Column.TEAM, Column.JOB_ROLE, Column.COST_CENTRE)
LABELS: Final[dict[str, str | Promise]] = {
    "name": _("Name"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "email": _("E-mail"),
    "team": _("Team"),
    "job_role": _("Job role"),
    "cost_centre": _("Cost centre"),
}
_PROBLEMS: Final[dict[str, str | Promise]] = {
    "cpr": _("There is a CPR number here. Leave it out of the list."),
    "name_missing": _("The name is missing."),
    "name_one_word": _("Write both given name and family name."),
    "long": _("This is longer than %(most)s characters."),
    "characters": _(
        "There are characters here that cannot be read. Save the list as CSV UTF-8 or as an Excel workbook."
    ),
    "email_missing": _("The e-mail address is missing. It is how the person is asked in."),
    "email_wrong": _("“%(value)s” is not an e-mail address."),
    "twice": _("The same address stands in line %(line)s already."),
    "cost_centre_unknown": _("You have no cost centre called “%(value)s”."),
}
_TROUBLES: Final[dict[str, str | Promise]] = {
    "empty": _("There is nothing in the list."),
    "twice": _("Two columns hold the same: %(column)s. Remove one of them."),
    "missing": _("A column is missing: %(columns)s. The first line must hold the headings."),
    "long": _("The list has more than %(most)s lines. Save it as CSV, or divide it."),
    "csv": _("This is not a CSV file. Save the list from your spreadsheet as CSV UTF-8, or as an Excel workbook."),
    "xlsx": _("The Excel workbook cannot be opened. Save it anew, or save the list as CSV UTF-8."),
}
_LONGEST: Final = {"given_name": 80, "family_name": 80, "email": 254, "team": 80, "job_role": 120}
_is_email = EmailValidator()


@dataclass(frozen=True)
class Layout:
    """Which column holds what, by place; and the headings that say nothing to us."""

    places: dict[Column, int]
    unknown: tuple[str, ...]


@dataclass
class Checked:
    """A line as it was understood, and what is wrong with it: column, code, what the sentence names."""

    number: int
    cells: dict[str, str]
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    team: str = ""
    job_role: str = ""
    cost_centre: CostCentre | None = None
    problems: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def wrong(self, column: str, code: str, **params: str) -> None:
        """Add a problem."""
        self.problems.append((column, code, params))


def layout_of(headings: Sequence[str]) -> Layout:
    """What a line of headings means; case, spaces and hyphens do not matter. Raises CannotRead."""
    places: dict[Column, int] = {}
    unknown = []
    for place, heading in enumerate(headings):
        column = _COLUMNS.get(_plain(heading))
        if column is None:
            unknown += [heading.strip()[:80]] if heading.strip() else []
        elif column in places:
            raise CannotRead("twice", column=column)
        else:
            places[column] = place
    has_name = Column.NAME in places or {Column.GIVEN_NAME, Column.FAMILY_NAME} <= places.keys()
    missing = [] if has_name else [Column.NAME]
    missing += [] if Column.EMAIL in places else [Column.EMAIL]
    if missing:
        raise CannotRead("missing", columns=",".join(missing))
    return Layout(places, tuple(unknown[:20]))


def check(number: int, line: Sequence[str], layout: Layout, cost_centres: Mapping[str, CostCentre]) -> Checked | None:
    """The line by itself, or None when there is nothing in it."""
    cells = {str(column): tidy(line[place]) for column, place in layout.places.items() if place < len(line)}
    if not any(cells.values()):
        return None
    personal = [name for name, written in cells.items() if has_cpr(written)]
    cells = {name: without_cpr(written) for name, written in cells.items()}
    row = Checked(number, cells, team=cells.get("team", ""), job_role=cells.get("job_role", ""))
    _name(row)
    _email(row)
    for name in personal:
        row.wrong(name, "cpr")
    if written := cells.get("cost_centre", ""):
        row.cost_centre = cost_centres.get(written.casefold())
        if row.cost_centre is None:
            row.wrong("cost_centre", "cost_centre_unknown", value=written)
    for name, most in _LONGEST.items():
        if len(getattr(row, name)) > most:
            row.wrong(name, "long", most=str(most))
            setattr(row, name, getattr(row, name)[:most])
    return row


def problem_text(code: str, params: Mapping[str, str]) -> str:
    """The sentence, in the language active now."""
    return str(_PROBLEMS[code]) % params


def trouble_text(trouble: Mapping[str, Any]) -> str:
    """Why a list could not be read; empty when it could."""
    if "code" not in trouble:
        return ""
    params = {
        name: _columns(value) if name.startswith("column") else value for name, value in trouble["params"].items()
    }
    return str(_TROUBLES[trouble["code"]]) % params


def _columns(names: str) -> str:
    return ", ".join(str(LABELS[name]) for name in names.split(","))


def _name(row: Checked) -> None:
    given, family, whole = (row.cells.get(name, "") for name in ("given_name", "family_name", "name"))
    column = "name" if whole else "given_name"
    if not (given and family):
        given, _space, family = whole.rpartition(" ")
    row.given_name, row.family_name = unicodedata.normalize("NFC", given), unicodedata.normalize("NFC", family)
    if not (whole or given or family):
        row.wrong("name", "name_missing")
    elif not (given and family):
        row.wrong(column, "name_one_word")
    if "\ufffd" in given + family or not (given + family).isprintable():
        row.wrong(column, "characters")


def _email(row: Checked) -> None:
    written = row.cells.get("email", "")
    row.email = written.lower()
    if not written:
        row.wrong("email", "email_missing")
        return
    try:
        _is_email(row.email)
    except ValidationError:
        row.wrong("email", "email_wrong", value=written)


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", heading).casefold())


_COLUMNS: Final = {_plain(heading): column for column, headings in HEADINGS.items() for heading in headings}
