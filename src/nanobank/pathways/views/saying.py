"""Saying what one wants and what there is room for."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.cards import Card, cards
from nanobank.catalogue.models import Competence, ListingKind
from nanobank.catalogue.question import Question
from nanobank.catalogue.search import search
from nanobank.common.clock import now
from nanobank.common.errors import NotYours, Refused
from nanobank.common.forms import refusals_in
from nanobank.frameworks.queries import competences_of
from nanobank.pathways import queries, services
from nanobank.pathways.boxes import Box, boxes_for
from nanobank.pathways.forms.goal import GoalForm
from nanobank.pathways.forms.life import LifeForm
from nanobank.pathways.lookups import held_titles, listing_of
from nanobank.pathways.models import DegreeProgramme, GoalKind, Pathway, PlanningKind, Role
from nanobank.pathways.offers import offers_for, taken
from nanobank.pathways.permissions import check_owns
from nanobank.pathways.rules import Course
from nanobank.pathways.terms import TIMES, DegreeTerms, GoalTerms
from nanobank.pathways.wording import rules_in_words, words_for

_MOST_LISTED = 12
_USUAL, _TALL, _ROOMY = 25, 30, 45  # hours a week: how high the bars go, and from where on higher
_WAYS = {"mikro": GoalKind.MICRO_CREDENTIAL, "rolle": GoalKind.ROLE, "uddannelse": GoalKind.DEGREE}


@login_required
@require_http_methods(["GET", "POST"])
def pathway_new(request: SignedInRequest) -> HttpResponse:
    """Say the goal of a new pathway; ``?maade=`` is the way it is said, ``?q=`` own words, ``?mikro=`` a slug.

    ``?kompetence=`` (several) are ticked, and so is what ``?stilling=``, an occupation, cannot do without.
    """
    return _goal(request, None)


@login_required
@require_http_methods(["GET", "POST"])
def pathway_goal(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Change the goal of a pathway."""
    return _goal(request, _own(request, uuid))


def _own(request: SignedInRequest, uuid: UUID) -> Pathway:
    pathway = queries.pathway_for(request.user, uuid, now=now())
    check_owns(request.user, pathway)
    return pathway


def _goal(request: SignedInRequest, pathway: Pathway | None) -> HttpResponse:
    if request.method != "POST":
        return _asked(request, pathway)
    offered = Competence.objects.filter(slug__in=request.POST.getlist("competences"))
    form = GoalForm(request.POST, competences=offered, modules=_within(pathway))
    if "take" in request.POST:
        return _taken(request, pathway, form)
    if "find" in request.POST:
        written = {name: request.POST.get(name, "") for name in GoalForm.base_fields}
        again = GoalForm(initial=written | {"modules": request.POST.getlist("modules")}, modules=_within(pathway))
        boxes = boxes_for(
            request.POST.get("words", ""), request.POST.getlist("competences"), request.POST.getlist("seen")
        )
        return _goal_page(request, pathway, again, boxes)
    if form.is_valid():
        with refusals_in(form):
            return _say(request, pathway, form.terms())
    return _refused(request, pathway, form)


def _refused(request: SignedInRequest, pathway: Pathway | None, form: GoalForm) -> HttpResponse:
    boxes = boxes_for("", request.POST.getlist("competences"), request.POST.getlist("seen"))
    return _goal_page(request, pathway, form, boxes, status=422)


def _taken(request: SignedInRequest, pathway: Pathway | None, form: GoalForm) -> HttpResponse:
    """Something whole that was offered beside the competences is the goal, whatever is ticked."""
    try:
        goal, title = taken(request.POST["take"], request.POST.get("words", ""))
        return _say(request, pathway, goal, title)
    except NotYours:
        raise
    except Refused as refused:
        form.errors.clear()
        form.add_error(None, refused.message)
    return _refused(request, pathway, form)


def _within(pathway: Pathway | None) -> tuple[str, ...]:
    """The modules that the goal is to have."""
    return queries.said(pathway).goal.modules if pathway else ()


def _asked(request: SignedInRequest, pathway: Pathway | None) -> HttpResponse:
    """The page as one comes to it: from elsewhere with something said already, or to change what was said."""
    if pathway is not None:
        goal = queries.said(pathway).goal
        kind = _WAYS.get(request.GET.get("maade", "")) or (GoalKind.OWN_WORDS if "maade" in request.GET else goal.kind)
        levels = {one.level for one in goal.competences}
        initial = goal.model_dump() | {"kind": kind, "level": str(max(levels, default=1))}
        slugs = [one.slug for one in goal.competences]
        form = GoalForm(initial=initial, modules=goal.modules)
        return _goal_page(request, pathway, form, boxes_for("", slugs, slugs))
    named = {name: request.GET.get(way, "") for way, name in _WAYS.items()}
    given = next((kind for kind in _WAYS.values() if named[kind]), None)
    kind = given or _WAYS.get(request.GET.get("maade", ""), GoalKind.OWN_WORDS)
    words = request.GET.get("q", "").strip()[:1000]
    form = GoalForm(initial={"kind": kind, "words": words, **named})
    asked = competences_of(request.GET.get("stilling", ""))
    ticked = [one.competence.slug for one in asked if one.essential] + request.GET.getlist("kompetence")
    shown = [one.competence.slug for one in asked]
    return _goal_page(request, None, form, boxes_for("" if ticked or shown else words, ticked, shown))


