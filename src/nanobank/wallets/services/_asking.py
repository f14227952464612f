"""Somebody asks a wallet to show a credential."""

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Refused
from nanobank.organisations.models import Organisation
from nanobank.wallets import bridge, codes
from nanobank.wallets.encryption import new_encryption_key
from nanobank.wallets.models import PresentationRequest, VerifierKey
from nanobank.wallets.permissions import check_asker, check_may_ask
from nanobank.wallets.services._shared import sweep

REQUEST_LIFE: Final = timedelta(minutes=15)
LEAST_PURPOSE: Final = 5


@transaction.atomic
def ask_for_credential(
    *,
    organisation: Organisation,
    purpose: str,
    with_name: bool,
    with_grade: bool,
    whole: bool,
    session: str,
    by: Person,
    now: datetime,
    life: timedelta = REQUEST_LIFE,
) -> PresentationRequest:
    """An employer asks for a credential: what was achieved, and of the holder only what is ticked.

    ``session`` is the browser's, which alone is shown the answer. Raises NotYours unless ``by`` hires for the
    organisation, Refused without a purpose.
    """
    check_may_ask(by, organisation, now=now)
    purpose = " ".join(purpose.split())
    if len(purpose) < LEAST_PURPOSE:
        raise Refused(_("Write what you need it for. Whoever you ask can read it."), field="purpose")
    sweep(now=now)
    return PresentationRequest.objects.create(
        by=by,
        organisation=organisation,
        purpose=purpose,
        with_name=with_name,
        with_grade=with_grade,
        whole=whole,
        session_hash=codes.hash_of(session),
        encryption_key_encrypted=new_encryption_key(),
        created_at=now,
        expires_at=now + life,
    )


@transaction.atomic
def ask_to_show(*, session: str, by: Person, now: datetime) -> PresentationRequest:
    """A person shows the bank a credential out of their own wallet; they decide there which, and how much of it."""
    sweep(now=now)
    return PresentationRequest.objects.create(
        by=by,
        whole=True,
        session_hash=codes.hash_of(session),
        encryption_key_encrypted=new_encryption_key(),
        created_at=now,
        expires_at=now + REQUEST_LIFE,
    )


@transaction.atomic
def close_request(*, request: PresentationRequest, session: str, by: Person, now: datetime) -> None:
    """Close a request before its time. Raises NotYours unless it is the person's own, in this browser."""
    check_asker(by, request, session)
    PresentationRequest.objects.filter(pk=request.pk).open(now).update(expires_at=now)


def verifier_key(*, now: datetime) -> VerifierKey:
    """The key that signs requests, made when there is none."""
    found = VerifierKey.objects.filter(in_use=True).first()
    if found is not None:
        return found
    public, private_encrypted = bridge.new_verifier_key()
    try:
        with transaction.atomic():
            return VerifierKey.objects.create(
                public_key_multibase=public, private_key_encrypted=private_encrypted, created_at=now
            )
    except IntegrityError:  # somebody else made one at the same time
        return VerifierKey.objects.get(in_use=True)
