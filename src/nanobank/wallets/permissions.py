"""Who may put a credential into a wallet, and ask for one out of it."""

from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.credentials.models import Credential


def check_holder(person: Person, credential: Credential) -> None:
    """Raise NotYours unless the credential is the person's own."""
    if credential.person_id != person.pk:
        raise NotYours(_("This credential is not yours to handle."))
