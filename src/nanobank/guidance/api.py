"""What a program can do about guidance: all that the pages can, for the person whose token it has."""

from datetime import timedelta
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Status

from nanobank.accounts.http import TokenRequest
from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship
from nanobank.common.clock import now
from nanobank.common.errors import NotYours
from nanobank.common.schemas import Problem
from nanobank.guidance import queries, services
from nanobank.guidance.models import Appointment, Invitation, Note, Thread
from nanobank.guidance.schemas import (
    AppointmentIn,
    AppointmentOut,
    MentorAnswerIn,
    MentorAskIn,
    MentorNoteIn,
    MentorNoteOut,
    MentorQuestionOut,
    MentorshipOut,
    MentorSightsIn,
    MentorSuggestionOut,
    MentorTimeOut,
    ThreadIn,
    ThreadLineOut,
    ThreadMessageIn,
    ThreadMessageOut,
    ThreadOut,
)

router = Router()
_REFUSALS = {404: Problem, 409: Problem, 422: Problem}
_A_YEAR = timedelta(days=365)


@router.get("/mentorships", response=list[MentorshipOut], summary="My mentors and those I mentor")
def mentorships(request: TokenRequest) -> list[MentorshipOut]:
    """Those in force, either way: at most two mentors, and all whom I mentor."""
    return [MentorshipOut.of(one, request.auth.pk) for one in queries.mentorships_of(request.auth, now())]


@router.put("/mentorships/{uuid}/sees", response={200: MentorshipOut, **_REFUSALS}, summary="What a mentor sees")
def sees(request: TokenRequest, uuid: UUID, given: MentorSightsIn) -> MentorshipOut:
    """The learner chooses what the mentor sees from now on."""
    one = queries.running_mentorship(request.auth, uuid, now=now())
    services.show_mentor(mentorship=one, sights=frozenset(given.sees), by=request.auth)
    return MentorshipOut.of(queries.running_mentorship(request.auth, uuid, now=now()), request.auth.pk)


