"""Who may award to many at once. Two people of the office see to large batches, and nobody to an award of their own."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.awards.models import Batch, State
from nanobank.common.errors import NotYours
from nanobank.credentials.permissions import OFFICE, check_office
from nanobank.organisations.models import Organisation, Role
from nanobank.organisations.permissions import can_act, check_role


def check_batch(person: Person, batch: Batch, *, now: datetime) -> None:
    """Raise NotYours unless the person works in the office of the batch's institution."""
    check_office(person, batch.organisation, now=now)


def can_approve(person: Person, batch: Batch, *, now: datetime) -> bool:
    """Whether the batch awaits somebody's approval, and this person of the office did not hand it in."""
    waiting = batch.state == State.WAITING and batch.made_by_id != person.pk
    return waiting and can_act(person, batch.organisation, *OFFICE, now=now)


def check_may_approve(person: Person, batch: Batch, *, now: datetime) -> None:
    """Raise NotYours unless the person works in the office and did not hand the list in."""
    check_batch(person, batch, now=now)
    if batch.made_by_id == person.pk:
        raise NotYours(_("Somebody else of the office has to approve what you have handed in."))


def check_may_set_limit(person: Person, organisation: Organisation, *, now: datetime) -> None:
    """Raise NotYours unless the person leads programmes: whoever awards does not set their own limit."""
    check_role(person, organisation, Role.PROGRAMME_LEAD, now=now)
