"""What a module's page points to, in one query; asked of the ORM it would be six, and cost more than the drawing."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from nanobank.catalogue.models import ModuleVersion
from nanobank.common.bilingual import Bilingual

_LINKS = """
    SELECT 'audience', 0, id, audience, '', '', '', '', CAST(NULL AS numeric), CAST(NULL AS numeric)
    FROM catalogue_versionaudience WHERE version_id = %(version)s
    UNION ALL
    SELECT 'competence', 0, c.id, c.slug, c.label_da, c.label_en, '', '', NULL, NULL
    FROM catalogue_moduleversion_competences vc JOIN catalogue_competence c ON c.id = vc.competence_id
    WHERE vc.moduleversion_id = %(version)s
    UNION ALL
    SELECT 'prerequisite', g.id, m.id, m.slug, COALESCE(v.title_da, m.slug), COALESCE(v.title_en, ''), '', '',
           v.ects, v.price
    FROM catalogue_prerequisitegroup g
    JOIN catalogue_prerequisitegroup_any_of a ON a.prerequisitegroup_id = g.id
    JOIN catalogue_module m ON m.id = a.module_id LEFT JOIN catalogue_moduleversion v ON v.id = m.current_id
    WHERE g.version_id = %(version)s
    UNION ALL
    SELECT 'leads_to', 0, id, slug, title_da, title_en, summary_da, summary_en, ects, price
    FROM catalogue_microcredential WHERE state = 'published' AND id IN (
        SELECT microcredential_id FROM catalogue_microcredential_required WHERE module_id = %(module)s
        UNION ALL
        SELECT g.micro_credential_id FROM catalogue_electivegroup_modules e
        JOIN catalogue_electivegroup g ON g.id = e.electivegroup_id WHERE e.module_id = %(module)s
    )
    UNION ALL
    SELECT 'bundle', 0, b.id, b.slug, b.title_da, b.title_en, b.summary_da, b.summary_en, NULL, b.price
    FROM catalogue_bundle_modules bm JOIN catalogue_bundle b ON b.id = bm.bundle_id
    WHERE bm.module_id = %(module)s AND b.state = 'published'
"""


@dataclass(frozen=True)
class Link:
    """Something a page points to; ``ects`` and ``price`` (DKK) where it has them."""

    group: int
    id: int
    slug: str
    title_da: str
    title_en: str
    summary_da: str
    summary_en: str
    ects: Decimal | None
    price: Decimal | None

    title = Bilingual("title")
    summary = Bilingual("summary")


@dataclass(frozen=True)
class Links:
    """All of them, each kind in order."""

    audiences: list[str]
    competences: list[Link]
    prerequisites: list[list[Link]]
    leads_to: list[Link]
    bundles: list[Link]


def links_of(version: ModuleVersion) -> Links:
    """What a version says it is for, teaches and requires, and what its module is a part of: one query."""
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, {"version": version.pk, "module": version.module_id})
        rows = cursor.fetchall()
    of_kind: dict[str, list[Link]] = {}
    for row in sorted(rows, key=lambda row: row[1:3]):
        of_kind.setdefault(row[0], []).append(Link(*row[1:8], *map(_amount, row[8:])))
    groups: dict[int, list[Link]] = {}
    for link in of_kind.get("prerequisite", []):
        groups.setdefault(link.group, []).append(link)
    return Links(
        audiences=[link.slug for link in of_kind.get("audience", [])],
        competences=sorted(of_kind.get("competence", []), key=lambda link: link.title_da),
        prerequisites=list(groups.values()),
        leads_to=sorted(of_kind.get("leads_to", []), key=lambda link: link.title_da),
        bundles=sorted(of_kind.get("bundle", []), key=lambda link: link.title_da),
    )


def _amount(value: Any) -> Decimal | None:
    """SQLite gives a number where PostgreSQL gives a decimal."""
    return None if value is None else Decimal(str(value))
