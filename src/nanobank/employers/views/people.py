"""A workplace's people: on file, asked in, and taken in from a list."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.downloads import spreadsheet
from nanobank.common.forms import refusals_in
from nanobank.employers import queries, services
from nanobank.employers.columns import HEADINGS, TEMPLATE, trouble_text
from nanobank.employers.forms import ColleagueForm, ListForm
from nanobank.employers.holdings import holdings_of
from nanobank.employers.models import Colleague
from nanobank.employers.overview import gaps_of
from nanobank.employers.tasks import resume_abandoned, set_going
from nanobank.organisations.models import Organisation

_A_PAGE = 50
_FIRST_FAULTS = 20


@login_required
@require_http_methods(["GET", "POST"])
def staff(request: SignedInRequest, slug: str) -> HttpResponse:
    """Everybody on file; one more is added on the same page."""
    organisation = queries.employer_for(request.user, slug, now=now())
    form = ColleagueForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            added = services.add_colleague(organisation=organisation, by=request.user, now=now(), **form.cleaned_data)
            services.invite(colleagues=[added], by=request.user, now=now())
            messages.success(request, _("%s is on file and has been asked in.") % added.name)
            return redirect("staff", slug)
    words = request.GET.get("q", "")[:80]
    found = queries.people_of(organisation, words)
    context = {
        "organisation": organisation,
        "form": form,
        "words": words,
        "page": Paginator(found, _A_PAGE).get_page(request.GET.get("page")),
        "not_asked": Colleague.objects.of(organisation).here().filter(membership=None, invited_at=None).count(),
    }
    return render(request, "employers/staff.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def staff_invite(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask in all who have not been asked."""
    organisation = queries.employer_for(request.user, slug, now=now())
    left = Colleague.objects.of(organisation).here().filter(membership=None, invited_at=None)
    count = services.invite(colleagues=left.select_related("organisation"), by=request.user, now=now())
    told = ngettext("%d invitation is on its way.", "%d invitations are on their way.", count)
    messages.success(request, told % count)
    return redirect("staff", slug)


@login_required
@require_http_methods(["GET", "POST"])
def colleague(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """One of them: details, and what they can as far as the workplace may know."""
    found = queries.colleague_for(request.user, uuid, now=now())
    centre = found.cost_centre.uuid if found.cost_centre else None
    initial = {"team": found.team, "job_role": found.job_role, "cost_centre": centre}
    form = ColleagueForm(request.POST or None, initial=initial, organisation=found.organisation, details_only=True)
    if request.method == "POST" and form.is_valid():
        services.change_colleague(colleague=found, by=request.user, now=now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("colleague", slug, uuid)
    holding = holdings_of([found], now=now())[found.pk]
    evidence = sorted(holding.evidence, key=lambda one: (one.competence.label_da, one.kind))
    role, gaps = gaps_of(found, holding, now=now())
    context = {"organisation": found.organisation, "colleague": found, "form": form, "evidence": evidence}
    more = {"consents": holding.consents, "role": role, "gaps": gaps}
    return render(request, "employers/colleague.html", context | more)


@login_required
@require_POST
def colleague_part(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """They no longer work here."""
    found = queries.colleague_for(request.user, uuid, now=now())
    services.part(colleague=found, by=request.user, now=now())
    messages.success(request, _("%s is off the list.") % found.name)
    return redirect("staff", slug)


@login_required
@require_http_methods(["GET", "POST"])
def people_lists(request: SignedInRequest, slug: str) -> HttpResponse:
    """Hand in a list, and see those handed in."""
    organisation = queries.employer_for(request.user, slug, now=now())
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            handed = services.hand_in(
                organisation=organisation, file=form.cleaned_data["file"], by=request.user, now=now()
            )
            set_going(handed)
            return redirect("people_list", slug, handed.uuid)
    lists = queries.lists_of(organisation)[:20]
    context = {"organisation": organisation, "form": form, "lists": lists}
    return render(request, "employers/people_lists.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def people_list(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """What will happen, and what is wrong with some lines."""
    resume_abandoned()
    found = queries.list_for(request.user, uuid, now=now())
    context = {
        "organisation": found.organisation,
        "list": found,
        "trouble": trouble_text(found.trouble),
        "unknown": found.trouble.get("unknown", []),
        "faults": queries.faults_of(found, _FIRST_FAULTS) if found.with_problems else [],
    }
    return render(request, "employers/people_list.html", context)


@login_required
@require_POST
def people_list_take_in(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Take in all that are fit."""
    found = queries.list_for(request.user, uuid, now=now())
    invites = request.POST.get("invites") == "on"
    count = services.take_in(people_list=found, invites=invites, by=request.user, now=now())
    messages.success(request, ngettext("%d person is on file.", "%d people are on file.", count) % count)
    return redirect("staff", slug)


@login_required
@require_POST
def people_list_withdraw(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Give it up."""
    found = queries.list_for(request.user, uuid, now=now())
    services.withdraw(people_list=found, by=request.user, now=now())
    messages.success(request, _("The list is withdrawn, and what stood in it is deleted."))
    return redirect("people_lists", slug)


@login_required
@require_safe
def people_list_problems(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    """What is wrong with which line, to work through in a spreadsheet."""
    found = queries.list_for(request.user, uuid, now=now())
    headings = [_("Line"), _("Column"), _("What stands there"), _("What is wrong")]
    faults = [[one.line, one.column, one.cell, one.text] for one in queries.faults_of(found)]
    return spreadsheet([headings, *faults], name=f"problemer-{found.uuid}.csv")


@login_required
@require_safe
def people_template(request: SignedInRequest, slug: str) -> HttpResponseBase:
    """An empty list with the right headings."""
    organisation: Organisation = queries.employer_for(request.user, slug, now=now())
    headings = [HEADINGS[column][0].capitalize() for column in TEMPLATE]
    return spreadsheet([headings], name=f"medarbejdere-{organisation.slug}.csv")
