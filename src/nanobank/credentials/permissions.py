"""Who may act for an issuer. Nobody, whatever their role, decides about their own credential."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.credentials.models import Credential
from nanobank.organisations.models import Organisation, Role
from nanobank.organisations.permissions import can_act, check_role

OFFICE = (Role.STUDY_SECRETARY, Role.PROGRAMME_LEAD)


def check_office(person: Person, organisation: Organisation, *, now: datetime) -> None:
    """Raise NotYours unless the person is the institution's study secretary or programme lead."""
    check_role(person, organisation, *OFFICE, now=now)


def can_revoke(person: Person, credential: Credential, *, now: datetime) -> bool:
    """Whether the person works in the issuer's office and is not the holder."""
    return credential.person_id != person.pk and can_act(person, credential.issuer, *OFFICE, now=now)


def check_may_revoke(person: Person, credential: Credential, *, now: datetime) -> None:
    """Raise NotYours unless the person works in the issuer's office and is not the holder."""
    if not can_revoke(person, credential, now=now):
        raise NotYours(_("This credential is not yours to handle."))


def check_holder(person: Person, credential: Credential) -> None:
    """Raise NotYours unless the person holds the credential."""
    if credential.person_id != person.pk:
        raise NotYours(_("This credential is not yours to handle."))
