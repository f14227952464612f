"""Talks: begin one, read it, write in it, put it to rest."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.bank.models import Mentorship
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in
from nanobank.guidance import queries, services
from nanobank.guidance.anchors import Anchor, anchor_of, anchors_of
from nanobank.guidance.forms import SayForm, ThreadForm
from nanobank.guidance.models import About, Thread
from nanobank.guidance.permissions import lets_talk_of, others_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A talk; opening it is reading it."""
    moment = now()
    found = queries.thread_of(request.user, uuid, now=moment)
    is_learner = request.user.pk == found.learner_id
    form = SayForm(request.POST or None, initial={"expects_answer": is_learner})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals_in(form):
            services.say(
                thread=found,
                words=given["words"],
                by=request.user,
                now=moment,
                expects_answer=given["expects_answer"],
            )
            return redirect("thread", uuid)
    if request.method == "GET":
        services.open_thread(thread=found, by=request.user, now=moment)
    return render(request, "guidance/thread.html", _context(request, found, form, moment), status=_status(request))


def _context(request: SignedInRequest, found: Thread, form: SayForm, moment: datetime) -> dict[str, object]:
    person = request.user
    return {
        "thread": found,
        "anchor": anchors_of([found], person).get(found.pk),
        "said": queries.messages_in(found),
        "others": others_in(found, person, moment),
        "marks": queries.read_marks(found, person),
        "form": form,
        "is_learner": person.pk == found.learner_id,
        "my_turn": found.awaits == ("learner" if person.pk == found.learner_id else "mentors"),
    }


def _status(request: SignedInRequest) -> int:
    return 422 if request.method == "POST" else 200


@login_required
@require_POST
def settle(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """No answer is needed."""
    found = queries.thread_of(request.user, uuid, now=now())
    services.settle(thread=found, by=request.user, now=now())
    messages.success(request, _("Nobody waits for an answer here any more."))
    return redirect("guidance")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: SignedInRequest) -> HttpResponse:
    """Begin a talk: ``?om=`` and ``?ting=`` say what it is about; with whom (a mentorship) ``?til=`` says for a learner
    and ``?med=`` for a mentor."""
    person, moment = request.user, now()
    about, anchor = _about(request), _uuid(request.GET.get("ting", ""))
    running = queries.mentorships_of(person, moment)
    as_mentor = _as_mentor(running, request)
    learner = as_mentor.learner if as_mentor else person
    found = anchor_of(learner, about, anchor, person)
    mine = None if as_mentor else [one for one in running if one.learner_id == person.pk and lets_talk_of(one, about)]
    initial = {
        "expects_answer": as_mentor is None,
        "title": found.title if anchor else "",
        "mentors": _chosen_at_first(mine or [], request),
    }
    form = ThreadForm(request.POST or None, mentors=mine, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        with refusals_in(form):
            made = services.begin_thread(
                learner=learner,
                mentors=[one.mentor for one in mine or () if one.mentor.uuid in chosen],
                about=found.about,
                anchor=found.uuid,
                title=form.cleaned_data["title"],
                words=form.cleaned_data["words"],
                by=person,
                now=moment,
                expects_answer=form.cleaned_data["expects_answer"],
                office_sees=form.cleaned_data.get("office_sees", False),
            )
            sent_to = ", ".join(one.name for one in others_in(made, person, moment))
            messages.success(request, _("It has been sent to %s.") % sent_to)
            return redirect("thread", made.uuid)
    context = {"form": form, "anchor": _shown(found), "to": as_mentor, "has_mentors": mine is None or bool(mine)}
    return render(request, "guidance/thread_new.html", context, status=_status(request))


def _chosen_at_first(mine: list[Mentorship], request: SignedInRequest) -> list[str]:
    """The mentor of ``?til=`` (a mentorship), or the only one; of two the learner chooses."""
    wanted = _uuid(request.GET.get("til", ""))
    named = [one for one in mine if one.uuid == wanted] or mine
    return [str(one.mentor.uuid) for one in named] if len(named) == 1 else []


def _shown(found: Anchor) -> Anchor | None:
    return found if found.uuid else None


def _about(request: SignedInRequest) -> About:
    said = request.GET.get("om", "")
    return About(said) if said in About.values else About.LEARNER


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _as_mentor(running: list[Mentorship], request: SignedInRequest) -> Mentorship | None:
    wanted = _uuid(request.GET.get("med", ""))
    return next((one for one in running if one.uuid == wanted and one.mentor_id == request.user.pk), None)
