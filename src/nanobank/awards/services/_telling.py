"""Each who has been awarded something is told, once the award stands.

Whoever uses their account is told as they have chosen. Who has never signed in gets a mail, which says how to begin.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from nanobank.awards.models import Batch, Chunk, Outcome, State
from nanobank.credentials.addresses import credential_address
from nanobank.credentials.models import Credential
from nanobank.credentials.telling import tell_holder

_ALIVE_EVERY: Final = 50


def tell(*, batch: Batch, clock: Callable[[], datetime]) -> int:
    """Tell those who have not been told, of what has been awarded so far; how many.

    A mail is marked as sent before it is, so that several workers never send it twice, and unmarked when it cannot be
    sent. A worker killed in that very moment costs the one mail, never the credential.
    """
    if not batch.tells:
        return 0
    sent = 0
    with get_connection() as post:
        for chunk in _untold(batch):
            for outcome in _to_tell(chunk):
                sent += _send(chunk, outcome, post, clock())
                if sent % _ALIVE_EVERY == 0:
                    Batch.objects.filter(pk=batch.pk).update(worked_at=clock())
            Chunk.objects.filter(pk=chunk.pk, told_to__lt=chunk.last).update(told_to=chunk.last)
    Batch.objects.filter(pk=batch.pk, state=State.FINISHED).update(told_at=clock())
    return sent


def _untold(batch: Batch) -> Iterator[Chunk]:
    yield from Chunk.objects.filter(batch=batch, done_at__isnull=False, told_to__lt=F("last")).order_by("first")


def _to_tell(chunk: Chunk) -> Iterator[Outcome]:
    awarded = Outcome.objects.filter(
        row__batch=chunk.batch_id, row__number__range=(max(chunk.first, chunk.told_to + 1), chunk.last),
        kind=Outcome.Kind.AWARDED,
    )  # fmt: skip
    shown = awarded.select_related("row", "credential__micro_credential", "credential__issuer", "credential__person")
    yield from shown.defer("credential__document").order_by("row__number")


def _send(chunk: Chunk, outcome: Outcome, post: Any, now: datetime) -> int:
    """1, or 0 when another worker has sent it."""
    credential = _awarded(outcome)
    if credential.person.last_login is not None:
        return _tell(chunk, outcome.row.number, credential, now)
    number, before = outcome.row.number, chunk.told_to
    chunk.told_to = number
    if not Chunk.objects.filter(pk=chunk.pk, told_to__lt=number).update(told_to=number):
        return 0
    try:
        _letter(outcome, post).send()
    except OSError:
        Chunk.objects.filter(pk=chunk.pk, told_to=number).update(told_to=before)
        raise
    return 1


@transaction.atomic
def _tell(chunk: Chunk, number: int, credential: Credential, now: datetime) -> int:
    """1, or 0 when another worker has told them; it is noted and told, or neither."""
    chunk.told_to = number
    if not Chunk.objects.filter(pk=chunk.pk, told_to__lt=number).update(told_to=number):
        return 0
    tell_holder(credential, gettext_noop("%(issuer)s has awarded you %(title)s"), now=now)
    return 1


def _awarded(outcome: Outcome) -> Credential:
    if outcome.credential is None:
        raise ValueError(f"outcome {outcome.pk} has no credential")
    return outcome.credential


def _letter(outcome: Outcome, post: Any) -> EmailMessage:
    """In the language of the credential."""
    credential, row = _awarded(outcome), outcome.row
    with override(credential.micro_credential.language):
        context = {
            "name": f"{row.given_name} {row.family_name}",
            "title": credential.micro_credential.title,
            "issuer": credential.issuer.name,
            "credential": credential_address(credential.uuid),
            "claim": f"{settings.BASE_URL}{reverse('account_reset_password')}",
            "bank": f"{settings.BASE_URL}{reverse('bank')}",
            "email": row.email,
        }
        subject = _("%(issuer)s has awarded you %(title)s") % context
        body = render_to_string("awards/mail.txt", context)
    return EmailMessage(subject, body, to=[row.email], connection=post)
