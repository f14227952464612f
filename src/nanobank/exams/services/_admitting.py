"""What was learnt elsewhere is examined here, without the modules that others must complete first."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock as lock_person
from nanobank.catalogue.models import MicroCredential, ModuleVersion
from nanobank.common.errors import Conflict
from nanobank.exams.models import Admission, Registration
from nanobank.ledger.models import Entry, Kind
from nanobank.ledger.queries import positions_of
from nanobank.ledger.services import count, uncount


@transaction.atomic
def admit(
    *,
    person: Person,
    micro_credential: MicroCredential,
    versions: Sequence[ModuleVersion],
    outside: str,
    by: Person,
    now: datetime,
) -> Admission:
    """Let the person be examined in what they learnt elsewhere: for this exam it counts as these modules.

    Whoever calls has seen to it that ``by`` may. Raises Conflict when the person is admitted already.
    """
    try:
        with transaction.atomic():
            admission = Admission.objects.create(
                person=person, micro_credential=micro_credential, outside=outside[:400], by=by, granted_at=now
            )
    except IntegrityError:
        raise Conflict(_("The learner is admitted to this exam already.")) from None
    admission.versions.set(versions)
    return admission


@transaction.atomic
def end_admission(*, admission: Admission, now: datetime) -> None:
    """Take it back. Raises Conflict once the learner has put themselves forward or passed: then the exam decides."""
    lock_person(admission.person)
    since = Registration.objects.of(admission.person).filter(
        micro_credential=admission.micro_credential, registered_at__gte=admission.granted_at
    )
    if since.open().exists() or since.filter(results__isnull=False).exists():
        raise Conflict(_("The learner has put themselves forward for the exam, so the exam decides now."))
    admission.ended_at = now
    admission.save(update_fields=["ended_at"])


def count_what_was_admitted(registration: Registration, *, by: Person, now: datetime) -> None:
    """The exam is passed: what it was admitted on enters the bank, as from outside, and the credential counts it."""
    admission = _admission_of(registration)
    if admission is None:
        return
    positions = positions_of(registration.person)
    admitted = {version.module_id for version in admission.versions.all()}
    for version in registration.versions.all():
        position = positions.get(version.module_id)
        if version.module_id in admitted and (position is None or position.total == position.planned):
            count(person=registration.person, version=version, outside=admission.outside, by=by, now=now)


def uncount_what_was_admitted(registration: Registration, *, by: Person, now: datetime, note: str) -> None:
    """The exam is not passed after all: what it alone had brought into the bank leaves it."""
    admission = _admission_of(registration)
    if admission is None:
        return
    counted = Entry.objects.of(registration.person).filter(
        kind=Kind.COUNTED,
        version__in=registration.versions.all(),
        outside=admission.outside,
        at__gte=admission.granted_at,
    )
    positions = positions_of(registration.person)
    for entry in counted.select_related("person", "version"):
        if entry.version is not None and positions[entry.version.module_id].completed:
            uncount(entry=entry, by=by, now=now, note=note)


def _admission_of(registration: Registration) -> Admission | None:
    admissions = Admission.objects.standing().filter(person=registration.person)
    return admissions.filter(micro_credential=registration.micro_credential).first()
