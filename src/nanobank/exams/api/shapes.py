"""The shapes of exams in the API."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from nanobank.catalogue.lines import ModuleLine
from nanobank.exams.bridge import ects_letter, is_passed
from nanobank.exams.models import Assessment, Grade, Registration, RegistrationState, Result, Slot
from nanobank.exams.queries import Waiting
from nanobank.exams.readiness import Readiness


class ModuleRef(Schema):
    """A module version."""

    module: str = Field(description="Slug of the module", examples=["sydvest-datajournalistik"])
    title: str = Field(examples=["Datajournalistik"])
    ects: Decimal = Field(examples=["2.50"])


class MissingGroupOut(Schema):
    """An elective group that is short."""

    ects: Decimal = Field(description="How many ECTS are missing", examples=["2.50"])
    min_level: int = Field(examples=[7])
    choices: list[ModuleRef]


class ReadinessOut(Schema):
    """Where you stand with one micro-credential."""

    micro_credential: str = Field(description="Slug", examples=["undersoegende-datajournalistik"])
    title: str = Field(examples=["Undersøgende datajournalistik"])
    ready: bool = Field(description="Whether you can put yourself forward this minute")
    passed: bool
    completed: list[ModuleRef] = Field(description="The completed modules that are counted")
    missing: list[ModuleRef] = Field(description="Required modules not yet completed")
    missing_groups: list[MissingGroupOut]
    missing_ects: Decimal = Field(examples=["1.00"])
    attempts_used: int
    attempts_left: int
    open_registration: UUID | None
    reexamined_until: date | None = Field(
        description="Of an edition that was replaced and that you have tried: the last day for it", examples=[None]
    )


class SlotOut(Schema):
    """A time at which an examiner examines."""

    uuid: UUID
    micro_credential: str = Field(description="Slug", examples=["undersoegende-datajournalistik"])
    starts_at: datetime
    minutes: int = Field(examples=[30])
    place: str | None = Field(
        description="For whoever has booked it, the examiner and the exam office; null for everybody else",
        examples=["Campus Odense, U42"],
    )
    examiner: str = Field(description="Name", examples=["Astrid Lindholt"])
    seats_left: int


class ResultOut(Schema):
    """A published grade. A correction names the result that it corrects, and why."""

    uuid: UUID
    grade: Grade
    ects_letter: str | None = Field(description="A to F; none for passed and not passed", examples=["B"])
    passed: bool
    grounds: str = Field(examples=["Tallene holder, og hver kilde er kontrolleret."])
    published_at: datetime
    corrects: UUID | None = None
    reason: str = Field(default="", examples=["Pointene i sidste opgave var lagt forkert sammen."])


class RegistrationOut(Schema):
    """One attempt at one micro-credential."""

    uuid: UUID
    learner: str = Field(description="Name", examples=["Jonas Revsgaard"])
    micro_credential: str = Field(description="Slug", examples=["undersoegende-datajournalistik"])
    state: RegistrationState
    registered_at: datetime
    closed_at: datetime | None
    counts: bool = Field(description="Whether it is, or will be, one of the three attempts")
    slot: SlotOut | None
    text: str = Field(examples=["Min undersøgelse af ventelisterne i tre kommuner."])
    file_name: str = Field(examples=["ventelister.pdf"])
    handed_in_at: datetime | None
    results: list[ResultOut] = Field(description="The last one stands")


class Registrations(Schema):
    """A page of registrations."""

    items: list[RegistrationOut]
    count: int


class Slots(Schema):
    """A page of slots."""

    items: list[SlotOut]
    count: int


class WaitingOut(Schema):
    """A registration that waits for you as an examiner."""

    registration: UUID
    learner: str = Field(examples=["Jonas Revsgaard"])
    micro_credential: str = Field(examples=["undersoegende-datajournalistik"])
    role: Assessment.Role
    since: datetime
    must_confer: bool = Field(description="The two examiners have given different grades")


class Queue(Schema):
    """A page of the queue, the longest waiting first."""

    items: list[WaitingOut]
    count: int


class RegisterIn(Schema):
    """What you put yourself forward for."""

    micro_credential: str = Field(description="Slug", examples=["undersoegende-datajournalistik"])


class BookIn(Schema):
    """The slot that you choose."""

    slot: UUID


class SlotsIn(Schema):
    """Slots to open, one after the other."""

    micro_credential: str = Field(description="Slug", examples=["undersoegende-datajournalistik"])
    starts_at: AwareDatetime = Field(examples=["2026-12-01T09:00:00+01:00"])
    minutes: int = Field(examples=[30])
    count: int = Field(default=1, examples=[4])
    place: str = Field(max_length=120, examples=["Campus Odense, U42"])


class AssessIn(Schema):
    """What you found. The role follows from the exam and from who has assessed already."""

    grade: Grade
    grounds: str = Field(
        description="At least 40 characters", examples=["Tallene holder, og hver kilde er kontrolleret."]
    )


class AssessmentOut(Schema):
    """A noted assessment."""

    uuid: UUID
    role: Assessment.Role
    grade: Grade
    grounds: str = Field(examples=["Tallene holder, og hver kilde er kontrolleret."])
    at: datetime


class CredentialRef(Schema):
    """A credential that has been awarded: read it at ``/credentials/{uuid}``."""

    uuid: UUID
    awarded_at: datetime


class CorrectIn(AssessIn):
    """The right grade and grounds, and why the published ones were wrong."""

    reason: str = Field(examples=["Pointene i sidste opgave var lagt forkert sammen."])


class IllnessIn(Schema):
    """What the study secretary has seen, never the diagnosis."""

    documentation: str = Field(examples=["Lægeerklæring af 3. marts er set."])


class HandOverIn(Schema):
    """Who holds the slot instead."""

    to: UUID = Field(description="The person, another examiner of the same exam")


class ExaminerIn(Schema):
    """Whom to add as an examiner."""

    email: str = Field(examples=["astrid.lindholt@sydvest.example"])


class ExaminerOut(Schema):
    """A person who examines it."""

    uuid: UUID = Field(alias="person.uuid", description="The person")
    name: str = Field(alias="person.name", examples=["Astrid Lindholt"])
    email: str = Field(alias="person.email", examples=["astrid.lindholt@sydvest.example"])


class DispensationIn(Schema):
    """Why one attempt more is given."""

    learner: UUID = Field(description="The person")
    micro_credential: str = Field(description="Slug", examples=["undersoegende-datajournalistik"])
    reason: str = Field(examples=["Dødsfald i familien dagene før det tredje forsøg."])


class DispensationOut(Schema):
    """One attempt more."""

    uuid: UUID
    reason: str = Field(examples=["Dødsfald i familien dagene før det tredje forsøg."])
    granted_at: datetime


def module_out(line: ModuleLine) -> ModuleRef:
    """Name, title and size."""
    return ModuleRef(module=line.slug, title=line.title, ects=line.ects)


def readiness_out(one: Readiness) -> ReadinessOut:
    """Where somebody stands."""
    return ReadinessOut(
        micro_credential=one.micro_credential.slug,
        title=one.micro_credential.title,
        ready=one.ready,
        passed=one.passed,
        completed=[module_out(line) for line in one.completed],
        missing=[module_out(line) for line in one.missing],
        missing_groups=[
            MissingGroupOut(
                ects=group.ects, min_level=group.min_level, choices=[module_out(line) for line in group.choices]
            )
            for group in one.missing_groups
        ],
        missing_ects=one.missing_ects,
        attempts_used=one.attempts_used,
        attempts_left=one.attempts_left,
        open_registration=one.open_registration.uuid if one.open_registration else None,
        reexamined_until=one.reexamined_until,
    )


def slot_out(slot: Slot, *, shows_place: bool) -> SlotOut:
    """A slot, its micro-credential and examiner read already. A place may be a meeting's link, so not all are told."""
    return SlotOut(
        uuid=slot.uuid,
        micro_credential=slot.micro_credential.slug,
        starts_at=slot.starts_at,
        minutes=slot.minutes,
        place=slot.place if shows_place else None,
        examiner=slot.examiner.name,
        seats_left=slot.seats - slot.seats_taken,
    )


