"""A wallet is let in: by the codes of an offer, or by its owner's word on our own page."""

import hashlib
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict
from nanobank.credentials.models import Credential
from nanobank.wallets import codes
from nanobank.wallets.authorization import AuthorizationRequest
from nanobank.wallets.errors import ProtocolError
from nanobank.wallets.models import AccessToken, AuthorizationCode, Format, Offer
from nanobank.wallets.offers import TOKEN_LIFE
from nanobank.wallets.permissions import check_holder
from nanobank.wallets.services._shared import Grant, stands

CODE_LIFE: Final = timedelta(minutes=2)


def redeem_offer(*, code: str, tx_code: str, client_id: str, now: datetime) -> Grant:
    """Trade a pre-authorised code, with its transaction code, for an access token: once.

    Raises ProtocolError (OpenID4VCI 1.0, section 6.3). The fifth wrong transaction code closes the offer.
    """
    uuid = codes.uuid_in_code("pre-authorized_code", code)
    offer = Offer.objects.open(now).filter(uuid=uuid).first() if uuid else None
    if offer is None:
        raise ProtocolError("invalid_grant", "the pre-authorized code is unknown, used or has run out")
    if not tx_code:
        raise ProtocolError("invalid_request", "this offer needs a tx_code")
    if not constant_time_compare(tx_code, codes.tx_code_for(offer.uuid)):
        Offer.objects.filter(pk=offer.pk).open(now).update(wrong_codes=F("wrong_codes") + 1)
        raise ProtocolError("invalid_grant", "the tx_code is wrong")
    with transaction.atomic():
        if not Offer.objects.filter(pk=offer.pk).open(now).update(redeemed_at=now):
            raise ProtocolError("invalid_grant", "the pre-authorized code has been used")
        return _grant(
            credential_id=offer.credential_id, as_format=offer.format, offer=offer, client_id=client_id, now=now
        )


@transaction.atomic
def authorise(*, request: AuthorizationRequest, credential: Credential, by: Person, now: datetime) -> str:
    """The person lets the wallet fetch the credential; the code that goes back to it.

    Raises NotYours unless the credential is the person's own, Conflict when it no longer stands.
    """
    check_holder(by, credential)
    if not stands(credential, now=now):
        raise Conflict(_("Only a credential that is in force can be put into a wallet."))
    offers = Offer.objects.of(by).open(now).filter(credential=credential)
    offer = offers.filter(uuid=request.offer).first() if request.offer else None
    code = codes.new_secret()
    AuthorizationCode.objects.create(
        code_hash=codes.hash_of(code),
        person=by,
        credential=credential,
        format=request.format,
        offer=offer,
        client_id=request.client_id,
        redirect_uri=request.redirect_uri,
        code_challenge=request.code_challenge,
        by_details=request.by_details,
        expires_at=now + CODE_LIFE,
    )
    return code


def redeem_code(*, code: str, client_id: str, redirect_uri: str, verifier: str, now: datetime) -> Grant:
    """Trade an authorisation code for an access token: once. A code that comes twice closes what it opened.

    Raises ProtocolError ``invalid_grant`` (RFC 6749, section 5.2; RFC 7636, section 4.6).
    """
    found = AuthorizationCode.objects.select_related("offer").filter(code_hash=codes.hash_of(code)).first()
    if found is None or found.expires_at <= now:
        raise ProtocolError("invalid_grant", "the authorization code is unknown or has run out")
    if (found.client_id, found.redirect_uri) != (client_id, redirect_uri):
        raise ProtocolError("invalid_grant", "client_id or redirect_uri is not what the code was given for")
    if not constant_time_compare(found.code_challenge, challenge_of(verifier)):
        raise ProtocolError("invalid_grant", "the code_verifier does not fit the code_challenge")
    with transaction.atomic():
        if AuthorizationCode.objects.filter(pk=found.pk, redeemed_at__isnull=True).update(redeemed_at=now):
            if found.offer_id is not None:
                Offer.objects.filter(pk=found.offer_id).open(now).update(redeemed_at=now)
            return _grant(
                credential_id=found.credential_id,
                as_format=found.format,
                offer=found.offer,
                client_id=client_id,
                code=found,
                by_details=found.by_details,
                now=now,
            )
    AccessToken.objects.filter(code=found).delete()
    raise ProtocolError("invalid_grant", "the authorization code has been used")


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a PKCE verifier (RFC 7636, section 4.2)."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _grant(
    *,
    credential_id: int,
    as_format: str,
    offer: Offer | None,
    client_id: str,
    now: datetime,
    code: AuthorizationCode | None = None,
    by_details: bool = False,
) -> Grant:
    token = codes.new_secret()
    access = AccessToken.objects.create(
        token_hash=codes.hash_of(token),
        credential_id=credential_id,
        format=Format(as_format),
        offer=offer,
        code=code,
        client_id=client_id,
        by_details=by_details,
        expires_at=now + TOKEN_LIFE,
    )
    return Grant(token, TOKEN_LIFE, access)
