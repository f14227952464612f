"""*Tag det med*: the holder takes a credential along as a file, in the form they need."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.credentials.queries import credential_with
from nanobank.credentials.taking import form_named, take
from nanobank.credentials.taking.http import as_file, count_taking


@login_required
@require_safe
def taken(request: SignedInRequest, uuid: UUID, slug: str) -> HttpResponse:
    """The credential in one form, to be saved."""
    count_taking(request)
    return as_file(take(credential=credential_with(uuid), form=form_named(slug), by=request.user, now=now()))