def _goal_page(
    request: SignedInRequest, pathway: Pathway | None, form: GoalForm, boxes: list[Box], *, status: int = 200
) -> HttpResponse:
    kind = GoalKind(form["kind"].value())
    says_words = kind == GoalKind.OWN_WORDS
    context = {
        "pathway": pathway,
        "form": form,
        "kind": kind,
        "boxes": boxes,
        "modules": _modules(form) if says_words else (),
        "offers": offers_for(form["words"].value() or "", _meant(boxes)) if says_words else (),
        "micro_credentials": _micro_credentials(request, form) if kind == GoalKind.MICRO_CREDENTIAL else (),
        "roles": Role.objects.prefetch_related("asks_for__competence") if kind == GoalKind.ROLE else (),
        "degrees": _degrees() if kind == GoalKind.DEGREE else (),
    }
    return render(request, "pathways/goal.html", context, status=status)


def _meant(boxes: list[Box]) -> list[Competence]:
    """The competences that are ticked; all there are as long as none is."""
    return [box.competence for box in boxes if box.is_ticked] or [box.competence for box in boxes]


def _modules(form: GoalForm) -> list[tuple[str, str, bool]]:
    """The modules that the goal is to have: slug, title, and whether it is ticked."""
    ticked = set(form["modules"].value() or ())
    words = words_for((), also=form.within)
    return [(slug, words.module(slug), slug in ticked) for slug in form.within]


def _degrees() -> list[tuple[DegreeProgramme, str]]:
    """Those that have rules, with the rules in words."""
    found = DegreeProgramme.objects.filter(rules__isnull=False).select_related("provider").order_by("title_da")
    return [(one, rules_in_words(DegreeTerms.model_validate(one.rules))) for one in found]


def _micro_credentials(request: SignedInRequest, form: GoalForm) -> list[tuple[str, Card]]:
    """Those that the words find, and first the one that is chosen already."""
    text = (request.POST or request.GET).get("find_micro_credential", "").strip()[:200]
    question = Question(text=text, kinds=(ListingKind.MICRO_CREDENTIAL,), page_size=_MOST_LISTED)
    listings = {listing.slug: listing for listing in search(question).listings}
    chosen = form["micro_credential"].value()
    if chosen and chosen not in listings:
        listings = {**listing_of(chosen, ListingKind.MICRO_CREDENTIAL), **listings}
    return list(zip(listings, cards(listings.values()), strict=True))


def _say(request: SignedInRequest, pathway: Pathway | None, goal: GoalTerms, title: str = "") -> HttpResponse:
    by, moment = request.user, now()
    if pathway is None:
        begun = services.begin(person=by, goal=goal, title=title, now=moment)
        return redirect("pathway_life", begun.uuid)
    services.say_goal(pathway=pathway, goal=goal, by=by, now=moment)
    services.ask(pathway=pathway, kind=PlanningKind.PLAN, by=by, now=moment)
    return redirect("pathway", pathway.uuid)


@login_required
@require_http_methods(["GET", "POST"])
def pathway_life(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Say what there is room for; then the plan is laid."""
    pathway = _own(request, uuid)
    said = queries.said(pathway)
    known = [one.slug for one in said.life.knows]
    gets_su = Course(said.life, said.goal).gets_su
    if request.method != "POST":
        form = LifeForm(life=said.life, wishes=said.wishes, competences=_named(known), gets_su=gets_su)
        return _life_page(request, pathway, form, boxes_for("", known, known))
    ticked, seen = request.POST.getlist("knows"), request.POST.getlist("seen")
    named = _named([*known, *ticked])
    form = LifeForm(request.POST, life=said.life, wishes=said.wishes, competences=named, gets_su=gets_su)
    if "find" in request.POST:
        return _life_page(request, pathway, form, boxes_for(request.POST.get("can", ""), ticked, seen))
    if form.is_valid():
        with refusals_in(form):
            return _live(request, pathway, form)
    return _life_page(request, pathway, form, boxes_for("", ticked, seen), status=422)


def _named(slugs: Iterable[str]) -> Iterable[Competence]:
    return Competence.objects.filter(slug__in=slugs)


def _live(request: SignedInRequest, pathway: Pathway, form: LifeForm) -> HttpResponse:
    by, moment = request.user, now()
    services.say_life(pathway=pathway, life=form.terms(), by=by, now=moment)
    if form.wishes() != queries.said(pathway).wishes:
        services.say_wishes(pathway=pathway, wishes=form.wishes(), by=by, now=moment)
    services.ask(pathway=pathway, kind=PlanningKind.PLAN, by=by, now=moment)
    messages.success(request, _("Your life is noted. Now the plan is laid."))
    return redirect("pathway", pathway.uuid)


def _life_page(
    request: SignedInRequest, pathway: Pathway, form: LifeForm, boxes: list[Box], *, status: int = 200
) -> HttpResponse:
    finding = "find" in request.POST
    free = set(form["times"].value() or ())
    week = [(WEEKDAYS[n], [(time, time in free) for time in TIMES[2 * n : 2 * n + 2]]) for n in range(7)]
    context = {
        "pathway": pathway,
        "form": form,
        "finding": finding,
        "most": _ROOMY if any(one.hours > _USUAL for one in form.life.hours) else _TALL,
        "week": week,
        "boxes": boxes,
        "kept": set(form["holds"].value() or ()),
        "held": held_titles(request.user),
        "rules": queries.rules_biting(pathway, None),
    }
    return render(request, "pathways/life.html", context, status=status)
