"""A programme lead sees what will be in demand, and lays modules over terms."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import Bundle, MicroCredential, ModuleVersion, State
from nanobank.common.clock import now
from nanobank.common.errors import NotYours, Refused
from nanobank.common.forms import put_beside
from nanobank.organisations.models import Organisation
from nanobank.pathways import services as pathways
from nanobank.pathways.cohorts import queries, services
from nanobank.pathways.cohorts.demand import demand_of
from nanobank.pathways.cohorts.forms import BalanceForm
from nanobank.pathways.cohorts.permissions import led_by
from nanobank.pathways.models import Balance, PlanningState
from nanobank.pathways.queries import progress_of

_OPEN = (PlanningState.WAITING, PlanningState.RUNNING)
_LONGEST_NUMBER = 3


@login_required
@require_safe
def demand(request: SignedInRequest) -> HttpResponse:
    """What will be in demand when, against the classes there are: ``?udbyder=`` an institution, or the first I lead."""
    institution, institutions = _institution(request)
    found = demand_of(institution, timezone.localdate(now()))
    context = {"institution": institution, "institutions": institutions, "demand": found}
    return render(request, "pathways/demand.html", context)


def _institution(request: SignedInRequest) -> tuple[Organisation, list[Organisation]]:
    led = led_by(request.user, now())
    slug = request.GET.get("udbyder", "")
    found = next((one for one in led if one.slug == slug or not slug), None)
    if found is None:
        raise NotYours("")
    return found, led


@login_required
@require_safe
def balances(request: SignedInRequest) -> HttpResponse:
    """What has been laid over terms."""
    led = led_by(request.user, now())
    if not led:
        raise NotYours("")
    context = {"balances": list(queries.balances_of(led)), "institutions": led}
    return render(request, "pathways/balances.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def balance_new(request: SignedInRequest) -> HttpResponse:
    """Say which modules, over how many terms."""
    institution, _led = _institution(request)
    return _form(request, institution, None)


@login_required
@require_http_methods(["GET", "POST"])
def balance_edit(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Say it anew."""
    found = queries.balance_for(request.user, uuid, now=now())
    return _form(request, found.organisation, found)


def _form(request: SignedInRequest, institution: Organisation, balance: Balance | None) -> HttpResponse:
    before = queries.said(balance) if balance else None
    choices = _choices(institution, before.modules if before else ())
    if request.method != "POST":
        said = {**before.model_dump(), "title": balance.title} if balance is not None and before is not None else None
        form = BalanceForm(initial=said, **choices)
        return _page(request, institution, balance, form)
    form = BalanceForm(request.POST, **choices)
    if not form.is_valid():
        return _page(request, institution, balance, form, status=422)
    title, by, moment = form.cleaned_data["title"], request.user, now()
    try:
        if balance is None:
            terms = form.said()
            balance = services.begin_balance(organisation=institution, title=title, terms=terms, by=by, now=moment)
        else:
            services.change_balance(balance=balance, title=title, terms=form.said(before), by=by, now=moment)
    except Refused as refused:
        return _page(request, institution, balance, form, status=put_beside(form, refused))
    return redirect("balance", balance.uuid)


def _choices(institution: Organisation, also: tuple[str, ...]) -> dict[str, list[tuple[str, str]]]:
    """What the institution itself has to choose among, and what was chosen already."""
    published = {"provider": institution, "state": State.PUBLISHED}
    versions = ModuleVersion.objects.filter(current_of__isnull=False, state=State.PUBLISHED).select_related("module")
    own = versions.filter(module__provider=institution) | versions.filter(module__slug__in=also)
    return {
        "micro_credentials": [(one.slug, one.title) for one in MicroCredential.objects.filter(**published)],
        "bundles": [(one.slug, one.title) for one in Bundle.objects.filter(**published)],
        "modules": sorted(((one.module.slug, one.title) for one in own), key=lambda pair: pair[1]),
    }


def _page(
    request: SignedInRequest,
    institution: Organisation,
    balance: Balance | None,
    form: BalanceForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "institution": institution,
        "balance": balance,
        "form": form,
        "chosen": set(form["modules"].value() or ()),
    }
    return render(request, "pathways/balance_say.html", context, status=status)


@login_required
@require_safe
def balance(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The modules over the terms, to look at and to move."""
    return _shown(request, queries.balance_for(request.user, uuid, now=now()))


def _shown(request: SignedInRequest, found: Balance, trouble: str = "", status: int = 200) -> HttpResponse:
    moment = now()
    latest, answered = queries.latest_planning(found), queries.answered_planning(found)
    is_open = latest is not None and latest.state in _OPEN
    if is_open and latest is not None:
        pathways.seen(planning=latest, now=moment)
    terms = queries.said(found)
    context = {
        "balance": found,
        "terms": terms,
        "numbers": range(1, terms.terms + 1),
        "latest": latest,
        "waiting": progress_of(latest, moment) if is_open and latest is not None else None,
        "shown": queries.shown_balance(answered, terms) if answered else None,
        "trouble": trouble,
    }
    return render(request, "pathways/balance.html", context, status=status)


@login_required
@require_safe
def balance_progress(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """How far the planner is; when it is done, the page is loaded anew."""
    moment = now()
    found = queries.balance_for(request.user, uuid, now=moment)
    latest = queries.latest_planning(found)
    if latest is None:
        raise Http404
    pathways.seen(planning=latest, now=moment)
    context = {"balance": found, "waiting": progress_of(latest, moment)}
    response = render(request, "pathways/elements/balance_progress.html", context)
    if latest.state not in _OPEN:
        response.headers["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def balance_place(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Have a module in one term, or let it go free again."""
    found = queries.balance_for(request.user, uuid, now=now())
    said = request.POST.get("term", "")
    term = int(said) if said.isdecimal() and len(said) < _LONGEST_NUMBER else None
    try:
        services.place(balance=found, module=request.POST.get("module", ""), term=term, by=request.user, now=now())
    except NotYours:
        raise
    except Refused as refused:
        return _shown(request, found, refused.message, status=422)
    return redirect("balance", found.uuid)


@login_required
@require_POST
def balance_ask(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Lay it again."""
    found = queries.balance_for(request.user, uuid, now=now())
    services.ask_balance(balance=found, by=request.user, now=now())
    return redirect("balance", found.uuid)


@login_required
@require_POST
def balance_put_away(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Out of the list."""
    found = queries.balance_for(request.user, uuid, now=now())
    services.put_away_balance(balance=found, by=request.user, now=now())
    messages.success(request, _("It has been put away."))
    return redirect("balances")
