"""Templates: the bank's own laid from its file, a module started from one, a module saved as one."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any, Final

from django.core.files import File
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.authoring.models import ModuleTemplate, TemplateUse
from nanobank.catalogue.models import Audience, Competence, Form, Language, Level, ModuleVersion
from nanobank.catalogue.permissions import check_may_author
from nanobank.catalogue.services import Facts, create_module
from nanobank.common.errors import Conflict, Refused
from nanobank.frameworks.models import Concept, Framework, Kind
from nanobank.frameworks.services import begin, check, make_run, work
from nanobank.organisations.models import Organisation
from nanobank.study import services as study

_DATA: Final = Path(__file__).resolve().parent.parent / "data"
_DANISH_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})


@dataclass(frozen=True)
class TemplateTexts:
    """What an institution says of a template of its own."""

    title_da: str
    title_en: str
    summary_da: str
    summary_en: str
    guidance_da: str = ""
    guidance_en: str = ""


def lay_templates(*, now: datetime) -> int:
    """Take the AI competence model in as a framework and lay the bank's own templates; how many there are.

    Laid again it changes only what has changed in the files. Not in one transaction: an import is none.
    """
    with (_DATA / "templates.toml").open("rb") as file:
        told = tomllib.load(file)
    framework = _take_in(told["framework"]["title"], _DATA / told["framework"]["file"], now)
    concepts = Concept.objects.filter(framework=framework, kind=Kind.COMPETENCE).select_related("competence")
    competences = {concept.code: concept.competence for concept in concepts}
    for row in told["template"]:
        _lay(row, [one for code in row["competences"] if (one := competences.get(code))], now)
    return len(told["template"])


def _take_in(title: str, path: Path, now: datetime) -> Framework:
    with path.open("rb") as content:
        run = make_run(files=[File(content, name=path.name)], whole=True, title=title, by=None, now=now)
    check(run=run, clock=lambda: now)
    run.refresh_from_db()
    run = begin(run=run, by=None, now=now)
    work(run=run, clock=lambda: now)
    run.refresh_from_db()
    if run.framework is None:
        raise Refused(_("The framework could not be taken in."))
    return run.framework


@transaction.atomic
def _lay(row: dict[str, Any], competences: list[Competence], now: datetime) -> None:
    says = {name: row[name] for name in ("title_da", "title_en", "summary_da", "summary_en", "level", "form", "steps")}
    says |= {name: row[name].strip() for name in ("guidance_da", "guidance_en")}
    template, _made = ModuleTemplate.objects.update_or_create(
        slug=row["slug"],
        defaults={**says, "ects": Decimal(row["ects"]), "learning_outcomes": row["outcomes"], "retired_at": None},
        create_defaults={
            **says,
            "ects": Decimal(row["ects"]),
            "learning_outcomes": row["outcomes"],
            "made_at": now,
        },
    )
    template.competences.set(competences)


@transaction.atomic
def start_from(
    *, template: ModuleTemplate, provider: Organisation, title: str, by: Person | None, now: datetime
) -> ModuleVersion:
    """A module with a draft that has the template's steps, outcomes, competences and guidance to write over.

    Raises NotYours; Refused without a title; Conflict when the template is retired.
    """
    check_may_author(by, provider, now=now)
    if template.retired_at is not None:
        raise Conflict(_("This template is not used any more. Choose another."))
    if not title.strip():
        raise Refused(_("Give the module a title; it can be changed."), field="title")
    in_english = template.language == Language.ENGLISH
    facts = Facts(
        title_da="" if in_english else title.strip()[:200],
        title_en=title.strip()[:200] if in_english else "",
        ects=template.ects,
        level=Level(template.level),
        form=Form(template.form),
        language=Language(template.language),
        outcomes=tuple((one.get("da", ""), one.get("en", "")) for one in template.learning_outcomes),
        audiences=(Audience.PROFESSIONALS,),
        competences=tuple(template.competences.order_by("pk")),
    )
    module = create_module(provider=provider, facts=facts, by=by, now=now)
    version = module.versions.get()
    for row in template.steps:
        step = study.begin_step(version=version, kind=row["kind"], title=row["title"], by=by, now=now)
        told = {"minutes": row["minutes"], "body": row.get("body", "")}
        study.save_step(step=step, values=told, revision=None, by=by, now=now)
    TemplateUse.objects.create(module=module, template=template, by=by, at=now)
    return version


@transaction.atomic
def save_as_template(
    *, version: ModuleVersion, texts: TemplateTexts, by: Person | None, now: datetime
) -> ModuleTemplate:
    """Let others start from how this module is built: its steps, outcomes and competences, open to every author.

    Raises NotYours; Refused for a version without steps or a text that is missing.
    """
    provider = version.module.provider
    check_may_author(by, provider, now=now)
    steps = [
        {"kind": step.kind, "title": step.title, "minutes": step.minutes, "body": step.body}
        for step in version.steps.order_by("position")
    ]
    if not steps:
        raise Refused(_("The module has no steps yet. A template is how the steps follow each other."))
    for name in ("title_da", "title_en", "summary_da", "summary_en"):
        if not getattr(texts, name).strip():
            raise Refused(_("Write this in both languages."), field=name)
    template = ModuleTemplate.objects.create(
        slug=_free_slug(texts.title_da),
        provider=provider,
        **{name: getattr(texts, name).strip() for name in TemplateTexts.__dataclass_fields__},
        learning_outcomes=version.learning_outcomes,
        steps=steps,
        language=version.language,
        level=version.level,
        ects=version.ects,
        form=version.form,
        made_from=version,
        made_by=by,
        made_at=now,
    )
    template.competences.set(version.competences.all())
    return template


@transaction.atomic
def retire_template(*, template: ModuleTemplate, by: Person | None, now: datetime) -> None:
    """Let nobody start from it any more; what was started stays. Raises NotYours for another's and the bank's own."""
    if template.provider is None:
        raise Conflict(_("The bank's own templates stay."))
    check_may_author(by, template.provider, now=now)
    ModuleTemplate.objects.filter(pk=template.pk, retired_at=None).update(retired_at=now)


def _free_slug(title: str) -> str:
    stem = slugify(title.translate(_DANISH_LETTERS))[:100].strip("-") or "skabelon"
    taken = set(ModuleTemplate.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for n in count(1) if (slug := stem if n == 1 else f"{stem}-{n}") not in taken)
