"""The study office's view: who waits for a mentor's answer and how long, and how much each mentor has."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.errors import NotYours
from nanobank.guidance.permissions import offices_of
from nanobank.guidance.queries import office_of


@login_required
@require_safe
def office(request: SignedInRequest) -> HttpResponse:
    """For study secretaries and programme leads; no words, and no names that a learner keeps back."""
    moment = now()
    offices = offices_of(request.user, moment)
    if not offices:
        raise NotYours("")
    return render(request, "guidance/office.html", {"offices": [(one, office_of(one, moment)) for one in offices]})
