"""Taking a module up in one of three ways, and what one does when it changes."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import State
from nanobank.common import clock
from nanobank.common.errors import NotYours
from nanobank.common.forms import refusals_in
from nanobank.reuse import services
from nanobank.reuse.forms import AdaptForm, LicenceForm, TakeUpForm
from nanobank.reuse.models import Licence, Uptake, Way
from nanobank.reuse.permissions import check_sees_uptake
from nanobank.reuse.queries.comparing import difference
from nanobank.reuse.queries.looking import ModulePage, module_page
from nanobank.reuse.queries.using import is_gone, uptake_of, version_used, writes_for
from nanobank.reuse.views.finding import show_module
from nanobank.study.views.learning import begin_on


@login_required
@require_POST
def take_up(request: SignedInRequest, slug: str) -> HttpResponse:
    """Use it as it is, or the version there is now."""
    now = clock.now()
    page = module_page(slug, request.user, now)
    form = TakeUpForm(request.POST, takers=page.takers)
    if form.is_valid():
        with refusals_in(form):
            services.take_up(
                module=page.module,
                organisation=form.taker,
                way=Way(form.cleaned_data["way"]),
                purpose=form.cleaned_data["purpose"],
                by=request.user,
                now=now,
            )
            messages.success(request, _("The module is now among those that you use."))
            return redirect("reuse_ours")
    return show_module(request, page, form)


@login_required
@require_POST
def licence(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say what others may do with one's own module: its draft where there is one, else its current version."""
    now = clock.now()
    page = module_page(slug, request.user, now)
    form = LicenceForm(request.POST)
    if form.is_valid():
        version = page.module.versions.filter(state=State.DRAFT).first() or page.version
        version.module = page.module
        with refusals_in(form, beside="licence"):
            services.set_licence(
                version=version, licence=Licence(form.cleaned_data["licence"]), by=request.user, now=now
            )
            messages.success(request, _("The licence of version %d is saved.") % version.number)
            return redirect("reuse_module", slug)
    return show_module(request, page, licence=form)


@login_required
@require_http_methods(["GET", "POST"])
def adapt(request: SignedInRequest, slug: str) -> HttpResponse:
    """Make one's own of it: for whom, which licence, which steps."""
    now = clock.now()
    page = module_page(slug, request.user, now)
    form = AdaptForm(
        request.POST if request.method == "POST" else None,
        version=page.version,
        steps=page.steps or [],
        takers=writes_for(request.user, now),
        licences=_licences(page),
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = services.adapt(version=page.version, provider=form.taker, new=form.new(), by=request.user, now=now)
            messages.success(request, _("The draft is yours. Its source is named on its page."))
            return redirect("draft", made.module.versions.get().uuid)
    context = {"page": page, "form": form, "steps": [name for name in form.fields if name.startswith("step_")]}
    return render(request, "reuse/adapt.html", context, status=422 if form.errors else 200)


def _licences(page: ModulePage) -> tuple[Licence, ...]:
    """Those that one can choose among: any for what is one's own from the first."""
    return tuple(Licence) if page.is_own and page.adaptation is None else page.licence.for_adaptations


def _uptake(request: SignedInRequest, uuid: UUID) -> Uptake:
    found = uptake_of(uuid)
    if found is None:
        raise NotYours("")
    check_sees_uptake(request.user, found, clock.now())
    return found


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A learner begins on the version that the institution uses: the one it stays with, or the newest."""
    found = uptake_of(uuid)
    if found is None or found.ended_at is not None or is_gone(found.module):
        raise NotYours(_("The institution does not use this module any more. Look for it in the catalogue."))
    return begin_on(request, found.module, found.pinned)


@login_required
@require_GET
def uptake(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What one uses, and what has changed since one last looked."""
    found = _uptake(request, uuid)
    current, seen = found.module.current, found.pinned or found.caught_up
    changed = difference(seen, current) if current and current.pk != seen.pk else None
    context = {
        "uptake": found,
        "used": version_used(found),
        "difference": changed,
        "ways": Way,
        "is_gone": is_gone(found.module),
    }
    return render(request, "reuse/uptake.html", context)


@login_required
@require_POST
def uptake_change(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Follow from now on, move to the newest and stay there, stay as one is, or use it no longer."""
    now, found = clock.now(), _uptake(request, uuid)
    action = request.POST.get("action")
    if action == "end":
        services.end_uptake(uptake=found, by=request.user, now=now)
        messages.success(request, _("You no longer use the module. Those who have begun may finish."))
        return redirect("reuse_ours")
    if action in ("follow", "pin"):
        services.take_up(
            module=found.module, organisation=found.organisation, way=Way(action), by=request.user, now=now
        )
    else:
        services.look_at(uptake=found, by=request.user, now=now)
    messages.success(request, _("Saved."))
    return redirect("reuse_uptake", uuid)
