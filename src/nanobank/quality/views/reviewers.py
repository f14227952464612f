"""A reviewer's pages: what waits, one review, and the institution's rules."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common import clock
from nanobank.common.addresses import danish_address
from nanobank.common.errors import Conflict, Refused
from nanobank.common.forms import put_beside, refusals_in
from nanobank.notices.services import read_of
from nanobank.organisations.models import PROVIDER_KINDS, Organisation
from nanobank.quality import queries, services
from nanobank.quality.forms import DeclareForm, HandOnForm, ItemForm, PolicyForm, ReviewForm
from nanobank.quality.models import Declaration, Gate, OwnItem, Review, Verdict
from nanobank.quality.permissions import can_review, check_leads, check_sees_review, why_not_judge
from nanobank.quality.telling import reviewers_of
from nanobank.quality.things import WITH_THING, criteria_for, kind_of, parts_in
from nanobank.study.models import Step
from nanobank.study.serving import serve


@login_required
@require_GET
def queue(request: SignedInRequest) -> HttpResponse:
    """What waits to be judged, oldest first, and what runs out."""
    found = queries.queue_of(request.user, clock.now())
    if not found.is_reviewer and not found.waiting:
        raise Http404
    return render(request, "quality/queue.html", {"queue": found})


def _review(request: SignedInRequest, uuid: UUID) -> Review:
    rows = Review.objects.select_related("organisation", "reviewer", "decided_by", *WITH_THING)
    review = get_object_or_404(rows, uuid=uuid)
    check_sees_review(request.user, review, clock.now())
    return review


def _page(
    request: SignedInRequest, review: Review, *, form: ReviewForm | None = None, declare: DeclareForm | None = None
) -> HttpResponse:
    person, thing, now = request.user, review.thing, clock.now()
    declared = Declaration.objects.filter(review=review, person=person, has_interest=False).exists()
    may = review.ended_at is None and can_review(person, review, now)
    why_not = why_not_judge(person, review) if may else ""
    refused = (form is not None and bool(form.errors)) or (declare is not None and bool(declare.errors))
    context = {
        "review": review,
        "thing": thing,
        "kind": kind_of(thing),
        "parts": parts_in(thing),
        "findings": queries.findings_of(thing) if may else (),
        "evaluations": queries.evaluation_of(thing),
        "results": queries.results_of(thing),
        "why_not": why_not,
        "may_judge": may and not why_not,
        "declared": declared,
        "form": form or ReviewForm(judged=criteria_for(thing)),
        "declare": declare or DeclareForm(),
        "hand_on": HandOnForm(reviewers=reviewers_of(review.organisation, thing, now)) if may else None,
        "judged": [one for one in queries.judged(thing) if one.review.pk == review.pk],
    }
    return render(request, "quality/review.html", context, status=422 if refused else 200)


@login_required
@require_http_methods(["GET", "POST"])
def review(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What is to be judged and by what; or what was decided."""
    found = _review(request, uuid)
    if request.method == "GET":
        read_of(person=request.user, url=danish_address("review", uuid), now=clock.now())
        return _page(request, found)
    form = ReviewForm(request.POST, judged=criteria_for(found.thing))
    if form.is_valid():
        try:
            services.decide(
                review=found,
                scores=form.scores,
                verdict=Verdict(form.cleaned_data["verdict"]),
                grounds=form.cleaned_data["grounds"],
                by=request.user,
                now=clock.now(),
            )
        except Conflict as conflict:
            messages.warning(request, conflict.message)
            return redirect("review", uuid)
        except Refused as refused:
            put_beside(form, refused)
        else:
            messages.success(request, _("Your review is written, and the authors are told."))
            return redirect("quality_queue")
    return _page(request, found, form=form)


