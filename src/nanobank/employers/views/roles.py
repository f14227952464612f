"""What jobs at the workplace ask for: written down, begun from a framework's role, and put right."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import Competence, Level
from nanobank.common.clock import now
from nanobank.common.errors import NotYours, Refused
from nanobank.common.forms import refusals_in
from nanobank.employers import queries, services
from nanobank.employers.forms import JobRoleForm
from nanobank.employers.models import JobRole
from nanobank.employers.wanting import looked_for, role_terms_from
from nanobank.frameworks.models import Concept
from nanobank.frameworks.queries import occupations_named
from nanobank.needs.reading import nearest

_MOST_TO_CHOOSE = 400


@login_required
@require_http_methods(["GET", "POST"])
def job_roles(request: SignedInRequest, slug: str) -> HttpResponse:
    """All of them; one is begun by its name, or from a framework's role that is looked for (``?ord=``)."""
    organisation = queries.employer_for(request.user, slug, now=now())
    words = request.GET.get("ord", "")[:80]
    form = JobRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = request.POST.get("occupation", "")
        occupation = get_object_or_404(Concept.objects.in_force().occupations(), slug=chosen) if chosen else None
        with refusals_in(form, beside="name"):
            made = services.begin_job_role(
                organisation=organisation, name=form.cleaned_data["name"], occupation=occupation, by=request.user,
                now=now(),
            )  # fmt: skip
            return redirect("job_role", slug, made.uuid)
    context = {
        "organisation": organisation,
        "roles": queries.job_roles_of(organisation),
        "words": words,
        "found": occupations_named(words) if words else [],
        "form": form,
    }
    return render(request, "employers/job_roles.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def job_role(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Put right what one asks for."""
    found = queries.job_role_for(request.user, uuid, now=now())
    form = JobRoleForm(request.POST or None, initial={"name": found.name})
    trouble = ""
    if request.method == "POST" and form.is_valid():
        try:
            asked = role_terms_from(request.POST)
            services.correct_job_role(
                role=found, name=form.cleaned_data["name"], asked=asked, by=request.user, now=now()
            )
        except NotYours:
            raise
        except Refused as refused:
            trouble = "" if refused.field == "name" else refused.message
            form.add_error("name" if refused.field == "name" else None, refused.message)
        else:
            words = looked_for(request.POST)
            if not words and not {"more", "take"} & set(request.POST):
                messages.success(request, _("Saved."))
            address = reverse("job_role", args=[slug, uuid])
            return redirect(f"{address}?{urlencode({'ord': words})}#add" if words else address)
    return _page(request, found, form, trouble)


@login_required
@require_POST
def job_role_drop(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Nobody is held against it any more."""
    found = queries.job_role_for(request.user, uuid, now=now())
    services.drop_job_role(role=found, by=request.user, now=now())
    messages.success(request, _("The job role “%s” is deleted.") % found.name)
    return redirect("job_roles", slug)


@login_required
@require_POST
def job_role_brief(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """A need of what those who hold the job lack."""
    found = queries.job_role_for(request.user, uuid, now=now())
    team = request.POST.get("team", "")[:80]
    made = services.begin_brief_for_role(role=found, team=team, by=request.user, now=now())
    return redirect("brief_edit", slug, made.uuid)


def _page(request: SignedInRequest, found: JobRole, form: JobRoleForm, trouble: str) -> HttpResponse:
    words = request.GET.get("ord", "")[:100]
    taught = Competence.objects.filter(module_versions__current_of__isnull=False).distinct().order_by("label_da")
    context = {
        "organisation": found.organisation,
        "role": found,
        "form": form,
        "trouble": trouble,
        "asked": found.asked.select_related("competence"),
        "people": queries.people_in(found).count(),
        "levels": Level.choices,
        "taught": taught[:_MOST_TO_CHOOSE],
        "looked_for": words,
        "near": nearest(words),
    }
    return render(request, "employers/job_role.html", context, status=422 if form.errors else 200)
