"""The command line that W3C's vc-jose-cose suite calls: `issue` or `verify`, with a key in a file. Not in the product.

Its answer is a file: `{"result": "success" | "failure" | "indeterminate", "data": …}`. COSE, SD-JWT and keys on P-521
are not made here: indeterminate.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from interop.vc_api.adapter import ENVELOPE, EXAMPLES
from nanocore.signing import Algorithm, JsonObject, PublicKey, RefusedToSign, SigningKey, canonical_form, pinned
from nanocore.signing import _jose as jose
from nanocore.signing._codes import Problem
from nanocore.signing._form import check_credential_form
from nanocore.signing._json import as_list, read_json

TYPES: Final = {"credential_jose": "vc+jwt", "presentation_jose": "vp+jwt"}
CURVES: Final = {"Ed25519": Algorithm.EDDSA, "P-256": Algorithm.ES256}
CONTEXTS: Final = pinned().extended_with(EXAMPLES, inline=True)


class NotMade(Exception):
    """Of a kind that is not made here."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Always 0 once the answer is written."""
    parser = argparse.ArgumentParser(prog="interop.vc_api.jose_cose")
    parser.add_argument("function", choices=["issue", "verify"])
    for name in ("input", "key", "output"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--feature", required=True)
    parser.add_argument("--disclosures", default="")
    asked = parser.parse_args(arguments)
    asked.output.write_text(json.dumps(answer(asked.function, asked.feature, asked.input, asked.key)))
    return 0


def answer(function: str, feature: str, given: Path, key: Path) -> dict[str, str]:
    """What the suite reads."""
    try:
        method = json.loads(key.read_text())
        if feature not in TYPES:
            raise NotMade
        done = issue if function == "issue" else verify
        return {"result": "success", "data": done(given.read_text(), TYPES[feature], method)}
    except NotMade:
        return {"result": "indeterminate", "data": ""}
    except (Problem, RefusedToSign, ValueError, KeyError) as error:
        return {"result": "failure", "data": str(error)}


def issue(text: str, typ: str, method: JsonObject) -> str:
    """A compact JWS, its payload the document itself, once the document is known to be fit for it."""
    document = read_json(text)
    _check(document, typ)
    canonical_form(document, contexts=CONTEXTS)
    jwk = method.get("secretKeyJwk", method)
    if jwk.get("crv") not in CURVES:
        raise NotMade
    key = SigningKey.from_bytes(jose.decode(jwk["d"].encode()), CURVES[jwk["crv"]])
    kid = str(method.get("id") or jwk.get("kid", ""))
    return jose.write(jose.header_part(key.algorithm, typ, kid), jose.dumps(document), key).decode()


def verify(text: str, typ: str, method: JsonObject) -> str:
    """The document in the token. Raises when it is not whole, or not of this kind."""
    jws = jose.read(_token_in(text))
    key = PublicKey.from_jwk(method.get("publicKeyJwk", method))
    jose.check(jws, key)
    claims = read_json(jws.payload)
    if jws.header.get("typ") != typ or {"vc", "vp"} & claims.keys():
        raise ValueError("of another kind")
    _check(claims, typ)
    issuer = claims.get("issuer", claims.get("holder"))
    named = issuer.get("id") if isinstance(issuer, dict) else issuer
    if "iss" in claims and claims["iss"] != named:
        raise ValueError("the token names another issuer than the document")
    return json.dumps(claims)


def _check(document: JsonObject, typ: str) -> None:
    if typ == "vc+jwt":
        check_credential_form(document)
        return
    if "VerifiablePresentation" not in as_list(document.get("type")):
        raise ValueError("no presentation")
    for shown in as_list(document.get("verifiableCredential")):
        if not _is_enveloped(shown):
            raise ValueError("shows a credential that is not secured")


def _is_enveloped(shown: Any) -> bool:
    return (
        isinstance(shown, dict)
        and ENVELOPE in as_list(shown.get("type"))
        and str(shown.get("id", "")).startswith("data:application/vc")
    )


def _token_in(text: str) -> bytes:
    """The token by itself, as a JSON string, or under `data` as this command line writes it."""
    stripped = text.strip()
    if stripped[:1] in ('"', "{"):
        found = json.loads(stripped)
        stripped = str(found.get("data", "") if isinstance(found, dict) else found)
    return stripped.encode()


if __name__ == "__main__":
    sys.exit(main())
