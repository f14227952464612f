"""Putting a bundle together: which modules, in which order, for whom and at what price."""

from decimal import Decimal
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.authoring.designing.bundle_forms import BundleForm, NewBundleForm
from nanobank.authoring.designing.finding import bundle_for, bundles_of, modules_beside, providers_written_for
from nanobank.authoring.services import bundles as services
from nanobank.catalogue.errors import Incomplete
from nanobank.catalogue.models import Bundle, State
from nanobank.catalogue.services import missing_in_bundle
from nanobank.common import clock
from nanobank.common.errors import Refused
from nanobank.common.forms import put_beside


@login_required
@require_safe
def bundles(request: SignedInRequest) -> HttpResponse:
    """The bundles of those the person writes for."""
    return render(request, "authoring/designing/bundles.html", {"bundles": bundles_of(request.user, now=clock.now())})


@login_required
@require_http_methods(["GET", "POST"])
def bundle_new(request: SignedInRequest) -> HttpResponse:
    """For which institution, and what it is called for now."""
    now = clock.now()
    form = NewBundleForm(request.POST or None, providers=providers_written_for(request.user, now=now))
    if request.method == "POST" and form.is_valid():
        made = services.begin_bundle(**form.cleaned_data, by=request.user, now=now)
        return redirect("bundle_design", made.slug)
    return render(request, "authoring/designing/bundle_new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def bundle(request: SignedInRequest, slug: str) -> HttpResponse:
    """All of it on one page; each button saves what has been written."""
    found = bundle_for(request.user, slug, now=clock.now())
    form = BundleForm(request.POST if request.method == "POST" else None, bundle=found)
    revision = services.revision_of(found)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_bundle(
                bundle=found,
                facts=form.facts(),
                revision=request.POST.get("revision", ""),
                by=request.user,
                now=clock.now(),
            )
        except Incomplete as incomplete:
            _show_what_is_missing(form, incomplete)
        except Refused as refused:
            put_beside(form, refused)
        else:
            return _onward(request, slug)
    return _page(request, found, form, revision)


def _show_what_is_missing(form: BundleForm, incomplete: Incomplete) -> None:
    for name, sentence in incomplete.missing.items():
        form.add_error(name if name in form.fields else None, str(sentence))


def _onward(request: SignedInRequest, slug: str) -> HttpResponse:
    here = redirect("bundle_design", slug)
    do = request.POST.get("do", "")
    if do == "find" and (words := request.POST.get("find", "").strip()):
        here["Location"] += "?" + urlencode({"find": words[:200]}) + "#found"
    elif do:
        here["Location"] += "#parts"
    else:
        messages.success(request, _("Saved."))
    return here


def _page(request: SignedInRequest, found: Bundle, form: BundleForm, revision: str) -> HttpResponse:
    words = request.GET.get("find", "")
    versions = [module.current for module in form.parts if module.current]
    context = {
        "bundle": found,
        "form": form,
        "revision": revision,
        "parts": form.parts,
        "words": words,
        "found": modules_beside(words, form.parts),
        "separately": sum((version.price for version in versions), Decimal(0)),
        "ects": sum((version.ects for version in versions), Decimal(0)),
        "missing": missing_in_bundle(found) if found.state == State.DRAFT else {},
    }
    return render(request, "authoring/designing/bundle.html", context, status=422 if form.errors else 200)
