"""One page each for a module, a micro-credential, a bundle and a provider."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nanobank.catalogue import queries
from nanobank.catalogue.cards import cards
from nanobank.common import clock


def module(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """A module's current version, or an earlier one by its number."""
    page = queries.module_page(slug, timezone.localdate(clock.now()), number)
    return render(request, "catalogue/module.html", {"page": page, "module": page.module, "version": page.version})


def micro_credential(request: HttpRequest, slug: str) -> HttpResponse:
    """A micro-credential: what must be completed, and how one is examined."""
    page = queries.micro_credential_page(slug)
    context = {"page": page, "micro_credential": page.micro_credential}
    return render(request, "catalogue/micro_credential.html", context)


def bundle(request: HttpRequest, slug: str) -> HttpResponse:
    """A bundle: the need it answers, its parts, and its price against theirs."""
    page = queries.bundle_page(slug)
    return render(request, "catalogue/bundle.html", {"page": page, "bundle": page.bundle})


def provider(request: HttpRequest, slug: str) -> HttpResponse:
    """A provider and what it offers."""
    found = queries.provider_of(slug)
    return render(request, "catalogue/provider.html", {"provider": found, **_shelf(queries.shelf_of_provider(found))})


def _shelf(shelf: queries.Shelf) -> dict[str, object]:
    return {
        "is_empty": shelf.is_empty,
        "modules": cards(shelf.modules),
        "micro_credentials": cards(shelf.micro_credentials),
        "bundles": cards(shelf.bundles),
    }
