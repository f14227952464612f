"""The papers for an accreditation panel, saved as a file."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import ModuleVersion
from nanobank.common import clock
from nanobank.common.workbooks import KIND
from nanobank.quality import papers
from nanobank.quality.bridge import CannotTypeset
from nanobank.quality.permissions import check_looks_inside
from nanobank.quality.things import Thing
from nanobank.quality.views.authors import found


@login_required
@require_GET
def panel(request: SignedInRequest, kind: str, uuid: UUID, form: str) -> HttpResponse:
    """Design, reviews, evaluations, results and changes, as a PDF, a workbook or data."""
    thing, now = found(kind, uuid), clock.now()
    check_looks_inside(request.user, thing, now)
    name = f"kvalitet-{_slug(thing)}.{form}"
    if form == "json":
        return _attached(JsonResponse(papers.as_data(thing), json_dumps_params={"ensure_ascii": False}), name)
    if form == "xlsx":
        return _attached(HttpResponse(papers.as_workbook(thing), content_type=KIND), name)
    try:
        pdf = papers.on_paper(thing, timezone.localdate(now))
    except CannotTypeset:
        return render(request, "quality/cannot_typeset.html", {"thing": thing, "kind": kind}, status=503)
    return _attached(HttpResponse(pdf, content_type="application/pdf"), name)


def _slug(thing: Thing) -> str:
    """What its own page is called, with the version of a module."""
    return f"{thing.module.slug}-{thing.number}" if isinstance(thing, ModuleVersion) else thing.slug


def _attached(response: HttpResponse, name: str) -> HttpResponse:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
