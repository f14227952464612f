"""Micro-credentials on the drawing board, the bank's own templates, and a module that was started from one."""

from datetime import datetime, timedelta
from typing import Final

from nanobank.accounts.models import Person
from nanobank.authoring.models import DesignQuestion, ModuleTemplate
from nanobank.authoring.services.designing import answer, begin_design, finish
from nanobank.authoring.services.templates import lay_templates, start_from
from nanobank.catalogue.models import Competence, Module
from nanobank.demo.seeding.files import Row, rows
from nanobank.organisations.models import Organisation

_FILE: Final = "designs.toml"


def seed_designs(
    organisations: dict[str, Organisation],
    people: dict[str, Person],
    competences: dict[str, Competence],
    modules: dict[str, Module],
    now: datetime,
) -> int:
    """Lay them as those who design would; how many designs there are."""
    lay_templates(now=now - timedelta(days=39))
    designs = rows(_FILE, "design")
    for row in designs:
        _design(row, organisations[row["organisation"]], people[row["by"]], competences, modules, now)
    start_from(
        template=ModuleTemplate.objects.get(slug="ai-som-medtaenker"),
        provider=organisations["sydvest"],
        title="Idéudvikling på redaktionen – med og uden AI",
        by=people["astrid-lindholt"],
        now=now - timedelta(days=4),
    )
    return len(designs)


def _design(
    row: Row,
    provider: Organisation,
    by: Person,
    competences: dict[str, Competence],
    modules: dict[str, Module],
    now: datetime,
) -> None:
    then = now - timedelta(days=row["days_ago"])
    design = begin_design(provider=provider, title=row["title"], by=by, now=then)
    for number, (question, told) in enumerate(row["answers"].items(), start=1):
        values = dict(told)
        if question == DesignQuestion.COMPETENCE:
            values["competences"] = [competences[key].slug for key in values["competences"]]
        if question == DesignQuestion.MODULES:
            values["parts"] = [
                {**part, "module": modules[part["module"]].slug} if "module" in part else part
                for part in values["parts"]
            ]
        revision = 1 if question == DesignQuestion.NAME else 0
        at = then + timedelta(minutes=7 * number)
        answer(design=design, question=question, values=values, revision=revision, by=by, now=at)
    if row.get("finished"):
        finish(design=design, by=by, now=then + timedelta(hours=2))
