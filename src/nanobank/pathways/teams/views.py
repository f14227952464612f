"""An employer plans for a team, and each of the team answers."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.cards import Card, cards
from nanobank.catalogue.models import Competence, ListingKind
from nanobank.catalogue.question import Question
from nanobank.catalogue.search import search
from nanobank.common.clock import now
from nanobank.common.errors import NotYours
from nanobank.common.forms import refusals_in
from nanobank.organisations.models import Organisation
from nanobank.pathways import services as pathways
from nanobank.pathways.boxes import boxes_for
from nanobank.pathways.lookups import listing_of
from nanobank.pathways.models import GoalKind, PlanningState, Role, Team
from nanobank.pathways.queries import progress_of
from nanobank.pathways.teams import answers, queries, services
from nanobank.pathways.teams.forms import TeamForm, written
from nanobank.pathways.teams.permissions import check_plans_for, employers_of
from nanobank.pathways.teams.showing import shown_part, shown_team
from nanobank.pathways.wording import words_for

_MOST_LISTED = 8
_OPEN = (PlanningState.WAITING, PlanningState.RUNNING)
_USUAL = {"hours": "5", "level": "1", "away_at_once": 2}


@login_required
@require_safe
def teams(request: SignedInRequest) -> HttpResponse:
    """The teams of the workplaces that I plan for."""
    employers = employers_of(request.user, now())
    if not employers:
        raise NotYours("")
    context = {"teams": list(queries.teams_of(employers)), "employers": employers}
    return render(request, "pathways/teams.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def team_new(request: SignedInRequest) -> HttpResponse:
    """Say who is to learn what. Other pages send along ``organisation``, and what they know already:

    ``titel``, ``kompetence`` and ``person`` (several of each), ``rolle`` or ``mikro``.
    """
    organisation = _employer(request)
    if request.method == "POST":
        return _said(request, organisation, None)
    get = request.GET
    role, micro_credential = get.get("rolle", ""), get.get("mikro", "")
    kind = GoalKind.ROLE if role else GoalKind.MICRO_CREDENTIAL if micro_credential else GoalKind.OWN_WORDS
    initial = {
        **_USUAL,
        "kind": kind,
        "title": get.get("titel", "")[:120],
        "role": role,
        "micro_credential": micro_credential,
        "begins": timezone.localdate(now()),
        "people": get.getlist("person"),
    }
    return _form(request, organisation, None, initial, get.getlist("kompetence"))


def _employer(request: SignedInRequest) -> Organisation:
    """The workplace that is asked for, or the only one there is."""
    employers = employers_of(request.user, now())
    slug = request.GET.get("organisation", "")
    found = next((one for one in employers if one.slug == slug or not slug), None)
    if found is None:
        raise NotYours("")
    return found


@login_required
@require_http_methods(["GET", "POST"])
def team_edit(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Say it anew."""
    team = queries.team_for(request.user, uuid, now=now())
    if request.method == "POST":
        return _said(request, team.organisation, team)
    terms = queries.said(team)
    initial = written(terms, team.title, queries.members_of(team))
    return _form(request, team.organisation, team, initial, [one.slug for one in terms.goal.competences])


def _said(request: SignedInRequest, organisation: Organisation, team: Team | None) -> HttpResponse:
    check_plans_for(request.user, organisation, now())
    if "find" in request.POST:
        initial: dict[str, object] = {name: request.POST.get(name, "") for name in request.POST}
        initial["people"] = request.POST.getlist("people")
        return _form(request, organisation, team, initial, request.POST.getlist("competences"), searching=True)
    ticked = Competence.objects.filter(slug__in=request.POST.getlist("competences"))
    form = TeamForm(
        request.POST,
        staff=queries.staff_of(organisation, now()),
        competences=[(one.slug, one.label) for one in ticked],
        goals=_goals(request.POST.get("micro_credential", "")),
    )
    if form.is_valid():
        with refusals_in(form):
            return _kept(request, organisation, team, form)
    return _page(request, organisation, team, form, request.POST.getlist("competences"), status=422)


def _kept(request: SignedInRequest, organisation: Organisation, team: Team | None, form: TeamForm) -> HttpResponse:
    by, moment, title = request.user, now(), form.cleaned_data["title"]
    if team is None:
        terms = form.terms()
        team = services.begin_team(
            organisation=organisation, title=title, terms=terms, people=form.members(), by=by, now=moment
        )
    else:
        terms = form.terms(queries.said(team))
        services.change_team(team=team, title=title, terms=terms, people=form.members(), by=by, now=moment)
    services.ask_team(team=team, by=by, now=moment)
    return redirect("team", team.uuid)


def _form(
    request: SignedInRequest,
    organisation: Organisation,
    team: Team | None,
    initial: dict[str, object],
    ticked: list[str],
    *,
    searching: bool = False,
) -> HttpResponse:
    """The form as one comes to it, or after a search; nothing is complained of yet."""
    goals = _goals(str(initial.get("micro_credential") or ""))
    form = TeamForm(initial=initial, staff=queries.staff_of(organisation, now()), goals=goals)
    return _page(request, organisation, team, form, ticked, searching=searching)


