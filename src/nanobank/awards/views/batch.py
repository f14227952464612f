"""One batch: what will happen, who has to approve it, how far it is, and what came of it."""

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.awards import queries, services
from nanobank.awards.forms import RefuseForm
from nanobank.awards.models import UNDER_WAY, Batch, State
from nanobank.awards.permissions import can_approve
from nanobank.awards.tasks import resume_abandoned, set_going
from nanobank.awards.texts import trouble_text
from nanobank.common.clock import now
from nanobank.common.downloads import spreadsheet
from nanobank.common.forms import refusals_in
from nanobank.credentials.addresses import credential_address


@login_required
@require_safe
def batch(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """All about it."""
    return _page(request, queries.batch_for(request.user, uuid, now=now()), RefuseForm())


@login_required
@require_safe
def progress(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """How far it is, asked for again and again by the page. When it has come to rest, the page is loaded anew."""
    found = queries.batch_for(request.user, uuid, now=now())
    if resume_abandoned(found.uuid):
        found.refresh_from_db()
    response = render(request, "awards/elements/progress.html", _how_far(found))
    if found.state not in UNDER_WAY:
        response.headers["HX-Refresh"] = "true"
    return response


@login_required
@require_safe
def problems(request: SignedInRequest, uuid: UUID) -> HttpResponseBase:
    """What is wrong with which line, as a list to work through in a spreadsheet; sent as it is read."""
    found = queries.batch_for(request.user, uuid, now=now())
    return spreadsheet(_problem_lines(found), name=f"problemer-{found.uuid}.csv")


@login_required
@require_safe
def results(request: SignedInRequest, uuid: UUID) -> HttpResponseBase:
    """Who has been awarded what, with the link to each credential; sent as it is read."""
    found = queries.batch_for(request.user, uuid, now=now())
    return spreadsheet(_result_lines(found), name=f"udstedt-{found.uuid}.csv")


@login_required
@require_POST
def submit(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Award it, or ask a colleague."""
    return _decide(request, uuid, lambda found: services.submit(batch=found, by=request.user, now=now()))


@login_required
@require_POST
def approve(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Let it be awarded."""
    return _decide(request, uuid, lambda found: services.approve(batch=found, by=request.user, now=now()))


@login_required
@require_POST
def stop(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Stop it."""
    return _decide(request, uuid, lambda found: services.stop(batch=found, by=request.user, now=now()))


@login_required
@require_POST
def go_on(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Go on."""
    return _decide(request, uuid, lambda found: services.go_on(batch=found, by=request.user, now=now()))


@login_required
@require_POST
def withdraw(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Give it up."""
    found = queries.batch_for(request.user, uuid, now=now())
    services.withdraw(batch=found, by=request.user, now=now())
    messages.success(request, _("The list is withdrawn, and what stood in it is deleted."))
    return redirect("award_batches")


@login_required
@require_POST
def refuse(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Give it back with a reason."""
    found = queries.batch_for(request.user, uuid, now=now())
    form = RefuseForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            services.refuse(batch=found, note=form.cleaned_data["note"], by=request.user, now=now())
            messages.success(request, _("The list has gone back to whoever handed it in."))
            return redirect("award_batch", uuid)
    return _page(request, found, form, status=422)


def _decide(request: SignedInRequest, uuid: UUID, decide: Callable[[Batch], Batch]) -> HttpResponse:
    found = queries.batch_for(request.user, uuid, now=now())
    decided = decide(found)
    if decided.state == State.AWARDING:
        set_going(decided)
    return redirect("award_batch", uuid)


def _page(request: SignedInRequest, found: Batch, form: RefuseForm, *, status: int = 200) -> HttpResponse:
    undecided = found.state in (State.READY, State.WAITING)
    context = _how_far(found) | {
        "form": form,
        "trouble": trouble_text(found.trouble),
        "unknown_columns": found.trouble.get("unknown", []),
        "steps": queries.steps_of(found),
        "faults": queries.first_faults(found) if found.with_problems else [],
        "undecided": undecided,
        "awarded": queries.first_awarded(found) if found.state in (State.FINISHED, State.STOPPED) else [],
        "shares": queries.shares_of(found) if undecided else [],
        "specimen": queries.specimen_in(found, now=now()) if undecided else None,
        "mine": found.made_by_id == request.user.pk,
        "may_approve": can_approve(request.user, found, now=now()),
        "limit": services.limit_of(found.organisation),
        "needs_approval": found.state == State.READY and services.needs_approval(found, now=now()),
    }
    return render(request, "awards/batch.html", context, status=status)


def _how_far(found: Batch) -> dict[str, object]:
    return {"batch": found, "progress": queries.progress_of(found), "under_way": found.state in UNDER_WAY}


def _problem_lines(found: Batch) -> Iterator[Sequence[object]]:
    yield [_("Line"), _("Column"), _("What stands there"), _("What is wrong")]
    for faults in (queries.faults_of(found), queries.passed_over_in(found)):
        for fault in faults:
            yield [fault.line, fault.column, fault.cell, fault.text]


def _result_lines(found: Batch) -> Iterator[Sequence[object]]:
    yield [_("Line"), _("Name"), _("E-mail"), _("Micro-credential"), _("Credential")]
    for outcome in queries.awarded_in(found):
        row, credential = outcome.row, outcome.credential
        if credential is not None:
            name, title = f"{row.given_name} {row.family_name}", credential.micro_credential.title
            address = credential_address(credential.uuid)
            yield [row.number, name, row.email, title, address]
