"""Designing a micro-credential: the list, one screen a question, and what all the answers become."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.authoring.designing.asking import AnswerForm, NewDesignForm
from nanobank.authoring.designing.finding import (
    competences_to_offer,
    covering,
    design_for,
    designs_of,
    drafts_in,
    modules_found,
    overlapping,
    providers_written_for,
)
from nanobank.authoring.designing.fixing import fixed_inputs
from nanobank.authoring.designing.forms import FORMS, LONGEST_OUTCOMES, in_pairs
from nanobank.authoring.designing.overview import Overview, overview_of
from nanobank.authoring.designing.proposing import proposals_for
from nanobank.authoring.designing.questions import ADDRESSES, ASKING, question_at
from nanobank.authoring.designing.refusals import NotReady, Overtaken
from nanobank.authoring.measures_told import outcomes_in_words
from nanobank.authoring.measuring import outcomes_told
from nanobank.authoring.models import Design, DesignAim, DesignAnswer, DesignQuestion
from nanobank.authoring.services import designing as services
from nanobank.catalogue.errors import Incomplete
from nanobank.catalogue.models import MicroCredential
from nanobank.common import clock
from nanobank.common.errors import Conflict
from nanobank.common.forms import refusals_in


@login_required
@require_safe
def designs(request: SignedInRequest) -> HttpResponse:
    """The designs of those the person writes for."""
    return render(request, "authoring/designing/designs.html", {"designs": designs_of(request.user, now=clock.now())})


@login_required
@require_http_methods(["GET", "POST"])
def design_new(request: SignedInRequest) -> HttpResponse:
    """For which institution, and what it is called for now."""
    now = clock.now()
    form = NewDesignForm(request.POST or None, providers=providers_written_for(request.user, now=now))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = services.begin_design(**form.cleaned_data, by=request.user, now=now)
            return redirect("design_question", made.uuid, ADDRESSES[DesignQuestion.WHOM])
    return render(request, "authoring/designing/design_new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def design_anew(request: SignedInRequest, slug: str) -> HttpResponse:
    """Begin a change to a micro-credential, or a new edition of it; go on with the one that is under way."""
    basis = get_object_or_404(MicroCredential.objects.select_related("provider"), slug=slug)
    aim = DesignAim.EDITION if request.POST.get("aim") == DesignAim.EDITION else DesignAim.CHANGE
    try:
        made = services.begin_design(provider=basis.provider, aim=aim, basis=basis, by=request.user, now=clock.now())
    except Conflict as conflict:
        messages.info(request, conflict.message)
        under_way = Design.objects.under_way().filter(basis=basis).first()
        if under_way is None:
            return redirect("micro_credential_drafts")
        made = under_way
    return redirect("design", made.uuid)


@login_required
@require_safe
def design(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """All the answers, what the EU asks for, what does not hold, what it is like, and what it can become."""
    return _overview_page(request, design_for(request.user, uuid, now=clock.now()))


@login_required
@require_http_methods(["GET", "POST"])
def design_question(request: SignedInRequest, uuid: UUID, word: str) -> HttpResponse:
    """One question: the answer is kept at each step, and one goes on to the next."""
    question = question_at(word)
    if question is None:
        raise Http404
    found = design_for(request.user, uuid, now=clock.now())
    if found.finished_at:
        return redirect("design", uuid)
    whole = overview_of(found)
    kept = next(one.answer for one in whole.asked if one.question == question)
    words = request.GET.get("find", "")
    form = _form(request, question, whole, kept, words)
    if request.method == "GET":
        return _question_page(request, whole, question, form, words=words)
    stands: DesignAnswer | None = None
    if form.is_valid():
        try:
            services.answer(
                design=found,
                question=question,
                values=form.values(),
                revision=_revision(request),
                by=request.user,
                now=clock.now(),
            )
        except Overtaken as overtaken:
            stands = overtaken.stands
            form.add_error(None, overtaken.message)
        else:
            return _onward(request, uuid, question)
    return _question_page(request, whole, question, form, stands=stands)


@login_required
@require_POST
def design_finish(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Make the micro-credential, or say what stands in the way."""
    found = design_for(request.user, uuid, now=clock.now())
    try:
        made = services.finish(design=found, by=request.user, now=clock.now())
    except (NotReady, Incomplete):
        return _overview_page(request, found, refused=_("It cannot be made yet. What is missing is said below."))
    except Conflict as conflict:
        messages.warning(request, conflict.message)
    else:
        messages.success(
            request,
            _("“%(title)s” is made. Nobody sees it until it is published.") % {"title": made.title}
            if found.aim != DesignAim.CHANGE
            else _("“%(title)s” is changed.") % {"title": made.title},
        )
    return redirect("design", uuid)


