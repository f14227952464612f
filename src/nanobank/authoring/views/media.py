"""The media shelf: what lies there, a file laid there, what is said of it, and the file itself."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.authoring import shelf as queries
from nanobank.authoring.forms.media import AltForm, CaptionsForm, SendForm
from nanobank.authoring.models import MediaItem, MediaKind
from nanobank.authoring.services import shelving, uploading
from nanobank.catalogue.models import ModuleVersion, State
from nanobank.common import clock
from nanobank.common.forms import refusals_in
from nanobank.study.models import Step
from nanobank.study.permissions import check_teaches
from nanobank.study.serving import serve

_A_PAGE = 24
_OFFERED = 12


@login_required
@require_safe
def shelves(request: SignedInRequest) -> HttpResponse:
    """The shelves of those that one writes for; with one only, that."""
    found = queries.providers_of(request.user, clock.now())
    if len(found) == 1:
        return redirect("media_shelf", found[0].slug)
    return render(request, "authoring/media/shelves.html", {"providers": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shelf(request: SignedInRequest, provider: str) -> HttpResponse:
    """A provider's shelf, and a form that lays a file there: all at once, or by ``upload.js`` piece by piece."""
    found = queries.provider_for(request.user, provider, clock.now())
    module = queries.module_of(found, request.GET.get("modul", ""))
    form = SendForm(request.POST or None, request.FILES or None) if request.method == "POST" else SendForm()
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, beside="file"):
            item = uploading.send_whole(
                provider=found, module=module, file=form.cleaned_data["file"], by=request.user, clock=clock.now
            )
            return redirect("media_item", item.uuid)
    kind, words = request.GET.get("slags", ""), request.GET.get("q", "")
    lying = queries.items(found, kind=kind, words=words)
    context = {
        "provider": found,
        "module": module,
        "draft": module.versions.filter(state=State.DRAFT).first() if module else None,
        "form": form,
        "page": Paginator(lying, _A_PAGE).get_page(request.GET.get("page")),
        "kinds": MediaKind.choices,
        "kind": kind,
        "words": words,
    }
    return render(request, "authoring/media/shelf.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def item(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What is said of one thing on the shelf, and how to use it."""
    return _shown(request, queries.item_for(request.user, uuid, clock.now()))


def _shown(request: SignedInRequest, found: MediaItem, form: forms.Form | None = None) -> HttpResponse:
    said = {"alt_da": found.alt_da, "alt_en": found.alt_en, "is_decorative": bool(found.is_decorative)}
    context: dict[str, Any] = {
        "item": found,
        "alt_form": form if isinstance(form, AltForm) else AltForm(initial=said),
        "captions_form": form if isinstance(form, CaptionsForm) else CaptionsForm(),
        "markdown": queries.markdown_of(found, get_language() or "da"),
        "steps": queries.steps_that_show(found),
    }
    return render(request, "authoring/media/item.html", context, status=422 if form else 200)


@login_required
@require_POST
def describe(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Say what a picture shows."""
    found, form = queries.item_for(request.user, uuid, clock.now()), AltForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            shelving.describe(item=found, **form.cleaned_data, by=request.user, now=clock.now())
            messages.success(request, _("Saved."))
            return redirect("media_item", uuid)
    return _shown(request, found, form)


@login_required
@require_POST
def add_captions(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Give a video its captions."""
    found = queries.item_for(request.user, uuid, clock.now())
    form = CaptionsForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        with refusals_in(form):
            remark = shelving.caption(
                item=found, file=given["captions"], language=given["language"], by=request.user, now=clock.now()
            )
            messages.success(request, _("The captions can be read, and follow the video from now on."))
            if remark:
                messages.warning(request, remark)
            return redirect("media_item", uuid)
    return _shown(request, found, form)


@login_required
@require_POST
def use(request: SignedInRequest, uuid: UUID, step: UUID) -> HttpResponse:
    """Let a step of a draft show a video or file of the shelf."""
    found = queries.item_for(request.user, uuid, clock.now())
    shown_in = get_object_or_404(Step.objects.select_related("version__module__provider"), uuid=step)
    check_teaches(request.user, shown_in.version.module, clock.now())
    shelving.use_in_step(item=found, step=shown_in, by=request.user, now=clock.now())
    messages.success(request, _("The step shows it now."))
    return redirect("step_edit", step)


@login_required
@require_POST
def retire(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Take something off the shelf."""
    found = queries.item_for(request.user, uuid, clock.now())
    shelving.retire(item=found, by=request.user, now=clock.now())
    messages.success(request, _("It is off the shelf. Steps that show it go on showing it."))
    return redirect("media_shelf", found.provider.slug)


@login_required
@require_safe
def choose(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A list to choose from beside a draft's text: what its provider's shelf has, newest first."""
    version = get_object_or_404(ModuleVersion.objects.select_related("module__provider"), uuid=uuid)
    check_teaches(request.user, version.module, clock.now())
    step = _step_of(version, request.GET.get("trin", ""))
    kind = {"video": MediaKind.FILM, "file": MediaKind.DOCUMENT}.get(step.kind if step else "")
    words = request.GET.get("q", "")
    lying = queries.items(version.module.provider, words=words)
    found = list(lying.filter(kind__in=[MediaKind.PICTURE, kind or MediaKind.DOCUMENT])[:_OFFERED])
    context = {
        "version": version,
        "step": step,
        "words": words,
        "found": [(one, queries.markdown_of(one, version.language), one.kind == kind) for one in found],
    }
    return render(request, "authoring/media/choose.html", context)


def _step_of(version: ModuleVersion, uuid: str) -> Step | None:
    try:
        return Step.objects.filter(version=version, uuid=UUID(uuid)).first()
    except ValueError:
        return None


@login_required
@require_safe
def file(request: SignedInRequest, uuid: UUID) -> HttpResponseBase:
    """The picture, video or file itself, for those who may see it."""
    found = queries.item_seen_by(request.user, uuid, clock.now())
    return serve(request, found.file, found.name.rpartition(".")[0])


@login_required
@require_safe
def captions(request: SignedInRequest, uuid: UUID) -> HttpResponseBase:
    """The captions of a video."""
    found = queries.item_seen_by(request.user, uuid, clock.now())
    if not found.captions:
        raise Http404
    return serve(request, found.captions, found.name.rpartition(".")[0])
