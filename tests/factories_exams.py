"""Rows about exams for tests."""

from datetime import timedelta
from typing import Any

from factories import NOW, make_person
from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential, Module, ModuleVersion
from nanobank.exams.models import Examiner, Slot
from nanobank.ledger.models import Kind
from nanobank.ledger.services import record_module
from nanobank.study.models import Enrolment


def make_completed(person: Person, module: Module, *, version: ModuleVersion | None = None) -> Enrolment:
    """The person has completed the module (its current version unless another is given)."""
    version = version or module.current
    assert version is not None
    for kind in (Kind.STARTED, Kind.COMPLETED):
        record_module(person=person, version=version, kind=kind, by=person, now=NOW - timedelta(days=9))
    return Enrolment.objects.create(
        person=person, version=version, started_at=NOW - timedelta(days=20), completed_at=NOW - timedelta(days=9)
    )


def make_ready(micro_credential: MicroCredential, **fields: Any) -> Person:
    """A person who has completed everything that is required."""
    person = make_person(**fields)
    for module in micro_credential.required.all():
        make_completed(person, module)
    return person


def make_examiner(micro_credential: MicroCredential, **fields: Any) -> Person:
    """A person assigned to examine it."""
    person = make_person(**{"given_name": "Ebbe", "family_name": "Nørskov", **fields})
    Examiner.objects.create(micro_credential=micro_credential, person=person)
    return person


def make_slot(micro_credential: MicroCredential, examiner: Person | None = None, **fields: Any) -> Slot:
    """A free half hour in three days."""
    defaults: dict[str, Any] = {"starts_at": NOW + timedelta(days=3), "minutes": 30, "place": "Campus Odense, U42"}
    return Slot.objects.create(
        micro_credential=micro_credential,
        examiner=examiner or make_examiner(micro_credential),
        **{**defaults, **fields},
    )
