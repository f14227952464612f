"""Competences and roles for everybody: what they are, how they hang together, and what teaches them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nanobank.catalogue.cards import cards
from nanobank.common.bilingual import in_english
from nanobank.frameworks import queries, showing
from nanobank.frameworks.models import Concept, Kind
from nanobank.frameworks.permissions import can_import

_A_PAGE = 60
_MOST_FOUND = 40


@require_safe
def competences(request: HttpRequest) -> HttpResponse:
    """Areas to go into, and the competences that are taught here; or those that words name."""
    words = request.GET.get("q", "").strip()[:200]
    found = queries.named(words, (Kind.COMPETENCE, Kind.GROUP), most=_MOST_FOUND) if words else []
    context = {
        "q": words,
        "found": found,
        "groups": list(showing.topmost([Kind.GROUP])[:_A_PAGE]),
        "page": Paginator(showing.taught(), _A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "frameworks/competences.html", context)


@require_safe
def competence(request: HttpRequest, slug: str) -> HttpResponse:
    """A competence and what teaches it."""
    page = showing.competence_page(slug)
    shelf = {
        "is_empty": page.shelf.is_empty,
        "modules": cards(page.shelf.modules),
        "micro_credentials": cards(page.shelf.micro_credentials),
        "bundles": cards(page.shelf.bundles),
    }
    return render(request, "frameworks/competence.html", {"page": page, "competence": page.competence, **shelf})


@require_safe
def competence_group(request: HttpRequest, slug: str) -> HttpResponse:
    """An area of competences."""
    return _group(request, showing.group_page(slug, Kind.GROUP))


@require_safe
def occupation_group(request: HttpRequest, slug: str) -> HttpResponse:
    """A field of work."""
    return _group(request, showing.group_page(slug, Kind.OCCUPATION_GROUP))


@require_safe
def occupations(request: HttpRequest) -> HttpResponse:
    """Fields of work, and the roles that lie in none, or all where they are few; or those that words name."""
    words = request.GET.get("q", "").strip()[:200]
    found = queries.named(words, (Kind.OCCUPATION, Kind.OCCUPATION_GROUP), most=_MOST_FOUND) if words else []
    every = Concept.objects.in_force().occupations()
    few = every.count() <= _A_PAGE
    roles = (every if few else showing.topmost([Kind.OCCUPATION])).order_by(
        "label_en" if in_english() else "label_da", "pk"
    )
    context = {
        "few": few,
        "q": words,
        "found": found,
        "groups": list(showing.topmost([Kind.OCCUPATION_GROUP])[:_A_PAGE]),
        "page": Paginator(roles, _A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "frameworks/occupations.html", context)


@require_safe
def occupation(request: HttpRequest, slug: str) -> HttpResponse:
    """A role: what it asks for, what of that is taught here, and what is not."""
    page = showing.role_page(slug)
    offers = list(zip(cards([offer.listing for offer in page.offers]), page.offers, strict=True))
    return render(request, "frameworks/occupation.html", {"page": page, "concept": page.concept, "offers": offers})


@require_safe
def frameworks(request: HttpRequest) -> HttpResponse:
    """Where the competences come from."""
    context = {"lines": showing.framework_lines(), "may_import": can_import(request.user)}
    return render(request, "frameworks/frameworks.html", context)


@require_safe
def framework(request: HttpRequest, slug: str) -> HttpResponse:
    """One framework from the top."""
    found = showing.framework_with(slug)
    groups = showing.topmost([Kind.GROUP, Kind.OCCUPATION_GROUP], found)
    loose = showing.topmost([Kind.COMPETENCE, Kind.OCCUPATION], found).order_by("label_da", "pk")
    context = {
        "framework": found,
        "groups": list(groups[:_A_PAGE]),
        "page": Paginator(loose, _A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "frameworks/framework.html", context)


def _group(request: HttpRequest, page: showing.GroupPage) -> HttpResponse:
    held: Paginator[Concept] = Paginator(page.holds, _A_PAGE)
    context = {"shown": page, "concept": page.concept, "page": held.get_page(request.GET.get("page"))}
    return render(request, "frameworks/group.html", context)
