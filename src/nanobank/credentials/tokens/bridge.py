"""The way to ``nanocore.signing``: a credential's row in, a token out."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings

from nanobank.credentials import vault
from nanobank.credentials.addresses import did_of
from nanobank.credentials.models import Credential, IssuerKey, StatusList
from nanocore import signing


def as_vc_jwt(credential: Credential, *, key: IssuerKey, now: datetime, holder: str = "") -> str:
    """The credential as a VC-JWT; ``holder`` is the did that becomes its subject."""
    secret, method = _opened(key)
    badge = signing.open_badge(_award(credential, holder))
    return signing.vc_jwt(badge, key=secret, kid=method, created=now)


def as_sd_jwt(credential: Credential, *, key: IssuerKey, now: datetime, holder: Mapping[str, str] | None = None) -> str:
    """The credential as an SD-JWT VC; ``holder`` is the public JWK that must then prove each showing."""
    secret, method = _opened(key)
    return signing.sd_jwt_vc(
        _award(credential, ""),
        key=secret,
        kid=method,
        created=now,
        vct=type_address(),
        holder=holder,
        status=(token_list_address(credential.status_list), credential.status_index),
    )


def signed_token_list(
    status_list: StatusList, *, suspended: Collection[int], key: IssuerKey, now: datetime, life: timedelta
) -> str:
    """The revocation list with these suspended too, as a Token Status List."""
    secret, method = _opened(key)
    return signing.token_status_list(
        _revoked(status_list),
        frozenset(suspended),
        entries=status_list.length,
        address=token_list_address(status_list),
        issuer=did_of(key.organisation),
        key=secret,
        kid=method,
        issued=now,
        expires=now + life,
    )


def type_metadata() -> bytes:
    """What is published at ``type_address``, to the letter: each token carries its hash."""
    return signing.type_metadata_bytes(type_address())


def type_address() -> str:
    """The ``vct``: what kind of credential an SD-JWT VC of ours is."""
    return f"{settings.BASE_URL}/ns/mikroeksamensbevis"


def token_list_address(status_list: StatusList) -> str:
    """Where the bits of a status list are published for tokens."""
    return f"{settings.BASE_URL}/status-token/{status_list.uuid}"


def _revoked(status_list: StatusList) -> frozenset[int]:
    if not status_list.encoded:
        return frozenset()
    bits = signing.StatusList.decode(status_list.encoded)
    return frozenset(index for index in range(len(bits)) if bits[index])


def _award(credential: Credential, holder: str) -> signing.Award:
    """What was awarded, to the word, with this holder as its subject."""
    award = signing.award_of(json.loads(credential.document))
    return replace(award, recipient=replace(award.recipient, id=holder)) if holder else award


def _opened(key: IssuerKey) -> tuple[signing.SigningKey, str]:
    private = vault.decrypt(bytes(key.private_key_encrypted))
    secret = signing.SigningKey.from_bytes(private, signing.Algorithm(key.algorithm))
    return secret, secret.verification_method(did_of(key.organisation))
