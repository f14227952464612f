"""Checks that a wallet holds the key it names (OpenID4VCI 1.0, appendix F.1: proof type ``jwt``)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nanobank.wallets.bridge import Holder, NotAHolder, holder_of_did, holder_of_jwk
from nanobank.wallets.errors import ProtocolError
from nanobank.wallets.jwts import NotAToken, Token, read_token

_OLDEST: Final = timedelta(minutes=10)
_CLOCK_SKEW: Final = timedelta(minutes=2)


@dataclass(frozen=True)
class KeyProof:
    """A proof whose signature holds: whose key, and the nonce that is to be used up."""

    holder: Holder
    nonce: str


def check_key_proof(written: object, *, audience: str, client_id: str, now: datetime) -> KeyProof:
    """The key and nonce of a proof. Raises ProtocolError ``invalid_proof``, or ``invalid_nonce`` when it has none."""
    try:
        token = read_token(written)
        holder = _holder(token)
    except (NotAToken, NotAHolder) as error:
        raise _invalid(str(error)) from None
    if token.header.get("typ") != "openid4vci-proof+jwt":
        raise _invalid("typ is not openid4vci-proof+jwt")
    if "crit" in token.header:
        raise _invalid("crit is not understood")
    if not holder.signed(token.header.get("alg"), token.signed, token.signature):
        raise _invalid("the signature does not fit the key")
    if token.payload.get("aud") != audience:
        raise _invalid("aud is not this credential issuer")
    if "iss" in token.payload and token.payload["iss"] != client_id:
        raise _invalid("iss is not the client that was given the access token")
    _check_date(token.payload.get("iat"), now)
    nonce = token.payload.get("nonce")
    if not isinstance(nonce, str) or not nonce:
        raise ProtocolError("invalid_nonce", "the key proof has no c_nonce; ask the nonce endpoint for one")
    return KeyProof(holder, nonce)


def _holder(token: Token) -> Holder:
    """By ``jwk`` or by ``kid``; exactly one of them."""
    kid, jwk = token.header.get("kid"), token.header.get("jwk")
    if jwk is not None and kid is None and "x5c" not in token.header:
        return holder_of_jwk(jwk)
    if isinstance(kid, str) and jwk is None and "x5c" not in token.header:
        return holder_of_did(kid)
    raise NotAHolder("the header needs one of kid (did:key, did:jwk) and jwk")


def _check_date(issued_at: object, now: datetime) -> None:
    if isinstance(issued_at, bool) or not isinstance(issued_at, int | float):
        raise _invalid("iat is not a number")
    age = now.timestamp() - issued_at
    if age > _OLDEST.total_seconds() or age < -_CLOCK_SKEW.total_seconds():
        raise _invalid("iat is not near the time now")


def _invalid(description: str) -> ProtocolError:
    return ProtocolError("invalid_proof", description)
