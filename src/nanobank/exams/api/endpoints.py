"""Exams in the API: everything that the pages can do."""

from typing import Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status, UploadedFile
from ninja.params import functions as params

from nanobank.accounts.http import TokenRequest
from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential
from nanobank.common import clock
from nanobank.common.errors import Refused
from nanobank.common.schemas import Problem
from nanobank.credentials.models import Credential
from nanobank.exams import services
from nanobank.exams.api.shapes import (
    AssessIn,
    AssessmentOut,
    BookIn,
    CorrectIn,
    CredentialRef,
    DispensationIn,
    DispensationOut,
    ExaminerIn,
    ExaminerOut,
    HandOverIn,
    IllnessIn,
    Queue,
    ReadinessOut,
    RegisterIn,
    RegistrationOut,
    Registrations,
    ResultOut,
    SlotOut,
    Slots,
    SlotsIn,
    readiness_out,
    registration_out,
    result_out,
    slot_out,
    waiting_out,
)
from nanobank.exams.models import Assessment, Dispensation, Examiner, Registration, RegistrationState, Result, Slot
from nanobank.exams.offices import office_registrations
from nanobank.exams.permissions import (
    check_examines,
    check_learner,
    check_may_assess,
    check_may_read,
    check_office,
    check_runs_an_office,
    works_in_office,
)
from nanobank.exams.queries import (
    free_slots,
    queue_of,
    registration_of,
    registrations_of,
    role_of,
    slots_of,
)
from nanobank.exams.readiness import former_editions_of, readiness_of

router = Router()
FILE = params.File(None, description="At most 20 MB")
TEXT = params.Form("", description="Markdown")
LIMIT = params.Query(50, ge=1, le=100, description="At most this many")
OFFSET = params.Query(0, ge=0, le=1_000_000, description="Skip this many")


def _own(person: Person, uuid: UUID) -> Registration:
    registration = registration_of(uuid)
    check_learner(person, registration)
    return registration


@router.get("/readiness", response=list[ReadinessOut], summary="What I can be examined in")
def readiness(request: TokenRequest) -> list[ReadinessOut]:
    """What I can be examined in, and what is outstanding for the rest."""
    former = former_editions_of(request.auth, today=timezone.localdate(clock.now()))
    return [readiness_out(one) for one in (*former, *readiness_of(request.auth))]


@router.get("/registrations", response={200: Registrations, 404: Problem}, summary="Registrations for exams")
def registrations(
    request: TokenRequest,
    of: Literal["mine", "office"] = "mine",
    state: RegistrationState | None = None,
    limit: int = LIMIT,
    offset: int = OFFSET,
) -> Registrations:
    """My registrations; or, for a study secretary or programme lead, those for the exams of their provider."""
    if of == "office":
        now = clock.now()
        found = office_registrations(check_runs_an_office(request.auth, now=now), now, state)
    else:
        found = registrations_of(request.auth)
        found = found.filter(state=state) if state else found
    return Registrations(items=[registration_out(one) for one in found[offset : offset + limit]], count=found.count())


