"""Accounts for people who have not been here: made by an institution, and theirs once they confirm the address.

Nobody can sign in to such an account before whoever reads the mail has chosen a password (or confirmed the address).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import IntegrityError, transaction

from nanobank.accounts.models import Person
from nanobank.accounts.queries import Known, people_with
from nanobank.common.bulk import insert_many, new_ids


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
    if not missing:
        return found
    try:
        with transaction.atomic():
            return found | _insert(missing, now=now)
    except IntegrityError:  # somebody has made one of these accounts in this moment
        return found | _insert_what_is_missing(missing, now=now)


def _insert(newcomers: Sequence[Newcomer], *, now: datetime) -> dict[str, Known]:
    ids = new_ids(Person, len(newcomers))
    people = list(zip(ids, newcomers, strict=True))
    insert_many(
        Person,
        ("id", "uuid", "email", "given_name", "family_name", "password", "joined_at"),
        ((pk, uuid4(), one.email, one.given_name, one.family_name, _no_password(), now) for pk, one in people),
    )
    insert_many(
        EmailAddress,
        ("user_id", "email", "verified", "primary"),
        ((pk, one.email, False, True) for pk, one in people),
    )
    return {
        one.email: Known(pk, f"{one.given_name} {one.family_name}", confirmed=False, made_now=True)
        for pk, one in people
    }


def _insert_what_is_missing(newcomers: Sequence[Newcomer], *, now: datetime) -> dict[str, Known]:
    """One by one, whoever else does the same: the address decides."""
    made: dict[str, Known] = {}
    for one in newcomers:
        try:
            with transaction.atomic():
                made |= _insert([one], now=now)
        except IntegrityError:
            made |= people_with([one.email])
    return made


def _no_password() -> str:
    """What Django keeps for somebody who cannot sign in with a password, without its slow way to random letters."""
    return UNUSABLE_PASSWORD_PREFIX + token_urlsafe(30)


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
