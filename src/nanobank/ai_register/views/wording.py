"""What the register says of the law, for the bank's staff to change when the law does."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.ai_register import services
from nanobank.ai_register.forms import WordingForm
from nanobank.ai_register.models import Wording
from nanobank.ai_register.permissions import check_words
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in


@login_required
@require_safe
def wordings(request: SignedInRequest) -> HttpResponse:
    """Every wording."""
    check_words(request.user)
    return render(request, "ai_register/wordings.html", {"wordings": Wording.objects.order_by("key")})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: SignedInRequest, key: str) -> HttpResponse:
    """Change one."""
    check_words(request.user)
    changed = get_object_or_404(Wording, key=key)
    form = WordingForm(request.POST or None, wording=changed)
    if form.is_valid():
        with refusals_in(form):
            services.reword(wording=changed, by=request.user, now=now(), **form.cleaned_data)
            messages.success(request, _("Every register says it so from now on."))
            return redirect("ai_wordings")
    context = {"form": form, "wording": changed}
    return render(request, "ai_register/wording.html", context, status=422 if form.errors else 200)
