"""Wallets for tests: real keys, real proofs, and the requests that a wallet sends."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from nanobank.credentials.models import Credential
from nanobank.wallets import codes
from nanobank.wallets.addresses import credential_issuer_of
from nanobank.wallets.formats import FORMS
from nanobank.wallets.metadata import PRE_AUTHORIZED
from nanobank.wallets.models import Format, Offer
from nanobank.wallets.services import offer_credential
from nanocore.signing import Algorithm, SigningKey


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def make_offer(credential: Credential, as_format: Format = Format.LDP, now: datetime | None = None) -> Offer:
    """The credential held out to its holder's wallet."""
    moment = now or timezone.now()
    return offer_credential(credential=credential, as_format=as_format, by=credential.person, now=moment)


@dataclass
class Wallet:
    """A wallet with one key, that speaks through Django's own client."""

    key: SigningKey = field(default_factory=lambda: SigningKey.generate(Algorithm.ES256))
    client: Client = field(default_factory=Client)

    @property
    def jwk(self) -> dict[str, str]:
        return self.key.public.jwk

    def token(self, offer: Offer, **changed: str) -> Any:
        """Trade the codes of an offer."""
        given = {
            "grant_type": PRE_AUTHORIZED,
            "pre-authorized_code": codes.code_for("pre-authorized_code", offer.uuid),
            "tx_code": codes.tx_code_for(offer.uuid),
        }
        return self.client.post("/tegnebog/token", {**given, **changed})

    def signed(self, header: dict[str, Any], payload: dict[str, Any]) -> str:
        """A compact JWS by the wallet's key."""
        parts = (base64url(json.dumps(part).encode()) for part in (header, payload))
        message = ".".join(parts)
        return f"{message}.{base64url(self.key.sign(message.encode()))}"

    def proof(self, credential: Credential, *, header: dict[str, Any] | None = None, **changed: Any) -> str:
        """A key proof, with what a test wants to be different."""
        told = {
            "aud": credential_issuer_of(credential.issuer),
            "iat": int(timezone.now().timestamp()),
            "nonce": codes.new_nonce(timezone.now()),
            **changed,
        }
        kind = {"typ": "openid4vci-proof+jwt", "alg": self.key.algorithm.value, "jwk": self.jwk, **(header or {})}
        return self.signed(
            {name: value for name, value in kind.items() if value is not None},
            {name: value for name, value in told.items() if value is not None},
        )

    def fetch(self, token: str, proof: str | None, **changed: Any) -> Any:
        """Ask for the credential."""
        asked: dict[str, Any] = {"credential_configuration_id": FORMS[Format.LDP].configuration}
        if proof is not None:
            asked["proofs"] = {"jwt": [proof]}
        body = {name: value for name, value in {**asked, **changed}.items() if value is not None}
        return self.client.post(
            "/tegnebog/credential", body, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
        )


def authorization(credential: Credential, **changed: str) -> tuple[dict[str, str], str]:
    """An authorisation request for a credential of this issuer, and the verifier of its challenge."""
    verifier = secrets.token_urlsafe(48)
    asked = {
        "response_type": "code",
        "client_id": "wallet.example",
        "redirect_uri": "https://wallet.example/back",
        "scope": FORMS[Format.LDP].scope,
        "state": "its-own-state",
        "resource": credential_issuer_of(credential.issuer),
        "code_challenge": base64url(hashlib.sha256(verifier.encode()).digest()),
        "code_challenge_method": "S256",
    }
    return {**asked, **changed}, verifier
