"""The issuing office's first page: what has been awarded, and what waits for somebody."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import MicroCredential
from nanobank.common.clock import now
from nanobank.credentials.forms import SearchForm
from nanobank.credentials.queries import awarded_by, name_requests_to, offices_of

_A_PAGE = 25


@login_required
def office(request: SignedInRequest) -> HttpResponse:
    """What the person's institutions have awarded, by name and state."""
    organisations = offices_of(request.user, now=now())
    form = SearchForm(request.GET, organisations=organisations)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    chosen = [one for one in organisations if one.slug == asked.get("issuer")] or organisations
    found = awarded_by(chosen, name=asked.get("name", ""), state=asked.get("state", ""), now=now())
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "organisations": organisations,
        "me": request.user,
        "now": now(),
        "asked_for_names": name_requests_to(organisations).count(),
        "awardable": MicroCredential.objects.filter(provider__in=organisations).order_by("title_da", "pk"),
    }
    return render(request, "credentials/office.html", context)
