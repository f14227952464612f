"""Finding what could be taken up, and the page of one module for those who might."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils.translation import get_language

from nanobank.accounts.models import Person
from nanobank.catalogue.models import ListingKind, Module, ModuleVersion, State
from nanobank.common.errors import NotYours
from nanobank.organisations.models import Organisation
from nanobank.quality.queries import lines_of_listings
from nanobank.reuse.models import Adaptation, Licence, Uptake
from nanobank.reuse.queries.families import Family, family_of
from nanobank.reuse.queries.licences import HowOpen, how_open, licences_of
from nanobank.reuse.queries.likeness import Colleague, Similar, colleagues_of, similar_to
from nanobank.reuse.queries.using import Use, use_of, writes_for
from nanobank.search.queries import find
from nanobank.study.models import Step

_MOST: Final = 100
_SIMILAR: Final = 8


@dataclass(frozen=True)
class Hit:
    """A module that was found, with what an educator asks of it first."""

    module: Module
    version: ModuleVersion
    licence: HowOpen
    use: Use
    reason: str
    quality: str = ""


def found(words: str, *, adaptable: bool) -> list[Hit]:
    """At most 100 modules, the best first; the newest where nothing is asked. ``adaptable``: only those that may be."""
    results = find(words, kinds=(ListingKind.MODULE,), language=get_language() or "da", most=_MOST)
    ids = [hit.listing.target_id for hit in results.hits]
    licences = licences_of(ids)
    reasons = {hit.listing.target_id: hit.reason for hit in results.hits}
    wanted = [pk for pk in ids if not adaptable or HowOpen(licences.get(pk, Licence.ALL_RIGHTS)).may_adapt]
    modules = Module.objects.select_related("provider", "current__module__provider").in_bulk(wanted)
    return [
        Hit(module, module.current, HowOpen(licences.get(pk, Licence.ALL_RIGHTS)), Use(), reasons[pk])
        for pk in wanted
        if (module := modules.get(pk)) and module.current
    ]


def with_use(hits: Sequence[Hit]) -> list[Hit]:
    """The same with who uses each and its quality line: of those on one page."""
    used = use_of([hit.module.pk for hit in hits])
    lines = lines_of_listings([(ListingKind.MODULE, hit.module.pk) for hit in hits])
    return [
        replace(hit, use=used[pk], quality=lines[key][1] if (key := (ListingKind.MODULE, pk)) in lines else "")
        for hit in hits
        if (pk := hit.module.pk)
    ]


@dataclass(frozen=True)
class ModulePage:
    """All that an educator weighs before taking a module up."""

    module: Module
    version: ModuleVersion
    licence: HowOpen
    use: Use
    steps: list[Step] | None
    """None where its licence does not let others look in, and one's organisation does not use it."""
    family: Family
    adaptation: Adaptation | None
    similar: list[Similar]
    """Outside the family."""
    behind: Colleague
    takers: list[Organisation]
    """The organisations that one could take it up for."""
    uptakes: list[Uptake]
    """What those have taken up of it already."""
    is_own: bool
    versions: list[ModuleVersion]


def module_page(slug: str, person: Person, now: datetime) -> ModulePage:
    """The page of a module that is in the catalogue, or of one's own. Raises NotYours."""
    module = Module.objects.select_related("provider", "current", "created_by").filter(slug=slug).first()
    writes = writes_for(person, now)
    if module is None or not writes:
        raise NotYours("")
    is_own = module.provider_id in {one.pk for one in writes}
    version = module.current or (module.versions.order_by("-number").first() if is_own else None)
    if version is None:
        raise NotYours("")
    licence = how_open(version)
    uptakes = list(
        Uptake.objects.standing().filter(module=module, organisation__in=writes).select_related("organisation")
    )
    rows = Adaptation.objects.select_related("source__module__provider", "source__module__current")
    family = family_of(module)
    relatives = {one.module.pk for one in family.members}
    similar = similar_to(version, now, most=_SIMILAR + len(relatives))
    return ModulePage(
        module=module,
        version=version,
        licence=licence,
        use=use_of([module.pk])[module.pk],
        steps=list(version.steps.prefetch_related("questions")) if may_look(licence, uptakes, is_own=is_own) else None,
        family=family,
        adaptation=rows.filter(module=module).first(),
        similar=[one for one in similar if one.module.pk not in relatives][:_SIMILAR],
        behind=colleagues_of([module], now)[module.pk],
        takers=[one for one in writes if one.pk != module.provider_id],
        uptakes=uptakes,
        is_own=is_own,
        versions=list(module.versions.exclude(state=State.DRAFT).order_by("-number")),
    )


def may_look(licence: HowOpen, uptakes: Sequence[Uptake], *, is_own: bool) -> bool:
    """Whether an educator may read the steps: one's own, what one uses, and whatever is shared under a licence."""
    return is_own or bool(uptakes) or licence.licence != Licence.ALL_RIGHTS


def looked_into(slug: str, person: Person, now: datetime) -> Module:
    """The module, for somebody who may read its steps. Raises NotYours."""
    module = Module.objects.select_related("provider", "current").filter(slug=slug).first()
    writes = [one.pk for one in writes_for(person, now)]
    if module is None or module.current is None or not writes:
        raise NotYours("")
    uptakes = list(Uptake.objects.standing().filter(module=module, organisation__in=writes)[:1])
    made = Adaptation.objects.filter(source__module=module, module__provider__in=writes).exists()
    if not made and not may_look(how_open(module.current), uptakes, is_own=module.provider_id in writes):
        raise NotYours("")
    return module
