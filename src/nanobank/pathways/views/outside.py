"""A plan outside the site: the address for calendars, and the weekly mail."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.common.bilingual import in_english
from nanobank.common.clock import now
from nanobank.pathways import queries, services


@login_required
@require_POST
def pathway_feed(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Make the address that calendars fetch the plan from, or stop it for good."""
    moment = now()
    found = queries.pathway_for(request.user, uuid, now=moment)
    if "stop" in request.POST:
        services.stop_feed(pathway=found, by=request.user, now=moment)
        messages.success(request, _("The address is stopped. Calendars find nothing there any more."))
    else:
        services.open_feed(pathway=found, by=request.user, now=moment)
        messages.success(request, _("The address is ready. Give it to your calendar, and to nobody else."))
    return redirect("pathway", found.uuid)


@login_required
@require_POST
def pathways_remind(request: SignedInRequest) -> HttpResponse:
    """Get a mail each week about what now, or no more of them."""
    wanted = request.POST.get("wanted") == "yes"
    services.remind(person=request.user, wanted=wanted, language="en" if in_english() else "da")
    said = _("From now on you get a mail each week.") if wanted else _("You get no more mails about your plans.")
    messages.success(request, said)
    return redirect("pathways")
