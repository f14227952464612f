from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from factories import NOW, make_person
from factories_credentials import make_credential
from nanobank.accounts.models import Person
from nanobank.accounts.newcomers import Newcomer, welcome_many
from nanobank.common.bulk import insert_many, new_ids
from nanobank.ledger.models import Entry, Kind

pytestmark = pytest.mark.django_db


def test_what_is_inserted_at_once_is_as_if_one_by_one() -> None:
    credential = make_credential()
    uuid = uuid4()
    columns = ("uuid", "person_id", "kind", "at", "micro_credential_id", "held", "note")
    at = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
    value = (uuid, credential.person_id, Kind.AWARDED, at, credential.micro_credential_id, Decimal("2.50"), "a\tb\\n'æ")
    insert_many(Entry, columns, [value])
    entry = Entry.objects.get(uuid=uuid)
    assert (entry.at, entry.held, entry.note, entry.planned) == (at, Decimal("2.50"), "a\tb\\n'æ", Decimal(0))
    assert entry.by is None


def test_one_that_cannot_be_inserted_keeps_the_others_out() -> None:
    person = make_person()
    columns = ("uuid", "email", "given_name", "family_name", "joined_at")
    others = [(uuid4(), f"x{n}@x.example", "A", "B", NOW) for n in range(3)]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many(Person, columns, [*others, (uuid4(), person.email, "A", "B", NOW)])
    assert Person.objects.count() == 1


def test_ids_that_are_put_aside_are_nobody_elses() -> None:
    ids = new_ids(Person, 3)
    columns = ("id", "uuid", "email", "given_name", "family_name", "joined_at")
    insert_many(Person, columns, [(pk, uuid4(), f"x{pk}@x.example", "A", "B", NOW) for pk in ids])
    assert make_person().pk > max(ids)
    assert len(set(ids)) == 3


def test_a_newcomer_who_was_made_in_the_same_moment_is_found() -> None:
    newcomers = {f"n{n}@x.example": Newcomer(f"n{n}@x.example", "Ny", "Person") for n in range(3)}
    first = welcome_many(newcomers=newcomers, now=NOW)
    again = welcome_many(newcomers=newcomers, now=NOW)
    assert {email: one.pk for email, one in again.items()} == {email: one.pk for email, one in first.items()}
    assert {one.made_now for one in first.values()} == {True}
    assert {one.made_now for one in again.values()} == {False}
    assert Person.objects.count() == 3
