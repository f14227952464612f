"""Whose a need is, and who answers for an institution. An employer never sees another's needs."""

from datetime import datetime
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours, Refused
from nanobank.needs.models import Enquiry, Need
from nanobank.organisations.models import PROVIDER_KINDS, Kind, Membership, Organisation, Role
from nanobank.organisations.permissions import can_act, check_role

ANSWERERS = (Role.PROGRAMME_LEAD, Role.STUDY_SECRETARY)
"""Those who answer for an institution."""


class Side(StrEnum):
    """Which side of an enquiry somebody is on."""

    ASKER = "asker"
    INSTITUTION = "institution"


def can_see_to(person: Person | AnonymousUser, need: Need, *, now: datetime) -> bool:
    """Whether the need is theirs to see and change: a firm's belongs to those who act for it, whoever wrote it."""
    if not isinstance(person, Person):
        return False
    if need.organisation is not None:
        return can_act(person, need.organisation, Role.EMPLOYER, now=now)
    return need.by_id == person.pk


def check_sees_to(person: Person | AnonymousUser, need: Need, *, now: datetime) -> None:
    """Raise NotYours unless ``can_see_to``."""
    if not can_see_to(person, need, now=now):
        raise NotYours(_("There is no such need."))


def side_of(person: Person, enquiry: Enquiry, *, now: datetime) -> Side:
    """Which side of the enquiry the person is on. Raises NotYours for everybody else."""
    if can_see_to(person, enquiry.need, now=now):
        return Side.ASKER
    check_answers_for(person, enquiry.institution, now=now)
    return Side.INSTITUTION


def check_answers_for(person: Person | AnonymousUser, institution: Organisation, *, now: datetime) -> None:
    """Raise NotYours unless the person leads programmes or is study secretary there."""
    check_role(person, institution, *ANSWERERS, now=now)


def check_can_be_asked(institution: Organisation, *, now: datetime) -> None:
    """Raise Refused (field ``institutions``) when the institution does not teach, or nobody there would answer."""
    if Kind(institution.kind) not in PROVIDER_KINDS:
        raise Refused(_("%s does not offer modules.") % institution.name, field="institutions")
    if not Membership.objects.at(now).filter(organisation=institution, role__in=ANSWERERS).exists():
        sentence = _("%s is no longer here to answer. Ask another institution.")
        raise Refused(sentence % institution.name, field="institutions")
