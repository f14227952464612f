"""Who may see and change what in study: ``check_…`` raises, ``can_…`` asks."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Module
from nanobank.catalogue.permissions import can_author, check_may_author
from nanobank.common.errors import NotYours
from nanobank.study.models import Enrolment, Step


def check_teaches(person: Person | AnonymousUser | None, module: Module, now: datetime) -> None:
    """Raise NotYours unless the person writes for the module's provider. None is the site's own operator, who may."""
    check_may_author(person, module.provider, now=now)


def can_see(person: Person | AnonymousUser, step: Step, now: datetime) -> bool:
    """Whether the person takes the step's version, or writes modules for its provider."""
    if not isinstance(person, Person):
        return False
    takes = Enrolment.objects.filter(person=person, version=step.version_id, left_at__isnull=True).exists()
    return takes or can_author(person, step.version.module.provider, now=now)


def check_sees(person: Person | AnonymousUser, step: Step, now: datetime) -> None:
    """Raise NotYours unless the person may see the step."""
    if not can_see(person, step, now):
        raise NotYours(_("This step is for those who take the module."))
