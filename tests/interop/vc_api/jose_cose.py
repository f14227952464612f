"""The command line that W3C's vc-jose-cose suite calls: `issue` or `verify`, with a key in a file. Not in the product.

Its answer is a file: `{"result": "success" | "failure" | "indeterminate", "data": …}`. What a presentation shows is not
looked into, but that it is secured: its keys are not among those that the suite hands over.
"""

import argparse
import copy
import hashlib
import json
import re
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from interop.vc_api import cose
from interop.vc_api.adapter import ENVELOPE, EXAMPLES
from interop.vc_api.curves import Key, UnknownCurve
from nanocore.signing import JsonObject, RefusedToSign, canonical_form, pinned
from nanocore.signing import _jose as jose
from nanocore.signing import _sd_jwt as sd_jwt
from nanocore.signing._codes import Problem
from nanocore.signing._form import check_credential_form
from nanocore.signing._json import as_list, read_json

CONTEXTS: Final = pinned().extended_with(EXAMPLES, inline=True)
_STEP: Final = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


class Feature(NamedTuple):
    """What is secured (`vc`, `vp`), and how (`jwt`, `sd-jwt`, `cose`)."""

    kind: str
    form: str

    @property
    def typ(self) -> str:
        """The media type without `application/`."""
        return f"{self.kind}+{self.form}"


FEATURES: Final = {
    f"{kind}_{name}": Feature(short, form)
    for kind, short in (("credential", "vc"), ("presentation", "vp"))
    for name, form in (("jose", "jwt"), ("sdjwt", "sd-jwt"), ("cose", "cose"))
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Always 0 once the answer is written."""
    parser = argparse.ArgumentParser(prog="interop.vc_api.jose_cose")
    parser.add_argument("function", choices=["issue", "verify"])
    for name in ("input", "key", "output"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--feature", required=True)
    parser.add_argument("--disclosures", default="")
    asked = parser.parse_args(arguments)
    found = answer(asked.function, asked.feature, asked.input, asked.key, _paths(asked.disclosures))
    asked.output.write_text(json.dumps(found))
    return 0


def answer(function: str, feature: str, given: Path, key: Path, hidden: Sequence[str] = ()) -> dict[str, str]:
    """What the suite reads."""
    if feature not in FEATURES:
        return {"result": "indeterminate", "data": ""}
    try:
        method = json.loads(key.read_text())
        if function == "issue":
            return {"result": "success", "data": issue(given.read_text(), FEATURES[feature], method, hidden)}
        return {"result": "success", "data": verify(given.read_text(), FEATURES[feature], method)}
    except UnknownCurve:
        return {"result": "indeterminate", "data": ""}
    except (Problem, RefusedToSign, ValueError, KeyError, OSError) as error:
        return {"result": "failure", "data": str(error)}


def issue(text: str, feature: Feature, method: JsonObject, hidden: Sequence[str] = ()) -> str:
    """The document secured, once it is known to be fit for it. Of an SD-JWT the paths in `hidden` can be disclosed."""
    document = read_json(text)
    _check(document, feature)
    canonical_form(document, contexts=CONTEXTS)
    key = Key.secret(method)
    if feature.form == "cose":
        return cose.write(jose.dumps(document), feature.typ, key)
    if feature.form == "jwt":
        return _jws(document, feature, key)
    payload = copy.deepcopy(document)
    disclosures = [_hide(payload, path) for path in hidden]
    return "~".join((_jws({**payload, "_sd_alg": "sha-256"}, feature, key), *disclosures, ""))


def verify(text: str, feature: Feature, method: JsonObject) -> str:
    """The document that was secured. Raises when it is not whole, or not of this kind."""
    key, token = Key.public(method), _token_in(text)
    if feature.form == "cose":
        claims = read_json(cose.read(token.decode(), feature.typ, key))
    else:
        found = sd_jwt.read(token) if feature.form == "sd-jwt" else None
        jws = found.jws if found else jose.read(token)
        if (jws.header.get("alg"), jws.header.get("typ")) != (key.names[0], feature.typ) or "crit" in jws.header:
            raise ValueError("of another kind")
        if not key.verifies(jws.signature, jws.message):
            raise ValueError("not signed by this key")
        claims = found.claims if found else read_json(jws.payload)
    if {"vc", "vp"} & claims.keys():
        raise ValueError("a claim that VC JOSE COSE forbids")
    _check(claims, feature)
    issuer = claims.get("issuer", claims.get("holder"))
    named = issuer.get("id") if isinstance(issuer, dict) else issuer
    if "iss" in claims and claims["iss"] != named:
        raise ValueError("the token names another issuer than the document")
    return json.dumps(claims)


def _jws(payload: JsonObject, feature: Feature, key: Key) -> str:
    header = {"alg": key.names[0], "typ": feature.typ, "cty": feature.kind, "kid": key.kid}
    message = b"%b.%b" % (jose.encode(jose.dumps(header)), jose.encode(jose.dumps(payload)))
    return (message + b"." + jose.encode(key.sign(message))).decode()


def _paths(written: str) -> list[str]:
    """Paths as a JSON list, or with commas between them."""
    if written.startswith("["):
        return [str(path) for path in json.loads(written)]
    return [path for path in written.split(",") if path]


def _hide(document: Any, path: str) -> str:
    """Take what is at `path` (`credentialSubject.phones[0]`) out of `document`: the disclosure (RFC 9901, 4.2)."""
    *steps, last = [name or int(number) for name, number in _STEP.findall(path)]
    container = document
    for step in steps:
        container = container[step]
    salt = secrets.token_urlsafe(16)
    said = [salt, container[last]] if isinstance(last, int) else [salt, last, container[last]]
    disclosure = jose.encode(jose.dumps(said))
    digest = jose.encode(hashlib.sha256(disclosure).digest()).decode()
    if isinstance(last, int):
        container[last] = {"...": digest}
    else:
        del container[last]
        container["_sd"] = sorted([*container.get("_sd", []), digest])
    return disclosure.decode()


def _check(document: JsonObject, feature: Feature) -> None:
    if feature.kind == "vc":
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