@login_required
@require_POST
def declared(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Say whether one has an interest."""
    found = _review(request, uuid)
    form = DeclareForm(request.POST)
    if form.is_valid():
        try:
            services.declare(review=found, by=request.user, now=clock.now(), **form.cleaned_data)
        except Conflict as conflict:
            messages.warning(request, conflict.message)
            return redirect("review", uuid)
        except Refused as refused:
            put_beside(form, refused)
        else:
            if form.cleaned_data["has_interest"]:
                messages.success(request, _("Thank you. Somebody else is asked."))
                return redirect("quality_queue")
            return redirect("review", uuid)
    return _page(request, found, declare=form)


@login_required
@require_POST
def handed_on(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Let somebody else have it."""
    found, now = _review(request, uuid), clock.now()
    form = HandOnForm(request.POST, reviewers=reviewers_of(found.organisation, found.thing, now))
    try:
        if form.is_valid():
            services.hand_on(review=found, to=form.cleaned_data["reviewer"], by=request.user, now=now)
            messages.success(request, _("The review is handed on."))
            return redirect("quality_queue")
    except Refused as refused:
        messages.warning(request, refused.message)
    return redirect("review", uuid)


@login_required
@require_http_methods(["GET", "POST"])
def policy(request: SignedInRequest, slug: str) -> HttpResponse:
    """Which gates an institution asks for, and its own lines on the checklist."""
    organisation = _led(request, slug)
    form = PolicyForm(request.POST) if request.method == "POST" else PolicyForm.of(queries.policy_of(organisation))
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "gates": [Gate(one) for one in form.cleaned_data["gates"]]}
        with refusals_in(form):
            services.set_policy(organisation=organisation, by=request.user, now=clock.now(), **given)
            messages.success(request, _("Saved. It holds for what is published from now on."))
            return redirect("quality_policy", slug)
    return _policy_page(request, organisation, form, ItemForm())


def _led(request: SignedInRequest, slug: str) -> Organisation:
    organisation = get_object_or_404(Organisation, slug=slug, kind__in=PROVIDER_KINDS)
    check_leads(request.user, organisation, clock.now())
    return organisation


def _policy_page(
    request: SignedInRequest, organisation: Organisation, form: PolicyForm, item: ItemForm
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "form": form,
        "item_form": item,
        "items": OwnItem.objects.filter(organisation=organisation, retired_at__isnull=True).order_by("pk"),
        "has_decided": queries.policy_of(organisation).pk is not None,
    }
    return render(request, "quality/policy.html", context, status=422 if form.errors or item.errors else 200)


@login_required
@require_POST
def item_added(request: SignedInRequest, slug: str) -> HttpResponse:
    """Put a line on the checklist."""
    organisation = _led(request, slug)
    form = ItemForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            services.add_item(organisation=organisation, by=request.user, now=clock.now(), **form.cleaned_data)
            return redirect("quality_policy", slug)
    return _policy_page(request, organisation, PolicyForm.of(queries.policy_of(organisation)), form)


@login_required
@require_POST
def item_retired(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Take a line off the checklist."""
    item = get_object_or_404(OwnItem.objects.select_related("organisation"), uuid=uuid)
    services.retire_item(item=item, by=request.user, now=clock.now())
    return redirect("quality_policy", item.organisation.slug)


@login_required
@require_GET
def content(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """All that is to be judged, answers included, for whoever is to judge it."""
    found = _to_read(request, uuid)
    assert found.version is not None  # noqa: S101  # asked for in _to_read
    steps = found.version.steps.prefetch_related("questions").order_by("position")
    return render(request, "quality/content.html", {"review": found, "thing": found.version, "steps": steps})


def _to_read(request: SignedInRequest, uuid: UUID) -> Review:
    found = _review(request, uuid)
    if found.version is None:
        raise Http404
    return found


@login_required
@require_safe
def file(request: SignedInRequest, uuid: UUID, position: int) -> HttpResponseBase:
    """A step's file, for whoever is to judge it."""
    found = _to_read(request, uuid)
    step = get_object_or_404(Step, version=found.version, position=position)
    if not step.file:
        raise Http404
    return serve(request, step.file, step.title)
