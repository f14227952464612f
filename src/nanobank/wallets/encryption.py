"""The key that a wallet's answer is encrypted to: one for each request (OpenID4VP 1.0, section 8.3)."""

import json
from typing import Any, Final

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from nanobank.credentials import vault
from nanobank.wallets.models import PresentationRequest

_ALGORITHMS: Final = ["ECDH-ES", "A128GCM", "A256GCM"]


class CannotOpen(ValueError):
    """The answer is not encrypted to the key of this request."""


def new_encryption_key() -> bytes:
    """A fresh P-256 key, encrypted for the database."""
    key = ECKey.generate_key("P-256", private=True)
    return vault.encrypt(json.dumps(key.as_dict(private=True)).encode())


def public_jwk(request: PresentationRequest) -> dict[str, Any]:
    """The public half, as the request names it."""
    public = _key(request).as_dict(private=False)
    return {**public, "kid": request.uuid.hex, "use": "enc", "alg": "ECDH-ES"}


def opened(request: PresentationRequest, encrypted: str) -> dict[str, Any]:
    """What is in a wallet's encrypted answer. Raises CannotOpen."""
    try:
        plain = jwe.decrypt_compact(encrypted, _key(request), algorithms=_ALGORITHMS).plaintext
        said = json.loads(plain or b"")
    except (JoseError, ValueError, KeyError, TypeError, RecursionError):
        raise CannotOpen("not encrypted to the key in the request with ECDH-ES and AES-GCM") from None
    if not isinstance(said, dict):
        raise CannotOpen("not a JSON object inside")
    return said


def _key(request: PresentationRequest) -> ECKey:
    return ECKey.import_key(json.loads(vault.decrypt(bytes(request.encryption_key_encrypted))))
