"""The command line for W3C's vc-jose-cose suite: what it makes it takes, and nothing that was changed."""

import json
from pathlib import Path
from typing import Any

import pytest

from interop.vc_api.jose_cose import main
from nanocore.signing import Algorithm, JsonObject, SigningKey
from nanocore.signing._multibase import encode_base64url

V2 = "https://www.w3.org/ns/credentials/v2"
CREDENTIAL: JsonObject = {
    "@context": [V2, "https://www.w3.org/ns/credentials/examples/v2"],
    "type": ["VerifiableCredential", "ExampleAlumniCredential"],
    "issuer": "https://example.issuer/vc-jose-cose",
    "credentialSubject": {"id": "did:example:123", "degree": {"type": "BachelorDegree", "name": "Bachelor"}},
}
PRESENTATION: JsonObject = {
    "@context": [V2],
    "type": "VerifiablePresentation",
    "verifiableCredential": [
        {"@context": V2, "id": "data:application/vc+jwt,eyJh.eyJh.AAAA", "type": "EnvelopedVerifiableCredential"}
    ],
}


@pytest.fixture(params=[Algorithm.EDDSA, Algorithm.ES256])
def method(request: pytest.FixtureRequest) -> JsonObject:
    """A verification method with its private half, as the suite hands it over."""
    key = SigningKey.generate(request.param)
    secret = {**key.public.jwk, "d": encode_base64url(key.to_bytes())[1:]}
    return {"id": "https://example.issuer/1#key-1", "publicKeyJwk": key.public.jwk, "secretKeyJwk": secret}


def run(folder: Path, function: str, feature: str, given: Any, method: JsonObject) -> dict[str, str]:
    paths = {name: folder / f"{name}.json" for name in ("input", "key", "output")}
    paths["input"].write_text(given if isinstance(given, str) else json.dumps(given))
    paths["key"].write_text(json.dumps(method))
    named = [part for name, path in paths.items() for part in (f"--{name}", str(path))]
    assert main([function, *named, "--feature", feature]) == 0
    answer: dict[str, str] = json.loads(paths["output"].read_text())
    return answer


@pytest.mark.parametrize(("kind", "document"), [("credential", CREDENTIAL), ("presentation", PRESENTATION)])
def test_what_it_makes_it_takes(tmp_path: Path, method: JsonObject, kind: str, document: JsonObject) -> None:
    made = run(tmp_path, "issue", f"{kind}_jose", document, method)
    assert made["result"] == "success", made
    taken = run(tmp_path, "verify", f"{kind}_jose", made["data"], method)
    assert json.loads(taken["data"])["type"] == document["type"]
    head, body, signature = made["data"].split(".")
    for changed in (f"{head}.{body}.{signature[:-4]}AAAA", f"{head}.{body[:-4]}AAAA.{signature}", f"{head}.{body}."):
        assert run(tmp_path, "verify", f"{kind}_jose", changed, method)["result"] == "failure"
    other = "presentation" if kind == "credential" else "credential"
    assert run(tmp_path, "verify", f"{other}_jose", made["data"], method)["result"] == "failure"


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("credential", {"issuer": None}),
        ("credential", {"type": ["Unrelated"]}),
        ("credential", {"@context": [V2], "type": ["VerifiableCredential", "Unheard"]}),
        ("presentation", {"verifiableCredential": [CREDENTIAL]}),
        ("presentation", {"type": "VerifiableCredential"}),
    ],
)
def test_what_the_standard_forbids_is_not_made(
    tmp_path: Path, method: JsonObject, kind: str, changes: JsonObject
) -> None:
    document = {**(CREDENTIAL if kind == "credential" else PRESENTATION), **changes}
    assert run(tmp_path, "issue", f"{kind}_jose", document, method)["result"] == "failure"


def test_what_is_not_made_here_is_indeterminate(tmp_path: Path, method: JsonObject) -> None:
    assert run(tmp_path, "issue", "credential_cose", CREDENTIAL, method)["result"] == "indeterminate"
    method["secretKeyJwk"]["crv"] = "P-521"
    assert run(tmp_path, "issue", "credential_jose", CREDENTIAL, method)["result"] == "indeterminate"
