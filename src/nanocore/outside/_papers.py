"""What a diploma or a certificate says of itself in running text, Danish, Norwegian, Swedish or English.

Only what is said once, or always the same, is taken: a transcript of many courses has no one size.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

_T = TypeVar("_T")
_MOST_READ: Final = 20_000
_NUMBER: Final = r"(\d{1,4}(?:[.,]\d{1,2})?)"
_ECTS: Final = re.compile(rf"(?<![\d.,]){_NUMBER}\s*(?:ECTS|studiepoint|studiepoeng|högskolepoäng)\b", re.IGNORECASE)
_HOURS: Final = re.compile(rf"(?<![\d.,:]){_NUMBER}\s*(?:\w{{3,14}})?(?:timer|timmar|hours)\b", re.IGNORECASE)
_LEVEL: Final = re.compile(r"\b(?:EQF|NQF|niveau|nivå|level)\b[^\d\n]{0,12}([1-8])\b", re.IGNORECASE)
_PLACE: Final = re.compile(
    r"(?:[A-ZÆØÅÖÄ][\w&’'-]*[ ]){0,4}"
    r"(?:[A-ZÆØÅÖÄ]\w*)?(?:[Uu]niversite(?:t|tet|y)|[Hh]øjskolen?|[Hh]øgskolen?|[Hh]ögskolan?|[Aa]kademiet?|[Aa]cademy"
    r"|[Cc]ollege|[Ii]nstitut(?:tet|te)?|[Ss]chool)\b"
    r"(?:[ ](?:of|for)[ ][A-ZÆØÅÖÄ]\w+|[ ][A-ZÆØÅÖÄ]\w+){0,3}"
)
_HEADINGS: Final = frozenset(
    (
        *("kursusbevis", "deltagerbevis", "eksamensbevis", "diplom", "bevis", "certifikat", "karakterudskrift"),
        *("certificate", "diploma", "certificate of completion", "certificate of attendance", "kursbevis", "intyg"),
        *("certificate of participation", "statement of accomplishment", "transcript of records"),
    )
)
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", "maj mai may", "jun", "jul", "aug", "sep", "okt oct", "nov", "dec des"), start=1
    )
    for name in names.split()
}
_WRITTEN: Final = re.compile(r"\b(\d{1,2})(?:\.|st|nd|rd|th)?[ ]+([a-zA-Z]{3,9})\.?[ ,]+([12]\d{3})\b")
_AMERICAN: Final = re.compile(r"\b([a-zA-Z]{3,9})\.?[ ]+(\d{1,2})(?:st|nd|rd|th)?,?[ ]+([12]\d{3})\b")
_ISO: Final = re.compile(r"\b([12]\d{3})-(\d{2})-(\d{2})\b")
_DANISH: Final = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./-]([12]\d{3})\b")


@dataclass(frozen=True)
class PaperFacts:
    """What a paper says of a course; empty or None where it does not. ``completed_on`` is its latest day by now."""

    title: str = ""
    provider: str = ""
    ects: Decimal | None = None
    hours: Decimal | None = None
    level: int | None = None
    completed_on: date | None = None


def read_paper(text: str, *, today: date) -> PaperFacts:
    """What can be told of a diploma's or certificate's text."""
    text = text[:_MOST_READ]
    place = _PLACE.search(text)
    level = _only(_LEVEL.findall(text))
    return PaperFacts(
        title=_title(text)[:300],
        provider=" ".join(place[0].split())[:200] if place else "",
        ects=_amount(_ECTS.findall(text), most=120),
        hours=_amount(_HOURS.findall(text), most=10_000),
        level=int(level) if level else None,
        completed_on=max((day for day in _days(text) if day <= today), default=None),
    )


def _title(text: str) -> str:
    """The first line that is more than a heading which any paper has."""
    lines = [line for one in text.splitlines() if len(line := " ".join(one.split())) > 5]
    telling = (line for line in lines if line.casefold().strip(" .:") not in _HEADINGS)
    return next(telling, lines[0] if lines else "")


def _only(found: Iterable[_T]) -> _T | None:
    unlike = set(found)
    return unlike.pop() if len(unlike) == 1 else None


def _amount(found: Iterable[str], *, most: int) -> Decimal | None:
    amount = _only(Decimal(one.replace(",", ".")) for one in found)
    return amount if amount is not None and 0 < amount <= most else None


def _days(text: str) -> Iterator[date]:
    written = [(year, _MONTHS.get(month[:3].lower()), day) for day, month, year in _WRITTEN.findall(text)]
    written += [(year, _MONTHS.get(month[:3].lower()), day) for month, day, year in _AMERICAN.findall(text)]
    written += [(year, int(month), day) for year, month, day in _ISO.findall(text)]
    written += [(year, int(month), day) for day, month, year in _DANISH.findall(text)]
    for year, number, day in written:
        try:
            yield date(int(year), number or 0, int(day))
        except ValueError:
            continue
