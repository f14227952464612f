"""What other rooms' pages show of reuse: ``{% load reuse %}``."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import F, Q, QuerySet

from nanobank.accounts.models import Person
from nanobank.catalogue.models import ModuleVersion, State
from nanobank.common import clock
from nanobank.common.prepared import prepared
from nanobank.organisations.models import Organisation
from nanobank.reuse.models import Adaptation, Licence, Uptake, VersionLicence
from nanobank.reuse.queries import HowOpen, TakenUp, how_open, taken_up_by
from nanobank.reuse.queries.using import is_behind, writes_for
from nanobank.reuse.tasks import tell_users
from nanobank.study.models import Step

register = template.Library()


@prepared
def _licences(module: Any, number: Any) -> QuerySet[VersionLicence]:
    given = VersionLicence.objects.filter(version__module=module, version__number__lte=number)
    return given.order_by("-version__number")


@prepared
def _adaptations(module: Any) -> QuerySet[Adaptation]:
    return Adaptation.objects.filter(module=module).select_related("source__module__provider")


@register.inclusion_tag("reuse/elements/source.html")
def reuse_source(version: ModuleVersion) -> dict[str, Any]:
    """A version's licence and what it was made of, for everybody: two queries."""
    licences = _licences(module=version.module_id, number=version.number)
    adaptations = _adaptations(module=version.module_id)
    return {
        "licence": HowOpen(Licence(licences[0].licence)) if licences else None,
        "adaptation": adaptations[0] if adaptations else None,
    }


@dataclass(frozen=True)
class Panel:
    """What those who write a module should know of its use."""

    version: ModuleVersion
    licence: HowOpen
    adaptation: Adaptation | None
    is_behind: bool
    users: int
    is_draft: bool


@register.inclusion_tag("reuse/elements/panel.html")
def reuse_panel(version: ModuleVersion) -> dict[str, Any]:
    """Licence, source, users, and who else teaches it, where a module is written. A few queries.

    When its published version is shown, those who use it and have not been told are told by a worker.
    """
    rows = Adaptation.objects.select_related("source__module__provider")
    adaptation = rows.filter(module=version.module_id).first()
    uptakes = Uptake.objects.standing().filter(module=version.module_id)
    adapted = Adaptation.objects.filter(source__module=version.module_id)
    is_draft = version.state == State.DRAFT
    if not is_draft and _is_untold(uptakes, adapted):
        tell_users.enqueue()
    behind = adaptation is not None and is_behind(adaptation)
    users = uptakes.count() + adapted.count()
    return {"panel": Panel(version, how_open(version), adaptation, behind, users, is_draft)}


def _is_untold(uptakes: QuerySet[Uptake], adapted: QuerySet[Adaptation]) -> bool:
    gone, source_gone = Q(module__current__state=State.WITHDRAWN), Q(source__module__current__state=State.WITHDRAWN)
    return (
        uptakes.filter(~Q(told=F("module__current")) | gone & Q(told_gone_at__isnull=True)).exists()
        or adapted.filter(~Q(told=F("source__module__current")) | source_gone & Q(told_gone_at__isnull=True)).exists()
    )


@register.inclusion_tag("reuse/elements/follows.html")
def follows_source(step: Step) -> dict[str, Adaptation | None]:
    """Whether a step of one's own follows the one that it was copied from, where it is written: one query."""
    rows = Adaptation.objects.filter(module=step.version.module_id, core__origin=step.began_as)
    return {"adaptation": rows.select_related("source").first() if step.origin else None}


@register.inclusion_tag("reuse/elements/taken_up.html")
def modules_taken_up(provider: Organisation) -> dict[str, list[TakenUp]]:
    """Others' modules that a provider uses as they are, for its page: one query."""
    return {"taken_up": [one for one in taken_up_by([provider.pk]) if not one.is_withdrawn]}


@register.inclusion_tag("reuse/elements/our_own.html")
def reuse_of_ours(person: Person) -> dict[str, Any]:
    """What the person's organisations use of others', for the page of their own modules: two queries."""
    writes = writes_for(person, clock.now())
    return {"writes": bool(writes), "taken_up": taken_up_by([one.pk for one in writes]) if writes else []}
