"""Who may do what about an exam. Nobody, whatever their role, acts on their own."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential
from nanobank.common.errors import NotYours
from nanobank.exams.models import Examiner, Registration
from nanobank.organisations.models import Membership, Organisation, Role
from nanobank.organisations.permissions import can_act

OFFICE = (Role.STUDY_SECRETARY, Role.PROGRAMME_LEAD)
_NOT_YOURS = _("This exam is not yours to handle.")


def is_examiner(person: Person, micro_credential: MicroCredential) -> bool:
    """Whether the person is assigned to examine it."""
    return Examiner.objects.filter(person=person, micro_credential=micro_credential).exists()


def may_be_examiner(person: Person, *, now: datetime) -> bool:
    """Whether the person teaches or examines at some institution, so that an exam can be given into their hands."""
    running = Membership.objects.of(person).at(now)
    return running.filter(role__in=(Role.EDUCATOR, Role.EXAMINER)).exists()


def check_examiner(person: Person, micro_credential: MicroCredential) -> None:
    """Raise NotYours unless the person is assigned to examine it."""
    if not is_examiner(person, micro_credential):
        raise NotYours(_NOT_YOURS)


def check_may_assess(person: Person, registration: Registration) -> None:
    """Raise NotYours unless the person is an assigned examiner and not the learner."""
    if registration.person_id == person.pk:
        raise NotYours(_NOT_YOURS)
    check_examiner(person, registration.micro_credential)


def check_learner(person: Person, registration: Registration) -> None:
    """Raise NotYours unless it is the person's own registration."""
    if registration.person_id != person.pk:
        raise NotYours(_NOT_YOURS)


def works_in_office(person: Person | AnonymousUser, provider: Organisation, *, now: datetime) -> bool:
    """Whether the person runs exams for the provider: study secretary or programme lead."""
    return can_act(person, provider, *OFFICE, now=now)


def check_office(
    person: Person, micro_credential: MicroCredential, *, now: datetime, about: Person | None = None
) -> None:
    """Raise NotYours unless the person runs its provider's exams and is not the one it is ``about``."""
    if person == about or not works_in_office(person, micro_credential.provider, now=now):
        raise NotYours(_NOT_YOURS)


def check_secretary(person: Person, registration: Registration, *, now: datetime) -> None:
    """Raise NotYours unless the person is the provider's study secretary and not the learner."""
    provider = registration.micro_credential.provider
    if registration.person_id == person.pk or not can_act(person, provider, Role.STUDY_SECRETARY, now=now):
        raise NotYours(_NOT_YOURS)


def check_may_publish(person: Person, registration: Registration, *, now: datetime) -> None:
    """Raise NotYours unless the person is one who assessed it, or runs the provider's exams."""
    assessed = registration.assessments.filter(examiner=person).exists()
    if not (assessed and registration.person_id != person.pk):
        check_office(person, registration.micro_credential, now=now, about=registration.person)


def check_may_read(person: Person, registration: Registration, *, now: datetime) -> None:
    """Raise NotYours unless the person is the learner, an assigned examiner or runs the provider's exams."""
    if registration.person_id != person.pk and not is_examiner(person, registration.micro_credential):
        check_office(person, registration.micro_credential, now=now)


def office_providers(person: Person, *, now: datetime) -> list[int]:
    """The organisations, by ``id``, whose exams the person runs: one query."""
    return list(Membership.objects.of(person).at(now).filter(role__in=OFFICE).values_list("organisation_id", flat=True))


def check_runs_an_office(person: Person, *, now: datetime) -> list[int]:
    """The organisations whose exams the person runs. Raises NotYours when there is none."""
    providers = office_providers(person, now=now)
    if not providers:
        raise NotYours(_NOT_YOURS)
    return providers


def check_examines(person: Person) -> None:
    """Raise NotYours unless the person examines anything at all."""
    if not Examiner.objects.filter(person=person).exists():
        raise NotYours(_NOT_YOURS)
