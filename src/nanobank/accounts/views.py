"""A person's name and tokens; signing in and up is allauth's."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nanobank.accounts import services
from nanobank.accounts.forms import NameForm, TokenForm
from nanobank.accounts.http import SignedInRequest
from nanobank.accounts.models import PersonalToken
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in


@login_required
def name(request: SignedInRequest) -> HttpResponse:
    """What the person is called, for them to change."""
    now_called = {"given_name": request.user.given_name, "family_name": request.user.family_name}
    form = NameForm(request.POST or None, initial=now_called)
    if form.is_valid():
        services.change_name(person=request.user, **form.cleaned_data)
        messages.success(request, _("You are called %(name)s here from now on.") % {"name": request.user.name})
        return redirect("account_name")
    return render(request, "accounts/name.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
def tokens(request: SignedInRequest) -> HttpResponse:
    """The person's tokens, and a form for one more; a new one's secret is shown on this answer alone."""
    form = TokenForm(request.POST or None)
    made: services.NewToken | None = None
    if form.is_valid():
        with refusals_in(form):
            made = services.create_token(
                person=request.user, name=form.cleaned_data["name"], days=form.cleaned_data["days"], now=now()
            )
            form = TokenForm()
    mine = PersonalToken.objects.of(request.user).valid_at(now()).order_by("-created_at")
    return render(request, "accounts/tokens.html", {"form": form, "made": made, "tokens": mine})


@login_required
@require_POST
def withdraw_token(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """End one of the person's own tokens."""
    services.withdraw_token(person=request.user, uuid=uuid, now=now())
    messages.success(request, _("The token no longer works."))
    return redirect("tokens")
