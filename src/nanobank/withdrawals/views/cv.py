"""The lines of a learner's CV: chosen among, and begun with."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.common import clock
from nanobank.common.errors import Refused
from nanobank.organisations.models import Organisation
from nanobank.withdrawals import services
from nanobank.withdrawals.bridge import CvKind, CvLine
from nanobank.withdrawals.cv import chosen_among, materials_of, sealed, unsealed
from nanobank.withdrawals.queries import providers_to_ask


def lines_page(
    request: SignedInRequest, lines: tuple[CvLine, ...], provider: Organisation, *, error: str = "", status: int = 200
) -> HttpResponse:
    """What a CV says that was learnt, to choose among. Nothing of it is kept here: the page carries it, sealed."""
    chosen = request.POST.getlist("line")
    numbered = [(str(number), one, str(number) in chosen) for number, one in enumerate(lines)]
    context = {
        "kinds": [(kind, [one for one in numbered if one[1].kind == kind]) for kind in CvKind],
        "carried": sealed(lines, person=request.user),
        "provider": provider,
        "error": error,
    }
    return render(request, "withdrawals/cv.html", context, status=status)


@login_required
@require_POST
def withdrawal_cv(request: SignedInRequest) -> HttpResponse:
    """Begin an udtræk with each line of the CV that is chosen."""
    provider = get_object_or_404(providers_to_ask(), slug=request.POST.get("provider", ""))
    try:
        lines = unsealed(request.POST.get("cv", ""), person=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("withdrawal_start")
    numbers = [int(one) for one in request.POST.getlist("line") if one.isascii() and one.isdecimal()]
    try:
        materials = materials_of(chosen_among(lines, numbers, field="line"))
        made = services.begin_all(person=request.user, provider=provider, materials=materials, now=clock.now())
    except Refused as refused:
        return lines_page(request, lines, provider, error=refused.message, status=refused.status)
    if len(made) == 1:
        messages.success(request, _("Here is what we could read. Look it over and say the rest."))
        return redirect("withdrawal", made[0].uuid)
    messages.success(request, _("They are begun, and nothing is sent in yet. Open each and say the rest."))
    return redirect("withdrawals")