@router.delete("/mentorships/{uuid}", response={204: None, 404: Problem}, summary="End it")
def end(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Either of the two ends it; what was agreed to come is cancelled."""
    one = queries.running_mentorship(request.auth, uuid, now=now())
    services.end_mentorship(mentorship=one, by=request.auth, now=now())
    return Status(204, None)


@router.get("/mentors/suggested", response=list[MentorSuggestionOut], summary="Mentors who fit me")
def suggested(request: TokenRequest, kind: Mentorship.Kind) -> list[MentorSuggestionOut]:
    """Mentors of a kind who have room, the best first, by what I plan and work on."""
    return [MentorSuggestionOut.of(one) for one in queries.suggestions(request.auth, kind, now=now())]


@router.get("/mentors/asked", response=list[MentorQuestionOut], summary="Questions about being a mentor")
def asked(request: TokenRequest) -> list[MentorQuestionOut]:
    """Those that wait for my answer, then those I have asked."""
    moment = now()
    both = [*queries.questions_to(request.auth, moment), *queries.questions_by(request.auth, moment)]
    return [MentorQuestionOut.of(one) for one in both]


@router.post("/mentors/asked", response={201: MentorQuestionOut, **_REFUSALS}, summary="Ask somebody to be my mentor")
def ask(request: TokenRequest, given: MentorAskIn) -> Status[MentorQuestionOut]:
    """One of those who are suggested, or for an external mentor anybody with an e-mail address."""
    mentor = get_object_or_404(Person, uuid=given.mentor) if given.mentor else None
    made = services.invite(
        learner=request.auth,
        kind=given.kind,
        mentor=mentor,
        email=given.email,
        words=given.words,
        sights=given.sees,
        now=now(),
    )
    return Status(201, MentorQuestionOut.of(made))


@router.post("/mentors/asked/{uuid}", response={200: MentorQuestionOut, **_REFUSALS}, summary="Say yes or no")
def answer(request: TokenRequest, uuid: UUID, given: MentorAnswerIn) -> MentorQuestionOut:
    """Whoever is asked answers."""
    found = get_object_or_404(Invitation.objects.select_related("learner"), uuid=uuid, mentor=request.auth)
    services.answer_invitation(
        invitation=found, accepted=given.accepted, reason=given.reason, by=request.auth, now=now()
    )
    found.refresh_from_db()
    return MentorQuestionOut.of(found)


@router.delete("/mentors/asked/{uuid}", response={204: None, **_REFUSALS}, summary="Take a question back")
def unask(request: TokenRequest, uuid: UUID) -> Status[None]:
    """The learner takes the question back, as long as nobody has answered."""
    found = get_object_or_404(Invitation, uuid=uuid, learner=request.auth)
    services.withdraw_invitation(invitation=found, by=request.auth, now=now())
    return Status(204, None)


@router.get("/threads", response=list[ThreadLineOut], summary="My talks")
def threads(request: TokenRequest) -> list[ThreadLineOut]:
    """The fifty latest, those first where it is my turn."""
    return [ThreadLineOut.of(one.thread, new=one.new) for one in queries.thread_lines(request.auth, now())]


@router.post("/threads", response={201: ThreadOut, **_REFUSALS}, summary="Begin a talk")
def begin(request: TokenRequest, given: ThreadIn) -> Status[ThreadOut]:
    """With one or both of my mentors, or as a mentor with a learner."""
    moment = now()
    chosen = [queries.running_mentorship(request.auth, uuid, now=moment) for uuid in given.mentorships]
    if len({one.learner_id for one in chosen}) != 1:
        raise NotYours("")
    made = services.begin_thread(
        learner=chosen[0].learner,
        mentors=[one.mentor for one in chosen],
        about=given.about,
        anchor=given.anchor,
        title=given.title,
        words=given.words,
        by=request.auth,
        now=moment,
        expects_answer=given.expects_answer,
        office_sees=given.office_sees,
    )
    return Status(201, _whole(made))


@router.get("/threads/{uuid}", response={200: ThreadOut, 404: Problem}, summary="A talk")
def thread(request: TokenRequest, uuid: UUID) -> ThreadOut:
    """All that was said; it is read by this."""
    found = queries.thread_of(request.auth, uuid, now=now())
    services.open_thread(thread=found, by=request.auth, now=now())
    return _whole(found)


def _whole(found: Thread) -> ThreadOut:
    line = ThreadLineOut.of(found, new=False)
    said = [ThreadMessageOut.of(one) for one in queries.messages_in(found)]
    return ThreadOut(**line.model_dump(), messages=said)


@router.post("/threads/{uuid}/messages", response={201: ThreadMessageOut, **_REFUSALS}, summary="Write in a talk")
def say(request: TokenRequest, uuid: UUID, given: ThreadMessageIn) -> Status[ThreadMessageOut]:
    """Whoever takes part writes."""
    moment = now()
    found = queries.thread_of(request.auth, uuid, now=moment)
    made = services.say(
        thread=found, words=given.words, by=request.auth, now=moment, expects_answer=given.expects_answer
    )
    return Status(201, ThreadMessageOut.of(made))


@router.post("/threads/{uuid}/settle", response={204: None, 404: Problem}, summary="No answer is needed")
def settle(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Nobody is awaited any more."""
    services.settle(thread=queries.thread_of(request.auth, uuid, now=now()), by=request.auth, now=now())
    return Status(204, None)


@router.get("/mentorships/{uuid}/times", response={200: list[MentorTimeOut], 404: Problem}, summary="Free times")
def times(request: TokenRequest, uuid: UUID) -> list[MentorTimeOut]:
    """The mentor's free times in the four weeks to come."""
    one = queries.running_mentorship(request.auth, uuid, now=now())
    return [MentorTimeOut.of(slot) for slot in queries.free_times(one.mentor, now())]


@router.get("/appointments", response=list[AppointmentOut], summary="My appointments")
def appointments(request: TokenRequest) -> list[AppointmentOut]:
    """Those of the last year and those to come, cancelled ones too; at most a hundred."""
    found = queries.appointments_of(request.auth, since=now() - _A_YEAR)[:100]
    return [AppointmentOut.of(one) for one in found]


@router.post("/mentorships/{uuid}/appointments", response={201: AppointmentOut, **_REFUSALS}, summary="Take a time")
def book(request: TokenRequest, uuid: UUID, given: AppointmentIn) -> Status[AppointmentOut]:
    """The learner takes one of the mentor's free times; of two at once one gets it, the other a 409."""
    one = queries.running_mentorship(request.auth, uuid, now=now())
    made = services.book(mentorship=one, begins=given.begins, words=given.words, by=request.auth, now=now())
    return Status(201, AppointmentOut.of(made))


@router.put("/appointments/{uuid}", response={200: AppointmentOut, **_REFUSALS}, summary="Move an appointment")
def move(request: TokenRequest, uuid: UUID, given: AppointmentIn) -> AppointmentOut:
    """Either of the two takes another of the mentor's free times."""
    found = _appointment(uuid)
    return AppointmentOut.of(services.move(appointment=found, begins=given.begins, by=request.auth, now=now()))


@router.delete("/appointments/{uuid}", response={204: None, **_REFUSALS}, summary="Cancel an appointment")
def cancel(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Either of the two cancels."""
    services.cancel(appointment=_appointment(uuid), by=request.auth, now=now())
    return Status(204, None)


def _appointment(uuid: UUID) -> Appointment:
    return get_object_or_404(Appointment.objects.select_related("mentorship", "mentor", "learner"), uuid=uuid)


@router.get("/mentorships/{uuid}/notes", response={200: list[MentorNoteOut], 404: Problem}, summary="My notes")
def notes(request: TokenRequest, uuid: UUID) -> list[MentorNoteOut]:
    """What I wrote for myself; nobody else ever gets it."""
    one = queries.running_mentorship(request.auth, uuid, now=now())
    found = Note.objects.filter(mentorship=one, author=request.auth)[:100]
    return [MentorNoteOut(uuid=note.uuid, words=note.words, at=note.at) for note in found]


@router.post("/mentorships/{uuid}/notes", response={201: MentorNoteOut, **_REFUSALS}, summary="Note something")
def note(request: TokenRequest, uuid: UUID, given: MentorNoteIn) -> Status[MentorNoteOut]:
    """A note to oneself."""
    one = queries.running_mentorship(request.auth, uuid, now=now())
    made = services.note(mentorship=one, words=given.words, by=request.auth, now=now())
    return Status(201, MentorNoteOut(uuid=made.uuid, words=made.words, at=made.at))
