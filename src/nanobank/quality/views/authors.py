"""An author's way through the gates: what is asked, the checklist, a review, publishing, renewing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import Bundle, MicroCredential, ModuleVersion
from nanobank.catalogue.permissions import can_author
from nanobank.common import clock
from nanobank.common.addresses import danish_address
from nanobank.common.errors import Conflict, Refused
from nanobank.common.forms import put_beside
from nanobank.notices.services import read_of
from nanobank.quality import queries, services, tasks
from nanobank.quality.forms import AskForm, ChangesForm, ChecklistForm
from nanobank.quality.models import Review, Verdict
from nanobank.quality.permissions import check_looks_inside, check_writes
from nanobank.quality.telling import reviewers_of
from nanobank.quality.things import WITH_THING, Thing, is_published, kind_of, provider_of, thing_of


def found(kind: str, uuid: UUID) -> Thing:
    """The thing at an address. Raises Http404."""
    thing = thing_of(kind, uuid)
    if thing is None:
        raise Http404
    return thing


def _written(request: SignedInRequest, kind: str, uuid: UUID) -> Thing:
    thing = found(kind, uuid)
    check_writes(request.user, thing, clock.now())
    return thing


def _back(thing: Thing) -> HttpResponse:
    return redirect("gates", kind_of(thing), thing.uuid)


@login_required
@require_GET
def gates(request: SignedInRequest, kind: str, uuid: UUID) -> HttpResponse:
    """Every gate with what to do about it."""
    thing, now = found(kind, uuid), clock.now()
    check_looks_inside(request.user, thing, now)
    read_of(person=request.user, url=danish_address("gates", kind, uuid), now=now)
    return _page(request, thing)


def _page(request: SignedInRequest, thing: Thing, status: int = 200, **shown: Any) -> HttpResponse:
    now: datetime = clock.now()
    provider = provider_of(thing)
    stands = queries.gates_of(thing)
    fresh = queries.fresh_review(thing)
    context = {
        "thing": thing,
        "kind": kind_of(thing),
        "provider": provider,
        "stands": stands,
        "bars": any(one.bars for one in stands),
        "is_published": is_published(thing),
        "may_write": can_author(request.user, provider, now=now),
        "policy": queries.policy_of(provider),
        "waiting": queries.open_review(thing),
        "fresh": fresh,
        "fresh_holds": queries.holds(fresh, thing),
        "asks_changes": fresh is not None and fresh.verdict == Verdict.WITH_CHANGES and not fresh.changes_made,
        "judged": queries.judged(thing),
        "line": queries.line_of(thing),
        "back": _home_of(thing),
        "publishing": _publishing_of(thing),
        "checklist": ChecklistForm(checklist=queries.checklist_of(thing)),
        "ask": AskForm(reviewers=reviewers_of(provider, thing, now)),
        "changes": ChangesForm(),
        **shown,
    }
    return render(request, "quality/gates.html", context, status=status)


def _home_of(thing: Thing) -> str:
    """Where one writes it."""
    if isinstance(thing, ModuleVersion):
        return reverse("draft", args=[thing.uuid])
    return (
        reverse("bundle_design", args=[thing.slug]) if isinstance(thing, Bundle) else reverse("micro_credential_drafts")
    )


def _publishing_of(thing: Thing) -> str:
    """Where it is published."""
    if isinstance(thing, ModuleVersion):
        return reverse("draft_publish", args=[thing.uuid])
    name = "bundle_publish" if isinstance(thing, Bundle) else "micro_credential_publish"
    return reverse(name, args=[thing.slug])


@login_required
@require_POST
def ticked(request: SignedInRequest, kind: str, uuid: UUID) -> HttpResponse:
    """Keep what is ticked on the checklist."""
    thing = _written(request, kind, uuid)
    try:
        services.tick(thing=thing, items=request.POST.getlist("items"), by=request.user, now=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Saved."))
    return _back(thing)


@login_required
@require_POST
def links_tried(request: SignedInRequest, kind: str, uuid: UUID) -> HttpResponse:
    """Let a worker try its links."""
    thing = _written(request, kind, uuid)
    tasks.try_links.enqueue(kind, str(thing.uuid))
    messages.success(request, _("The links are being tried. Look again in a minute."))
    return _back(thing)


@login_required
@require_POST
def ask(request: SignedInRequest, kind: str, uuid: UUID) -> HttpResponse:
    """Ask for a review."""
    thing, now = _written(request, kind, uuid), clock.now()
    form = AskForm(request.POST, reviewers=reviewers_of(provider_of(thing), thing, now))
    if form.is_valid():
        try:
            services.ask_for_review(thing=thing, by=request.user, now=now, **form.cleaned_data)
        except Conflict as conflict:
            messages.warning(request, conflict.message)
            return _back(thing)
        except Refused as refused:
            put_beside(form, refused)
        else:
            tasks.try_links.enqueue(kind, str(thing.uuid))
            messages.success(request, _("The review is asked for. You are told when it is written."))
            return _back(thing)
    return _page(request, thing, 422, ask=form)


@login_required
@require_POST
def changed(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Say what was done about the changes that a reviewer asked for."""
    review = get_object_or_404(Review.objects.select_related(*WITH_THING), uuid=uuid)
    thing = review.thing
    check_writes(request.user, thing, clock.now())
    form = ChangesForm(request.POST)
    if form.is_valid():
        try:
            services.say_changes(review=review, words=form.cleaned_data["words"], by=request.user, now=clock.now())
        except Conflict as conflict:
            messages.warning(request, conflict.message)
            return _back(thing)
        except Refused as refused:
            put_beside(form, refused)
        else:
            messages.success(request, _("Saved."))
            return _back(thing)
    return _page(request, thing, 422, changes=form)


