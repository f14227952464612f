"""Using another's module as it is: the newest version always, or one that one stays with."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Module, ModuleVersion, State
from nanobank.common.addresses import danish_address
from nanobank.common.errors import Conflict, Refused
from nanobank.notices.models import NoticeKind
from nanobank.organisations.models import Organisation
from nanobank.reuse.models import Uptake, Way
from nanobank.reuse.permissions import check_sees_uptake, check_takes_up_for
from nanobank.reuse.services.telling import tell_source

TAKEN_UP = gettext_noop("%(organisation)s now uses “%(title)s”.")


@transaction.atomic
def take_up(
    *,
    module: Module,
    organisation: Organisation,
    way: Way,
    by: Person | None,
    now: datetime,
    version: ModuleVersion | None = None,
    purpose: str = "",
) -> Uptake:
    """Use another's module from now on, or use it in another way than till now. ``version`` is the one to stay with.

    Raises NotYours; Refused when it is one's own (field ``organisation``), not in the catalogue, or the version is not
    one that was published (field ``version``).
    """
    check_takes_up_for(by, organisation, now)
    current = _current(module, organisation)
    pinned = _pinned(module, version or current) if way == Way.PIN else None
    if len(purpose) > 300:
        raise Refused(_("Say it in at most %d characters.") % 300, field="purpose")
    values = {"way": way, "pinned": pinned, "caught_up": current, "told": current}
    standing = Uptake.objects.select_for_update().filter(organisation=organisation, module=module)
    uptake = standing.standing().first()
    if uptake is not None:
        for name, value in values.items():
            setattr(uptake, name, value)
        uptake.purpose = purpose or uptake.purpose
        uptake.save()
        return uptake
    uptake = Uptake.objects.create(
        organisation=organisation, module=module, purpose=purpose.strip(), by=by, at=now, **values
    )
    told = {"organisation": organisation.short_name}
    tell_source(current, TAKEN_UP, told, danish_address("reuse_module", module.slug), now, NoticeKind.MODULE_TAKEN_UP)
    return uptake


def _current(module: Module, organisation: Organisation) -> ModuleVersion:
    if module.provider_id == organisation.pk:
        raise Refused(_("This module is your own already."), field="organisation")
    if module.current is None or module.current.state != State.PUBLISHED:
        raise Refused(_("This module is not in the catalogue, so it cannot be taken up."))
    return module.current


def _pinned(module: Module, version: ModuleVersion) -> ModuleVersion:
    if version.module_id != module.pk or version.state == State.DRAFT:
        raise Refused(_("Choose a version of this module that has been published."), field="version")
    return version


@transaction.atomic
def look_at(*, uptake: Uptake, by: Person | None, now: datetime) -> Uptake:
    """Note that the newest version has been looked at, and stay with what one has. Raises NotYours."""
    check_sees_uptake(by, uptake, now)
    uptake = Uptake.objects.select_for_update(of=("self",)).select_related("module__current").get(pk=uptake.pk)
    if uptake.module.current is not None:
        uptake.caught_up = uptake.module.current
        uptake.save(update_fields=["caught_up"])
    return uptake


@transaction.atomic
def end_uptake(*, uptake: Uptake, by: Person | None, now: datetime) -> None:
    """Use it no longer; who has begun may finish. Raises NotYours; Conflict when it has ended already."""
    check_sees_uptake(by, uptake, now)
    if not Uptake.objects.standing().filter(pk=uptake.pk).update(ended_at=now):
        raise Conflict(_("You no longer use this module."))
