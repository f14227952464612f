"""*Bed om det*: saying a need, following it, correcting it, and closing it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in
from nanobank.needs import queries, reading, services
from nanobank.needs.bridge import people_in
from nanobank.needs.forms import NeedForm
from nanobank.needs.models import Contact, Need, Origin
from nanobank.organisations.models import Organisation
from nanobank.search.reading.queries import spoken_in

_SAID = "needs.said"
"""Where what was said waits while the person signs in: nothing of it is lost, however long it is."""
_LONGEST_PART = 300
_A_PAGE = 20


@login_required
@require_safe
def needs(request: SignedInRequest) -> HttpResponse:
    """My needs, and those of the organisations I act for."""
    found = Paginator(queries.needs_of(request.user, now()), _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "needs/needs.html", {"page": found})


@require_http_methods(["GET", "POST"])
def need_new(request: HttpRequest) -> HttpResponse:
    """Say a need; anybody may see what it is read into, whoever is signed in may ask."""
    organisations = _organisations(request)
    if request.method != "POST":
        return _begin(request, organisations)
    form = NeedForm(request.POST, competences=_named(_shown(request).ticked), organisations=organisations)
    if _looks(request):
        initial = {**_usual(organisations), **_as_sent(request)}
        again = NeedForm(initial=initial, organisations=organisations)
        return _page(request, again, _found(request), searched=True)
    if not request.user.is_authenticated:
        request.session[_SAID] = {
            "words": request.POST.get("words", "")[: services.LONGEST * 2],
            "competences": _shown(request).ticked,
        }
        return redirect_to_login(reverse("need_new"))
    if form.is_valid():
        with refusals_in(form):
            made = _record(request.user, form, organisations)
            request.session.pop(_SAID, None)
            messages.success(request, _("Your need is noted. You hear from us when something fits."))
            return redirect(made)
    return _page(request, form, reading.read("", _shown(request)), status=422)


def _begin(request: HttpRequest, organisations: list[Organisation]) -> HttpResponse:
    """With what was said before signing in, or what the address says, read."""
    asked = "ord" in request.GET or not request.user.is_authenticated
    said = {} if asked else request.session.get(_SAID, {})
    words = said.get("words") or request.GET.get("ord", "").strip()[: services.LONGEST]
    given = said.get("competences") or request.GET.getlist("kompetence")[:20]
    initial = {"words": words, "people": people_in(words) or 1, **_usual(organisations)}
    form = NeedForm(initial=initial, organisations=organisations)
    return _page(request, form, reading.read(words, reading.Shown(given)))


@login_required
@require_safe
def need(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One need: what it was read into, what comes nearest, what is new, who was asked, and who has written."""
    found = queries.need_for(request.user, uuid, now=now())
    competences = list(found.competences.order_by("label_da"))
    context = {
        "need": found,
        "competences": competences,
        "nearest": queries.nearest_to(competences),
        "fits": found.fits.select_related("module__current", "module__provider").order_by("-found_at", "-covers")[
            :_A_PAGE
        ],
        "enquiries": found.enquiries.select_related("institution").order_by("asked_at", "pk"),
        "contacts": found.contacts.select_related("outreach__institution", "outreach__competence").order_by(
            "-outreach__at"
        ),
        "answered": found.enquiries.filter(state__in=["answered", "accepted"]).count(),
    }
    return render(request, "needs/need.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def need_edit(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Correct it."""
    found = queries.need_for(request.user, uuid, now=now())
    theirs = [found.organisation] if found.organisation else []
    if request.method != "POST":
        slugs = [one.slug for one in found.competences.all()]
        initial = {name: getattr(found, name) for name in NeedForm.base_fields if hasattr(found, name)}
        form = NeedForm(initial=initial, organisations=theirs)
        return _page(request, form, reading.read("", reading.Shown(slugs)), need=found)
    if _looks(request):
        again = NeedForm(initial=_as_sent(request), organisations=theirs)
        return _page(request, again, _found(request), need=found, searched=True)
    form = NeedForm(request.POST, competences=_named(_shown(request).ticked), organisations=theirs)
    if form.is_valid():
        data = form.cleaned_data
        said = {name: data[name] for name in ("words", "people", "region", "sector", "may_be_contacted", "hears")}
        with refusals_in(form):
            services.correct_need(
                need=found,
                by=request.user,
                now=now(),
                competences=_named(data["competences"]),
                name_shown=data.get("name_shown", False),
                **said,
            )
            messages.success(request, _("Your need is corrected."))
            return redirect(found)
    return _page(request, form, reading.read("", _shown(request)), need=found, status=422)


@login_required
@require_POST
def need_found(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Something has been found."""
    found = queries.need_for(request.user, uuid, now=now())
    services.find(need=found, by=request.user, now=now())
    messages.success(request, _("Good that you found something. The need is met."))
    return redirect(found)


@login_required
@require_POST
def need_withdraw(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """It is no longer wanted."""
    found = queries.need_for(request.user, uuid, now=now())
    services.withdraw(need=found, by=request.user, now=now())
    messages.success(request, _("The need is withdrawn. Those you had asked are told."))
    return redirect("needs")


@login_required
@require_POST
def contact_reply(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Yes or no to an institution that has written."""
    contact = get_object_or_404(Contact.objects.select_related("need__organisation", "outreach"), uuid=uuid)
    yes = request.POST.get("reply") == "yes"
    services.reply(contact=contact, yes=yes, words=request.POST.get("words", ""), by=request.user, now=now())
    said = _("They now know who you are and write to you.") if yes else _("They are not told who you are.")
    messages.success(request, said)
    return redirect(contact.need)


def _record(person: Person, form: NeedForm, organisations: list[Organisation]) -> Need:
    data = form.cleaned_data
    organisation = next((one for one in organisations if one.slug == data.get("behalf")), None)
    return services.record_need(
        words=data["words"],
        language=spoken_in(data["words"]),
        competences=_named(data["competences"]),
        by=person,
        organisation=organisation,
        origin=Origin.EMPLOYER if organisation else Origin.LEARNER,
        region=data["region"],
        sector=data["sector"],
        people=data["people"],
        name_shown=data.get("name_shown", False),
        may_be_contacted=data["may_be_contacted"],
        hears=data["hears"],
        now=now(),
    )


def _organisations(request: HttpRequest) -> list[Organisation]:
    person = request.user
    return list(queries.organisations_asked_for(person, now())) if isinstance(person, Person) else []


def _usual(organisations: list[Organisation]) -> dict[str, object]:
    """On behalf of the organisation, when there is one."""
    return {"behalf": organisations[0].slug} if organisations else {}


def _as_sent(request: HttpRequest) -> dict[str, Any]:
    """What was filled in; of the first page only the words, as the rest was not there to be filled in."""
    if "people" not in request.POST:
        words = request.POST.get("words", "")
        return {"words": words, "people": people_in(words) or 1}
    names = [name for name in NeedForm.base_fields if name != "competences"]
    return {name: request.POST.get(name, "") for name in names}


def _named(slugs: Iterable[str]) -> list[Competence]:
    return list(Competence.objects.filter(slug__in=slugs))


def _looks(request: HttpRequest) -> bool:
    """Whether the page is asked for again with more found: words read, a name looked for, or a part of the words."""
    return "find" in request.POST or "look" in request.POST or bool(_others(request))


def _others(request: HttpRequest) -> str:
    """A name to find more by, whichever button is pressed: what is typed there is never passed over."""
    return request.POST.get("others", "").strip()


def _shown(request: HttpRequest) -> reading.Shown:
    sent = request.POST
    left = [part for part in sent.getlist("left") if part not in sent.getlist("settled")]
    return reading.Shown(sent.getlist("competences"), sent.getlist("seen"), left)


def _found(request: HttpRequest) -> reading.Read:
    words = request.POST.get("words", "") if "find" in request.POST else ""
    return reading.read(
        words, _shown(request), more=_others(request), about=request.POST.get("look", "")[:_LONGEST_PART]
    )


def _page(
    request: HttpRequest,
    form: NeedForm,
    found: reading.Read,
    *,
    need: Need | None = None,
    searched: bool = False,
    status: int = 200,
) -> HttpResponse:
    wanted = [box.competence for box in found.boxes if box.is_ticked]
    context = {
        "form": form,
        "boxes": found.boxes,
        "need": need,
        "searched": searched or bool(found.boxes or found.remarks or found.not_understood),
        "remarks": found.remarks,
        "not_understood": found.not_understood,
        "nothing_called": found.nothing_called,
        "nearest": queries.nearest_to(wanted) if wanted and need is None else [],
    }
    return render(request, "needs/say.html", context, status=status)
