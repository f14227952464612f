"""The templates that a module can be started from, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from nanobank.authoring.models import ModuleTemplate
from nanobank.catalogue.models import Competence, Module, ModuleVersion, State
from nanobank.common.errors import NotYours
from nanobank.organisations.models import Organisation

_MOST: Final = 100


@dataclass(frozen=True)
class TemplatePage:
    """A template, what it aligns to, and which published modules were started from it."""

    template: ModuleTemplate
    competences: list[Competence]
    modules: list[Module]
    minutes: int


def templates_to_choose() -> list[ModuleTemplate]:
    """The bank's own first, then the institutions', by title, each with ``used``: two queries."""
    found = (
        ModuleTemplate.objects.to_choose()
        .select_related("provider")
        .prefetch_related("competences")
        .annotate(used=Count("uses", distinct=True))
    )
    return sorted(found, key=lambda one: (one.provider is not None, one.title))


def modules_to_save(providers: Sequence[Organisation]) -> list[ModuleVersion]:
    """Published versions of these, which could be saved as templates, by title: one query."""
    found = ModuleVersion.objects.filter(current_of__provider__in=providers).select_related("module__provider")
    return list(found.order_by("title_da", "pk")[:_MOST])


def template_page(slug: str) -> TemplatePage:
    """Raises NotYours when there is no such template."""
    found = ModuleTemplate.objects.to_choose().select_related("provider").filter(slug=slug).first()
    if found is None:
        raise NotYours("")
    modules = Module.objects.filter(started_from__template=found, current__state=State.PUBLISHED)
    return TemplatePage(
        template=found,
        competences=list(found.competences.order_by("label_da")),
        modules=list(modules.select_related("current", "provider").order_by("pk")[:20]),
        minutes=sum(step["minutes"] for step in found.steps),
    )
