"""A Europass CV that a learner brings: which of its lines can become udtræk. The CV itself is not kept."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.core import signing
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Refused
from nanobank.search.reading.documents import plain
from nanobank.withdrawals.bridge import CvKind, CvLine, Found, UnreadableXml, is_cv, lines_of_cv, object_of_xml
from nanobank.withdrawals.models import Source
from nanobank.withdrawals.pdf import xml_in_pdf
from nanobank.withdrawals.reading import Material

MOST_AT_ONCE: Final = 10
_MOST_PDF: Final = 20 * 1024 * 1024
_MOST_XML: Final = 5 * 1024 * 1024
_SALT: Final = "nanobank.withdrawals.cv"
_SECONDS_TO_CHOOSE: Final = 4 * 60 * 60
_KEPT: Final = ("title", "provider", "description", "country", "level")


def read_cv(data: bytes, *, field: str = "cv") -> tuple[CvLine, ...]:
    """The lines of a CV: of Europass's XML, or of its PDF, in which the XML lies. Raises Refused on ``field``."""
    is_pdf = data[:1024].lstrip().startswith(b"%PDF")
    if len(data) > (_MOST_PDF if is_pdf else _MOST_XML):
        raise Refused(_("A CV is never that large. Choose the file that Europass gave you."), field=field)
    xml = xml_in_pdf(data, field=field) if is_pdf else data
    if not xml:
        raise Refused(
            _("There are no data of a Europass CV in the PDF. Download the CV as XML, or bring the PDF as a PDF."),
            field=field,
        )
    try:
        written = object_of_xml(xml)
    except UnreadableXml:
        written = {}
    if not is_cv(written):
        raise Refused(_("This is no CV from Europass. Download it there as XML or PDF."), field=field)
    lines = tuple(replace(one, found=_plain(one.found)) for one in lines_of_cv(written))
    if not lines:
        raise Refused(_("The CV names no education, no course and no skill. Write one in your own words."), field=field)
    return lines


def _plain(found: Found) -> Found:
    """As a reader would see it."""
    return replace(found, title=plain(found.title).text, description=plain(found.description).text)


def materials_of(lines: Iterable[CvLine]) -> list[Material]:
    """What each line tells of what was learnt."""
    return [
        Material(
            Source.CV, one.found, text=f"{one.found.title}\n{one.found.description}", completed_on=one.completed_on
        )
        for one in lines
    ]


def chosen_among(lines: tuple[CvLine, ...], numbers: Iterable[int], *, field: str) -> list[CvLine]:
    """Those with these numbers, from 0. Raises Refused on ``field`` for none, too many, or one that is not there."""
    wanted = sorted(set(numbers))
    if not wanted or not 0 <= wanted[0] <= wanted[-1] < len(lines):
        raise Refused(_("Choose what you want to bring."), field=field)
    if len(wanted) > MOST_AT_ONCE:
        raise Refused(_("Choose at most %d at a time.") % MOST_AT_ONCE, field=field)
    return [lines[number] for number in wanted]


def sealed(lines: Iterable[CvLine], *, person: Person) -> str:
    """The lines as a page can carry them until they are chosen among; nobody can change them on the way."""
    rows = [
        [one.kind.value, {name: getattr(one.found, name) for name in _KEPT}, *map(_written, _days(one)), one.is_ongoing]
        for one in lines
    ]
    return signing.dumps([person.pk, rows], salt=_SALT, compress=True)


def unsealed(carried: str, *, person: Person) -> tuple[CvLine, ...]:
    """What ``sealed`` gave to the same person not long ago. Raises Refused otherwise."""
    try:
        owner, rows = signing.loads(carried, salt=_SALT, max_age=_SECONDS_TO_CHOOSE)
    except signing.BadSignature:
        owner, rows = None, []
    if owner != person.pk:
        raise Refused(_("The CV has to be read again. Choose it once more."), field="cv")
    return tuple(_line(*row) for row in rows)


def _days(one: CvLine) -> tuple[date | None, date | None]:
    return one.begun_on, one.completed_on


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""


def _read_day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _line(kind: str, found: dict[str, Any], begun: str, completed: str, is_ongoing: bool) -> CvLine:  # noqa: FBT001  # as it was written
    return CvLine(CvKind(kind), Found(**found), _read_day(begun), _read_day(completed), is_ongoing)
