"""The plan: as it stands, while it is being laid, among others, beside a whole degree, and as it has been."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.accounts.models import Person
from nanobank.bank.models import Sight
from nanobank.bank.permissions import check_sees
from nanobank.common.clock import now
from nanobank.pathways import queries, services
from nanobank.pathways.addresses import calendar_address
from nanobank.pathways.clash import clash_of
from nanobank.pathways.cohorts.permissions import led_by
from nanobank.pathways.comparing import beside
from nanobank.pathways.credit import Credit, credit_in, credit_without_plan
from nanobank.pathways.lines import lines_of
from nanobank.pathways.lookups import are_in_bank, falling_due
from nanobank.pathways.models import Pathway, Planning, PlanningState, PlanVersion, Reminder
from nanobank.pathways.page import PlanPage, page_of, picture_for
from nanobank.pathways.pareto import choices_of, points_of
from nanobank.pathways.permissions import owns
from nanobank.pathways.sharing import shared_hours
from nanobank.pathways.showing import swaps_of
from nanobank.pathways.standing import longer_look_at
from nanobank.pathways.teams.permissions import employers_of
from nanobank.pathways.teams.queries import parts_to_answer
from nanobank.pathways.this_week import this_week
from nanobank.pathways.wording import best_in, words_for

_A_PAGE_OF_PLANS = 20
_RECENT = 30
_NOT_IN_HISTORY = ("plan", "question", "said", "reasons", "bound")
_AIMS = {
    "finish": gettext_lazy("To be done soon"),
    "cost": gettext_lazy("That it is cheap"),
    "quality": gettext_lazy("That it is as good as can be, and fits me"),
}


@login_required
@require_safe
def pathways(request: SignedInRequest) -> HttpResponse:
    """My pathways, the one changed last first."""
    context = {
        "person": request.user,
        "is_own": True,
        "pathways": list(queries.pathways_of(request.user)),
        "week": this_week(request.user, now()),
        "parts": parts_to_answer(request.user),
        "leads": led_by(request.user, now()),
        "plans_for": employers_of(request.user, now()),
        "is_reminded": Reminder.objects.filter(person=request.user, wanted=True).exists(),
    }
    return render(request, "pathways/pathways.html", context)


@login_required
@require_safe
def pathways_of(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A learner's pathways, for their mentors."""
    learner = get_object_or_404(Person, uuid=uuid)
    if learner == request.user:
        return redirect("pathways")
    check_sees(request.user, learner, Sight.PLANS, now=now())
    context = {"person": learner, "is_own": False, "pathways": list(queries.pathways_of(learner))}
    return render(request, "pathways/pathways.html", context)


