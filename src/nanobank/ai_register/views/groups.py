"""A group of colleagues, and what they must have learnt."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.ai_register import services
from nanobank.ai_register.forms import GroupForm, RequirementForm
from nanobank.ai_register.models import AiSystem, StaffGroup
from nanobank.ai_register.queries import group_with, requirement_with, staff_of
from nanobank.ai_register.views.common import kept_here
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in
from nanobank.organisations.models import Organisation


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, slug: str) -> HttpResponse:
    """Gather a group."""
    organisation = kept_here(request, slug)
    form = _form(request, organisation, None)
    if form.is_valid():
        with refusals_in(form):
            made = services.make_group(organisation=organisation, facts=form.facts(), by=request.user, now=now())
            messages.success(request, _("Now say what they must have learnt."))
            return redirect("ai_group", slug=slug, uuid=made.uuid)
    return _page(request, slug, form, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Who is in it, what they use, what they must have learnt."""
    organisation = kept_here(request, slug)
    group = group_with(organisation, uuid)
    form = _form(request, organisation, group)
    if form.is_valid():
        with refusals_in(form):
            services.change_group(group=group, facts=form.facts(), by=request.user, now=now())
            messages.success(request, _("Saved."))
            return redirect("ai_register_of", slug=slug)
    return _page(request, slug, form, group)


@login_required
@require_POST
def requirement_new(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Something more that the group must have learnt."""
    organisation = kept_here(request, slug)
    group = group_with(organisation, uuid)
    form = RequirementForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            services.require(group=group, by=request.user, now=now(), **form.cleaned_data)
            messages.success(request, _("The group has one more thing to have learnt."))
            return redirect("ai_group", slug=slug, uuid=uuid)
    shown = GroupForm(systems=_systems(organisation), staff=staff_of(organisation, now=now()), group=group)
    return _page(request, slug, shown, group, requirement=form)


@login_required
@require_POST
def requirement_drop(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Something that the group need not have learnt any more."""
    requirement = requirement_with(kept_here(request, slug), uuid)
    services.drop_requirement(requirement=requirement, by=request.user, now=now())
    messages.success(request, _("That is no longer required. Training that was held stays in the register."))
    return redirect("ai_group", slug=slug, uuid=requirement.group.uuid)


def _form(request: SignedInRequest, organisation: Organisation, group: StaffGroup | None) -> GroupForm:
    staff = staff_of(organisation, now=now())
    return GroupForm(request.POST or None, systems=_systems(organisation), staff=staff, group=group)


def _systems(organisation: Organisation) -> list[AiSystem]:
    return list(AiSystem.objects.of(organisation).in_use().order_by("name"))


def _page(
    request: SignedInRequest,
    slug: str,
    form: GroupForm,
    group: StaffGroup | None,
    *,
    requirement: RequirementForm | None = None,
) -> HttpResponse:
    wrong = form.errors or (requirement is not None and requirement.errors)
    context = {
        "form": form,
        "slug": slug,
        "group": group,
        "requirements": group.requirements.select_related("module").order_by("title") if group else (),
        "requirement_form": requirement or RequirementForm(),
    }
    return render(request, "ai_register/group.html", context, status=422 if wrong else 200)
