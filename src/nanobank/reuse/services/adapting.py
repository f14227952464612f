"""Making one's own module of another's, with its licence respected and its source named."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Audience, ModuleVersion, State
from nanobank.catalogue.services import create_module, facts_of
from nanobank.common.addresses import danish_address
from nanobank.common.errors import Refused
from nanobank.notices.models import NoticeKind
from nanobank.organisations.models import Organisation
from nanobank.reuse.models import Adaptation, CoreStep, Licence, VersionLicence
from nanobank.reuse.permissions import check_takes_up_for
from nanobank.reuse.queries.licences import HowOpen, licence_of
from nanobank.reuse.services.licensing import check_allowed
from nanobank.reuse.services.telling import tell_source
from nanobank.study.services import copied, write_steps

ADAPTED = gettext_noop("%(organisation)s is making its own “%(own)s” of “%(title)s”.")


@dataclass(frozen=True)
class NewAdaptation:
    """What an adaptation begins as.

    ``core`` and ``own`` are steps by what they began as: those that it will follow, and those that it copies to go its
    own way; the others are left out.
    """

    licence: Licence
    core: Collection[UUID]
    own: Collection[UUID] = ()
    title_da: str = ""
    title_en: str = ""
    audience: Audience | None = None
    purpose: str = ""


@transaction.atomic
def adapt(
    *, version: ModuleVersion, provider: Organisation, new: NewAdaptation, by: Person | None, now: datetime
) -> Adaptation:
    """A new module of the provider's with a draft that copies the version: its texts, its steps and their questions.

    Files are shared. Where the licence does not allow selling, the price begins at 0. Raises NotYours; Refused when the
    version is not in the catalogue, when its licence allows no adaptation, or not this licence (field ``licence``).
    """
    check_takes_up_for(by, provider, now)
    if version.state != State.PUBLISHED:
        raise Refused(_("Only a version that is in the catalogue can be adapted."))
    open_ = HowOpen(licence_of(version))
    if provider.pk != version.module.provider_id or Adaptation.objects.filter(module=version.module_id).exists():
        if not open_.may_adapt:
            raise Refused(
                _("This module is %(licence)s, so it may be used but not adapted. Ask those behind it.")
                % {"licence": open_.name},
                field="licence",
            )
        check_allowed(new.licence, open_)
    if len(new.purpose) > 300:
        raise Refused(_("Say it in at most %d characters.") % 300, field="purpose")
    facts = facts_of(version)
    facts = replace(
        facts,
        title_da=new.title_da.strip() or facts.title_da,
        title_en=new.title_en.strip() or facts.title_en,
        price=facts.price if HowOpen(new.licence).may_sell else Decimal(0),
        audiences=(new.audience,) if new.audience else facts.audiences,
    )
    module = create_module(provider=provider, facts=facts, by=by, now=now)
    draft = module.versions.get()
    kept = [
        step
        for step in version.steps.prefetch_related("questions")
        if step.began_as in new.core or step.began_as in new.own
    ]
    write_steps(version=draft, steps=[copied(step) for step in kept], by=by, now=now)
    adaptation = Adaptation.objects.create(
        module=module,
        source=version,
        caught_up=version,
        told=version,
        audience=new.audience or "",
        purpose=new.purpose.strip(),
        by=by,
        at=now,
    )
    core = [step.began_as for step in kept if step.began_as in new.core]
    CoreStep.objects.bulk_create(CoreStep(adaptation=adaptation, origin=origin) for origin in core)
    VersionLicence.objects.create(version=draft, licence=new.licence, by=by, at=now)
    told = {"organisation": provider.short_name, "own": facts.title_da or facts.title_en}
    tell_source(
        version, ADAPTED, told, danish_address("reuse_module", version.module.slug), now, NoticeKind.MODULE_TAKEN_UP
    )
    return adaptation
