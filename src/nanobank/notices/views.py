"""What I was told, and how I want to be told."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.notices import queries, services
from nanobank.notices.forms import PreferencesForm
from nanobank.notices.letters import language_of
from nanobank.notices.models import Language

_A_PAGE = 30
_NEW = "nye"


@login_required
@require_safe
def notices(request: SignedInRequest) -> HttpResponse:
    """All that I was told, or with ``?nye=1`` what I have not seen, the newest first."""
    only_new = bool(request.GET.get(_NEW))
    found = queries.notices_of(request.user, unread=only_new)
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/notices.html", {"page": page, "only_new": only_new})


@login_required
@require_safe
def notice(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Follow one of them to its page; it is read from then on."""
    found = services.open_notice(person=request.user, uuid=uuid, now=now())
    return redirect(found.address)


@login_required
@require_POST
def notice_read(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """I have seen it, and need not follow it; back to where it stands."""
    services.open_notice(person=request.user, uuid=uuid, now=now())
    return redirect(f"{reverse('notices', query=_shown(request))}#n-{uuid}")


def _shown(request: SignedInRequest) -> dict[str, str]:
    """Which of the notices were on the page that one comes from."""
    return {name: request.GET[name] for name in ("page", _NEW) if name in request.GET}


@login_required
@require_POST
def notices_read(request: SignedInRequest) -> HttpResponse:
    """I have seen them all."""
    services.read_all(person=request.user, now=now())
    return redirect("notices")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice_preferences(request: SignedInRequest) -> HttpResponse:
    """For each kind of thing: in the app, by mail at once, in a daily mail, or not at all."""
    ways = {kind.value: way.value for kind, way in queries.ways_of(request.user).items()}
    form = PreferencesForm(request.POST or None, initial={"language": language_of(request.user), **ways})
    if request.method == "POST" and form.is_valid():
        language = Language(form.cleaned_data["language"])
        services.choose(person=request.user, ways=form.ways(), language=language)
        messages.success(request, _("From now on you are told as you have chosen."))
        return redirect("notices")
    status = 422 if request.method == "POST" else 200
    return render(request, "notices/preferences.html", {"form": form}, status=status)