@router.post(
    "/registrations",
    response={201: RegistrationOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Put myself forward",
)
def create_registration(request: TokenRequest, data: RegisterIn) -> Status[RegistrationOut]:
    """Put myself forward for an exam."""
    micro_credential = get_object_or_404(MicroCredential, slug=data.micro_credential)
    made = services.register(person=request.auth, micro_credential=micro_credential, now=clock.now())
    return Status(201, registration_out(registration_of(made.uuid)))


@router.get("/registrations/{uuid}", response={200: RegistrationOut, 404: Problem}, summary="One registration")
def registration(request: TokenRequest, uuid: UUID) -> RegistrationOut:
    """One registration: for its learner, the assigned examiners and the exam office."""
    found = registration_of(uuid)
    check_may_read(request.auth, found, now=clock.now())
    return registration_out(found)


@router.post(
    "/registrations/{uuid}/slot",
    response={200: RegistrationOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Book a slot",
)
def book(request: TokenRequest, uuid: UUID, data: BookIn) -> RegistrationOut:
    """Book a slot, or move to it."""
    slot = get_object_or_404(Slot, uuid=data.slot)
    services.book_slot(registration=_own(request.auth, uuid), slot=slot, now=clock.now())
    return registration_out(registration_of(uuid))


@router.delete(
    "/registrations/{uuid}/slot",
    response={200: RegistrationOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Give a slot back",
)
def unbook(request: TokenRequest, uuid: UUID) -> RegistrationOut:
    """Give the booked slot back, until the limit."""
    services.cancel_booking(registration=_own(request.auth, uuid), now=clock.now())
    return registration_out(registration_of(uuid))


@router.post(
    "/registrations/{uuid}/hand-in",
    response={200: RegistrationOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Hand in",
)
def hand_in(request: TokenRequest, uuid: UUID, text: str = TEXT, file: UploadedFile | None = FILE) -> RegistrationOut:
    """Hand in a text, a file (at most 20 MB) or both; replaces what was handed in, until assessment begins."""
    services.hand_in(registration=_own(request.auth, uuid), text=text, file=file, now=clock.now())
    return registration_out(registration_of(uuid))


@router.post(
    "/registrations/{uuid}/withdraw",
    response={200: RegistrationOut, 404: Problem, 409: Problem},
    summary="Withdraw from an exam",
)
def withdraw(request: TokenRequest, uuid: UUID) -> RegistrationOut:
    """Step back. ``counts`` in the answer says whether it was too late to be free."""
    services.withdraw(registration=_own(request.auth, uuid), now=clock.now())
    return registration_out(registration_of(uuid))


@router.get("/slots", response={200: Slots, 404: Problem}, summary="Free slots, or mine")
def slots(
    request: TokenRequest, micro_credential: str | None = None, limit: int = LIMIT, offset: int = OFFSET
) -> Slots:
    """The free slots of a micro-credential; or, without one, the slots that I have opened as an examiner.

    Where a free slot is held is told to the exam office, and to everybody else once they have booked it.
    """
    person, now = request.auth, clock.now()
    if micro_credential is None:
        check_examines(person)
        found, shows_place = slots_of(person, now).select_related("examiner", "micro_credential"), True
    else:
        exam = get_object_or_404(MicroCredential.objects.select_related("provider"), slug=micro_credential)
        found, shows_place = free_slots(exam, person, now), works_in_office(person, exam.provider, now=now)
    items = [slot_out(slot, shows_place=shows_place) for slot in found[offset : offset + limit]]
    return Slots(items=items, count=found.count())


@router.post("/slots", response={201: list[SlotOut], 404: Problem, 409: Problem, 422: Problem}, summary="Open slots")
def open_slots(request: TokenRequest, data: SlotsIn) -> Status[list[SlotOut]]:
    """Open slots as an assigned examiner."""
    opened = services.open_slots(
        micro_credential=get_object_or_404(MicroCredential, slug=data.micro_credential),
        examiner=request.auth,
        starts_at=data.starts_at,
        minutes=data.minutes,
        count=data.count,
        place=data.place,
        now=clock.now(),
    )
    return Status(201, [slot_out(slot, shows_place=True) for slot in opened])


@router.delete("/slots/{uuid}", response={204: None, 404: Problem, 409: Problem}, summary="Call off a slot")
def cancel_slot(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Call off a slot of mine that nobody has booked."""
    slot = get_object_or_404(Slot, uuid=uuid, examiner=request.auth)
    services.cancel_slot(slot=slot, by=request.auth, now=clock.now())
    return Status(204, None)


@router.post(
    "/slots/{uuid}/examiner",
    response={200: SlotOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Hand a slot over",
)
def hand_over_slot(request: TokenRequest, uuid: UUID, data: HandOverIn) -> SlotOut:
    """Let another examiner of the same exam hold a slot, with everybody who has booked it; for the exam office."""
    slot = get_object_or_404(Slot.objects.select_related("micro_credential__provider"), uuid=uuid)
    check_office(request.auth, slot.micro_credential, now=clock.now())
    to = Person.objects.filter(uuid=data.to, is_active=True).first()
    if to is None:
        raise Refused(_("There is no such person."), field="to")
    return slot_out(services.hand_over_slot(slot=slot, to=to, by=request.auth, now=clock.now()), shows_place=True)


def _exam_of_my_office(person: Person, slug: str) -> MicroCredential:
    found = get_object_or_404(MicroCredential.objects.select_related("provider"), slug=slug)
    check_office(person, found, now=clock.now())
    return found


@router.get(
    "/micro-credentials/{slug}/examiners", response={200: list[ExaminerOut], 404: Problem}, summary="Who examines it"
)
def examiners(request: TokenRequest, slug: str) -> list[Examiner]:
    """Who examines a micro-credential; for its exam office."""
    return list(_exam_of_my_office(request.auth, slug).examiners.select_related("person").order_by("pk"))


@router.post(
    "/micro-credentials/{slug}/examiners",
    response={201: ExaminerOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Add an examiner",
)
def appoint_examiner(request: TokenRequest, slug: str, data: ExaminerIn) -> Status[Examiner]:
    """Let somebody examine a micro-credential: an educator or examiner at any institution; for its exam office."""
    exam = _exam_of_my_office(request.auth, slug)
    person = Person.objects.filter(email=data.email.lower(), is_active=True).first()
    if person is None:
        raise Refused(_("Nobody has an account with this address."), field="email")
    made = services.appoint_examiner(micro_credential=exam, person=person, by=request.auth, now=clock.now())
    return Status(201, made)


@router.delete(
    "/micro-credentials/{slug}/examiners/{uuid}",
    response={204: None, 404: Problem, 409: Problem, 422: Problem},
    summary="Take an examiner off",
)
def dismiss_examiner(request: TokenRequest, slug: str, uuid: UUID) -> Status[None]:
    """Take a person off a micro-credential's exam, unless an exam still needs them; for its exam office.

    Their times that nobody has booked are called off.
    """
    exam, person = _exam_of_my_office(request.auth, slug), get_object_or_404(Person, uuid=uuid)
    services.dismiss_examiner(micro_credential=exam, person=person, by=request.auth, now=clock.now())
    return Status(204, None)


@router.get("/examining", response={200: Queue, 404: Problem}, summary="What waits for me as an examiner")
def examining(request: TokenRequest, limit: int = LIMIT, offset: int = OFFSET) -> Queue:
    """What waits for me as an examiner, the longest waiting first."""
    check_examines(request.auth)
    queue = queue_of(request.auth, clock.now())
    return Queue(items=[waiting_out(one) for one in queue[offset : offset + limit]], count=len(queue))


@router.post(
    "/registrations/{uuid}/assessments",
    response={201: AssessmentOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Note a grade",
)
def assess(request: TokenRequest, uuid: UUID, data: AssessIn) -> Status[Assessment]:
    """Note a grade and its grounds; note it anew until the result is published."""
    found = registration_of(uuid)
    check_may_assess(request.auth, found)
    made = services.assess(
        registration=found,
        examiner=request.auth,
        role=role_of(found, request.auth) or Assessment.Role.FIRST,
        grade=data.grade,
        grounds=data.grounds,
        now=clock.now(),
    )
    return Status(201, made)


@router.post(
    "/registrations/{uuid}/publish", response={201: ResultOut, 404: Problem, 409: Problem}, summary="Publish a result"
)
def publish(request: TokenRequest, uuid: UUID) -> Status[ResultOut]:
    """Make the agreed grade known; passing awards the credential."""
    result = services.publish(registration=registration_of(uuid), by=request.auth, now=clock.now())
    return Status(201, result_out(result, {}))


@router.post(
    "/registrations/{uuid}/credential",
    response={201: CredentialRef, 404: Problem, 409: Problem, 422: Problem},
    summary="Award the credential anew",
)
def award_again(request: TokenRequest, uuid: UUID) -> Status[Credential]:
    """Award the credential of a passed exam anew, once the former is revoked; for the exam office."""
    made = services.award_again(registration=registration_of(uuid), by=request.auth, now=clock.now())
    return Status(201, made)


@router.post(
    "/results/{uuid}/corrections",
    response={201: ResultOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Correct a result",
)
def correct(request: TokenRequest, uuid: UUID, data: CorrectIn) -> Status[ResultOut]:
    """Correct a published result by a new, reasoned one; the credential follows."""
    result = get_object_or_404(Result.objects.select_related("registration"), uuid=uuid)
    correction = services.correct(
        result=result, grade=data.grade, grounds=data.grounds, reason=data.reason, by=request.auth, now=clock.now()
    )
    return Status(201, result_out(correction, {result.pk: result}))


@router.post(
    "/registrations/{uuid}/absence",
    response={200: RegistrationOut, 404: Problem, 409: Problem},
    summary="Record absence",
)
def absence(request: TokenRequest, uuid: UUID) -> RegistrationOut:
    """The learner did not come: it counts as an attempt."""
    services.record_absence(registration=registration_of(uuid), by=request.auth, now=clock.now())
    return registration_out(registration_of(uuid))


@router.post(
    "/registrations/{uuid}/illness",
    response={200: RegistrationOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Record illness",
)
def illness(request: TokenRequest, uuid: UUID, data: IllnessIn) -> RegistrationOut:
    """The learner has documented illness: it does not count."""
    services.record_illness(
        registration=registration_of(uuid), documentation=data.documentation, by=request.auth, now=clock.now()
    )
    return registration_out(registration_of(uuid))


@router.post(
    "/dispensations",
    response={201: DispensationOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Give one attempt more",
)
def dispense(request: TokenRequest, data: DispensationIn) -> Status[Dispensation]:
    """Give a learner one attempt more."""
    made = services.grant_dispensation(
        person=get_object_or_404(Person, uuid=data.learner),
        micro_credential=get_object_or_404(MicroCredential, slug=data.micro_credential),
        reason=data.reason,
        by=request.auth,
        now=clock.now(),
    )
    return Status(201, made)