@login_required
@require_POST
def design_put_away(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Give it up."""
    found = design_for(request.user, uuid, now=clock.now())
    services.put_away(design=found, by=request.user, now=clock.now())
    messages.success(request, _("The design is gone."))
    return redirect("designs")


def _form(
    request: SignedInRequest, question: DesignQuestion, whole: Overview, kept: DesignAnswer | None, words: str
) -> AnswerForm:
    kind = FORMS[question]
    more: dict[str, Any] = {}
    if question == DesignQuestion.COMPETENCE:
        more["offered"] = competences_to_offer(whole.answers, words)
    if question == DesignQuestion.ASSESSMENT:
        more["proposals"] = [] if "assessment" in fixed_inputs(whole.design) else proposals_for(whole.answers)
    initial = kind.shown(kept.values) if kept else {}
    return kind(
        request.POST if request.method == "POST" else None,
        initial=initial,
        fixed=fixed_inputs(whole.design),
        **more,
    )


def _revision(request: SignedInRequest) -> int:
    sent = request.POST.get("revision", "0")
    return int(sent) if sent.isdigit() and len(sent) < 9 else 0


def _onward(request: SignedInRequest, uuid: UUID, question: DesignQuestion) -> HttpResponse:
    """To the next question, or the same one again when only a part of it was saved."""
    do, _colon, _about = request.POST.get("do", "").partition(":")
    if do == "overview":
        return redirect("design", uuid)
    if do:
        here = redirect("design_question", uuid, ADDRESSES[question])
        if do == "find" and (words := request.POST.get("find", "").strip()):
            here["Location"] += "?" + urlencode({"find": words[:200]}) + "#found"
        elif do in ("up", "down", "drop", "add", "write"):
            here["Location"] += "#parts"
        elif do == "use":
            messages.success(request, _("The suggestion is put in below. Change it as you like."))
            here["Location"] += "#answer"
        return here
    questions = list(DesignQuestion)
    after = questions.index(question) + 1
    if after == len(questions):
        return redirect("design", uuid)
    return redirect("design_question", uuid, ADDRESSES[questions[after]])


def _question_page(
    request: SignedInRequest,
    whole: Overview,
    question: DesignQuestion,
    form: AnswerForm,
    *,
    stands: DesignAnswer | None = None,
    words: str = "",
) -> HttpResponse:
    here = next(one for one in whole.asked if one.question == question)
    before = list(DesignQuestion)[here.number - 2] if here.number > 1 else None
    context = {
        "whole": whole,
        "design": whole.design,
        "here": here,
        "asking": ASKING[question],
        "form": form,
        "revision": stands.revision if stands else (here.answer.revision if here.answer else 0),
        "stands": FORMS[question].told(stands.values) if stands else None,
        "before": before,
        "words": words,
        "fixed": [name for name in fixed_inputs(whole.design) if name in form.fields or name == "parts"],
        **_beside(question, whole, words),
    }
    status = 409 if stands else 422 if form.errors else 200
    return render(request, f"authoring/designing/{_PAGES.get(question, 'question')}.html", context, status=status)


_PAGES = {
    DesignQuestion.COMPETENCE: "competence",
    DesignQuestion.MODULES: "modules",
    DesignQuestion.ASSESSMENT: "assessment",
}


def _beside(question: DesignQuestion, whole: Overview, words: str) -> dict[str, Any]:
    """What a designer should know while answering this one."""
    answers = whole.answers
    if question == DesignQuestion.COMPETENCE:
        said = [{"da": danish, "en": english} for danish, english in answers.outcomes]
        return {"overlapping": overlapping(answers, apart_from=whole.design.basis), "outcomes": _outcomes(said)}
    if question == DesignQuestion.MODULES:
        found = modules_found(words, answers) if words.strip() else covering(answers)
        return {"found": found, "parts": answers.parts}
    if question == DesignQuestion.ASSESSMENT:
        return {"suggested": proposals_for(answers)}
    return {}


def _outcomes(said: Sequence[Mapping[str, str]]) -> list[Any]:
    return outcomes_in_words(outcomes_told(said, ("da", "en")))


@login_required
@require_POST
def design_outcomes(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The outcomes as they are being written, with what to do about each; nothing is kept."""
    design_for(request.user, uuid, now=clock.now())
    said = in_pairs(*(request.POST.get(f"outcomes_{of}", "")[:LONGEST_OUTCOMES] for of in ("da", "en")))
    return render(request, "authoring/measures/outcomes.html", {"outcomes": _outcomes(said)})


def _overview_page(request: SignedInRequest, found: Design, *, refused: str = "") -> HttpResponse:
    whole = overview_of(found)
    context = {
        "whole": whole,
        "design": found,
        "refused": refused,
        "overlapping": overlapping(whole.answers, apart_from=found.made or found.basis),
        "unwritten": drafts_in(found.made)
        if found.made
        else [part for part in whole.answers.parts if part.module is None],
    }
    return render(request, "authoring/designing/design.html", context, status=422 if refused else 200)
