"""Training that was held, and who was there."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from nanobank.accounts.http import SignedInRequest
from nanobank.ai_register import services
from nanobank.ai_register.forms import TrainingForm
from nanobank.ai_register.models import StaffGroup, Training
from nanobank.ai_register.queries import requirements_of, staff_of, training_with
from nanobank.ai_register.views.common import kept_here
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in
from nanobank.organisations.models import Organisation


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write down training; ``?gruppe=`` ticks everybody of a group, to begin with."""
    organisation = kept_here(request, slug)
    group = _group(request, organisation)
    form = _form(request, organisation, group=group)
    if form.is_valid():
        with refusals_in(form):
            made = services.record_training(organisation=organisation, facts=form.facts(), by=request.user, now=now())
            present = made.attendance.count()
            said = ngettext("Written down, with %d who was there.", "Written down, with %d who were there.", present)
            messages.success(request, said % present)
            return redirect("ai_register_of", slug=slug)
    return _page(request, slug, form, group=group)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Put right what was written down."""
    organisation = kept_here(request, slug)
    training = training_with(organisation, uuid)
    form = _form(request, organisation, training=training)
    if form.is_valid():
        with refusals_in(form):
            services.correct_training(training=training, facts=form.facts(), by=request.user, now=now())
            messages.success(request, _("Saved."))
            return redirect("ai_register_of", slug=slug)
    return _page(request, slug, form, training=training)


def _group(request: SignedInRequest, organisation: Organisation) -> StaffGroup | None:
    try:
        uuid = UUID(request.GET.get("gruppe", ""))
    except ValueError:
        return None
    return StaffGroup.objects.filter(organisation=organisation, uuid=uuid).first()


def _form(
    request: SignedInRequest,
    organisation: Organisation,
    *,
    training: Training | None = None,
    group: StaffGroup | None = None,
) -> TrainingForm:
    return TrainingForm(
        request.POST or None,
        requirements=requirements_of(organisation),
        staff=staff_of(organisation, now=now()),
        training=training,
        group=group,
    )


def _page(
    request: SignedInRequest,
    slug: str,
    form: TrainingForm,
    *,
    training: Training | None = None,
    group: StaffGroup | None = None,
) -> HttpResponse:
    context = {"form": form, "slug": slug, "training": training, "group": group}
    return render(request, "ai_register/training.html", context, status=422 if form.errors else 200)
