"""The way to ``nanocore.signing``: a wallet's key read, and a credential signed anew for the holder of that key."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from nanobank.credentials import vault
from nanobank.credentials.addresses import did_of
from nanobank.credentials.models import Credential, IssuerKey
from nanobank.credentials.tokens import as_sd_jwt, as_vc_jwt
from nanobank.wallets.models import VerifierKey
from nanocore import signing
from nanocore.signing import Facts, Finding, PresentationVerdict, PublicKey, Resolver, Verdict, verify_presentation

__all__ = [
    "ALGORITHMS",
    "CANNOT_MAKE",
    "Facts",
    "Finding",
    "Holder",
    "NotAHolder",
    "PresentationVerdict",
    "PublicKey",
    "Verdict",
    "holder_is_wrong",
    "holder_of_did",
    "holder_of_jwk",
    "linked_data",
    "new_verifier_key",
    "selective",
    "shows",
    "signed_request",
    "token",
    "verifier_document",
    "verify_presentation",
    "verify_shown",
]

ALGORITHMS: Final = ("EdDSA", "ES256")
"""What a wallet may prove its key with."""
_ALGORITHM_NAMES: Final = {"EdDSA": "EdDSA", "Ed25519": "EdDSA", "ES256": "ES256"}  # RFC 9864 gave it a second name
_PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


CANNOT_MAKE: Final = (signing.NotAnAward, signing.IncompleteAward, signing.RefusedToSign)
"""What making a copy raises, when the credential says what another form cannot say."""


class NotAHolder(ValueError):
    """The key is not one that a credential can be bound to here."""


@dataclass(frozen=True)
class Holder:
    """The key in a wallet that a credential is bound to, and the identifier that names it in the credential."""

    key: PublicKey
    did: str

    def signed(self, algorithm: object, message: bytes, signature: bytes) -> bool:
        """Whether this key signed the message with that algorithm of JOSE."""
        known = _ALGORITHM_NAMES.get(algorithm) if isinstance(algorithm, str) else None
        return known == self.key.algorithm.value and self.key.verifies(signature, message)


def holder_of_jwk(jwk: object) -> Holder:
    """The holder of a public JSON Web Key, named by its ``did:jwk``. Raises NotAHolder."""
    if not isinstance(jwk, Mapping) or _PRIVATE & jwk.keys():
        raise NotAHolder("not a public JSON Web Key")
    try:
        key = signing.PublicKey.from_jwk(jwk)
    except ValueError as error:
        raise NotAHolder(str(error)) from None
    return Holder(_fit(key), key.did_jwk)


def holder_of_did(identifier: str) -> Holder:
    """The holder of a ``did:key`` or ``did:jwk``, by the did or by the id of its key. Raises NotAHolder."""
    did = identifier.partition("#")[0]
    try:
        key = signing.key_of_did(identifier)
    except ValueError as error:
        raise NotAHolder(str(error)) from None
    return Holder(_fit(key), did)


def linked_data(credential: Credential, holder: Holder, *, key: IssuerKey, now: datetime) -> dict[str, Any]:
    """``ldp_vc``: Open Badges 3.0 with an ``eddsa-rdfc-2022`` proof, its subject the wallet's key."""
    secret = _secret(key)
    badge = signing.open_badge(_award(credential, holder))
    method = secret.verification_method(did_of(credential.issuer))
    return signing.sign(badge, key=secret, verification_method=method, created=now)


def token(credential: Credential, holder: Holder, *, key: IssuerKey, now: datetime) -> str:
    """``jwt_vc_json``: Open Badges 3.0 as VC-JWT, its subject the wallet's key."""
    return as_vc_jwt(credential, key=key, now=now, holder=holder.did)


def selective(credential: Credential, holder: Holder, *, key: IssuerKey, now: datetime) -> str:
    """``dc+sd-jwt``: an SD-JWT VC, each showing of which the wallet's key must prove."""
    return as_sd_jwt(credential, key=key, now=now, holder=holder.key.jwk)


def _award(credential: Credential, holder: Holder) -> signing.Award:
    """What was awarded, to the word, with the wallet's key as its subject; status entries and all."""
    award = signing.award_of(json.loads(credential.document))
    return replace(award, recipient=replace(award.recipient, id=holder.did))


def _secret(key: IssuerKey) -> signing.SigningKey:
    private = vault.decrypt(bytes(key.private_key_encrypted))
    return signing.SigningKey.from_bytes(private, signing.Algorithm(key.algorithm))


def verify_shown(
    shown: str, *, audience: str, nonce: str, resolve: Resolver, now: datetime, trusted: Callable[[str], str | None]
) -> Verdict:
    """The verdict on an SD-JWT VC that must be shown to this audience in answer to this nonce."""
    to = signing.ShownTo(audience=audience, nonce=nonce)
    return signing.verify(shown, resolve=resolve, now=now, trusted=trusted, shown_to=to)


def holder_is_wrong(verdict: Verdict) -> bool:
    """Whether it is not shown by its holder, not in answer to the question, or not to whoever asked it."""
    wrong = (signing.Code.SIGNATURE_HOLDER_WRONG, signing.Code.SIGNATURE_HOLDER_MISSING)
    unread = verdict[signing.Step.READ].state is not signing.State.PASSED
    return unread or any(finding.code in wrong for finding in verdict.findings)


def shows(shown: str, path: Sequence[str]) -> bool:
    """Whether an SD-JWT VC shows the topmost claim of this path; ours hide a claim whole or not at all."""
    try:
        signing.disclose(shown, [path[0]])
    except ValueError:
        return False
    return True


def new_verifier_key() -> tuple[str, bytes]:
    """A fresh P-256 key to sign requests with: its public half as Multikey, its private half encrypted."""
    key = signing.SigningKey.generate(signing.Algorithm.ES256)
    return key.public_key_multibase, vault.encrypt(key.to_bytes())


def verifier_document(did: str, keys: Iterable[VerifierKey]) -> dict[str, Any]:
    """The did document of this site as one who asks. Nothing it signs is a credential."""
    public = [signing.IssuerKey(signing.PublicKey.from_multibase(key.public_key_multibase)) for key in keys]
    document = signing.did_document(did, public)
    document["authentication"] = document.pop("assertionMethod")
    return document


def signed_request(said: Mapping[str, Any], *, key: VerifierKey, did: str) -> str:
    """A request object as a compact JWS (RFC 9101)."""
    secret = signing.SigningKey.from_bytes(vault.decrypt(bytes(key.private_key_encrypted)), signing.Algorithm.ES256)
    header = {"typ": "oauth-authz-req+jwt", "alg": "ES256", "kid": secret.verification_method(did)}
    message = ".".join(_part(json.dumps(part, ensure_ascii=False).encode()) for part in (header, said))
    return f"{message}.{_part(secret.sign(message.encode()))}"


def _part(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _fit(key: PublicKey) -> PublicKey:
    if key.algorithm.value not in ALGORITHMS:
        raise NotAHolder(f"a key for {key.algorithm.value} is not taken here")
    return key
