"""A person's name, and their tokens: made once, shown once, withdrawn at will."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person, PersonalToken
from nanobank.common.errors import NotYours, Refused

MOST_TOKENS = 20


@dataclass(frozen=True)
class NewToken:
    """A token with its secret, which is never to be seen again."""

    token: PersonalToken
    secret: str


@transaction.atomic
def create_token(
    *, person: Person, name: str, days: int | None, now: datetime, maker: PersonalToken | None = None
) -> NewToken:
    """A token that acts as ``person`` for ``days`` (None: until withdrawn), but no longer than the token that made it.

    Otherwise a stolen token could make itself one that lasts. Raises Refused at the twenty-first.
    """
    if not name.strip():
        raise Refused(_("Give the token a name, so that you know it again."), field="name")
    if PersonalToken.objects.of(person).valid_at(now).count() >= MOST_TOKENS:
        raise Refused(_("You have 20 tokens already. Withdraw one that you no longer use."), field="name")
    ends = [now + timedelta(days=days)] if days else []
    if maker is not None and maker.expires_at is not None:
        ends.append(maker.expires_at)
    secret = f"nb_{token_urlsafe(32)}"
    token = PersonalToken.objects.create(
        person=person,
        name=name.strip(),
        digest=sha256(secret.encode()).digest(),
        hint=secret[-4:],
        created_at=now,
        expires_at=min(ends, default=None),
    )
    return NewToken(token, secret)


def withdraw_token(*, person: Person, uuid: UUID, now: datetime) -> None:
    """End one of the person's own tokens. Raises NotYours for anybody else's."""
    changed = PersonalToken.objects.of(person).valid_at(now).filter(uuid=uuid).update(revoked_at=now)
    if not changed:
        raise NotYours(_("There is no such token."))


def change_name(*, person: Person, given_name: str, family_name: str) -> None:
    """Call the person something else from now on; what has been signed in their old name stays as it is."""
    Person.objects.filter(pk=person.pk).update(given_name=given_name, family_name=family_name)
    person.given_name, person.family_name = given_name, family_name


def lock(person: Person) -> None:
    """Let one change at a time into what is the person's, until the transaction ends.

    Others may still write rows that point at the person, so that two who each change something by the other do not
    wait for each other for ever.
    """
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)


def token_with(*, secret: str, now: datetime) -> PersonalToken | None:
    """The token in force with its person, or None; the day of last use is noted once a day, not at every call."""
    found = (
        PersonalToken.objects.valid_at(now)
        .select_related("person")
        .filter(digest=sha256(secret.encode()).digest(), person__is_active=True)
        .first()
    )
    if found is None:
        return None
    if found.last_used_at is None or now - found.last_used_at > timedelta(days=1):
        PersonalToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found
