"""The competences' frameworks, taken in as anybody would: a part of ESCO, and the bank's own roles and areas."""

import csv
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from io import StringIO
from typing import Final

from django.core.files.base import ContentFile

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence
from nanobank.demo.seeding.files import Row, rows
from nanobank.demo.seeding.hours import by_day
from nanobank.frameworks.models import Concept, ImportRun
from nanobank.frameworks.services import begin, check, make_run, work

_FILE: Final = "frameworks.toml"
_TITLE: Final = "Nanobankens roller og områder"
_COLUMNS: Final = (
    "adresse", "kode", "art", "navn_da", "navn_en", "ogsaa_da", "beskrivelse_da", "beskrivelse_en", "under", "kraever",
    "gavner",
)  # fmt: skip
_AWAITING: Final = """adresse;kode;art;navn_da;navn_en;under
;velfaerdsteknologi;gruppe;Velfærdsteknologi;Welfare technology;
;robotstoevsuger;;sætte en robotstøvsuger i gang;start a robot vacuum cleaner;velfaerdsteknologi
;sengeloft;;;;velfaerdsteknologi
http://data.europa.eu/esco/skill/findes-ikke;;;bruge loftlift;use a ceiling hoist;velfaerdsteknologi
;skaermbesoeg;;holde skærmbesøg;hold a visit by video;velfaerdsteknologi
"""
"""Somebody's own list with two lines that cannot be used; it waits for a decision."""


def seed_frameworks(competences: dict[str, Competence], staff: Person, now: datetime) -> int:
    """Take both in, and leave a third for whoever runs the bank; how many concepts there are then."""
    then = now - timedelta(days=40)
    english = [{"conceptUri": one.uri, "preferredLabel": one.label_en} for one in competences.values()]
    _take_in(_csv(("conceptUri", "preferredLabel"), english, ","), "skills_en.csv", "", staff, then)
    own = _csv(_COLUMNS, _own(competences), ";")
    _take_in(own, "nanobankens-roller.csv", _TITLE, staff, then + timedelta(hours=1))
    _hand_over(
        _AWAITING, "velfaerdsteknologi.csv", "Velfærdsteknologi i kommunen", staff, by_day(now - timedelta(hours=2))
    )
    return Concept.objects.count()


def _own(competences: Mapping[str, Competence]) -> Iterable[dict[str, str]]:
    also = {key: names for row in rows(_FILE, "also") for key, names in row["names_da"]}
    for area in rows(_FILE, "area"):
        yield {"art": "gruppe", **_named(area)}
        for key in area["holds"]:
            yield {"adresse": competences[key].uri, "under": area["code"], "ogsaa_da": also.get(key, "")}
    for field in rows(_FILE, "field"):
        yield {"art": "rollegruppe", **_named(field)}
    for role in rows(_FILE, "role"):
        asked = {
            column: " | ".join(competences[key].uri for key in role[name])
            for column, name in (("kraever", "essential"), ("gavner", "optional"))
        }
        yield {"art": "rolle", "ogsaa_da": role["also_da"], "under": role["field"], **_named(role), **asked}


def _named(row: Row) -> dict[str, str]:
    return {
        "kode": row["code"],
        "navn_da": row["label_da"],
        "navn_en": row["label_en"],
        "beskrivelse_da": row.get("description_da", ""),
        "beskrivelse_en": row.get("description_en", ""),
    }


def _csv(columns: tuple[str, ...], listed: Iterable[dict[str, str]], delimiter: str) -> str:
    written = StringIO()
    writer = csv.DictWriter(written, columns, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(listed)
    return written.getvalue()


def _hand_over(content: str, name: str, title: str, by: Person, now: datetime) -> ImportRun:
    file = ContentFile(content.encode(), name=name)
    run = make_run(files=[file], whole=False, title=title, by=by, now=now)
    check(run=run, clock=lambda: now)
    run.refresh_from_db()
    return run


def _take_in(content: str, name: str, title: str, by: Person, now: datetime) -> None:
    run = begin(run=_hand_over(content, name, title, by, now), by=by, now=now)
    work(run=run, clock=lambda: now)
