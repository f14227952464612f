"""What a learner does with a plan: asks for it, goes by it, bends it, tells what happened, puts it in the bank."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.errors import NotYours, Refused
from nanobank.pathways import queries, services
from nanobank.pathways.forms.changes import BehindForm, ChangeForm, EventForm, RemediesForm, TempoForm
from nanobank.pathways.models import Pathway, Planning, PlanningKind, PlanVersion
from nanobank.pathways.permissions import check_owns
from nanobank.pathways.services.keeping import keep
from nanobank.pathways.services.needing import ask_for
from nanobank.pathways.services.remedies import take_up
from nanobank.pathways.views.plans import shown_page

_KINDS = {"plan": PlanningKind.PLAN, "valg": PlanningKind.ALTERNATIVES, "reparation": PlanningKind.REPAIR}

_LONG = 9


def _own(request: SignedInRequest, uuid: UUID) -> Pathway:
    found = queries.pathway_for(request.user, uuid, now=now())
    check_owns(request.user, found)
    return found


def _version(pathway: Pathway, number: int) -> PlanVersion:
    found = queries.versions_of(pathway).select_related("pathway__chosen").filter(number=number).first()
    if found is None:
        raise NotYours("")
    return found


@login_required
@require_POST
def pathway_ask(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Have it planned: one plan, several to choose among, or one that changes as little as it can."""
    found = _own(request, uuid)
    kind = _KINDS.get(request.POST.get("kind", ""), PlanningKind.PLAN)
    services.ask(pathway=found, kind=kind, by=request.user, now=now())
    return redirect("pathway_choices" if kind == PlanningKind.ALTERNATIVES else "pathway", found.uuid)


@login_required
@require_POST
def pathway_order(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Have one aim come a place sooner, and lay the plan anew."""
    found = _own(request, uuid)
    services.put_first(pathway=found, aim=request.POST.get("aim", ""), by=request.user, now=now())
    services.ask(pathway=found, kind=PlanningKind.PLAN, by=request.user, now=now())
    return redirect("pathway", found.uuid)


@login_required
@require_POST
def pathway_need(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Ask for what nobody teaches."""
    found = _own(request, uuid)
    try:
        need = ask_for(pathway=found, by=request.user, now=now())
    except NotYours:
        raise
    except Refused as refused:
        return shown_page(request, found, trouble=("clash", refused.message), status=422)
    messages.success(request, _("It has been noted, and you hear from us when something new fits."))
    return redirect("need", need.uuid)


@login_required
@require_POST
def pathway_stop(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Wait no longer."""
    found = _own(request, uuid)
    planning = queries.latest_planning(found)
    if planning is not None:
        services.stop(planning=planning, by=request.user, now=now())
    return redirect("pathway", found.uuid)


@login_required
@require_POST
def pathway_choose(request: SignedInRequest, uuid: UUID, number: int) -> HttpResponse:
    """Go by this plan."""
    found = _own(request, uuid)
    services.choose(version=_version(found, number), by=request.user, now=now())
    messages.success(request, _("This is the plan that you go by now."))
    return redirect("pathway", found.uuid)


@login_required
@require_POST
def pathway_longer(request: SignedInRequest, uuid: UUID, number: int) -> HttpResponse:
    """Have the planner look longer at a plan that is not proven best."""
    found = _own(request, uuid)
    services.look_longer(version=_version(found, number), by=request.user, now=now())
    return redirect("pathway", found.uuid)


@login_required
@require_POST
def pathway_pick(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Go by the plan that was picked from the list, and have it in the bank."""
    found, number = _own(request, uuid), request.POST.get("plan", "")
    version = _version(found, int(number) if number.isdecimal() and len(number) < _LONG else 0)
    services.follow(version=version, by=request.user, now=now())
    messages.success(request, _("This is the plan that you go by now."))
    return redirect("pathway", found.uuid)


@login_required
@require_POST
def pathway_keep(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Go on with the plan I had."""
    found = _own(request, uuid)
    keep(pathway=found, by=request.user, now=now())
    messages.success(request, _("You keep the plan you had. The other is in the history."))
    return redirect("pathway", found.uuid)


@login_required
@require_POST
def pathway_bank(request: SignedInRequest, uuid: UUID, number: int) -> HttpResponse:
    """Put all the modules of a plan in the bank."""
    found = _own(request, uuid)
    version = _version(found, number)
    try:
        count = services.put_in_bank(version=version, by=request.user, now=now())
    except NotYours:
        raise
    except Refused as refused:
        return shown_page(request, found, trouble=("bank", refused.message), status=422)
    said = ngettext("%d module has been put in your bank.", "%d modules have been put in your bank.", count) % count
    messages.success(request, said if count else _("All of it is in your bank already."))
    return redirect("pathway", found.uuid)


@login_required
@require_POST
def pathway_change(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Pin, ban, swap or move one module."""
    found = _own(request, uuid)
    form = ChangeForm(request.POST)

    def wish() -> Planning | None:
        asked = services.change(pathway=found, change=form.change(), by=request.user, now=now())
        return asked if asked or "lay" not in request.POST else services.ask(pathway=found, by=request.user, now=now())

    return _done(request, found, form, wish)


@login_required
@require_POST
def pathway_happened(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Something happened; the plan is repaired."""
    found = _own(request, uuid)
    form = EventForm(request.POST)

    def tell() -> Planning:
        return services.happened(pathway=found, by=request.user, now=now(), **form.told())

    return _done(request, found, form, tell)


@login_required
@require_POST
def pathway_behind(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """I have fallen behind: the plan moves on."""
    found = _own(request, uuid)
    form = BehindForm(request.POST)

    def move() -> Planning:
        return services.fall_behind(pathway=found, weeks=form.cleaned_data["weeks"], by=request.user, now=now())

    return _done(request, found, form, move)


@login_required
@require_POST
def pathway_tempo(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Study more or less: all hours up or down at once."""
    found = _own(request, uuid)
    form = TempoForm(request.POST)

    def turn() -> Planning:
        intensity = form.cleaned_data["intensity"]
        return services.change_tempo(pathway=found, intensity=intensity, by=request.user, now=now())

    return _done(request, found, form, turn)


@login_required
@require_POST
def pathway_remedy(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Change the one thing that stands in the way, and plan again."""
    found = _own(request, uuid)
    form = RemediesForm(request.POST)

    def change() -> Planning:
        return take_up(pathway=found, remedies=form.cleaned_data["remedies"], by=request.user, now=now())

    return _done(request, found, form, change)


@login_required
@require_POST
def pathway_put_away(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Take it out of the list."""
    found = _own(request, uuid)
    services.put_away(pathway=found, by=request.user, now=now())
    messages.success(request, _("The pathway is put away."))
    return redirect("pathways")


def _done(
    request: SignedInRequest,
    found: Pathway,
    form: BehindForm | ChangeForm | EventForm | TempoForm | RemediesForm,
    act: Callable[[], object],
) -> HttpResponse:
    """Do it and show the plan; or show the page again with what was wrong beside the form it came from."""
    if not form.is_valid():
        words = " ".join(str(message) for errors in form.errors.values() for message in errors)
        return shown_page(request, found, trouble=(_at(request), words), status=422)
    try:
        act()
    except NotYours:
        raise
    except Refused as refused:
        return shown_page(request, found, trouble=(_at(request), refused.message), status=422)
    return redirect("pathway", found.uuid)


def _at(request: SignedInRequest) -> str:
    """Where on the page the form stands: at a module, or a form of its own."""
    return request.POST.get("at") or request.POST.get("module", "")
