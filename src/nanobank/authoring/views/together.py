"""What the editor asks while one writes: how a text will look, who else is there, and steps put in another order."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.authoring.models.drafts import PART_LENGTH
from nanobank.authoring.outline import in_words, others_in, outline_of
from nanobank.authoring.services.writing import note_visit
from nanobank.authoring.views.editor import show, taught_step, taught_version
from nanobank.catalogue.models import State
from nanobank.common import clock
from nanobank.common.errors import NotYours, Refused
from nanobank.common.markdown import render as render_markdown
from nanobank.study import services as study
from nanobank.study.views.competences import answer as answer_suggestion
from nanobank.study.views.competences import context_of

_LONGEST_PREVIEW = 100_000


@login_required
@require_POST
def text_preview(request: SignedInRequest) -> HttpResponse:
    """A Markdown text as its readers will see it. Nothing is kept."""
    return HttpResponse(render_markdown(request.POST.get("text", "")[:_LONGEST_PREVIEW]))


@login_required
@require_POST
def draft_here(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Note that the person still has a part of the draft open, and say who else has."""
    now = clock.now()
    version = taught_version(request, uuid, now)
    part = request.POST.get("part", "")[:PART_LENGTH]
    if version.state == State.DRAFT:
        note_visit(version=version, part=part, by=request.user, now=now)
    return JsonResponse({"here": in_words(others_in(version, request.user, now))})


@login_required
@require_GET
def draft_missing(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What the side of the editor counts, by address and by step: asked for after a save, without the rest of it."""
    now = clock.now()
    outline = outline_of(taught_version(request, uuid, now), request.user, now)
    return JsonResponse(
        {
            "missing": {one.url: one.missing for one in outline.sections},
            "steps": {str(line.step.uuid): {"about": line.about, "lacks": bool(line.lacks)} for line in outline.steps},
        }
    )


@login_required
@require_POST
def draft_order(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A step of the draft to another place. ``move`` is ``<step>:up``, ``<step>:down`` or ``<step>:<place from 1>``."""
    now = clock.now()
    version = taught_version(request, uuid, now)
    name, _colon, where = request.POST.get("move", "").partition(":")
    try:
        step = taught_step(request, UUID(name), now)
    except ValueError as error:
        raise Http404 from error
    if step.version_id != version.pk:
        raise Http404
    if where in {"up", "down"}:
        direction: study.Direction = "up" if where == "up" else "down"
        study.move_step(step=step, direction=direction, by=request.user, now=now)
    elif where.isdecimal() and len(where) < 5:
        study.place_step(step=step, position=int(where), by=request.user, now=now)
    else:
        raise Http404
    if request.headers.get("Accept") != "application/json":
        return redirect("step_edit", step.uuid)
    order = [str(one) for one in version.steps.values_list("uuid", flat=True)]
    return JsonResponse({"order": order, "message": _("Moved to place %d.") % (order.index(str(step.uuid)) + 1)})


@login_required
@require_http_methods(["GET", "POST"])
def draft_competences(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The competences of a draft: what its text suggests, what was said to that, and any other by name."""
    version = taught_version(request, uuid, clock.now())
    here = reverse("draft_competences", args=[uuid])
    refused = ""
    if request.method == "POST":
        try:
            answer_suggestion(request, version)
        except NotYours:
            raise
        except Refused as no:
            refused = no.message
        else:
            return redirect(f"{here}#forslag")
    context = {**context_of(request, version, here), "refused": refused}
    return show(request, version, "competences", "competences", context, 422 if refused else 200)