def _page(
    request: SignedInRequest,
    organisation: Organisation,
    team: Team | None,
    form: TeamForm,
    ticked: list[str],
    *,
    searching: bool = False,
    status: int = 200,
) -> HttpResponse:
    words = request.POST.get("words", "") if searching else ""
    context = {
        "organisation": organisation,
        "team": team,
        "form": form,
        "boxes": boxes_for(words, ticked, request.POST.getlist("seen") or ticked),
        "roles": Role.objects.prefetch_related("asks_for__competence"),
        "micro_credentials": _micro_credentials(words, str(form["micro_credential"].value() or "")),
    }
    return render(request, "pathways/team_say.html", context, status=status)


def _micro_credentials(words: str, chosen: str) -> list[tuple[str, Card]]:
    question = Question(text=words[:200], kinds=(ListingKind.MICRO_CREDENTIAL,), page_size=_MOST_LISTED)
    listings = {listing.slug: listing for listing in search(question).listings}
    if chosen and chosen not in listings:
        listings = {**listing_of(chosen, ListingKind.MICRO_CREDENTIAL), **listings}
    return list(zip(listings, cards(listings.values()), strict=True))


def _goals(micro_credential: str) -> list[tuple[str, str]]:
    """What one of them can have for a goal of their own: a role, or a micro-credential of those listed."""
    found: Iterable[tuple[str, Card]] = _micro_credentials("", micro_credential)
    roles = [(f"role:{one.slug}", one.label.capitalize()) for one in Role.objects.order_by("label_da")]
    return [*roles, *((f"micro_credential:{slug}", card.title) for slug, card in found)]


@login_required
@require_safe
def team(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The team's plan: who takes what when, who is at work, what it costs, and what each has answered."""
    moment = now()
    found = queries.team_for(request.user, uuid, now=moment)
    latest, answered = queries.latest_planning(found), queries.answered_planning(found)
    members, terms = queries.members_of(found), queries.said(found)
    is_open = latest is not None and latest.state in _OPEN
    if is_open and latest is not None:
        pathways.seen(planning=latest, now=moment)
    goal_words = words_for((), also=[one.slug for one in terms.goal.competences])
    context = {
        "team": found,
        "members": members,
        "terms": terms,
        "wanted": [goal_words[one.slug] for one in terms.goal.competences],
        "latest": latest,
        "waiting": _waiting(request, found) if is_open else None,
        "plan": shown_team(answered, members, terms) if answered else None,
        "is_stale": bool(answered and answered.asked < found.asked and not is_open),
    }
    return render(request, "pathways/team.html", context)


def _waiting(request: SignedInRequest, found: Team) -> queries.TeamProgress | None:
    latest = queries.latest_planning(found)
    return queries.team_progress(latest, progress_of(latest, now()).place, now()) if latest else None


@login_required
@require_safe
def team_progress(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """How far the planner is; when it is done, the page is loaded anew."""
    moment = now()
    found = queries.team_for(request.user, uuid, now=moment)
    latest = queries.latest_planning(found)
    if latest is None:
        raise Http404
    pathways.seen(planning=latest, now=moment)
    context = {"team": found, "waiting": _waiting(request, found)}
    response = render(request, "pathways/elements/team_progress.html", context)
    if latest.state not in _OPEN:
        response.headers["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def team_ask(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Lay the plan."""
    found = queries.team_for(request.user, uuid, now=now())
    services.ask_team(team=found, by=request.user, now=now())
    return redirect("team", found.uuid)


@login_required
@require_POST
def team_stop(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Wait no longer."""
    found = queries.team_for(request.user, uuid, now=now())
    services.stop_team(team=found, by=request.user, now=now())
    return redirect("team", found.uuid)


@login_required
@require_POST
def team_send(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Send each their part."""
    found = queries.team_for(request.user, uuid, now=now())
    sent = services.send(team=found, by=request.user, now=now())
    count = len(sent)
    said = ngettext("%d person has been sent their part.", "%d people have been sent their parts.", count) % count
    messages.success(request, said if count else _("Everybody has been sent this plan already."))
    return redirect("team", found.uuid)


@login_required
@require_POST
def team_put_away(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Out of the list."""
    found = queries.team_for(request.user, uuid, now=now())
    services.put_away_team(team=found, by=request.user, now=now())
    messages.success(request, _("The team has been put away."))
    return redirect("teams")


@login_required
@require_safe
def team_part(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What my employer's plan has for me."""
    part = queries.part_for(request.user, uuid)
    context = {"part": part, "team": part.member.team, "plan": shown_part(part)}
    return render(request, "pathways/team_part.html", context)


@login_required
@require_POST
def team_part_answer(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Yes, and it is my pathway; or no."""
    part = queries.part_for(request.user, uuid)
    accepted = request.POST.get("answer") == "yes"
    pathway = answers.answer(
        part=part, accepted=accepted, words=request.POST.get("words", ""), by=request.user, now=now()
    )
    if pathway is None:
        messages.success(request, _("Your employer has been told. Nothing of yours has changed."))
        return redirect("pathways")
    messages.success(request, _("It is your own pathway now. What you do with it from here is yours alone."))
    return redirect("pathway", pathway.uuid)


@login_required
@require_POST
def team_part_bank(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Whether what my bank holds may count."""
    part = queries.part_for(request.user, uuid)
    counts = request.POST.get("counts") == "yes"
    answers.count_bank(part=part, counts=counts, by=request.user)
    said = (
        _("Your bank counts the next time the plan is laid.") if counts else _("Your bank does not count any longer.")
    )
    messages.success(request, said)
    return redirect("team_part", part.uuid)
