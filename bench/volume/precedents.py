"""Very many decisions to look for a precedent among, and the look-ups. Run in a process that is the site.

A quarter of what is looked for is the same to the letter; the rest has another address, another spelling of the
provider, or one word of its title written otherwise, and is found by its digests.
"""

import json
import time
from datetime import timedelta
from decimal import Decimal
from typing import Final
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from bench.volume import tables
from nanobank.accounts.models import Person
from nanobank.common.bulk import insert_many
from nanobank.organisations.models import Kind, Organisation
from nanobank.withdrawals.bridge import Thing, keys_of, same_address, same_name
from nanobank.withdrawals.models import (
    Decision,
    Outcome,
    Precedent,
    PrecedentKey,
    Source,
    Withdrawal,
    WithdrawalState,
)
from nanobank.withdrawals.precedents import precedents_for

_A_CHUNK: Final = 10_000
_ALIKE: Final = 4
"""So many decisions are on the same thing."""
_SUBJECTS: Final = (
    "journalistik",
    "sygepleje",
    "regnskab",
    "projektledelse",
    "kildekritik",
    "python",
    "velfærdsteknologi",
)
_WAYS: Final = ("undersøgende", "bæredygtig", "datadrevet", "praktisk", "tværfaglig", "digital", "etisk", "klinisk")
_PLACES: Final = ("Nordkyst", "Sydvest", "Østersø", "Vadehav", "Limfjord", "Storebælt", "Lillebælt", "Gudenå")
_POPULAR: Final = 50
"""One in so many titles is that of a course which many give: Introduktion til python."""


def main(count: str, times: str) -> None:
    """Lay so many decisions; the milliseconds of so many look-ups, by processor and by clock, as JSON."""
    tables.lay()
    _lay(int(count))
    looked = [_brought(one, n) for n, one in enumerate(_latest(int(times)))]
    precedents_for(looked[0])
    clocks, found = [], 0
    for one in looked:
        began = time.perf_counter()
        found += bool(precedents_for(one))
        clocks.append((time.perf_counter() - began) * 1000)
    print(json.dumps({"ms": clocks, "found": found, "scan_ms": _scanned(looked[0])}))


def _latest(times: int) -> list[Withdrawal]:
    step = max(1, Withdrawal.objects.count() // times)
    last = Withdrawal.objects.latest("pk").pk
    wanted = range(last, last - step * times, -step)
    return list(Withdrawal.objects.filter(pk__in=wanted).order_by("pk").select_related("provider"))


def _brought(one: Withdrawal, n: int) -> Withdrawal:
    """What somebody else brings, which is the same thing: to the letter, or in one of three ways written otherwise."""
    way = n % 4
    if way:
        one.by_address = one.by_name = one.url = ""
    if way == 1:
        one.outside_provider = one.outside_provider.replace("skolen", "skolen ApS").replace("ø", "oe")
    if way == 2:
        one.title = one.title.replace("journalistik", "journalistikk").replace("praktisk", "praktiske")
    return one


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


def _thing(number: int) -> Thing:
    n = number // _ALIKE
    subject, way, place = _SUBJECTS[n % 7], _WAYS[n // 7 % 8], _PLACES[n // 56 % 8]
    title = f"Introduktion til {subject}" if n % _POPULAR == 0 else f"{way.capitalize()} {subject} hold {n // 448}"
    return Thing(title, f"{place}skolen {n % 211}", f"https://kurser.example/{n}")


def _chunk(numbers: range, organisation: Organisation, person: Person, now: object) -> None:
    things = {number: _thing(number) for number in numbers}
    keys = {number: (same_address(one.address), same_name(one.provider, one.title)) for number, one in things.items()}
    columns = ("uuid", "person_id", "provider_id", "source", "state", "round", "begun_at", "title", "outside_provider",
               "url", "hours", "by_address", "by_name", "asked_at")  # fmt: skip
    insert_many(
        Withdrawal,
        columns,
        (
            (uuid4(), person.pk, organisation.pk, Source.LINK, WithdrawalState.DECIDED, 1, now, one.title,
             one.provider, one.address, Decimal(50), *keys[number], now)
            for number, one in things.items()
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
    precedents = dict(
        Precedent.objects.filter(decision__gte=decided[made[0]]).values_list("decision__withdrawal", "pk")
    )
    insert_many(
        PrecedentKey,
        ("precedent_id", "provider_id", "digest"),
        (
            (precedents[pk], organisation.pk, digest)
            for pk, number in zip(made, numbers, strict=True)
            for digest in {*keys_of(things[number]), *keys[number]}
        ),
    )
