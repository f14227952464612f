"""What is wrong with a row: each problem by its column and a code, so that it can be said in either language."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from nanobank.awards.lists.columns import Column
from nanobank.awards.lists.reading import Line
from nanobank.catalogue.models import Grading, MicroCredential

Problem = tuple[str, str, dict[str, str]]
"""Column, code, and what the sentence names."""

_GRADES: Final = {"12": "12", "10": "10", "7": "7", "07": "7", "4": "4", "04": "4", "02": "02", "2": "02"}
_NOT_PASSED: Final = frozenset(
    {"0", "00", "-3", "ikke bestået", "ej bestået", "ib", "not passed", "failed", "not_passed"}
)
_PASSED: Final = frozenset({"bestået", "best.", "b", "passed", "pass"})
_DATES: Final = ("%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y")
_OLDEST: Final = timedelta(days=20 * 366)
_LONGEST_NAME: Final = 80
_LONGEST_EMAIL: Final = 254
_LONGEST_LINK: Final = 500
_JOINERS: Final = "\u200c\u200d"  # a part of some names in Arabic and Indic scripts
_is_email = EmailValidator()


@dataclass
class Checked:
    """A row as it was understood, and what is wrong with it so far."""

    number: int
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    micro_credential: MicroCredential | None = None
    grade: str = ""
    awarded_on: date | None = None
    evidence: str = ""
    problems: list[Problem] = field(default_factory=list)
    known: bool = False

    @property
    def name(self) -> str:
        """As on the credential."""
        return f"{self.given_name} {self.family_name}"

    def wrong(self, column: Column, code: str, **params: str) -> None:
        """Add a problem."""
        self.problems.append((column.value, code, params))


@dataclass(frozen=True)
class Choice:
    """What can be awarded from a list: by every word a list may call it, and the one for rows that name none."""

    called: Mapping[str, MicroCredential]
    usual: MicroCredential | None
    unready: Mapping[int, str]
    """Those that lack something that a credential must say, by id: what they lack."""


def check(line: Line, choice: Choice, *, today: date) -> Checked:
    """The row by itself; what only shows beside other rows or what we know of people is looked at afterwards."""
    row = Checked(line.number)
    cells = line.cells
    _name(row, cells)
    _email(row, cells.get(Column.EMAIL, ""))
    _micro_credential(row, cells.get(Column.MICRO_CREDENTIAL, ""), choice)
    _grade(row, cells.get(Column.GRADE, ""))
    _awarded_on(row, cells.get(Column.AWARDED_ON, ""), today)
    _evidence(row, cells.get(Column.EVIDENCE, ""))
    return row


def words_of(name: str) -> set[str]:
    """The words of a name, bare of case and accents: to tell whether two names can be the same person's."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return set(re.findall(r"\w+", "".join(letter for letter in bare if not unicodedata.combining(letter))))


def _name(row: Checked, cells: Mapping[Column, str]) -> None:
    given, family = cells.get(Column.GIVEN_NAME, ""), cells.get(Column.FAMILY_NAME, "")
    whole = cells.get(Column.NAME, "")
    column = Column.NAME if whole else Column.GIVEN_NAME
    if not (given and family):
        given, _, family = whole.rpartition(" ")
    row.given_name, row.family_name = (unicodedata.normalize("NFC", part)[:_LONGEST_NAME] for part in (given, family))
    if not (whole or given or family):
        row.wrong(Column.NAME, "name_missing")
    elif not (given and family):
        row.wrong(column, "name_one_word")
    elif max(len(given), len(family)) > _LONGEST_NAME:
        row.wrong(column, "name_long")
    if not _is_plain(given + family):
        row.wrong(column, "characters")


def _is_plain(text: str) -> bool:
    """Whether every character can be in what is signed, and none is a sign of a file read in the wrong encoding."""
    if "\ufffd" in text:
        return False
    return text.isprintable() or not any(
        unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"} for letter in text if letter not in _JOINERS
    )


def _email(row: Checked, written: str) -> None:
    row.email = written.lower()[:_LONGEST_EMAIL]
    if not written:
        row.wrong(Column.EMAIL, "email_missing")
        return
    try:
        _is_email(row.email)
    except ValidationError:
        row.wrong(Column.EMAIL, "email_wrong", value=written)


def _micro_credential(row: Checked, written: str, choice: Choice) -> None:
    found = choice.called.get(written.casefold()) if written else choice.usual
    if found is None:
        if written:
            row.wrong(Column.MICRO_CREDENTIAL, "micro_credential_unknown", value=written)
        else:
            row.wrong(Column.MICRO_CREDENTIAL, "micro_credential_missing")
        return
    row.micro_credential = found
    if found.pk in choice.unready:
        row.wrong(Column.MICRO_CREDENTIAL, "micro_credential_unready", missing=choice.unready[found.pk])


def _grade(row: Checked, written: str) -> None:
    said = written.casefold()
    if said in _NOT_PASSED:
        row.wrong(Column.GRADE, "grade_not_passed", value=written)
        return
    grade = _GRADES.get(said) or ("passed" if said in _PASSED else "")
    if written and not grade:
        row.wrong(Column.GRADE, "grade_unknown", value=written)
        return
    row.grade = grade
    if row.micro_credential is None:
        return
    by_scale = row.micro_credential.grading == Grading.SEVEN_POINT
    if not grade and by_scale:
        row.wrong(Column.GRADE, "grade_missing")
    elif not grade:
        row.grade = "passed"
    elif by_scale != (grade != "passed"):
        row.wrong(Column.GRADE, "grade_by_scale" if by_scale else "grade_without_scale", value=written)


def _awarded_on(row: Checked, written: str, today: date) -> None:
    if not written:
        return
    for form in _DATES:
        try:
            row.awarded_on = datetime.strptime(written, form).date()  # noqa: DTZ007  # a date has no time zone
            break
        except ValueError:
            continue
    if row.awarded_on is None:
        row.wrong(Column.AWARDED_ON, "date_wrong", value=written)
    elif row.awarded_on > today:
        row.wrong(Column.AWARDED_ON, "date_to_come", value=written)
    elif row.awarded_on < today - _OLDEST:
        row.wrong(Column.AWARDED_ON, "date_long_ago", value=written)


def _evidence(row: Checked, written: str) -> None:
    row.evidence = written[:_LONGEST_LINK]
    if not written:
        return
    try:
        parts = urlsplit(written)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or not _is_plain(written) or re.search(r'[\s<>"{}|\\^`]', written):
        row.wrong(Column.EVIDENCE, "evidence_wrong", value=written)
    elif len(written) > _LONGEST_LINK:
        row.wrong(Column.EVIDENCE, "evidence_long")