def result_out(result: Result, former: dict[int, Result]) -> ResultOut:
    """A result; ``former`` holds the one it corrects, if any."""
    return ResultOut(
        uuid=result.uuid,
        grade=Grade(result.grade),
        ects_letter=ects_letter(result.grade),
        passed=is_passed(result.grade),
        grounds=result.grounds,
        published_at=result.published_at,
        corrects=former[result.corrects_id].uuid if result.corrects_id else None,
        reason=result.reason,
    )


def registration_out(one: Registration) -> RegistrationOut:
    """A registration and its results."""
    results = list(one.results.all())
    former = {result.pk: result for result in results}
    return RegistrationOut(
        uuid=one.uuid,
        learner=one.person.name,
        micro_credential=one.micro_credential.slug,
        state=RegistrationState(one.state),
        registered_at=one.registered_at,
        closed_at=one.closed_at,
        counts=one.counts,
        slot=slot_out(one.slot, shows_place=one.closed_at is None) if one.slot else None,
        text=one.text,
        file_name=one.file_name,
        handed_in_at=one.handed_in_at,
        results=[result_out(result, former) for result in results],
    )


def waiting_out(one: Waiting) -> WaitingOut:
    """One line of the queue."""
    return WaitingOut(
        registration=one.registration.uuid,
        learner=one.registration.person.name,
        micro_credential=one.registration.micro_credential.slug,
        role=one.role,
        since=one.since,
        must_confer=one.must_confer,
    )