@login_required
@require_POST
def called_off(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Call a review off."""
    review = get_object_or_404(Review.objects.select_related(*WITH_THING), uuid=uuid)
    check_writes(request.user, review.thing, clock.now())
    try:
        services.call_off(review=review, by=request.user, now=clock.now())
    except Conflict as conflict:
        messages.warning(request, conflict.message)
    else:
        messages.success(request, _("The review is called off."))
    return _back(review.thing)


@login_required
@require_POST
def renewed(request: SignedInRequest, kind: str, uuid: UUID) -> HttpResponse:
    """Approve anew what is published."""
    thing = _written(request, kind, uuid)
    try:
        services.renew(thing=thing, by=request.user, now=clock.now())
    except Refused as refused:
        return _page(request, thing, 422, refused=refused)
    messages.success(request, _("It is quality-assured anew."))
    return _back(thing)


@login_required
@require_POST
def draft_publish(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Publish a version, or say what stands in the way."""
    thing = _written(request, "modul", uuid)
    try:
        services.publish(thing=thing, by=request.user, now=clock.now())
    except Refused as refused:
        return _page(request, thing, 422, refused=refused)
    assert isinstance(thing, ModuleVersion)  # noqa: S101  # by its kind
    messages.success(request, _("Version %d is published and frozen.") % thing.number)
    return redirect("draft", thing.uuid)


@login_required
@require_POST
def micro_credential_publish(request: SignedInRequest, slug: str) -> HttpResponse:
    """Publish a micro-credential, or say what stands in the way."""
    thing = get_object_or_404(MicroCredential.objects.select_related("provider"), slug=slug)
    return _publish(
        request, thing, shown=reverse("micro_credential", args=[slug]), otherwise=reverse("micro_credential_drafts")
    )


@login_required
@require_POST
def bundle_publish(request: SignedInRequest, slug: str) -> HttpResponse:
    """Offer a bundle, or say what stands in the way."""
    thing = get_object_or_404(Bundle.objects.select_related("provider"), slug=slug)
    return _publish(
        request, thing, shown=reverse("bundle", args=[slug]), otherwise=reverse("bundle_design", args=[slug])
    )


def _publish(request: SignedInRequest, thing: MicroCredential | Bundle, *, shown: str, otherwise: str) -> HttpResponse:
    """Publish it and go where it is ``shown``; ``otherwise`` where somebody else has changed it meanwhile."""
    check_writes(request.user, thing, clock.now())
    try:
        services.publish(thing=thing, by=request.user, now=clock.now())
    except Conflict as conflict:
        messages.warning(request, conflict.message)
        return redirect(otherwise)
    except Refused as refused:
        return _page(request, thing, 422, refused=refused)
    messages.success(request, _("“%(title)s” is published.") % {"title": thing.title})
    return redirect(shown)
