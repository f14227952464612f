"""A plan to print."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.errors import Refused
from nanobank.pathways.paper.bridge import CannotTypeset
from nanobank.pathways.paper.sheet import sheet_of
from nanobank.pathways.queries import pathway_for


@login_required
@require_safe
def pathway_sheet(request: SignedInRequest, uuid: UUID, number: int) -> HttpResponse:
    """One plan as PDF, for whoever sees it on the page."""
    moment = now()
    found = pathway_for(request.user, uuid, now=moment)
    try:
        written = sheet_of(request.user, found, number, now=moment)
    except CannotTypeset as error:
        raise Refused(_("There is a letter in it that cannot be printed.")) from error
    answer = HttpResponse(written, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="plan-{number}.pdf"'
    return answer
