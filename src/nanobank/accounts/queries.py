"""Who has an e-mail address here, many at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from nanobank.accounts.models import Person
from nanobank.common.prepared import among_texts, prepared


@dataclass(frozen=True)
class Known:
    """Somebody with an account. ``confirmed``: they have shown that the address is theirs, or have signed in.

    ``made_now``: the account was made in this transaction, so that nobody else can see it yet.
    """

    pk: int
    name: str
    confirmed: bool
    made_now: bool = False


def people_with(emails: Iterable[str]) -> dict[str, Known]:
    """Whose these addresses (in lower case) are: two queries.

    An address that somebody has confirmed is theirs, whoever else may have typed it when they signed up.
    """
    asked = set(emails)
    found: dict[str, Known] = {}
    for pk, email, given_name, family_name, last_login in _signing_in_with(emails=asked):
        found[email] = Known(pk, f"{given_name} {family_name}", confirmed=last_login is not None)
    for email, pk, given_name, family_name in _confirmed(emails=asked):
        found[email] = Known(pk, f"{given_name} {family_name}", confirmed=True)
    return found


@prepared
def _signing_in_with(emails: Any) -> QuerySet[Person, tuple[int, str, str, str, datetime | None]]:
    people = Person.objects.filter(email__in=among_texts(emails))
    return people.values_list("pk", "email", "given_name", "family_name", "last_login")


@prepared
def _confirmed(emails: Any) -> QuerySet[EmailAddress, tuple[str, int, str, str]]:
    addresses: QuerySet[EmailAddress] = EmailAddress.objects.filter(email__in=among_texts(emails), verified=True)
    return addresses.values_list("email", "user_id", "user__given_name", "user__family_name")


def addresses_of(person: Person) -> set[str]:
    """The address that a person signs in with, and those that they have confirmed."""
    confirmed = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return {person.email, *confirmed}
