"""An adaptation beside its source, and improvements on their way back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.common import clock
from nanobank.common.errors import Conflict, Refused
from nanobank.common.forms import put_beside, refusals_in
from nanobank.reuse import services
from nanobank.reuse.forms import AnswerForm, FollowForm, StepsForm
from nanobank.reuse.models import Adaptation, Answer
from nanobank.reuse.permissions import check_sees_adaptation
from nanobank.reuse.queries.comparing import followable, following, offered
from nanobank.reuse.queries.proposals import ProposalPage, proposal_page
from nanobank.reuse.queries.using import is_gone

_WITH_SOURCE = Adaptation.objects.select_related(
    "module__provider",
    "module__current__module",
    "source__module__provider",
    "source__module__current__module",
    "caught_up__module",
)


def _adaptation(request: SignedInRequest, uuid: UUID) -> Adaptation:
    found = get_object_or_404(_WITH_SOURCE, uuid=uuid)
    check_sees_adaptation(request.user, found, clock.now())
    return found


@login_required
@require_GET
def adaptation(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What has changed in the source since one last looked, with what one can do about each change."""
    return _page(request, _adaptation(request, uuid))


def _page(request: SignedInRequest, found: Adaptation, form: StepsForm | None = None) -> HttpResponse:
    changes = offered(found)
    choices = [(change.key, change.title) for change in changes]
    context = {
        "adaptation": found,
        "following": following(found),
        "offered": changes,
        "waiting": found.proposals.filter(answer=Answer.WAITING).first(),
        "answered": found.proposals.exclude(answer=Answer.WAITING).order_by("-at"),
        "form": form or StepsForm(choices=choices),
        "follow": FollowForm(steps=steps) if (steps := followable(found)) else None,
        "is_gone": is_gone(found.source.module),
    }
    return render(request, "reuse/adaptation.html", context, status=422 if form and form.errors else 200)


@login_required
@require_POST
def take_over(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One change, into one's own draft: a step by what it began as, or a fact by its name."""
    now, found = clock.now(), _adaptation(request, uuid)
    step = _uuid(request.POST.get("step"))
    if step:
        services.take_over(adaptation=found, origin=step, by=request.user, now=now)
    else:
        services.take_over_fact(adaptation=found, name=request.POST.get("fact", ""), by=request.user, now=now)
    messages.success(request, _("It is in your draft now."))
    return redirect("reuse_adaptation", uuid)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


@login_required
@require_POST
def settle(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Be done with the source's newest version."""
    services.settle(adaptation=_adaptation(request, uuid), by=request.user, now=clock.now())
    messages.success(request, _("You are done with this version. The rest stays as you have it."))
    return redirect("reuse_adaptation", uuid)


@login_required
@require_POST
def follow(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Choose which steps of the source one follows."""
    found = _adaptation(request, uuid)
    form = FollowForm(request.POST, steps=followable(found))
    if form.is_valid():
        steps = [UUID(key) for key in form.cleaned_data["followed"]]
        services.choose_followed(adaptation=found, steps=steps, by=request.user, now=clock.now())
        messages.success(request, _("Saved."))
    else:
        messages.warning(request, _("The source has changed meanwhile. Choose again."))
    return redirect("reuse_adaptation", uuid)


@login_required
@require_POST
def propose(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Offer an improvement to the source."""
    found = _adaptation(request, uuid)
    form = StepsForm(request.POST, choices=[(change.key, change.title) for change in offered(found)])
    if form.is_valid():
        words, now = form.cleaned_data["words"], clock.now()
        with refusals_in(form):
            made = services.propose(adaptation=found, steps=form.chosen, words=words, by=request.user, now=now)
            messages.success(request, _("It is offered. You are told when it is answered."))
            return redirect("reuse_proposal", made.uuid)
    return _page(request, found, form)


@login_required
@require_http_methods(["GET", "POST"])
def proposal(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """An offered improvement as a difference; the source answers, the one who offered may take it back."""
    page = proposal_page(uuid, request.user, clock.now())
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        choices=[(change.key, change.title) for change in page.changes],
        initial={"steps": [change.key for change in page.changes]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _answered(request, page, form)
        except Conflict:
            raise
        except Refused as refused:
            put_beside(form, refused)
    context = {"page": page, "proposal": page.proposal, "form": form}
    return render(request, "reuse/proposal.html", context, status=422 if form.errors else 200)


def _answered(request: SignedInRequest, page: ProposalPage, form: AnswerForm) -> HttpResponse:
    now, grounds, found = clock.now(), form.cleaned_data["grounds"], page.proposal
    action = request.POST.get("action")
    if action == "accept":
        draft = services.accept(proposal=found, steps=form.chosen, by=request.user, now=now, grounds=grounds)
        messages.success(request, _("It is in your draft now. Publish it when you are ready."))
        return redirect("draft", draft.uuid)
    if action == "take_back":
        services.take_back(proposal=found, by=request.user, now=now)
        messages.success(request, _("You have taken the offer back."))
    else:
        services.decline(proposal=found, grounds=grounds, by=request.user, now=now)
        messages.success(request, _("They are told, with your grounds."))
    return redirect("reuse_proposal", found.uuid)
