"""Sevgi awards to whole classes: one list has been awarded, and one waits for Dorthe's approval."""

from datetime import datetime, timedelta
from typing import Final

from django.core.files.base import ContentFile

from nanobank.accounts.models import Person
from nanobank.awards import services
from nanobank.awards.models import Batch
from nanobank.catalogue.models import MicroCredential
from nanobank.demo.seeding.hours import by_day

_SECRETARY: Final = "sevgi-aydemir"
_WHAT: Final = "undersoegende-datajournalistik"
_AWARDED: Final = (
    "Asta Kronborg-Lyng;12", "Viggo Mariager;10", "Sidsel Hauglund;7", "Emin Karatepe;10", "Thilde Overgård Ravn;4",
    "Noah Stenbjerg;12",
)  # fmt: skip
_GIVEN: Final = ("Agnete", "Bjarke", "Cilia", "Dagny", "Esben", "Fie", "Gorm", "Henrike", "Ivalu", "Jeppe")
_FAMILY: Final = ("Lyngholt", "Mosegård", "Nielund")
_PROBLEMS: Final = ("Kasper;kasper@klasse.example;10", "Line Rosenvang;line(at)klasse.example;13")


def seed_batches(
    people: dict[str, Person], micro_credentials: dict[str, MicroCredential], now: datetime
) -> list[Batch]:
    """The one that is finished first."""
    secretary, what = people[_SECRETARY], micro_credentials[_WHAT]
    awarded = [f"{line.partition(';')[0]};{_address(line)};{line.partition(';')[2]}" for line in _AWARDED]
    waiting = [
        f"{given} {family};{_address(f'{given} {family}')};{('12', '10', '7', '4')[(number + len(family)) % 4]}"
        for number, given in enumerate(_GIVEN)
        for family in _FAMILY
    ]
    finished = _hand_in("datajournalistik-forår.csv", awarded, what, secretary, now - timedelta(days=14))
    services.work(batch=finished, clock=lambda: now - timedelta(days=14))
    submitted = _hand_in(
        "datajournalistik-efterår.csv", [*waiting, *_PROBLEMS], what, secretary, by_day(now - timedelta(hours=3))
    )
    return [finished, submitted]


def _hand_in(name: str, lines: list[str], what: MicroCredential, by: Person, now: datetime) -> Batch:
    file = ContentFile("\n".join(["Navn;E-mail;Karakter", *lines]).encode(), name=name)
    batch = services.make_batch(
        organisation=what.provider, file=file, micro_credential=what, tells=False, by=by, now=now
    )
    services.read(batch=batch, clock=lambda: now)
    return services.submit(
        batch=Batch.objects.select_related("organisation", "made_by").get(pk=batch.pk), by=by, now=now
    )


def _address(line: str) -> str:
    name = line.partition(";")[0].lower().replace(" ", ".")
    return f"{name.replace('å', 'aa').replace('ø', 'oe').replace('æ', 'ae')}@klasse.example"
