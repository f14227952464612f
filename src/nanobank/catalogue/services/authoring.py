"""Writing a module: made with a first draft, edited while a draft, begun anew from what is published."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import (
    Audience,
    Bundle,
    Form,
    Language,
    Level,
    MicroCredential,
    Module,
    ModuleVersion,
    PrerequisiteGroup,
    State,
    VersionAudience,
)
from nanobank.catalogue.permissions import check_may_author
from nanobank.catalogue.services.shapes import Facts, as_rows
from nanobank.catalogue.services.signing import sign
from nanobank.common.errors import Conflict, Refused
from nanobank.organisations.models import Organisation

_DANISH_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})
_LONGEST = {"title_da": 200, "title_en": 200, "summary_da": 400, "summary_en": 400}
_RELATED = ("audiences", "competences", "prerequisites", "outcomes")


@transaction.atomic
def create_module(
    *, provider: Organisation, facts: Facts, by: Person | None, now: datetime, slug: str | None = None
) -> Module:
    """A module with version 1 as its draft. ``slug`` is made from the title unless given.

    Raises NotYours when ``by`` does not write for the provider; Refused for bad numbers or a slug that is taken.
    """
    check_may_author(by, provider, now=now)
    if slug and Module.objects.filter(slug=slug).exists():
        raise Refused(_("There is already a module at this address."), field="slug")
    module = Module.objects.create(
        slug=slug or free_slug(facts.title_da or facts.title_en), provider=provider, created_by=by
    )
    _check_numbers(facts)
    version = ModuleVersion.objects.create(module=module, number=1, **_columns(facts))
    sign(thing=version, by=by, now=now)
    _relate(version, facts)
    return module


@transaction.atomic
def start_draft(*, module: Module, by: Person | None, now: datetime) -> ModuleVersion:
    """The next version as a draft, a copy of the current one with its audiences, competences and prerequisites.

    Raises NotYours; Conflict when a draft stands already.
    """
    check_may_author(by, module.provider, now=now)
    versions = Module.objects.select_for_update().get(pk=module.pk).versions
    if versions.filter(state=State.DRAFT).exists():
        raise Conflict(_("This module already has a draft. Go on with that one."))
    latest = versions.order_by("-number").first()
    if latest is None:
        raise Refused(_("This module has no version to copy."))
    facts = facts_of(module.current or latest)
    draft = ModuleVersion.objects.create(module=module, number=latest.number + 1, **_columns(facts))
    sign(thing=draft, by=by, now=now)
    _relate(draft, facts)
    return draft


@transaction.atomic
def edit_draft(*, version: ModuleVersion, facts: Facts, by: Person | None, now: datetime) -> ModuleVersion:
    """Write the draft anew. Raises NotYours; Conflict when it has been published meanwhile; Refused for bad numbers."""
    check_may_author(by, version.module.provider, now=now)
    draft = ModuleVersion.objects.select_for_update().get(pk=version.pk)
    check_is_draft(draft)
    sign(thing=draft, by=by, now=now)
    _check_numbers(facts)
    for name, value in _columns(facts).items():
        setattr(draft, name, value)
    draft.save()
    draft.audiences.all().delete()
    draft.prerequisite_groups.all().delete()
    _relate(draft, facts)
    return draft


def check_is_draft(version: ModuleVersion) -> None:
    """Raise Conflict unless the version may still be changed."""
    if version.state != State.DRAFT:
        raise Conflict(_("A published version is frozen. Start a new version to change it."))


def facts_of(version: ModuleVersion) -> Facts:
    """What a version says now, to copy or to change a part of with ``dataclasses.replace``: four queries."""
    groups = version.prerequisite_groups.order_by("id").prefetch_related("any_of")
    return Facts(
        title_da=version.title_da,
        title_en=version.title_en,
        summary_da=version.summary_da,
        summary_en=version.summary_en,
        description=version.description,
        language=Language(version.language),
        ects=version.ects,
        level=Level(version.level),
        price=version.price,
        form=Form(version.form),
        outcomes=tuple((o.get("da", ""), o.get("en", "")) for o in version.learning_outcomes),
        audiences=tuple(Audience(row.audience) for row in version.audiences.order_by("id")),
        competences=tuple(version.competences.order_by("id")),
        prerequisites=tuple(tuple(group.any_of.all()) for group in groups),
    )


def free_slug(title: str, among: type[Module | MicroCredential | Bundle] = Module) -> str:
    """An address that none of them has: ``Årsag & virkning`` → ``aarsag-virkning``, or ``…-2`` when that is taken."""
    stem = slugify(title.translate(_DANISH_LETTERS))[:100].strip("-") or "modul"
    taken = set(among.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for n in count(1) if (slug := stem if n == 1 else f"{stem}-{n}") not in taken)


def _check_numbers(facts: Facts) -> None:
    if not Decimal(0) < facts.ects <= 10:
        raise Refused(_("A module is more than 0 and at most 10 ECTS."), field="ects")
    if facts.price < 0:
        raise Refused(_("A price cannot be negative."), field="price")
    for name, longest in _LONGEST.items():
        if len(getattr(facts, name)) > longest:
            raise Refused(
                _("This text is too long: at most %(longest)d characters.") % {"longest": longest}, field=name
            )


def _columns(facts: Facts) -> dict[str, Any]:
    columns = {name: getattr(facts, name) for name in Facts.__dataclass_fields__ if name not in _RELATED}
    return {**columns, "learning_outcomes": as_rows(facts.outcomes)}


def _relate(version: ModuleVersion, facts: Facts) -> None:
    audiences = dict.fromkeys(facts.audiences)
    VersionAudience.objects.bulk_create([VersionAudience(version=version, audience=audience) for audience in audiences])
    version.competences.set(facts.competences)
    _require(version, (group for group in facts.prerequisites if group))


def _require(version: ModuleVersion, groups: Iterable[tuple[Module, ...]]) -> None:
    for group in groups:
        if any(module.pk == version.module_id for module in group):
            raise Refused(_("A module cannot require itself."), field="prerequisites")
        PrerequisiteGroup.objects.create(version=version).any_of.set(group)
