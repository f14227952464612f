"""Who takes frameworks in: those who run the bank. Everybody may read what is in them."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours


def can_import(person: Person | AnonymousUser | None) -> bool:
    """Whether the person is of the bank's staff."""
    return isinstance(person, Person) and person.is_staff


def check_may_import(person: Person | None) -> None:
    """Raise NotYours unless the person is of the bank's staff. None is the site's own operator, who may."""
    if person is not None and not can_import(person):
        raise NotYours(_("You do not have the role that this takes."))
