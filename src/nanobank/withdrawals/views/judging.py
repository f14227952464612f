"""An educator's queue and the decision; what the office follows."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.accounts.models import Person
from nanobank.common import clock
from nanobank.common.errors import Conflict, Refused
from nanobank.common.forms import put_beside
from nanobank.withdrawals import services
from nanobank.withdrawals.forms.judging import AnswerForm, DecideForm, HandOnForm, as_decided, terms_of
from nanobank.withdrawals.forms.words import WordsForm
from nanobank.withdrawals.models import Precedent, Withdrawal, WithdrawalState, days_since
from nanobank.withdrawals.permissions import (
    can_judge,
    check_judges,
    check_judges_somewhere,
    check_may_look,
    offices_of,
)
from nanobank.withdrawals.precedents import precedents_for
from nanobank.withdrawals.queries import (
    board_of,
    decisions_on,
    educators_for,
    rubric_of,
    story_of,
    to_judge,
    verdict_of,
    waiting_for,
    who_answers,
    withdrawal_of,
)


@login_required
@require_safe
def withdrawals_to_judge(request: SignedInRequest) -> HttpResponse:
    """What waits for me, the oldest first; for the office, what waits for others too."""
    person, now = request.user, clock.now()
    check_judges_somewhere(person, now=now)
    context = {"waiting": waiting_for(person, now), "office": bool(offices_of(person, now=now))}
    return render(request, "withdrawals/queue.html", context)


def _page(
    request: SignedInRequest, withdrawal: Withdrawal, *, forms: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    now = clock.now()
    person = request.user
    shown = to_judge(withdrawal)
    decisions = decisions_on(withdrawal)
    standing = decisions[0] if decisions and decisions[0].undone_at is None else None
    judges = can_judge(person, withdrawal, now=now)
    asked = withdrawal.state == WithdrawalState.ASKED
    context: dict[str, Any] = {
        "withdrawal": withdrawal,
        "shown": shown,
        "days": days_since(withdrawal.asked_at, now),
        "verdict": verdict_of(withdrawal),
        "decision": standing,
        "former": [one for one in decisions if one is not standing],
        "rubric": rubric_of(standing) if standing else [],
        "board": board_of(standing) if standing else None,
        "story": story_of(withdrawal),
        "judges": judges,
        "competences": shown.competences,
    }
    if asked and judges:
        context |= {"form": DecideForm(initial=_initial(request, withdrawal), shown=shown), "question": _question()}
    if asked:
        context["hand_on"] = HandOnForm(educators=_others(withdrawal))
    if withdrawal.state == WithdrawalState.APPEALED and standing and judges and standing.by_id != person.pk:
        context["answer"] = AnswerForm()
    elif withdrawal.state == WithdrawalState.APPEALED and standing:
        context |= {"awaits_answer": True, "answerers": who_answers(standing, now=now)}
    if withdrawal.state == WithdrawalState.DECIDED and judges:
        context["reopen"] = _because()
    return render(request, "withdrawals/judge.html", {**context, **(forms or {})}, status=status)


def _others(withdrawal: Withdrawal) -> list[Person]:
    """Who could take it over, best first."""
    has_it = [withdrawal.educator_id] if withdrawal.educator_id else []
    return educators_for(withdrawal, now=clock.now(), but=has_it)


def _initial(request: HttpRequest, withdrawal: Withdrawal) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "round": withdrawal.round,
        "competences": [one.slug for one in withdrawal.competences.all()],
    }
    offered = _offered(withdrawal, request.GET.get("precedens", ""))
    return {**initial, **as_decided(offered.decision), "offered": offered.uuid} if offered else initial


def _offered(withdrawal: Withdrawal, uuid: str, *, sure: bool = False) -> Precedent | None:
    """The precedent of that uuid, if it is one for this; if ``sure``, one on the very same thing."""
    if not uuid:
        return None
    offered = (one.precedent for one in precedents_for(withdrawal) if one.is_sure or not sure)
    return next((one for one in offered if str(one.uuid) == uuid), None)


def _question(data: object = None) -> WordsForm:
    return WordsForm(data, name="question", label=_("What do you need to know?"), rows=3)


def _because(data: object = None) -> WordsForm:
    return WordsForm(
        data, name="because", label=_("Why it is opened again"), help_text=_("The learner reads this."), rows=3
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal_judge(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """All there is to know of it, the rubric, and the decision."""
    found, now = withdrawal_of(uuid), clock.now()
    check_may_look(request.user, found, now=now)
    if request.method != "POST":
        return _page(request, found)
    check_judges(request.user, found, now=now)
    form = DecideForm(request.POST, shown=to_judge(found))
    if not form.is_valid():
        return _page(request, found, forms={"form": form}, status=422)
    offered = _offered(found, form.cleaned_data["offered"])
    try:
        services.decide(withdrawal=found, by=request.user, terms=form.terms(offered), now=now)
    except Conflict as conflict:
        messages.error(request, conflict.message)
        return _page(request, withdrawal_of(uuid), forms={"lost": form.cleaned_data["grounds"]}, status=409)
    except Refused as refused:
        return _page(request, found, forms={"form": form}, status=put_beside(form, refused))
    messages.success(request, _("It is decided, and the learner is told."))
    return redirect("withdrawals_to_judge")


@login_required
@require_POST
def withdrawal_follow(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Decide as was decided before. What cannot be done the same way is shown, filled in, to be mended."""
    found, now = withdrawal_of(uuid), clock.now()
    check_judges(request.user, found, now=now)
    offered = _offered(found, request.POST.get("precedent", ""), sure=True)
    if offered is None:
        messages.error(request, _("That precedent has been retired meanwhile. Decide anew."))
        return redirect("withdrawal_judge", uuid)
    terms = terms_of(offered.decision, of_round=found.round, offered=offered)
    try:
        services.decide(withdrawal=found, by=request.user, terms=terms, now=now)
    except Conflict as conflict:
        messages.error(request, conflict.message)
        return _page(request, withdrawal_of(uuid), status=409)
    except Refused as refused:
        form = DecideForm(
            initial={**as_decided(offered.decision), "round": found.round, "offered": offered.uuid},
            shown=to_judge(found),
        )
        messages.error(request, refused.message)
        return _page(request, found, forms={"form": form}, status=422)
    messages.success(request, _("It is decided as before, and the learner is told."))
    return redirect("withdrawals_to_judge")


