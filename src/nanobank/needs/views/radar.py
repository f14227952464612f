"""The need radar, and writing to those who miss something."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence
from nanobank.common.clock import now
from nanobank.common.errors import NotYours
from nanobank.common.forms import refusals_in
from nanobank.needs import queries, services
from nanobank.needs.bridge import FEWEST
from nanobank.needs.context import region_figures
from nanobank.needs.drawing import bars_of, trend_of
from nanobank.needs.forms import ReachOutForm
from nanobank.needs.models import Outreach, Reply, Sector
from nanobank.needs.permissions import check_answers_for
from nanobank.needs.queries.radar import radar
from nanobank.organisations.models import Organisation
from nanobank.organisations.regions import Region

_MOST_SHOWN = 50


@require_safe
def need_radar(request: HttpRequest) -> HttpResponse:
    """What is missing, for anybody; ``?region=`` and ``?branche=`` narrow it. Institutions may write from here."""
    region, sector = _narrowed(request)
    person = request.user if isinstance(request.user, Person) else None
    found = radar(now=now(), region=region, sector=sector, viewer=person)
    institutions = list(queries.institutions_answered_for(person, now())) if person else []
    context = {
        "radar": found,
        "rows": [(one, trend_of(one.quarters)) for one in found.wanted],
        "picture": bars_of(found, _picture_in_words(len(found.wanted))),
        "region": region,
        "sector": sector,
        "regions": Region.choices,
        "sectors": Sector.choices,
        "figures": region_figures(region),
        "fewest": FEWEST,
        "institutions": institutions,
    }
    return render(request, "needs/radar.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def need_reach_out(request: SignedInRequest) -> HttpResponse:
    """Write to those who asked for a competence (``?kompetence=``), in a region and a sector if they are given."""
    competence = get_object_or_404(Competence, slug=request.GET.get("kompetence", ""))
    institution = _institution(request)
    region, sector = _narrowed(request)
    form = ReachOutForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            made = services.reach_out(
                institution=institution,
                competence=competence,
                region=region,
                sector=sector,
                words=form.cleaned_data["words"],
                by=request.user,
                now=now(),
            )
            messages.success(request, _("Your message is on its way to those who want to hear from institutions."))
            return redirect("outreach", made.uuid)
    context = {
        "form": form,
        "competence": competence,
        "institution": institution,
        "institutions": queries.institutions_answered_for(request.user, now()),
        "where": _where(region, sector),
    }
    return render(request, "needs/reach_out.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def outreaches(request: SignedInRequest) -> HttpResponse:
    """What my institutions have written."""
    found = queries.outreaches_for(request.user, now=now())
    return render(request, "needs/outreaches.html", {"outreaches": found[:_MOST_SHOWN]})


@login_required
@require_safe
def outreach(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One message, and those who said yes to it: they alone are known. How many got it is told from five on."""
    found = get_object_or_404(Outreach.objects.select_related("institution", "competence", "by"), uuid=uuid)
    check_answers_for(request.user, found.institution, now=now())
    contacts = found.contacts.select_related("need__by", "need__organisation")
    reached = contacts.count()
    context = {
        "outreach": found,
        "where": _where(found.region, found.sector),
        "reached": reached if reached >= FEWEST else None,
        "fewest": FEWEST,
        "yes": contacts.filter(reply=Reply.YES).order_by("replied_at"),
    }
    return render(request, "needs/outreach.html", context)


def _narrowed(request: HttpRequest) -> tuple[str, str]:
    region, sector = request.GET.get("region", ""), request.GET.get("branche", "")
    return region if region in Region.values else "", sector if sector in Sector.values else ""


def _where(region: str, sector: str) -> str:
    """In words, empty for everywhere."""
    named = [Region(region).label] if region else []
    return " · ".join(str(one) for one in [*named, *([Sector(sector).label] if sector else [])])


def _institution(request: SignedInRequest) -> Organisation:
    """The one named in the address, or the first that the person answers for."""
    theirs = list(queries.institutions_answered_for(request.user, now()))
    wanted = request.GET.get("institution", "")
    found = next((one for one in theirs if one.slug == wanted), None) if wanted else next(iter(theirs), None)
    if found is None:
        raise NotYours("")
    return found


def _picture_in_words(count: int) -> str:
    return (
        _("What is asked for, against how many modules teach it: %d competences. The table below says the same.")
        % count
    )
