"""Files as frameworks are handed over, and what takes them in."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile

from factories import NOW
from nanobank.frameworks import services
from nanobank.frameworks.models import Concept, Framework, ImportRun, Kind

SKILL = "http://data.europa.eu/esco/skill/00000000-0000-0000-0000-{:012d}"
GROUP = "http://data.europa.eu/esco/skill/S{}"
OCCUPATION = "http://data.europa.eu/esco/occupation/00000000-0000-0000-0000-{:012d}"
ISCO = "http://data.europa.eu/esco/isco/C{}"
SKILL_COLUMNS = (
    "conceptType", "conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels", "hiddenLabels", "status",
    "modifiedDate", "scopeNote", "definition", "inScheme", "description",
)  # fmt: skip
OCCUPATION_COLUMNS = (
    "conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels", "hiddenLabels", "status", "modifiedDate",
    "regulatedProfessionNote", "scopeNote", "definition", "inScheme", "description", "code",
)  # fmt: skip
GROUP_COLUMNS = ("conceptType", "conceptUri", "preferredLabel", "altLabels", "status", "description", "code")
BROADER_COLUMNS = ("conceptType", "conceptUri", "broaderType", "broaderUri")
RELATION_COLUMNS = ("occupationUri", "relationType", "skillType", "skillUri")


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]], *, delimiter: str = ",") -> bytes:
    """A CSV file; a row need not have all columns."""
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def skill(number: int, label: str, *others: str, **cells: str) -> dict[str, str]:
    """A row of ``skills_xx.csv``."""
    row = {"conceptType": "KnowledgeSkillCompetence", "conceptUri": SKILL.format(number), "preferredLabel": label}
    return {**row, "altLabels": "\n".join(others), "status": "released", "skillType": "skill/competence", **cells}


def occupation(number: int, label: str, *others: str, **cells: str) -> dict[str, str]:
    """A row of ``occupations_xx.csv``."""
    row = {"conceptType": "Occupation", "conceptUri": OCCUPATION.format(number), "preferredLabel": label}
    return {**row, "altLabels": " | ".join(others), "status": "released", **cells}


def skills_csv(*rows: Mapping[str, str]) -> bytes:
    """``skills_xx.csv``."""
    return as_csv(SKILL_COLUMNS, rows)


def small_esco() -> dict[str, bytes]:
    """Three skills in two languages, an area, a role in a field of work, and how they hang together."""
    area = {"conceptType": "SkillGroup", "conceptUri": GROUP.format(1), "code": "S1", "status": "released"}
    field = {"conceptType": "ISCOGroup", "conceptUri": ISCO.format(2642), "code": "2642", "status": "released"}
    return {
        "skills_en.csv": skills_csv(
            skill(1, "communicate about health", "talk about health", description="Tell people about their health."),
            skill(2, "check sources"),
            skill(3, "use a telex", status="obsolete"),
        ),
        "skills_da.csv": skills_csv(
            skill(1, "kommunikere om sundhed", "formidle sundhed", "sundhedskommunikation"), skill(2, "tjekke kilder")
        ),
        "skillGroups_en.csv": as_csv(GROUP_COLUMNS, [{**area, "preferredLabel": "communication"}]),
        "ISCOGroups_en.csv": as_csv(GROUP_COLUMNS, [{**field, "preferredLabel": "Journalists"}]),
        "occupations_en.csv": as_csv(OCCUPATION_COLUMNS, [occupation(1, "journalist", "reporter", code="2642.1")]),
        "occupations_da.csv": as_csv(OCCUPATION_COLUMNS, [occupation(1, "journalist", "skribent")]),
        "broaderRelationsSkillPillar_en.csv": as_csv(
            BROADER_COLUMNS, [{"conceptUri": SKILL.format(n), "broaderUri": GROUP.format(1)} for n in (1, 2)]
        ),
        "broaderRelationsOccPillar_en.csv": as_csv(
            BROADER_COLUMNS, [{"conceptUri": OCCUPATION.format(1), "broaderUri": ISCO.format(2642)}]
        ),
        "occupationSkillRelations_en.csv": as_csv(
            RELATION_COLUMNS,
            [
                {"occupationUri": OCCUPATION.format(1), "relationType": "essential", "skillUri": SKILL.format(2)},
                {"occupationUri": OCCUPATION.format(1), "relationType": "optional", "skillUri": SKILL.format(1)},
            ],
        ),
        "conceptSchemes_en.csv": b"conceptType,conceptSchemeUri\r\n",
    }


def zipped(files: Mapping[str, bytes]) -> bytes:
    """All of them in one zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"ESCO dataset/{name}", content)
    return packed.getvalue()


def case_package(items: Sequence[Mapping[str, Any]], associations: Sequence[Mapping[str, Any]] = ()) -> bytes:
    """A CFPackage."""
    document = {
        "identifier": "7f", "uri": "https://case.example/ims/case/v1p1/CFDocuments/7f", "title": "Teknologiforståelse",
        "creator": "Et fagligt udvalg", "language": "da", "version": "2",
    }  # fmt: skip
    return json.dumps({"CFDocument": document, "CFItems": list(items), "CFAssociations": list(associations)}).encode()


def hand_over(content: bytes, name: str, *, whole: bool = False, title: str = "", now: datetime = NOW) -> ImportRun:
    """A run that has been looked through."""
    file = ContentFile(content, name=name)
    run = services.make_run(files=[file], whole=whole, title=title, by=None, now=now)
    services.check(run=run, clock=lambda: now)
    run.refresh_from_db()
    return run


def take_in(content: bytes, name: str, *, whole: bool = False, title: str = "", now: datetime = NOW) -> ImportRun:
    """A run that has been taken in to its end."""
    run = services.begin(run=hand_over(content, name, whole=whole, title=title, now=now), by=None, now=now)
    services.work(run=run, clock=lambda: now)
    run.refresh_from_db()
    return run


def make_concept(kind: Kind = Kind.OCCUPATION, **fields: Any) -> Concept:
    """A concept of this bank's own framework."""
    framework = Framework.objects.get_or_create(
        uri="https://bank.example/rammer/roller",
        defaults={"slug": "roller", "title_da": "Nanobankens roller", "title_en": "Nanobanken's roles"},
    )[0]
    slug = fields.pop("slug", f"begreb-{Concept.objects.count() + 1}")
    defaults = {"uri": f"https://bank.example/rammer/roller#{slug}", "label_da": slug, "label_en": slug}
    return Concept.objects.create(framework=framework, kind=kind, slug=slug, **{**defaults, **fields})