@login_required
@require_POST
def withdrawal_return(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Ask the learner for something more."""
    found = withdrawal_of(uuid)
    check_judges(request.user, found, now=clock.now())
    form = _question(request.POST)
    if not form.is_valid():
        return _page(request, found, forms={"question": form}, status=422)
    try:
        services.return_to_learner(withdrawal=found, by=request.user, question=form.words, now=clock.now())
    except Refused as refused:
        return _page(request, found, forms={"question": form}, status=put_beside(form, refused))
    messages.success(request, _("The learner is asked. It comes back to you when they have answered."))
    return redirect("withdrawals_to_judge")


@login_required
@require_POST
def withdrawal_hand_on(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Let another educator judge it."""
    found, now = withdrawal_of(uuid), clock.now()
    check_may_look(request.user, found, now=now)
    form = HandOnForm(request.POST, educators=_others(found))
    if not form.is_valid():
        return _page(request, found, forms={"hand_on": form}, status=422)
    to = form.educators.get(form.cleaned_data["to"])
    try:
        given = services.hand_on(withdrawal=found, to=to, by=request.user, now=now)
    except Refused as refused:
        return _page(request, found, forms={"hand_on": form}, status=put_beside(form, refused))
    name = given.educator.name if given.educator else ""
    messages.success(request, _("It is handed on to %(name)s.") % {"name": name})
    return redirect("withdrawals_to_judge")


@login_required
@require_POST
def withdrawal_answer(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Answer a complaint."""
    found, now = withdrawal_of(uuid), clock.now()
    check_may_look(request.user, found, now=now)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, forms={"answer": form}, status=422)
    given = form.cleaned_data
    try:
        services.answer_appeal(
            withdrawal=found, by=request.user, upheld=given["upheld"], answer=given["answer"], now=now
        )
    except Refused as refused:
        return _page(request, found, forms={"answer": form}, status=put_beside(form, refused))
    messages.success(request, _("The complaint is answered, and the learner is told."))
    return redirect("withdrawals_to_judge")


@login_required
@require_POST
def withdrawal_reopen(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Open a decision again."""
    found, now = withdrawal_of(uuid), clock.now()
    check_judges(request.user, found, now=now)
    form = _because(request.POST)
    if not form.is_valid():
        return _page(request, found, forms={"reopen": form}, status=422)
    try:
        services.reopen(withdrawal=found, by=request.user, because=form.words, now=now)
    except Refused as refused:
        return _page(request, found, forms={"reopen": form}, status=put_beside(form, refused))
    messages.success(request, _("It is open again."))
    return redirect("withdrawal_judge", uuid)
