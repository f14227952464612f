"""The holder's own pages: their links, and the ways to show one credential."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.errors import NotYours, Refused
from nanobank.common.forms import put_beside
from nanobank.credentials.addresses import credential_address
from nanobank.credentials.models import Credential
from nanobank.credentials.presenting import diploma_of
from nanobank.credentials.queries import credential_with, standing_of
from nanobank.sharing import services
from nanobank.sharing.addresses import badge_address, link_address
from nanobank.sharing.badges import badge_of
from nanobank.sharing.forms import LinkForm
from nanobank.sharing.linkedin import add_to_profile
from nanobank.sharing.models import Share
from nanobank.sharing.queries import link_of, links_of, shareable


@login_required
@require_safe
def shares(request: SignedInRequest) -> HttpResponse:
    """All the links that I have made; those that still work first."""
    moment = now()
    links = list(links_of(request.user))
    context = {
        "open": [one for one in links if one.is_open(moment)],
        "ended": [one for one in links if not one.is_open(moment)],
        "held": list(shareable(request.user)),
    }
    return render(request, "sharing/shares.html", context)


@login_required
def share_new(request: SignedInRequest) -> HttpResponse:
    """Make a link; ``?bevis=`` names the credential that is already ticked."""
    held = list(shareable(request.user))
    form = LinkForm(request.POST or None, held=held, chosen=_chosen(request, held))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = _make(request, form)
            except Refused as refused:
                put_beside(form, refused, field="shown" if refused.field == "document" else None)
            else:
                messages.success(request, _("The link is ready. Copy it, and give it to whoever should see it."))
                return redirect("share", made.uuid)
    return render(request, "sharing/share_new.html", {"form": form, "held": held}, status=status)


@login_required
@require_safe
def share(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One of my links: the address to copy, what it shows, and how often it was opened."""
    link = link_of(request.user, uuid)
    context = {"share": link, "address": link_address(link), "is_open": link.is_open(now())}
    return render(request, "sharing/share.html", context)


@login_required
@require_POST
def share_stop(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Stop a link at once."""
    services.stop_link(person=request.user, uuid=uuid, now=now())
    messages.success(request, _("The link is stopped. Whoever follows it now sees nothing."))
    return redirect("shares")


@login_required
@require_safe
def credential_share(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The ways to show one of my credentials: a link, LinkedIn, and the badge."""
    credential = credential_with(uuid)
    if credential.person_id != request.user.pk:
        raise NotYours("")
    standing = standing_of(credential, now=now())
    if standing.facts is None:
        raise Http404
    diploma = diploma_of(standing.facts)
    badge = badge_of(credential, standing)
    context = {
        "credential": credential,
        "diploma": diploma,
        "genuine": standing.genuine,
        "badge": badge,
        "address": credential_address(uuid),
        "image": badge_address(uuid, "svg", language=get_language() or "da"),
        "linkedin": add_to_profile(uuid, diploma),
    }
    return render(request, "sharing/credential_share.html", context)


def _make(request: SignedInRequest, form: LinkForm) -> Share:
    return services.make_link(
        person=request.user,
        credentials=form.cleaned_data["credentials"],
        choice=form.choice(),
        last_day=form.cleaned_data["last_day"],
        title=form.cleaned_data["title"],
        greeting=form.cleaned_data["greeting"],
        now=now(),
    )


def _chosen(request: SignedInRequest, held: list[Credential]) -> UUID | None:
    wanted = request.GET.get("bevis", "")
    return next((one.uuid for one in held if str(one.uuid) == wanted), None)
