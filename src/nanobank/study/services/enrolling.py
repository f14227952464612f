"""Beginning a module and leaving it again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock
from nanobank.catalogue.models import Module, ModuleVersion, Offering, State
from nanobank.catalogue.services import give_back_seat, take_seat
from nanobank.common.errors import Refused
from nanobank.ledger.models import Kind
from nanobank.ledger.services import record_module
from nanobank.study.models import Enrolment
from nanobank.study.queries import open_offerings


@transaction.atomic
def enrol(
    *,
    person: Person,
    module: Module,
    offering: Offering | None,
    now: datetime,
    version: ModuleVersion | None = None,
) -> Enrolment:
    """Begin the module's current version, or go on with what is under way or completed already.

    ``version`` is an earlier one that an institution stays with, and whose learners get that (decision 0111).

    Without an offering, the module's only open one is taken. Whoever left the same version before finds their progress
    again. Prerequisites are advice and do not stop anybody (decision 0010). Raises Refused (field ``offering``), and
    Conflict when the last seat was taken meanwhile.
    """
    lock(person)
    running = Enrolment.objects.of(person).staying().filter(version__module=module).select_related("version").first()
    if running is not None:
        return running
    taken = _version_to_take(module, version)
    chosen = _offering_to_take(module, offering, person, now)
    take_seat(offering=chosen)
    enrolment, new = Enrolment.objects.get_or_create(
        person=person, version=taken, defaults={"offering": chosen, "started_at": now}
    )
    if not new:
        enrolment.offering, enrolment.started_at, enrolment.left_at = chosen, now, None
        enrolment.save(update_fields=["offering", "started_at", "left_at"])
    record_module(person=person, version=taken, kind=Kind.STARTED, by=person, now=now)
    return enrolment


def _version_to_take(module: Module, version: ModuleVersion | None) -> ModuleVersion:
    current = module.current
    if current is None or current.state != State.PUBLISHED:
        raise Refused(_("This module does not take in anybody at the moment."))
    if version is None:
        return current
    if version.module_id != module.pk or version.state == State.DRAFT:
        raise Refused(_("Choose a version of this module that has been published."), field="version")
    return version


def _offering_to_take(module: Module, offering: Offering | None, person: Person, now: datetime) -> Offering:
    available = open_offerings(module, person, now)
    if offering is None:
        if not available:
            raise Refused(_("There is no open class of this module at the moment."), field="offering")
        if len(available) > 1:
            raise Refused(_("Choose when you will begin."), field="offering")
        return available[0]
    if offering.module_id != module.pk:
        raise Refused(_("That class belongs to another module."), field="offering")
    if offering not in available:
        raise Refused(_("That class is over. Choose another."), field="offering")
    return offering


@transaction.atomic
def leave(*, enrolment: Enrolment, now: datetime) -> None:
    """Leave a module under way: the seat is given back, the progress kept. Raises Refused when it is completed."""
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("person", "version", "offering")
        .get(pk=enrolment.pk)
    )
    if enrolment.completed_at:
        raise Refused(_("You have completed this module, so it stays in your bank."))
    if enrolment.left_at:
        return
    enrolment.left_at = now
    enrolment.save(update_fields=["left_at"])
    if enrolment.offering is not None:
        give_back_seat(offering=enrolment.offering)
    record_module(person=enrolment.person, version=enrolment.version, kind=Kind.LEFT, by=enrolment.person, now=now)
