"""What learners and mentors say about a plan, this week's work, the calendar, and problems of one's own."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Body, Router, Status

from nanobank.accounts.http import TokenRequest
from nanobank.common.bilingual import in_english
from nanobank.common.clock import now
from nanobank.common.errors import Refused
from nanobank.common.schemas import Problem
from nanobank.pathways import services
from nanobank.pathways.addresses import calendar_address
from nanobank.pathways.bridge import Unreadable, problem_in
from nanobank.pathways.exchange import comment_out, due_out, planning_out, proposal_out
from nanobank.pathways.permissions import check_owns
from nanobank.pathways.queries import pathway_for, version_for
from nanobank.pathways.schemas import (
    CalendarOut,
    CommentIn,
    CommentOut,
    PathwayAnswerIn,
    PlanningOut,
    ProposalIn,
    ProposalOut,
    ReminderIn,
    TalkOut,
    ThisWeekOut,
)
from nanobank.pathways.services import mentoring
from nanobank.pathways.this_week import this_week

router = Router()
_REFUSALS = {404: Problem, 422: Problem}
_TALK = 200
_EXAMPLE = {
    "catalogue": {
        "modules": [
            {"id": "metode", "ects": "2", "price": "1000"},
            {"id": "data", "ects": "3", "teaches": [["data-analysis", 6]], "requires": {"module": "metode"}},
        ]
    },
    "question": {
        "goal": {"competences": [{"competence": "data-analysis", "level": 6}]},
        "life": {"begins": 0, "hours": [{"week": 0, "hours": "8"}]},
    },
}


@router.get("/pathways/{uuid}/talk", response={200: TalkOut, 404: Problem}, summary="What was said about the plan")
def talk(request: TokenRequest, uuid: UUID) -> TalkOut:
    """What learner and mentors have said and proposed, the latest first, and who stands behind the plan."""
    found = pathway_for(request.auth, uuid, now=now())
    signed = found.chosen.cosigns.order_by("kind").values_list("kind", flat=True) if found.chosen else []
    return TalkOut(
        comments=[comment_out(one) for one in found.comments.select_related("by").order_by("-at")[:_TALK]],
        proposals=[proposal_out(one) for one in found.proposals.select_related("by").order_by("-at")[:_TALK]],
        signed=list(signed),
    )


@router.post("/pathways/{uuid}/comments", response={201: CommentOut, **_REFUSALS}, summary="Say something")
def comment(request: TokenRequest, uuid: UUID, given: CommentIn) -> Status[CommentOut]:
    """Say something about the plan, at one of its modules or about all of it. The learner and their mentors may."""
    found = pathway_for(request.auth, uuid, now=now())
    made = mentoring.comment(pathway=found, words=given.words, module=given.module, by=request.auth, now=now())
    return Status(201, comment_out(made))


@router.post("/pathways/{uuid}/proposals", response={201: ProposalOut, **_REFUSALS}, summary="Propose a change")
def propose(request: TokenRequest, uuid: UUID, given: ProposalIn) -> Status[ProposalOut]:
    """A mentor proposes a change; nothing changes until the learner says yes."""
    found = pathway_for(request.auth, uuid, now=now())
    made = mentoring.propose(pathway=found, change=given.change, words=given.words, by=request.auth, now=now())
    return Status(201, proposal_out(made))


@router.post("/proposals/{uuid}/answer", response={200: ProposalOut, 409: Problem, **_REFUSALS}, summary="Answer")
def answer(request: TokenRequest, uuid: UUID, given: PathwayAnswerIn) -> ProposalOut:
    """Say yes, and the plan is repaired with the change; or no. A mentor may take theirs back by saying no."""
    proposal = mentoring.proposal_of(request.auth, uuid, now=now())
    mentoring.answer(proposal=proposal, accepted=given.accepted, by=request.auth, now=now())
    proposal.refresh_from_db()
    return proposal_out(proposal)


@router.post("/plans/{uuid}/sign", response={204: None, 409: Problem, **_REFUSALS}, summary="Stand behind a plan")
def co_sign(request: TokenRequest, uuid: UUID) -> Status[None]:
    """A mentor stands behind the plan that is chosen."""
    mentoring.co_sign(version=version_for(request.auth, uuid, now=now()), by=request.auth, now=now())
    return Status(204, None)


@router.get("/me/this-week", response=ThisWeekOut, summary="What now?")
def week(request: TokenRequest) -> ThisWeekOut:
    """What my plans say about this week."""
    found = this_week(request.auth, now())
    return ThisWeekOut(
        monday=found.monday,
        hours=found.hours,
        due=[due_out(one) for one in found.due],
        coming=due_out(found.coming) if found.coming else None,
    )


@router.put("/me/weekly-mail", response={204: None}, summary="The weekly mail")
def remind(request: TokenRequest, given: ReminderIn) -> Status[None]:
    """Get the weekly mail about what is next, or get it no more."""
    services.remind(person=request.auth, wanted=given.wanted, language="en" if in_english() else "da")
    return Status(204, None)


@router.post("/pathways/{uuid}/calendar", response={200: CalendarOut, 404: Problem}, summary="Open a calendar feed")
def open_feed(request: TokenRequest, uuid: UUID) -> CalendarOut:
    """The secret address where calendars fetch the plan; the one there is, or a new one."""
    found = pathway_for(request.auth, uuid, now=now())
    return CalendarOut(address=calendar_address(services.open_feed(pathway=found, by=request.auth, now=now())))


@router.delete("/pathways/{uuid}/calendar", response={204: None, 404: Problem}, summary="Stop a calendar feed")
def stop_feed(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Stop the address for good."""
    found = pathway_for(request.auth, uuid, now=now())
    check_owns(request.auth, found)
    services.stop_feed(pathway=found, by=request.auth, now=now())
    return Status(204, None)


@router.post("/plan", response={202: PlanningOut, 422: Problem}, summary="Plan with a catalogue of mine")
def plan(request: TokenRequest, problem: Annotated[dict[str, Any], Body(examples=[_EXAMPLE])]) -> Status[PlanningOut]:
    """Put a whole problem in the queue: catalogue, question and limits, as docs/reference/planning-problem.md has it.

    Follow it at ``/plannings/{uuid}``, whose ``result`` is the answer in the end, for a day. At most 6 MB.
    """
    try:
        problem_in(problem)
    except Unreadable as unreadable:
        first = unreadable.mistakes[0]
        raise Refused(str(first), field=first.place or None) from unreadable
    moment = now()
    return Status(
        202, planning_out(services.ask_problem(person=request.auth, problem=problem, now=moment), [], now=moment)
    )
