"""Lays the learners: what each has planned, begun, completed and holds, some forty entries a ledger."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from django.contrib.auth.hashers import make_password

from bench.volume import words
from bench.volume.catalogue import Catalogue, Laid
from bench.volume.sizes import Size
from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship
from nanobank.catalogue.models import MicroCredential, ModuleVersion
from nanobank.credentials import bridge
from nanobank.credentials.models import Credential
from nanobank.credentials.services import award
from nanobank.exams.models import Registration, RegistrationState, Result
from nanobank.ledger.models import Entry, Kind
from nanobank.study.models import Enrolment, StepProgress

CHUNK = 500
GRADES = ("12", "10", "10", "7", "7", "4", "02")
_OTHERS = {"completed": 5, "under_way": 3, "left": 1, "planned": 5, "unplanned": 2}


@dataclass
class _Life:
    """One learner's rows, to be laid with those of others."""

    person: Person
    micro_credential: MicroCredential
    entries: list[Entry] = field(default_factory=list)
    enrolments: list[tuple[Enrolment, tuple[int, ...]]] = field(default_factory=list)


def lay(size: Size, catalogue: Catalogue, rng: Random, now: datetime) -> None:
    """The learners, their study, ledgers, exams and credentials."""
    office = Person.objects.create_user("kontor@example.dk", given_name="Gro", family_name="Havmark")
    shapes: dict[int, Credential] = {}
    for start in range(0, size.learners, CHUNK):
        numbers = range(start, min(start + CHUNK, size.learners))
        people = _people(numbers, now)
        lives = [
            _live(person, n, catalogue, rng, now, signed=n < size.signed)
            for n, person in zip(numbers, people, strict=True)
        ]
        _study(lives)
        Entry.objects.bulk_create(entry for life in lives for entry in life.entries)
        _exams(lives, office, rng, now)
        signed = [life for n, life in zip(numbers, lives, strict=True) if n < size.signed]
        for life in signed:
            credential = _award(life, catalogue, office, now)
            shapes[credential.issuer_id] = credential
        _shaped(lives[len(signed) :], shapes, now)
        Mentorship.objects.bulk_create(
            Mentorship(learner=person, mentor=office, kind=Mentorship.Kind.INTERNAL, since=now - timedelta(days=200))
            for person in people[::3]
        )


