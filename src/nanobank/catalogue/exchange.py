"""A version as programs read it and write it, for the endpoints of this room and of those above."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Schema

from nanobank.catalogue.models import Competence, Module, ModuleVersion
from nanobank.catalogue.schemas import VersionIn, VersionOut
from nanobank.catalogue.services import Facts, facts_of
from nanobank.common.errors import Refused


def version_out(found: ModuleVersion) -> VersionOut:
    """A version as programs read it: four queries."""
    facts = facts_of(found)
    return VersionOut(
        **{
            **fields_of(found, VersionOut),
            "audiences": [audience.value for audience in facts.audiences],
            "competences": [competence.slug for competence in facts.competences],
            "prerequisites": [[module.slug for module in group] for group in facts.prerequisites],
        }
    )


def fields_of(row: Any, schema: type[Schema] | None, *names: str) -> dict[str, Any]:
    """The columns of a row that a schema names the same."""
    columns = {field.name for field in row._meta.concrete_fields if not field.is_relation}
    wanted = names or tuple(schema.model_fields if schema else ())
    return {name: getattr(row, name) for name in wanted if name in columns}


def changed(facts: Facts, payload: VersionIn) -> Facts:
    """The facts with what was sent in place of what stood there. Raises Refused for slugs that do not exist."""
    sent = {name: value for name, value in payload if value is not None and name not in ("provider", "slug")}
    if "outcomes" in sent:
        sent["outcomes"] = tuple((outcome.da, outcome.en) for outcome in payload.outcomes or ())
    if "audiences" in sent:
        sent["audiences"] = tuple(payload.audiences or ())
    if "competences" in sent:
        there = {c.slug: c for c in Competence.objects.filter(slug__in=payload.competences or ())}
        sent["competences"] = tuple(_known(there, payload.competences or [], "competences"))
    if "prerequisites" in sent:
        groups = payload.prerequisites or []
        known = {m.slug: m for m in Module.objects.filter(slug__in={slug for group in groups for slug in group})}
        sent["prerequisites"] = tuple(tuple(_known(known, group, "prerequisites")) for group in groups)
    return replace(facts, **sent)


def _known(there: dict[str, Any], slugs: list[str], field: str) -> list[Any]:
    unknown = [slug for slug in slugs if slug not in there]
    if unknown:
        raise Refused(_("This is not known here: %(names)s.") % {"names": ", ".join(unknown)}, field=field)
    return [there[slug] for slug in slugs]
