"""Wallets for tests: real keys, real proofs, and the requests that a wallet sends."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client
from django.utils import timezone
from joserfc import jwe
from joserfc.jwk import ECKey

from nanobank.credentials.models import Credential
from nanobank.wallets import codes
from nanobank.wallets.addresses import credential_issuer_of
from nanobank.wallets.formats import FORMS
from nanobank.wallets.metadata import PRE_AUTHORIZED
from nanobank.wallets.models import Format, Offer, PresentationRequest
from nanobank.wallets.requests import links_of
from nanobank.wallets.services import offer_credential
from nanocore.signing import Algorithm, ShownTo, SigningKey, bind, disclose, sign_presentation


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

    def holds(self, credential: Credential, as_format: Format) -> Any:
        """Fetch a credential, from the offer on."""
        token = self.token(make_offer(credential, as_format)).json()["access_token"]
        named = {"credential_configuration_id": FORMS[as_format].configuration}
        return self.fetch(token, self.proof(credential), **named).json()["credentials"][0]["credential"]

    def read(self, link: str) -> dict[str, Any]:
        """What is asked for behind a link, as the wallet understands it."""
        said = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
        if "request_uri" not in said:
            written = {name: json.loads(said[name]) for name in ("dcql_query", "client_metadata")}
            return {**said, **written}
        got = self.client.get(urlsplit(said["request_uri"]).path)
        assert got.status_code == 200
        payload = got.content.decode().split(".")[1]
        read: dict[str, Any] = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return read

    def shown(self, asked: dict[str, Any], held: Any, as_format: Format, *, claims: tuple[str, ...] = ()) -> Any:
        """A presentation of a credential in answer to what was asked."""
        to = ShownTo(audience=asked["client_id"], nonce=asked["nonce"])
        if as_format is Format.SD_JWT:
            return bind(disclose(held, claims), key=self.key, to=to, now=timezone.now())
        did = self.key.public.did_jwk
        presentation = {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiablePresentation"],
            "holder": did,
            "verifiableCredential": [held],
        }
        if as_format is Format.LDP:
            return sign_presentation(
                presentation,
                key=self.key,
                verification_method=f"{did}#0",
                created=timezone.now(),
                challenge=to.nonce,
                domain=to.audience,
            )
        envelope = {
            "@context": "https://www.w3.org/ns/credentials/v2",
            "type": "EnvelopedVerifiableCredential",
            "id": f"data:application/vc+jwt,{held}",
        }
        said = {"aud": to.audience, "nonce": to.nonce, "iat": int(timezone.now().timestamp()), "iss": did}
        header = {"typ": "vp+jwt", "alg": self.key.algorithm.value, "kid": f"{did}#0"}
        return self.signed(header, {**presentation, **said, "verifiableCredential": [envelope]})

    def answer(self, asked: dict[str, Any], vp_token: Any, **changed: Any) -> Any:
        """Send the presentation as the request wants it."""
        said = {"state": asked["state"], "vp_token": vp_token, **changed}
        path = urlsplit(asked["response_uri"]).path
        if asked["response_mode"] == "direct_post":
            return self.client.post(path, {**said, "vp_token": json.dumps(said["vp_token"])})
        jwk = asked["client_metadata"]["jwks"]["keys"][0]
        header = {"alg": "ECDH-ES", "enc": "A128GCM", "kid": jwk["kid"]}
        encrypted = jwe.encrypt_compact(
            header, json.dumps(said).encode(), ECKey.import_key(jwk), algorithms=["ECDH-ES", "A128GCM"]
        )
        return self.client.post(path, {"response": encrypted})

    def shows(
        self, request: PresentationRequest, held: Any, as_format: Format = Format.SD_JWT, *, link: str = "elsewhere",
        claims: tuple[str, ...] = (),
    ) -> Any:  # fmt: skip
        """From the QR code to the answer."""
        asked = self.read(getattr(links_of(request), link))
        query = {Format.SD_JWT: "sd_jwt", Format.JWT: "jwt", Format.LDP: "ldp"}[as_format]
        return self.answer(asked, {query: [self.shown(asked, held, as_format, claims=claims)]})


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
