"""Who may put a credential into a wallet, and ask for one out of it."""

from datetime import datetime

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.credentials.models import Credential
from nanobank.organisations.models import Organisation, Role
from nanobank.organisations.permissions import check_role
from nanobank.wallets import codes
from nanobank.wallets.models import PresentationRequest, ShownCredential


def check_holder(person: Person, credential: Credential) -> None:
    """Raise NotYours unless the credential is the person's own."""
    if credential.person_id != person.pk:
        raise NotYours(_("This credential is not yours to handle."))


def check_may_ask(person: Person, organisation: Organisation, *, now: datetime) -> None:
    """Raise NotYours unless the person hires for the organisation."""
    check_role(person, organisation, Role.EMPLOYER, now=now)


def check_asker(person: Person, request: PresentationRequest, session: str) -> None:
    """Raise NotYours unless the request is the person's own and was made in this browser session.

    So nobody can have somebody else's credential answered into their own request by sending them a link.
    """
    if request.by_id != person.pk or not constant_time_compare(request.session_hash, codes.hash_of(session)):
        raise NotYours(_("This request is not yours."))


def check_shown_to(person: Person, shown: ShownCredential) -> None:
    """Raise NotYours unless the person asked for it, or has shown it to the bank."""
    if shown.person_id != person.pk:
        raise NotYours(_("This is not yours to handle."))
