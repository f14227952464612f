"""Taking a framework in: hand the files over, see what is in them, decide, follow it. For those who run the bank."""

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.downloads import spreadsheet
from nanobank.common.errors import Refused
from nanobank.common.forms import put_beside
from nanobank.frameworks import queries, services
from nanobank.frameworks.forms import ImportForm
from nanobank.frameworks.models import UNDER_WAY, ImportRun, State
from nanobank.frameworks.permissions import check_may_import
from nanobank.frameworks.tasks import resume_abandoned, set_going
from nanobank.frameworks.texts import trouble_text

_A_PAGE = 25
_FAULTS_SHOWN = 10


@login_required
@require_http_methods(["GET", "POST"])
def imports(request: SignedInRequest) -> HttpResponse:
    """The form for files, and the imports so far."""
    check_may_import(request.user)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            run = services.make_run(
                files=given["package"], whole=given["whole"], title=given["title"], by=request.user, now=now()
            )
        except Refused as refused:
            put_beside(form, refused, field="package" if refused.field == "files" else None)
        else:
            set_going(run)
            return redirect("framework_import", run.uuid)
    page = Paginator(queries.runs(request.user), _A_PAGE).get_page(request.GET.get("page"))
    status = 422 if request.method == "POST" else 200
    return render(request, "frameworks/imports.html", {"form": form, "page": page}, status=status)


@login_required
@require_safe
def run(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One import: what is in the files, what is wrong with them, and how far it is."""
    found = queries.run_for(request.user, uuid)
    context = _how_far(found) | {
        "trouble": trouble_text(found.trouble["code"], found.trouble["params"]) if found.trouble else "",
        "faults": list(queries.faults_of(found, most=_FAULTS_SHOWN)) if found.faulty else [],
    }
    return render(request, "frameworks/import.html", context)


@login_required
@require_safe
def progress(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """How far it is, asked for again and again by the page. When it has come to rest, the page is loaded anew."""
    found = queries.run_for(request.user, uuid)
    if resume_abandoned(found.uuid):
        found.refresh_from_db()
    response = render(request, "frameworks/elements/progress.html", _how_far(found))
    if found.state not in UNDER_WAY:
        response.headers["HX-Refresh"] = "true"
    return response


@login_required
@require_safe
def faults(request: SignedInRequest, uuid: UUID) -> HttpResponseBase:
    """What is wrong with which line, as a list to work through in a spreadsheet; sent as it is read."""
    found = queries.run_for(request.user, uuid)
    return spreadsheet(_fault_lines(found), name=f"fejl-{found.uuid}.csv")


@login_required
@require_POST
def begin(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Take in what nothing is wrong with."""
    return _decide(request, uuid, lambda found: services.begin(run=found, by=request.user, now=now()))


@login_required
@require_POST
def stop(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Stop it."""
    return _decide(request, uuid, lambda found: services.stop(run=found, by=request.user, now=now()))


@login_required
@require_POST
def go_on(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Go on."""
    return _decide(request, uuid, lambda found: services.go_on(run=found, by=request.user, now=now()))


@login_required
@require_POST
def withdraw(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Give it up."""
    services.withdraw(run=queries.run_for(request.user, uuid), by=request.user, now=now())
    messages.success(request, _("The import is given up, and the files are thrown away."))
    return redirect("framework_imports")


def _decide(request: SignedInRequest, uuid: UUID, decide: Callable[[ImportRun], ImportRun]) -> HttpResponse:
    decided = decide(queries.run_for(request.user, uuid))
    if decided.state == State.IMPORTING:
        set_going(decided)
    return redirect("framework_import", uuid)


def _how_far(found: ImportRun) -> dict[str, object]:
    return {
        "run": found,
        "under_way": found.state in UNDER_WAY,
        "percent": found.done * 100 // found.lines if found.lines else 0,
    }


def _fault_lines(found: ImportRun) -> Iterator[Sequence[object]]:
    yield [_("File"), _("Line"), _("Column"), _("What stands there"), _("What is wrong")]
    for fault in queries.faults_of(found):
        yield [fault.file, fault.line, fault.column, fault.cell, fault.text]
