"""Rows about exams for tests."""

from datetime import timedelta
from typing import Any

from factories import NOW, make_micro_credential, make_person
from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential, Module, ModuleVersion
from nanobank.exams.models import Examiner, Registration, Slot
from nanobank.exams.services import book_slot, hand_in, register
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


def make_registration(
    micro_credential: MicroCredential | None = None, person: Person | None = None, **fields: Any
) -> Registration:
    """An open registration of someone who is ready."""
    micro_credential = micro_credential or make_micro_credential(**fields)
    return register(person=person or make_ready(micro_credential), micro_credential=micro_credential, now=NOW)


def make_booked(registration: Registration, examiner: Person | None = None, **fields: Any) -> Registration:
    """The registration, booked at a slot of the examiner's in three days."""
    slot = make_slot(registration.micro_credential, examiner, **fields)
    return book_slot(registration=registration, slot=slot, now=NOW)


def make_handed_in(micro_credential: MicroCredential | None = None, person: Person | None = None) -> Registration:
    """A learner who has handed in a text."""
    micro_credential = micro_credential or make_micro_credential(by_hand_in=True, assessment="assignment")
    return hand_in(
        registration=make_registration(micro_credential, person), text="My **investigation**.", file=None, now=NOW
    )