@login_required
@require_safe
def pathway(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The plan, and all that can be done with it."""
    return shown_page(request, queries.pathway_for(request.user, uuid, now=now()))


@login_required
@require_safe
def pathway_version(request: SignedInRequest, uuid: UUID, number: int) -> HttpResponse:
    """One plan of those there have been."""
    return shown_page(request, queries.pathway_for(request.user, uuid, now=now()), number=number)


def shown_page(
    request: SignedInRequest,
    found: Pathway,
    *,
    number: int | None = None,
    trouble: tuple[str, str] = ("", ""),
    status: int = 200,
) -> HttpResponse:
    """The page, perhaps again with what was wrong: ``trouble`` is the module or form it belongs to, and the words."""
    moment = now()
    page = page_of(request.user, found, now=moment, today=timezone.localdate(moment), number=number)
    if number is not None and page.version is None:
        raise Http404
    if page.waiting and page.planning is not None and page.is_own:
        services.seen(planning=page.planning, now=moment)
    exam = queries.exam_of(found)
    weeks = page.plan.weeks if page.plan else []
    due = falling_due(found.person, weeks[0].monday, weeks[-1].monday + timedelta(days=6)) if weeks else []
    told = queries.said(found)
    context = {
        "page": page,
        "pathway": found,
        "person": found.person,
        "plan": page.plan,
        "number": number,
        "exam": exam,
        "total": page.plan.cost + exam.price if page.plan and exam else None,
        "picture": picture_for(page.plan, exam, due) if page.plan else None,
        "due": due,
        "credit": _credit(page),
        "clash": clash_of(page.result, told) if page.result else None,
        "rules": queries.rules_biting(found, page.version) if page.version else [],
        "has_degree": page.version is not None and queries.is_comparable(found, page.version),
        "said": told,
        "best_in": best_in(page.version.said["wishes"]["order"]) if page.version else "",
        "is_banked": _is_banked(page),
        "swaps": swaps_of(page.plan) if page.plan else [],
        "shared": shared_hours(found, page.plan, timezone.localdate(moment)) if page.plan and page.is_own else None,
        "aims": [(aim, _AIMS[aim]) for aim in told.wishes.order],
        "calendar": _calendar(found) if page.is_own else "",
        "trouble_at": trouble[0],
        "trouble": trouble[1],
        "written": request.POST,
        "today": timezone.localdate(moment),
    }
    return render(request, "pathways/plan.html", context, status=status)


def _is_banked(page: PlanPage) -> bool:
    """Whether all of the plan that its owner goes by is in their bank, as far as it is in the catalogue."""
    if not page.is_own or page.version is None or page.is_new:
        return False
    named = (page.words.modules.get(step["module"]) for step in page.version.steps)
    return are_in_bank(page.pathway.person, [one.module_id for one in named if one is not None])


def _credit(page: PlanPage) -> Credit | None:
    """What counts of what is held, where not all may: in the plan shown, or in an asking that led to none."""
    if page.result and page.planning is not None:
        return credit_without_plan(page.planning)
    return credit_in(page.version) if page.version else None


def _calendar(found: Pathway) -> str:
    """Where calendars fetch the plan; empty when there is no such address."""
    feed = queries.open_feed_of(found)
    return calendar_address(feed) if feed else ""


@login_required
@require_safe
def pathway_progress(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """How far the planner is, asked for again and again by the page. When it is done, the page is loaded anew."""
    moment = now()
    found = queries.pathway_for(request.user, uuid, now=moment)
    planning = queries.latest_planning(found)
    if planning is None:
        raise Http404
    if owns(request.user, found):
        services.seen(planning=planning, now=moment)
    context = {"pathway": found, **waiting_for(planning)}
    response = render(request, "pathways/elements/progress.html", context)
    if planning.state not in (PlanningState.WAITING, PlanningState.RUNNING):
        response.headers["HX-Refresh"] = "true"
    return response


@login_required
@require_safe
def pathway_looking(request: SignedInRequest, uuid: UUID, number: int) -> HttpResponse:
    """Whether a planner still looks longer at a plan. When it no longer does, the page is loaded anew."""
    found = queries.pathway_for(request.user, uuid, now=now())
    version = queries.numbered(found, number)
    looking = longer_look_at(version) if version else None
    if looking is None:
        raise Http404
    is_over = looking.state not in (PlanningState.WAITING, PlanningState.RUNNING)
    context = {"pathway": found, "page": {"version": version}, "looking": not is_over}
    response = render(request, "pathways/elements/longer.html", context)
    if is_over:
        response.headers["HX-Refresh"] = "true"
    return response


def waiting_for(planning: Planning) -> dict[str, object]:
    """What is told of a planning that is under way."""
    return {"planning": planning, "waiting": queries.progress_of(planning, now())}


@login_required
@require_safe
def pathway_choices(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Plans to choose among, from the fastest to the cheapest."""
    found = queries.pathway_for(request.user, uuid, now=now())
    options = _options(found)
    planning = queries.latest_planning(found)
    waiting = planning if planning and planning.state in (PlanningState.WAITING, PlanningState.RUNNING) else None
    words = words_for([one.plan for one in options])
    context = {
        "pathway": found,
        "is_own": owns(request.user, found),
        "choices": choices_of(options, words, lines_of(words), chosen=found.chosen_id),
        "points": points_of(options, chosen=found.chosen_id),
        "planning": waiting,
        "waiting": queries.progress_of(waiting, now()) if waiting else None,
    }
    return render(request, "pathways/choices.html", context)


def _options(found: Pathway) -> list[PlanVersion]:
    """The plans of the last asking that led to several; else of the last that led to any."""
    askings = [planning for (planning,) in queries.versions_of(found).values_list("planning_id")[:_RECENT]]
    if not askings:
        return []
    several = next((one for one in askings if askings.count(one) > 1), askings[0])
    plans = found.versions.filter(planning=several).defer("question", "said", "reasons", "bound")
    return list(plans.order_by("place"))


@login_required
@require_safe
def pathway_compare(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The plan beside the whole degree."""
    found = queries.pathway_for(request.user, uuid, now=now())
    version = found.chosen or queries.versions_of(found).first()
    comparison = queries.compared(found, version) if version else None
    context = {"pathway": found, "version": version, "beside": beside(comparison) if comparison else None}
    return render(request, "pathways/compare.html", context)


@login_required
@require_safe
def pathway_history(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Every plan there has been, and why; nothing is edited away."""
    found = queries.pathway_for(request.user, uuid, now=now())
    plans = Paginator(queries.versions_of(found).defer(*_NOT_IN_HISTORY), _A_PAGE_OF_PLANS).get_page(
        request.GET.get("page")
    )
    slugs = {slug for one in plans for slug in (*one.changes.get("went", ()), *one.changes.get("came", ()))}
    slugs |= {moved["module"] for one in plans for moved in one.changes.get("moved", ())}
    words = words_for((), also=slugs | {one.event.module for one in plans if one.event})
    context = {"pathway": found, "plans": plans, "words": words}
    return render(request, "pathways/history.html", context)
