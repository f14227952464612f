"""The register as a whole, the report, and what an employee sees of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.ai_register import report, services
from nanobank.ai_register.bridge import CannotTypeset
from nanobank.ai_register.queries import kept_by, own_membership, register_of, said_of, wordings
from nanobank.ai_register.views.common import kept_here
from nanobank.common import workbooks
from nanobank.common.clock import now
from nanobank.common.downloads import attached


@login_required
@require_safe
def choose(request: SignedInRequest) -> HttpResponse:
    """To the register that the person keeps; a choice of several; what is said of them where they keep none."""
    kept = kept_by(request.user, now=now())
    if len(kept) == 1:
        return redirect("ai_register_of", slug=kept[0].slug)
    if not kept:
        return redirect("ai_register_mine")
    return render(request, "ai_register/choose.html", {"kept": kept})


@login_required
@require_safe
def register(request: SignedInRequest, slug: str) -> HttpResponse:
    """All of an organisation's register, what is missing first."""
    organisation = kept_here(request, slug)
    shown = register_of(organisation, now=now())
    context = {
        "organisation": organisation,
        "register": shown,
        "wordings": wordings(),
        "lacking": [(line, report.standing(line), report.how_known(line)) for line in shown.lacking],
    }
    return render(request, "ai_register/register.html", context)


@login_required
@require_safe
def on_paper(request: SignedInRequest, slug: str) -> HttpResponse:
    """The report as PDF; a page that says so when a letter in it cannot be set."""
    organisation = kept_here(request, slug)
    try:
        pdf = report.on_paper(register_of(organisation, now=now()))
    except CannotTypeset:
        messages.error(request, _("There is a letter in it that no font of ours has. Take the workbook instead."))
        return redirect("ai_register_of", slug=slug)
    return attached(pdf, kind="application/pdf", name=f"ai-register-{slug}.pdf")


@login_required
@require_safe
def as_workbook(request: SignedInRequest, slug: str) -> HttpResponse:
    """The report as a workbook."""
    organisation = kept_here(request, slug)
    workbook = report.as_workbook(register_of(organisation, now=now()))
    return attached(workbook, kind=workbooks.KIND, name=f"ai-register-{slug}.xlsx")


@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """All that employers' registers say of the person, and what they let them see."""
    said = [
        (one, [(line, report.standing(line), report.how_known(line)) for line in one.lines])
        for one in said_of(request.user, now=now())
    ]
    return render(request, "ai_register/mine.html", {"said": said})


@login_required
@require_POST
def consent(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Yes: the register may see the required modules that I complete here."""
    membership = own_membership(request.user, uuid, now=now())
    services.give_consent(membership=membership, by=request.user, now=now())
    messages.success(request, _("Thank you. Required modules that you complete here are noted by themselves."))
    return redirect("ai_register_mine")


@login_required
@require_POST
def withdraw(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """No longer."""
    membership = own_membership(request.user, uuid, now=now())
    services.take_back_consent(membership=membership, by=request.user)
    messages.success(request, _("Your employer no longer sees what you complete on your own."))
    return redirect("ai_register_mine")
