"""Who examines what: taken on and off by the provider's exam office."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock
from nanobank.catalogue.models import MicroCredential
from nanobank.common.errors import Conflict, Refused
from nanobank.exams.models import Assessment, Examiner, Registration, Slot
from nanobank.exams.permissions import check_office, may_be_examiner


@transaction.atomic
def appoint_examiner(
    *, micro_credential: MicroCredential, person: Person, by: Person | None, now: datetime
) -> Examiner:
    """Let the person examine it; ``by`` runs the provider's exams, or is None for the site itself.

    Raises NotYours when ``by`` does not, Refused (field ``email``) for somebody who is neither educator nor examiner at
    any institution, Conflict when they examine it already. An examiner from outside is first given that role.
    """
    if by is not None:
        check_office(by, micro_credential, now=now)
    if not may_be_examiner(person, now=now):
        raise Refused(
            _("%(name)s is neither educator nor examiner anywhere. A programme lead can give them the role first.")
            % {"name": person.name},
            field="email",
        )
    try:
        with transaction.atomic():
            return Examiner.objects.create(micro_credential=micro_credential, person=person)
    except IntegrityError:
        raise Conflict(_("%(name)s examines this already.") % {"name": person.name}, field="email") from None


@transaction.atomic
def dismiss_examiner(*, micro_credential: MicroCredential, person: Person, by: Person, now: datetime) -> None:
    """Take the person off the exam, and call off their times that nobody has booked.

    Raises NotYours unless ``by`` runs the provider's exams, Refused when the person does not examine it, Conflict while
    an exam still needs them: they hold its booked time, or have assessed it and it is not published.
    """
    check_office(by, micro_credential, now=now)
    lock(person)
    free = Slot.objects.standing().filter(micro_credential=micro_credential, examiner=person, seats_taken=0)
    free.filter(starts_at__gt=now).update(cancelled_at=now)
    if _is_needed(micro_credential, person):
        raise Conflict(
            _("%(name)s has exams that are not finished. Hand the booked times over, and publish what is assessed.")
            % {"name": person.name}
        )
    if not Examiner.objects.filter(micro_credential=micro_credential, person=person).delete()[0]:
        raise not_an_examiner(person)


def _is_needed(micro_credential: MicroCredential, person: Person) -> bool:
    assessed = Assessment.objects.filter(examiner=person).values("registration")
    theirs = Q(slot__examiner=person) | Q(pk__in=assessed)
    return Registration.objects.open().filter(theirs, micro_credential=micro_credential).exists()


def not_an_examiner(person: Person, *, field: str | None = None) -> Refused:
    """What is said when somebody does not examine it."""
    return Refused(_("%(name)s does not examine this.") % {"name": person.name}, field=field)
