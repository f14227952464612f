"""What everybody may see of how something was judged, what learners answer, and what a panel is handed."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import Bundle, MicroCredential, Module, State
from nanobank.common import clock
from nanobank.common.errors import Conflict, Refused
from nanobank.common.forms import put_beside, refusals_in
from nanobank.organisations.models import PROVIDER_KINDS, Organisation
from nanobank.quality import queries, services
from nanobank.quality.forms import EvaluationForm, VetForm, WithdrawForm
from nanobank.quality.models import Approval
from nanobank.quality.permissions import can_look_inside, check_leads
from nanobank.quality.queries.reviews import judged_for
from nanobank.quality.things import WITH_THING, Thing, kind_of, provider_of
from nanobank.quality.views.authors import found
from nanobank.study.queries import enrolment_of


def _public(request: HttpRequest, thing: Thing) -> HttpResponse:
    now = clock.now()
    person = request.user
    context = {
        "thing": thing,
        "kind": kind_of(thing),
        "provider": provider_of(thing),
        "line": queries.line_of(thing),
        "approvals": queries.approvals_of(thing),
        "judged": queries.judged(thing),
        "evaluations": queries.evaluation_of(thing),
        "results": queries.results_of(thing),
        "is_insider": can_look_inside(person, thing, now),
        "may_vet": person.is_authenticated
        and judged_for(person, now).exclude(organisation=provider_of(thing)).exists(),
    }
    return render(request, "quality/public.html", context)


@require_GET
def module(request: HttpRequest, slug: str) -> HttpResponse:
    """How a module was judged."""
    shown = get_object_or_404(Module.objects.select_related("current", "provider"), slug=slug, current__isnull=False)
    assert shown.current is not None  # noqa: S101  # asked for above
    shown.current.module = shown
    return _public(request, shown.current)


@require_GET
def micro_credential(request: HttpRequest, slug: str) -> HttpResponse:
    """How a micro-credential was judged."""
    rows = MicroCredential.objects.select_related("provider").exclude(state=State.DRAFT)
    return _public(request, get_object_or_404(rows, slug=slug))


@require_GET
def bundle(request: HttpRequest, slug: str) -> HttpResponse:
    """How a bundle was judged, beyond its parts."""
    rows = Bundle.objects.select_related("provider").exclude(state=State.DRAFT)
    return _public(request, get_object_or_404(rows, slug=slug))


def _page_of(thing: Thing) -> HttpResponse:
    if isinstance(thing, MicroCredential):
        return redirect("micro_credential_quality", thing.slug)
    if isinstance(thing, Bundle):
        return redirect("bundle_quality", thing.slug)
    return redirect("module_quality", thing.module.slug)


@login_required
@require_http_methods(["GET", "POST"])
def evaluate(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A learner says what it was like, once."""
    enrolment = enrolment_of(request.user, uuid)
    form = EvaluationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("hours", "comment")}
        try:
            services.evaluate(enrolment=enrolment, answers=form.answers, by=request.user, now=clock.now(), **given)
        except Conflict as conflict:
            messages.warning(request, conflict.message)
            return redirect("enrolment", uuid)
        except Refused as refused:
            put_beside(form, refused)
        else:
            messages.success(request, _("Thank you. Your answers help those who write, and those who choose."))
            return redirect("enrolment", uuid)
    context = {
        "form": form,
        "enrolment": enrolment,
        "may": queries.may_evaluate(request.user, enrolment),
        "fewest": queries.FEWEST,
    }
    return render(request, "quality/evaluate.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def vet(request: SignedInRequest, kind: str, uuid: UUID) -> HttpResponse:
    """An institution vouches for what another offers."""
    thing, now = found(kind, uuid), clock.now()
    mine = judged_for(request.user, now).exclude(organisation=provider_of(thing))
    organisations = Organisation.objects.filter(pk__in=mine.values("organisation"), kind__in=PROVIDER_KINDS)
    if thing.state != State.PUBLISHED or not organisations.exists():
        raise Http404
    form = VetForm(request.POST if request.method == "POST" else None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.vet_external(thing=thing, by=request.user, now=now, **form.cleaned_data)
            messages.success(request, _("It is assessed. Everybody can see by whom, and until when it holds."))
            return _page_of(thing)
    return render(request, "quality/vet.html", {"thing": thing, "form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def withdrawn(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """An institution does not stand by it any longer."""
    approval = get_object_or_404(Approval.objects.select_related("organisation", *WITH_THING), uuid=uuid)
    check_leads(request.user, approval.organisation, clock.now())
    form = WithdrawForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        services.withdraw_approval(approval=approval, reason=reason, by=request.user, now=clock.now())
    except Refused as refused:
        messages.warning(request, refused.message)
    return _page_of(approval.thing)
