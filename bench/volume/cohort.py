"""A cohort to award: a list of invented people read into a batch, the worker that awards it, and signing alone.

Run in a process that is the site: ``bench.site.inside bench.volume.cohort lay 1000``; each answers with JSON.
"""

import json
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files import File
from django.db import connection
from django.utils import timezone

from bench.site import cpu
from bench.volume import tables
from nanobank.accounts.models import Person
from nanobank.awards import services
from nanobank.awards.models import Batch, State
from nanobank.catalogue.models import Assessment, Competence, Form, Grading, MicroCredential
from nanobank.catalogue.models import State as Published
from nanobank.credentials.awards import Places
from nanobank.credentials.bulk import Press, ToAward
from nanobank.credentials.models import IssuerKey, StatusList
from nanobank.organisations.models import Kind, Membership, Organisation, Role

_ALONE = 2_000


def main(what: str, given: str) -> None:
    """One of ``lay`` (how many), ``work`` (a batch's uuid), ``sign`` (a batch's uuid)."""
    print(json.dumps({"lay": _lay, "work": _work, "sign": _sign}[what](given)))


def _lay(count: str) -> dict[str, Any]:
    """A batch of so many people nobody has seen before, read and approved; how long the reading took."""
    tables.lay()
    now = timezone.now()
    micro_credential = _micro_credential()
    secretary, lead = (_office(micro_credential.provider, role) for role in (Role.STUDY_SECRETARY, Role.PROGRAMME_LEAD))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hold.csv"
        with path.open("w", encoding="utf-8") as written:
            written.writelines(_lines(int(count)))
        with path.open("rb") as file:
            batch = services.make_batch(
                organisation=micro_credential.provider,
                file=File(file, name=path.name),
                micro_credential=micro_credential,
                tells=False,
                by=secretary,
                now=now,
            )
    began = time.perf_counter()
    services.read(batch=batch, clock=timezone.now)
    reading = time.perf_counter() - began
    batch = services.submit(batch=Batch.objects.get(pk=batch.pk), by=secretary, now=now)
    if batch.state == State.WAITING:
        services.approve(batch=batch, by=lead, now=now)
    return {"batch": str(batch.uuid), "reading": reading, "megabytes": _megabytes()}


def _work(batch: str) -> dict[str, Any]:
    """Award what is left of it, beside other workers; the CPU seconds that it took here and in PostgreSQL."""
    found = Batch.objects.select_related("organisation", "made_by").get(uuid=batch)
    began = time.process_time()
    services.work(batch=found, clock=timezone.now)
    return {"megabytes": _megabytes(), "cpu": time.process_time() - began, "backend": _backend_seconds()}


def _backend_seconds() -> float:
    """CPU of the PostgreSQL process that serves this one; SQLite works inside its caller."""
    if connection.vendor != "postgresql":
        return 0.0
    return cpu.seconds_of(connection.connection.info.backend_pid)


def _sign(batch: str) -> dict[str, Any]:
    """How long one award of the batch takes to put together and sign, without a database."""
    found = Batch.objects.select_related("micro_credential__provider").get(uuid=batch)
    if found.micro_credential is None:
        raise ValueError(batch)
    now = timezone.now()
    key = IssuerKey.objects.select_related("organisation").filter(organisation=found.organisation).latest("pk")
    press, places = Press(key), Places(StatusList(uuid=uuid4()), 7)
    award = ToAward(1, "Alma Dalgaard", "alma@cohort.example", found.micro_credential, "10")
    for _ in range(_ALONE // 10):  # until what they share is known
        press.document(uuid4(), award, places, valid_until=None, now=now)
    began = time.process_time()
    for _ in range(_ALONE):
        document = press.document(uuid4(), award, places, valid_until=None, now=now)
    return {"each": (time.process_time() - began) / _ALONE, "bytes": len(document)}


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _lines(count: int) -> Iterator[str]:
    yield "navn;e-mail;karakter;dato\n"
    for number in range(count):
        yield f"Deltager {_word(number)};deltager-{number}@cohort.example;{('12', '10', '7', '4', '02')[number % 5]};\n"


def _word(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number)).capitalize()


def _office(organisation: Organisation, role: Role) -> Person:
    person = Person.objects.create_user(f"{role}@cohort.example", given_name="Bente", family_name=role.title())
    Membership.objects.create(
        person=person, organisation=organisation, role=role, since=timezone.now() - timedelta(days=1)
    )
    return person


def _micro_credential() -> MicroCredential:
    """As full of words as one is in the catalogue: the signed credential is some 4.5 kB."""
    organisation = Organisation.objects.create(
        slug="sydvest",
        kind=Kind.UNIVERSITY,
        name_da="Sydvest Universitet",
        name_en="Sydvest University",
        short_name="Sydvest",
        homepage="https://sydvest.example/",
    )
    outcomes = (
        "Rense et datasæt",
        "Finde historien i tallene",
        "Gøre rede for usikkerheden",
        "Fortælle den i et diagram",
    )
    english = ("Clean a data set", "Find the story in the numbers", "Account for uncertainty", "Tell it in a chart")
    micro_credential = MicroCredential.objects.create(
        slug="undersoegende-datajournalistik",
        provider=organisation,
        state=Published.PUBLISHED,
        title_da="Undersøgende datajournalistik",
        title_en="Investigative data journalism",
        summary_da="Find, rens og fortæl med data, så andre kan efterprøve det.",
        summary_en="Find, clean and tell with data, so that others can check it.",
        description_da="For journalister med erfaring.",
        description_en="For experienced journalists.",
        learning_outcomes=[{"da": da, "en": en} for da, en in zip(outcomes, english, strict=True)],
        level=7,
        ects="5.00",
        assessment=Assessment.ORAL,
        by_hand_in=False,
        grading=Grading.SEVEN_POINT,
        participation=Form.ONLINE,
        quality_assurance_da="Uddannelsen er akkrediteret, og bedømmelsen følges af censorformandskabet.",
        quality_assurance_en="The programme is accredited, and external examiners follow the assessment.",
    )
    for number, label in enumerate(("journalism", "data quality assessment", "statistics")):
        micro_credential.competences.add(
            Competence.objects.create(
                slug=f"cohort-{number}",
                uri=f"http://data.europa.eu/esco/skill/00000000-0000-0000-0000-{number:012d}",
                label_da=label,
                label_en=label,
            )
        )
    return micro_credential
