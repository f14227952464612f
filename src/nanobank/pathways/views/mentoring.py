"""What mentors and their learner say about a plan, propose and sign."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.errors import NotYours, Refused
from nanobank.pathways import queries
from nanobank.pathways.forms.changes import ChangeForm, WordsForm
from nanobank.pathways.models import Pathway
from nanobank.pathways.services import mentoring
from nanobank.pathways.views.plans import shown_page


def _back_at(pathway: Pathway, module: str) -> HttpResponse:
    """The plan's page, where that was written which was sent."""
    place = f"trin-{module}" if module else "words"
    return redirect(f"{reverse('pathway', args=[pathway.uuid])}#{place}")


@login_required
@require_POST
def pathway_comment(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Say something, at a module or about the whole."""
    moment = now()
    found = queries.pathway_for(request.user, uuid, now=moment)
    form = WordsForm(request.POST)
    if not form.is_valid():
        trouble = (request.POST.get("module", "") or "comment", _("Write something first."))
        return shown_page(request, found, trouble=trouble, status=422)
    module, words = form.cleaned_data["module"], form.cleaned_data["words"]
    mentoring.comment(pathway=found, words=words, module=module, by=request.user, now=moment)
    messages.success(request, _("It has been written."))
    return _back_at(found, module)


@login_required
@require_POST
def pathway_settle(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Put a comment aside."""
    moment = now()
    comment = mentoring.comment_of(request.user, uuid, now=moment)
    mentoring.settle(comment=comment, by=request.user, now=moment)
    return _back_at(comment.pathway, comment.module)


@login_required
@require_POST
def pathway_propose(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A mentor proposes a change at one module."""
    moment = now()
    found = queries.pathway_for(request.user, uuid, now=moment)
    form = ChangeForm(request.POST)
    at = request.POST.get("module", "")
    if not form.is_valid():
        words = " ".join(str(message) for errors in form.errors.values() for message in errors)
        return shown_page(request, found, trouble=(at, words), status=422)
    try:
        words = request.POST.get("words", "").strip()[:2000]
        mentoring.propose(pathway=found, change=form.change(), words=words, by=request.user, now=moment)
    except NotYours:
        raise
    except Refused as refused:
        return shown_page(request, found, trouble=(at, refused.message), status=422)
    messages.success(request, _("The proposal awaits an answer from your learner."))
    return _back_at(found, at)


@login_required
@require_POST
def pathway_answer(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The learner says yes or no to a proposal; its mentor may take it back."""
    moment = now()
    proposal = mentoring.proposal_of(request.user, uuid, now=moment)
    accepted = request.POST.get("answer") == "yes"
    mentoring.answer(proposal=proposal, accepted=accepted, by=request.user, now=moment)
    if not accepted:
        messages.success(request, _("The plan stays as it is."))
    return redirect("pathway", proposal.pathway.uuid)


@login_required
@require_POST
def pathway_sign(request: SignedInRequest, uuid: UUID, number: int) -> HttpResponse:
    """A mentor stands behind the plan."""
    moment = now()
    found = queries.pathway_for(request.user, uuid, now=moment)
    version = queries.versions_of(found).select_related("pathway").filter(number=number).first()
    if version is None:
        raise NotYours("")
    mentoring.co_sign(version=version, by=request.user, now=moment)
    messages.success(request, _("You have signed the plan beside your learner."))
    return redirect("pathway", found.uuid)
