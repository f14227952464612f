"""A need: said, put right, looked into, compared, and what is left of it asked for."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import Competence, Level
from nanobank.common.clock import now
from nanobank.common.errors import NotYours, Refused
from nanobank.common.forms import refusals_in
from nanobank.employers import queries, services
from nanobank.employers.forms import BoundsForm, OrderForm, SayForm
from nanobank.employers.models import Brief, Colleague, Weighing
from nanobank.employers.ordering import seats_of
from nanobank.employers.showing import shown
from nanobank.employers.wanting import looked_for, wanted_from
from nanobank.needs.reading import nearest
from nanobank.search.reading.documents import TextOf, text_of

_A_PAGE = 20
_LONGEST = 2_000
_MOST_NAMED = 200
_MOST_TO_CHOOSE = 400


@login_required
@require_safe
def briefs(request: SignedInRequest, slug: str) -> HttpResponse:
    """All needs that are being looked into."""
    organisation = queries.employer_for(request.user, slug, now=now())
    page = Paginator(queries.briefs_of(organisation), _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "employers/briefs.html", {"organisation": organisation, "page": page})


@login_required
@require_http_methods(["GET", "POST"])
def brief_new(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say it: in words, or with a document."""
    organisation = queries.employer_for(request.user, slug, now=now())
    said = {"words": request.GET.get("ord", "")[:_LONGEST]}
    form = SayForm(request.POST or None, request.FILES or None, initial=said)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, beside="file" if form.cleaned_data.get("file") else "words"):
            written, file = form.cleaned_data["words"], form.cleaned_data["file"]
            document = text_of(file.read(), file.name) if file else TextOf("")
            made = services.begin_brief(
                organisation=organisation,
                words="\n\n".join(part for part in (written, document.text) if part.strip()),
                by=request.user,
                now=now(),
                remarks=[one.message for one in document.remarks],
            )
            return redirect("brief_edit", slug, made.uuid)
    context = {"organisation": organisation, "form": form}
    return render(request, "employers/brief_new.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def brief_edit(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Put right what was read, and say who it is for."""
    found = queries.brief_for(request.user, uuid, now=now())
    names = ("title", "people", "budget", "furthest_km", "ready_by", "danish_only")
    form = BoundsForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    trouble = ""
    if request.method == "POST" and form.is_valid():
        try:
            words = looked_for(request.POST)
            if not words or wanted_from(request.POST):
                _correct(request, found, form)
            if words or "more" in request.POST or "take" in request.POST:
                return _back_to_edit(slug, uuid, words)
            services.look(brief=found, by=request.user, now=now())
        except NotYours:
            raise
        except Refused as refused:
            trouble = refused.message
            if refused.field in form.fields:
                form.add_error(refused.field, refused.message)
        else:
            return redirect("brief", slug, uuid)
    return _edit_page(request, found, form, trouble)


@login_required
@require_safe
def brief(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """The bundles side by side."""
    found = queries.brief_for(request.user, uuid, now=now())
    answer = shown(found, now=now())
    if answer is None:
        return redirect("brief_edit", slug, uuid)
    order = [(one, Weighing(one).label) for one in found.order]
    context = {
        "organisation": found.organisation,
        "brief": found,
        "answer": answer,
        "order": order,
        "wanted": found.wanted.select_related("competence"),
        "can_order": found.named.exists(),
    }
    return render(request, "employers/brief.html", context)


@login_required
@require_POST
def brief_weigh(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """What matters most has changed: the order as it stands on the page, and one that was moved up or down."""
    found = queries.brief_for(request.user, uuid, now=now())
    order = request.POST.getlist("order")
    name, _colon, way = request.POST.get("move", "").partition(":")
    if name in order:
        at = order.index(name)
        to = max(at - 1, 0) if way == "up" else min(at + 1, len(order) - 1)
        order.insert(to, order.pop(at))
    services.weigh(brief=found, order=order, by=request.user, now=now())
    return redirect("brief", slug, uuid)


@login_required
@require_POST
def brief_ask(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Make what nobody teaches known."""
    found = queries.brief_for(request.user, uuid, now=now())
    shows = request.POST.get("name_shown") == "on"
    need = services.ask_for_the_rest(brief=found, name_shown=shows, by=request.user, now=now())
    return redirect("need", need.uuid)


@login_required
@require_POST
def brief_put_away(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Out of sight."""
    found = queries.brief_for(request.user, uuid, now=now())
    services.put_away(brief=found, by=request.user, now=now())
    return redirect("briefs", slug)


@login_required
@require_http_methods(["GET", "POST"])
def brief_order(request: SignedInRequest, slug: str, uuid: UUID, number: int) -> HttpResponse:
    """Order one of the bundles: who pays, and what will happen."""
    found = queries.brief_for(request.user, uuid, now=now())
    answer = shown(found, now=now())
    bundle = next((one for one in answer.bundles if one.number == number), None) if answer else None
    if bundle is None:
        raise NotYours(_("There is no such bundle."))
    form = OrderForm(request.POST or None, organisation=found.organisation)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            order = services.place_order(
                organisation=found.organisation,
                seats=seats_of(found, number, now=now()),
                by=request.user,
                now=now(),
                brief=found,
                **form.cleaned_data,
            )
            return redirect("order", slug, order.uuid)
    context = {
        "organisation": found.organisation,
        "brief": found,
        "bundle": bundle,
        "form": form,
        "payers": queries.payers_for(request.user, found.organisation, now=now()),
    }
    return render(request, "employers/brief_order.html", context, status=422 if form.errors else 200)


def _back_to_edit(slug: str, uuid: UUID, words: str) -> HttpResponse:
    """To the same page, and there to what comes nearest the words, if any are looked for."""
    address = reverse("brief_edit", args=[slug, uuid])
    return redirect(f"{address}?{urlencode({'ord': words})}#add" if words else address)


def _correct(request: SignedInRequest, found: Brief, form: BoundsForm) -> None:
    data = form.cleaned_data
    colleagues = Colleague.objects.of(found.organisation).here().filter(uuid__in=_uuids(request))
    services.correct_brief(
        brief=found,
        title=data["title"],
        wanted=wanted_from(request.POST),
        colleagues=list(colleagues[:_MOST_NAMED]),
        people=data["people"],
        bounds=services.Bounds(data["budget"], data["furthest_km"], data["ready_by"], data["danish_only"]),
        by=request.user,
        now=now(),
        settled=[*request.POST.getlist("settled"), *([request.POST.get("for", "")] if "take" in request.POST else [])],
    )


def _uuids(request: SignedInRequest) -> list[UUID]:
    try:
        return [UUID(one) for one in request.POST.getlist("colleague")]
    except ValueError:
        raise Refused(_("Choose among your own people."), field="colleagues") from None


def _edit_page(request: SignedInRequest, found: Brief, form: BoundsForm, trouble: str) -> HttpResponse:
    words = request.GET.get("ord", "")[:100]
    taught = Competence.objects.filter(module_versions__current_of__isnull=False).distinct().order_by("label_da")
    context = {
        "organisation": found.organisation,
        "brief": found,
        "form": form,
        "trouble": trouble,
        "wanted": found.wanted.select_related("competence"),
        "named": set(found.named.values_list("colleague_id", flat=True)),
        "people": queries.people_of(found.organisation)[:_MOST_NAMED],
        "levels": Level.choices,
        "taught": taught[:_MOST_TO_CHOOSE],
        "looked_for": words,
        "near": nearest(words),
    }
    return render(request, "employers/brief_edit.html", context, status=422 if trouble or form.errors else 200)