def _people(numbers: range, now: datetime) -> list[Person]:
    nobody_signs_in = make_password(None)
    return Person.objects.bulk_create(
        Person(
            email=f"person-{n}@example.dk",
            given_name=words.GIVEN_NAMES[n % len(words.GIVEN_NAMES)],
            family_name=words.FAMILY_NAMES[n // len(words.GIVEN_NAMES) % len(words.FAMILY_NAMES)],
            password=nobody_signs_in,
            last_login=now - timedelta(days=n % 90),
        )
        for n in numbers
    )


def _live(person: Person, n: int, catalogue: Catalogue, rng: Random, now: datetime, *, signed: bool) -> _Life:
    """One learner: a credential and its modules, and sixteen more in every state."""
    micro_credential = catalogue.micro_credentials[n % len(catalogue.micro_credentials)]
    life = _Life(person, micro_credential)
    required = catalogue.required[micro_credential.pk]
    others = [place for place in rng.sample(range(len(catalogue.modules)), 24) if place not in required]
    at = now - timedelta(days=rng.randrange(500, 700))
    for place in required:
        at = _module(life, catalogue.modules[place], "completed", at, rng)
    at = _examined(life, [catalogue.modules[place] for place in required], at, signed=signed)
    for state, count in _OTHERS.items():
        for _ in range(count):
            at = _module(life, catalogue.modules[others.pop()], state, at, rng)
    life.entries.sort(key=lambda entry: entry.at)
    return life


def _module(life: _Life, module: Laid, state: str, at: datetime, rng: Random) -> datetime:
    """What happened to one module, entry by entry; when the last of it was."""
    ects = module.ects

    def add(kind: Kind, days: int, **amounts: Decimal) -> datetime:
        when = at + timedelta(days=days)
        life.entries.append(
            Entry(person=life.person, version_id=module.version_id, kind=kind, at=when, by=life.person, **amounts)
        )
        return when

    add(Kind.PLANNED, 0, planned=ects)
    if state == "planned":
        return at + timedelta(days=1)
    if state == "unplanned":
        return add(Kind.UNPLANNED, 2, planned=-ects)
    began = add(Kind.STARTED, 3, planned=-ects, under_way=ects)
    ended: dict[str, datetime] = {}
    if state == "completed":
        ended["completed_at"] = add(Kind.COMPLETED, 9 + rng.randrange(8), under_way=-ects, completed=ects)
    elif state == "left":
        ended["left_at"] = add(Kind.LEFT, 9, under_way=-ects)
    enrolment = Enrolment(person=life.person, version_id=module.version_id, started_at=began, **ended)
    life.enrolments.append((enrolment, module.steps if state == "completed" else module.steps[:2]))
    return max([began, *ended.values()])


def _examined(life: _Life, modules: list[Laid], at: datetime, *, signed: bool) -> datetime:
    """Put forward, passed, and, unless the credential is really awarded later, what awarding writes in the ledger."""
    kinds = [Kind.REGISTERED, Kind.PASSED] + ([] if signed else [Kind.AWARDED])
    for kind in kinds:
        at += timedelta(days=2)
        life.entries.append(Entry(person=life.person, micro_credential=life.micro_credential, kind=kind, at=at))
    if not signed:
        life.entries += [
            Entry(
                person=life.person,
                version_id=module.version_id,
                micro_credential=life.micro_credential,
                kind=Kind.HELD,
                at=at,
                completed=-module.ects,
                held=module.ects,
            )
            for module in modules
        ]
    return at


def _study(lives: list[_Life]) -> None:
    Enrolment.objects.bulk_create(enrolment for life in lives for enrolment, _ in life.enrolments)
    StepProgress.objects.bulk_create(
        StepProgress(
            enrolment=enrolment,
            step_id=step,
            opened_at=enrolment.started_at,
            completed_at=enrolment.started_at + timedelta(hours=1),
        )
        for life in lives
        for enrolment, steps in life.enrolments
        for step in steps
    )


def _exams(lives: list[_Life], office: Person, rng: Random, now: datetime) -> None:
    """A published result for each learner."""
    registrations = Registration.objects.bulk_create(
        Registration(
            person=life.person,
            micro_credential=life.micro_credential,
            state=RegistrationState.PUBLISHED,
            registered_at=now - timedelta(days=400),
            closed_at=now - timedelta(days=390),
        )
        for life in lives
    )
    Result.objects.bulk_create(
        Result(
            registration=registration,
            grade=rng.choice(GRADES),
            grounds="Du forklarer dine valg klart og bruger begreberne sikkert.",
            published_at=now - timedelta(days=390),
            by=office,
        )
        for registration in registrations
    )


def _award(life: _Life, catalogue: Catalogue, office: Person, now: datetime) -> Credential:
    """A credential signed by the site's own service."""
    versions = [catalogue.modules[place].version_id for place in catalogue.required[life.micro_credential.pk]]
    return award(
        person=life.person,
        micro_credential=MicroCredential.objects.get(pk=life.micro_credential.pk),
        versions=list(ModuleVersion.objects.filter(pk__in=versions)),
        grade="10",
        by=office,
        now=now,
    )


def _shaped(lives: list[_Life], shapes: dict[int, Credential], now: datetime) -> None:
    """Credentials in the shape of one that the same provider signed: as many bytes, without its valid signature."""
    Credential.objects.bulk_create(_copies(lives, shapes, now))
    for shape in shapes.values():
        shape.status_list.save(update_fields=["allocated"])


def _copies(lives: list[_Life], shapes: dict[int, Credential], now: datetime) -> Iterator[Credential]:
    for life in lives:
        shape = shapes[life.micro_credential.provider_id]
        copy = Credential(
            person=life.person,
            micro_credential=life.micro_credential,
            issuer=shape.issuer,
            key=shape.key,
            status_list=shape.status_list,
            status_index=shape.status_list.allocated,
            awarded_at=now - timedelta(days=390),
        )
        shape.status_list.allocated += 1
        name = json.dumps(life.person.name, ensure_ascii=False)
        copy.document = shape.document.replace(str(shape.uuid), str(copy.uuid)).replace(
            json.dumps(shape.person.name, ensure_ascii=False), name
        )
        copy.seal = bridge.seal_of(copy.document, copy.key)
        yield copy
