"""What every page of a register begins with."""

from django.shortcuts import get_object_or_404

from nanobank.accounts.http import SignedInRequest
from nanobank.ai_register.permissions import check_keeps
from nanobank.common.clock import now
from nanobank.organisations.models import Organisation


def kept_here(request: SignedInRequest, slug: str) -> Organisation:
    """The organisation whose register this is. Raises Http404, NotYours for whoever does not keep it."""
    organisation = get_object_or_404(Organisation, slug=slug)
    check_keeps(request.user, organisation, now=now())
    return organisation
