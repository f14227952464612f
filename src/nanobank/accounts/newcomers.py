"""Accounts for people who have not been here: made by an institution, and theirs once they confirm the address.

Nobody can sign in to such an account before whoever reads the mail has chosen a password (or confirmed the address).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from nanobank.accounts.models import Person
from nanobank.accounts.queries import Known, people_with


@dataclass(frozen=True)
class Newcomer:
    """Somebody as an institution knows them. ``email`` is in lower case."""

    email: str
    given_name: str
    family_name: str


@transaction.atomic
def welcome_many(*, newcomers: Mapping[str, Newcomer], now: datetime) -> dict[str, Known]:
    """The people with these addresses, each with an account from now on.

    An account whose address was never confirmed, and that nobody has used, may be a trap laid by somebody else: it
    loses its password and its name, so that only who reads the mail can take it over.
    """
    found = people_with(newcomers)
    _disown({known.pk: newcomers[email] for email, known in found.items() if not known.confirmed})
    missing = [newcomers[email] for email in sorted(newcomers.keys() - found.keys())]
    if missing:
        _insert(missing, now=now)
        made = people_with(one.email for one in missing)
        _insert_addresses([(made[one.email].pk, one.email) for one in missing])
        found |= made
    return found


def _insert(newcomers: list[Newcomer], *, now: datetime) -> None:
    """Whoever else makes the same account in the same moment, one of us does: the address decides."""
    people = [
        Person(
            uuid=uuid4(),
            email=one.email,
            given_name=one.given_name,
            family_name=one.family_name,
            password=make_password(None),
            joined_at=now,
        )
        for one in newcomers
    ]
    Person.objects.bulk_create(people, ignore_conflicts=True)


def _insert_addresses(addresses: list[tuple[int, str]]) -> None:
    EmailAddress.objects.bulk_create(
        [EmailAddress(user_id=pk, email=email, verified=False, primary=True) for pk, email in addresses],
        ignore_conflicts=True,
    )


def _disown(unconfirmed: Mapping[int, Newcomer]) -> None:
    for person in (
        Person.objects.select_for_update(no_key=True)
        .filter(pk__in=unconfirmed, last_login__isnull=True, is_staff=False)
        .order_by("pk")
    ):
        newcomer = unconfirmed[person.pk]
        person.given_name, person.family_name = newcomer.given_name, newcomer.family_name
        person.set_unusable_password()
        person.save(update_fields=["given_name", "family_name", "password"])
