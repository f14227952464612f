"""Very many decisions to look for a precedent among, and the look-ups. Run in a process that is the site."""

import json
import time
from datetime import timedelta
from decimal import Decimal
from hashlib import blake2b
from typing import Final
from uuid import uuid4

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.common.bulk import insert_many
from nanobank.organisations.models import Kind, Organisation
from nanobank.withdrawals.models import Decision, Outcome, Precedent, Source, Withdrawal, WithdrawalState
from nanobank.withdrawals.queries import precedents_for

_A_CHUNK: Final = 10_000
_ALIKE: Final = 4
"""So many decisions are on the same thing."""


def main(count: str, times: str) -> None:
    """Lay so many decisions; the milliseconds of so many look-ups, by processor and by clock, as JSON."""
    call_command("migrate", verbosity=0)
    _lay(int(count))
    looked = list(Withdrawal.objects.order_by("-pk")[: int(times)].select_related("provider"))
    precedents_for(looked[0])
    clocks, found = [], 0
    for one in looked:
        began = time.perf_counter()
        found += len(precedents_for(one))
        clocks.append((time.perf_counter() - began) * 1000)
    print(json.dumps({"ms": clocks, "found": found, "scan_ms": _scanned(looked[0])}))


def _scanned(one: Withdrawal) -> float:
    """The same found by reading every precedent of the institution: what a table without an index for it does."""
    began = time.perf_counter()
    rows = Precedent.objects.filter(provider=one.provider_id).values_list("by_address", "by_name", "pk")
    sum(one.by_address == address or one.by_name == name for address, name, _pk in rows.iterator(_A_CHUNK))
    return (time.perf_counter() - began) * 1000


def _lay(count: int) -> None:
    now = timezone.now()
    organisation = Organisation.objects.create(
        slug="maalt", kind=Kind.UNIVERSITY, name_da="Målt", name_en="Measured", short_name="Målt"
    )
    person = Person.objects.create_user("maalt@example.dk", given_name="Alma", family_name="Dalgaard")
    for first in range(0, count, _A_CHUNK):
        _chunk(range(first, min(first + _A_CHUNK, count)), organisation, person, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _chunk(numbers: range, organisation: Organisation, person: Person, now: object) -> None:
    keys = {number: (_digest("address", number // _ALIKE), _digest("name", number // _ALIKE)) for number in numbers}
    columns = ("uuid", "person_id", "provider_id", "source", "state", "round", "begun_at", "title", "outside_provider",
               "hours", "by_address", "by_name", "asked_at")  # fmt: skip
    insert_many(
        Withdrawal,
        columns,
        (
            (uuid4(), person.pk, organisation.pk, Source.LINK, WithdrawalState.DECIDED, 1, now, f"Kursus {number}",
             "Udbyder", Decimal(50), *keys[number], now)
            for number in numbers
        ),
    )  # fmt: skip
    made = list(Withdrawal.objects.order_by("-pk").values_list("pk", flat=True)[: len(numbers)])[::-1]
    today = timezone.localdate()
    insert_many(
        Decision,
        ("uuid", "withdrawal_id", "round", "outcome", "grounds", "board", "complain_by", "by_id", "at"),
        (
            (uuid4(), pk, 1, Outcome.NOT, "Grunden står her.", "meritankenaevn", today + timedelta(14), person.pk, now)
            for pk in made
        ),
    )
    decided = dict(Decision.objects.filter(withdrawal__gte=made[0]).values_list("withdrawal", "pk"))
    insert_many(
        Precedent,
        ("uuid", "provider_id", "decision_id", "by_address", "by_name", "made_at"),
        ((uuid4(), organisation.pk, decided[pk], *keys[number], now) for pk, number in zip(made, numbers, strict=True)),
    )


def _digest(kind: str, number: int) -> str:
    return blake2b(f"{kind}{number}".encode(), digest_size=16).hexdigest()
