"""Putting the rules of a degree of one's own together."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import Level
from nanobank.common.clock import now
from nanobank.common.errors import NotYours, Refused
from nanobank.pathways import queries, services
from nanobank.pathways.forms.rules import Draft, LevelRow
from nanobank.pathways.models import Pathway, PlanningKind
from nanobank.pathways.permissions import check_owns
from nanobank.pathways.terms import DegreeTerms, GoalTerms


@login_required
@require_http_methods(["GET", "POST"])
def pathway_rules_new(request: SignedInRequest) -> HttpResponse:
    """The rules of a new pathway."""
    return _rules(request, None)


@login_required
@require_http_methods(["GET", "POST"])
def pathway_rules(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Other rules for a pathway."""
    found = queries.pathway_for(request.user, uuid, now=now())
    check_owns(request.user, found)
    return _rules(request, found)


def _rules(request: SignedInRequest, pathway: Pathway | None) -> HttpResponse:
    if request.method != "POST":
        rules = queries.said(pathway).goal.rules if pathway else None
        draft = Draft.of(rules, pathway.title if pathway else "") if rules else Draft(levels=[LevelRow()])
        draft.look_up()
        return _page(request, pathway, draft)
    draft = Draft.sent(request.POST)
    action = request.POST.get("do", "")
    if action:
        draft.do(action, request.POST.get("competences-find", ""))
        return _page(request, pathway, draft)
    terms = draft.terms()
    if terms is not None:
        try:
            return _said(request, pathway, terms, draft.title)
        except NotYours:
            raise
        except Refused as refused:
            draft.errors[refused.field or "min_ects"] = refused.message
    draft.look_up()
    return _page(request, pathway, draft, status=422)


def _said(request: SignedInRequest, pathway: Pathway | None, rules: DegreeTerms, title: str) -> HttpResponse:
    goal, by, moment = GoalTerms(kind="degree", rules=rules), request.user, now()
    if pathway is None:
        begun = services.begin(person=by, goal=goal, title=title, now=moment)
        return redirect("pathway_life", begun.uuid)
    services.say_goal(pathway=pathway, goal=goal, by=by, now=moment)
    services.ask(pathway=pathway, kind=PlanningKind.PLAN, by=by, now=moment)
    return redirect("pathway", pathway.uuid)


def _page(request: SignedInRequest, pathway: Pathway | None, draft: Draft, *, status: int = 200) -> HttpResponse:
    context = {"pathway": pathway, "draft": draft, "all_levels": Level.choices}
    return render(request, "pathways/rules.html", context, status=status)
