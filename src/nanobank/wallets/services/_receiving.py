"""A wallet answers, and whoever asked decides what becomes of the answer."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict
from nanobank.wallets.errors import ProtocolError
from nanobank.wallets.judging import judge, kept
from nanobank.wallets.models import PresentationRequest, ShownCredential
from nanobank.wallets.permissions import check_asker, check_shown_to

UNDECIDED_LIFE: Final = timedelta(hours=1)
EMPLOYERS_LIFE: Final = timedelta(days=30)


def receive_answer(*, request: PresentationRequest, vp_token: object, here: bool, now: datetime) -> ShownCredential:
    """Judge what the wallet shows and keep the verdict: once for each request.

    What an employer is shown is kept for thirty days without the credential itself; what a learner shows for an hour,
    unless they say that it should stay. Raises ProtocolError ``invalid_request``.
    """
    judged = judge(request, vp_token, now=now)
    employers = request.organisation_id is not None
    with transaction.atomic():
        open_requests = PresentationRequest.objects.filter(pk=request.pk).open(now)
        if not open_requests.update(answered_at=now, answered_here=here):
            raise ProtocolError("invalid_request", "the request has been answered or has run out")
        return ShownCredential.objects.create(
            request=request,
            person_id=request.by_id,
            format=judged.format,
            bound=judged.bound,
            document="" if employers else judged.document,
            verdict=kept(judged.verdict, request),
            shown_at=now,
            delete_at=now + (EMPLOYERS_LIFE if employers else UNDECIDED_LIFE),
        )


def receive_refusal(*, request: PresentationRequest, now: datetime) -> None:
    """The wallet's owner says no."""
    PresentationRequest.objects.filter(pk=request.pk).open(now).update(declined_at=now)


@transaction.atomic
def keep_shown(*, shown: ShownCredential, session: str, by: Person, now: datetime) -> None:
    """A learner lets the bank keep what they have shown it.

    Raises NotYours unless they have shown it themselves in this browser, Conflict when it is gone by now.
    """
    check_asker(by, shown.request, session)
    own = ShownCredential.objects.filter(pk=shown.pk, request__organisation__isnull=True, delete_at__gt=now)
    if not own.update(kept_at=now, delete_at=None):
        raise Conflict(_("It has been deleted. Show it again if you want to keep it."))


@transaction.atomic
def delete_shown(*, shown: ShownCredential, by: Person) -> None:
    """Delete what was shown, and the request with it. Raises NotYours unless it was shown to, or by, the person."""
    check_shown_to(by, shown)
    shown.request.delete()
