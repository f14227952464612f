"""Who does what in an organisation, for its programme lead."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.accounts.models import Person
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in
from nanobank.organisations import services
from nanobank.organisations.forms import AppointForm
from nanobank.organisations.models import Membership, Organisation, Role
from nanobank.organisations.permissions import check_role
from nanobank.organisations.queries import members_of


@login_required
def members(request: SignedInRequest, slug: str) -> HttpResponse:
    """The people with a role here, and a form to give one more."""
    organisation = get_object_or_404(Organisation, slug=slug)
    check_role(request.user, organisation, Role.PROGRAMME_LEAD, now=now())
    form = AppointForm(request.POST or None, organisation=organisation)
    if form.is_valid():
        with refusals_in(form):
            membership = services.appoint(
                person=Person.objects.get(email=form.cleaned_data["email"]),
                organisation=organisation,
                role=Role(form.cleaned_data["role"]),
                by=request.user,
                now=now(),
            )
            messages.success(request, _("%(name)s has the role now.") % {"name": membership.person.name})
            return redirect("members", slug)
    context = {"organisation": organisation, "members": members_of(organisation, now()), "form": form}
    return render(request, "organisations/members.html", context)


@login_required
@require_POST
def dismiss(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """End one role."""
    membership = get_object_or_404(Membership.objects.select_related("organisation", "person"), uuid=uuid)
    services.dismiss(membership=membership, by=request.user, now=now())
    messages.success(request, _("%(name)s no longer has the role.") % {"name": membership.person.name})
    return redirect("members", membership.organisation.slug)
