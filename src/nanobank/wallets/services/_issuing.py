"""A wallet fetches its copy, and tells what became of it."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nanobank.credentials.models import Credential
from nanobank.credentials.services import signing_key
from nanobank.wallets import codes
from nanobank.wallets.addresses import credential_issuer_of
from nanobank.wallets.bridge import CANNOT_MAKE
from nanobank.wallets.errors import ProtocolError
from nanobank.wallets.formats import FORMS, Made
from nanobank.wallets.models import AccessToken, Format, UsedNonce, WalletCopy
from nanobank.wallets.proofs import check_key_proof
from nanobank.wallets.services._shared import stands


def issue_copy(*, access: AccessToken, proof: object, now: datetime) -> tuple[Made, WalletCopy]:
    """The credential, signed anew and bound to the key that the proof shows. It has the same entry in the status list.

    Raises ProtocolError (OpenID4VCI 1.0, section 8.3.1.2).
    """
    credential = Credential.objects.select_related("issuer", "key", "person").get(pk=access.credential_id)
    proved = check_key_proof(
        proof, audience=credential_issuer_of(credential.issuer), client_id=access.client_id, now=now
    )
    _use_up(proved.nonce, now=now)
    if not stands(credential, now=now):
        raise ProtocolError("credential_request_denied", "the credential is no longer in force")
    form = FORMS[Format(access.format)]
    key = signing_key(credential.issuer, now=now, algorithm=form.algorithm)
    try:
        made = form.made_for(credential, proved.holder, key=key, now=now)
    except CANNOT_MAKE:
        raise ProtocolError("credential_request_denied", "the credential cannot be put in this form") from None
    copy = WalletCopy.objects.create(
        credential=credential,
        offer_id=access.offer_id,
        format=access.format,
        holder=proved.holder.key.thumbprint,
        issued_at=now,
    )
    return made, copy


@transaction.atomic
def note_event(*, access: AccessToken, notification: UUID, event: WalletCopy.Event) -> None:
    """Note what the wallet says became of its copy. Raises ProtocolError ``invalid_notification_id``."""
    noted = WalletCopy.objects.filter(uuid=notification, credential=access.credential_id, format=access.format)
    if not noted.update(event=event):
        raise ProtocolError("invalid_notification_id", "no copy with this notification_id was given for this token")


def _use_up(nonce: str, *, now: datetime) -> None:
    """Let the nonce count once. Raises ProtocolError ``invalid_nonce``."""
    ends = codes.nonce_ends_at(nonce)
    if ends is None or ends <= now:
        raise ProtocolError("invalid_nonce", "the c_nonce is not ours or has run out; ask for a new one")
    try:
        with transaction.atomic():
            UsedNonce.objects.create(nonce_hash=codes.hash_of(nonce), expires_at=ends)
    except IntegrityError:
        raise ProtocolError("invalid_nonce", "the c_nonce has been used; ask for a new one") from None
