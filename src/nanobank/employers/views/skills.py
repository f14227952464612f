"""Who can what, by which evidence, what is missing against a need, and what expires."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.employers import queries
from nanobank.employers.overview import skills_of

_SOON = timedelta(days=180)


@login_required
@require_safe
def skills(request: SignedInRequest, slug: str) -> HttpResponse:
    """The people against the competences of one of the needs, or against all that they are known to have."""
    organisation = queries.employer_for(request.user, slug, now=now())
    needs = list(queries.briefs_of(organisation)[:50])
    chosen = next((one for one in needs if str(one.uuid) == request.GET.get("behov")), None)
    team = request.GET.get("team", "")[:80]
    context = {
        "organisation": organisation,
        "briefs": needs,
        "chosen": chosen,
        "team": team,
        "table": skills_of(organisation, brief=chosen, team=team, soon=_SOON, now=now()),
    }
    return render(request, "employers/skills.html", context)
