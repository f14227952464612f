"""The pages that belong to no single room: the front page, a person's start page, and what went wrong."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja.openapi.views import openapi_view

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.cards import cards
from nanobank.catalogue.queries import front_page
from nanobank.common.clock import now
from nanobank.site.start import start_of


def front(request: HttpRequest) -> HttpResponse:
    """What this is in one sentence, and one field; below it how it works and what there is."""
    page = front_page()
    context = {"figures": page.figures, "providers": page.providers}
    shelves = {"stories": cards(page.stories), "bundles": cards(page.bundles)}
    return render(request, "front.html", {**context, **shelves})


@login_required
def home(request: SignedInRequest) -> HttpResponse:
    """What the person signed in may want to do next, role by role."""
    return render(request, "home.html", {"start": start_of(request.user, now())})


def api_docs(request: HttpRequest) -> HttpResponse:
    """What the API can do, to read and to try; every page leads here, but only this one loads all of it."""
    from nanobank.site.api import api

    return openapi_view(request, api)


def healthy(request: HttpRequest) -> HttpResponse:
    """Says that the site answers."""
    return HttpResponse("ok", content_type="text/plain")


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent is too large or garbled."""
    reason = _("What you sent is too large or cannot be read. At most 6 MB of text can be sent at a time.")
    return render(request, "refused.html", {"reason": reason}, status=400)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or from one that has been open too long."""
    told = _(
        "The page had been open too long, or your browser does not keep our cookies. Load it again, and try again."
    )
    return render(request, "refused.html", {"reason": told}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is nothing here, or it is not yours."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Something went wrong on our side. Said without asking the database, in the language of the address."""
    is_english = request.path.startswith("/en/")
    with override("en" if is_english else "da"):
        page = render_to_string("500.html", {"front": "/en/" if is_english else "/"})
    return HttpResponse(page, status=500)
