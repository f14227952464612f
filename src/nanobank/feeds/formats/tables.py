"""Offers in a CSV file: which column is what is guessed from the headings, and can be said otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Final

from nanobank.common.tables import NoTable, encoding_of, rows_of
from nanobank.feeds.bridge import BETWEEN
from nanobank.feeds.formats.items import CannotRead, Row, Wrong
from nanobank.feeds.formats.values import NAMES

_GUESSES: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "kode", "nummer", "kursusnummer", "kursus-id", "course id", "code", "identifier", "sku"),
    "url": ("url", "link", "adresse", "webadresse", "hjemmeside", "address", "website", "homepage", "course url"),
    "title": ("titel", "navn", "kursus", "kursusnavn", "title", "name", "course", "course name", "overskrift"),
    "provider": ("udbyder", "arrangør", "skole", "institution", "provider", "organisation", "organizer", "school"),
    "description": ("beskrivelse", "indhold", "tekst", "om", "description", "summary", "resume", "about"),
    "language": ("sprog", "undervisningssprog", "language", "lang"),
    "workload": ("timer", "varighed", "omfang", "tid", "hours", "duration", "workload"),
    "ects": ("ects", "ects-point", "point", "credits", "ects points"),
    "level": ("niveau", "eqf", "eqf-niveau", "level", "eqf level"),
    "price": ("pris", "pris i kr", "pris (kr.)", "deltagerpris", "price", "fee", "cost"),
    "currency": ("valuta", "currency"),
    "form": ("form", "undervisningsform", "afholdelse", "mode", "format", "delivery"),
    "start": ("start", "startdato", "begynder", "dato", "start date", "starts", "date"),
    "competences": ("kompetencer", "færdigheder", "emner", "competences", "skills", "topics", "keywords"),
}
_DIVIDERS: Final = ("|", ";")


class Table:
    """A CSV file with a line of headings. ``mapping`` says which of our names each of its columns is."""

    def __init__(self, file: IO[bytes], mapping: Mapping[str, str] | None) -> None:
        self._file = file
        try:
            file.seek(0)
            self._encoding = encoding_of(file)
        except NoTable:
            raise CannotRead("csv") from None
        self.headings = tuple(heading.strip()[:120] for heading in self._first())
        self.mapping = guessed(self.headings) if mapping is None else dict(mapping)

    def rows(self) -> Iterator[Row]:
        """The lines below the headings that hold anything. Raises CannotRead."""
        places = {name: self.headings.index(of) for name, of in self.mapping.items() if of in self.headings}
        numbered = self._numbered()
        next(numbered, None)
        for number, cells in numbered:
            if any(map(str.strip, cells)):
                yield self._row(number, cells, places)

    def _row(self, number: int, cells: Sequence[str], places: Mapping[str, int]) -> Row:
        if len(cells) < len(self.headings) or any(map(str.strip, cells[len(self.headings) :])):
            params = {"have": str(len(cells)), "want": str(len(self.headings))}
            return Row(number, wrong=(Wrong("", cells[0][:200] if cells else "", "cells", params),))
        if any("\ufffd" in cell for cell in cells):
            return Row(number, wrong=(Wrong("", next(one for one in cells if "\ufffd" in one)[:200], "characters"),))
        said = {name: cells[place] for name, place in places.items()}
        if "competences" in said:
            divider = next((one for one in _DIVIDERS if one in said["competences"]), ",")
            said["competences"] = BETWEEN.join(said["competences"].split(divider))
        return Row(number, said)

    def _first(self) -> list[str]:
        for _number, cells in self._numbered():
            if any(map(str.strip, cells)):
                return cells
            break
        raise CannotRead("empty")

    def _numbered(self) -> Iterator[tuple[int, list[str]]]:
        self._file.seek(0)
        try:
            yield from rows_of(self._file, self._encoding)
        except NoTable:
            raise CannotRead("csv") from None


def guessed(headings: Sequence[str]) -> dict[str, str]:
    """For each of our names the column that is most likely it; none for those that no heading names."""
    known = {heading.casefold().strip(): heading for heading in headings}
    found: dict[str, str] = {}
    for name in NAMES:
        heading = next((known[one] for one in _GUESSES[name] if one in known), None)
        if heading is not None and heading not in found.values():
            found[name] = heading
    return found
