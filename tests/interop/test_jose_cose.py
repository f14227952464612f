"""The command line for W3C's vc-jose-cose suite: what it makes it takes, and nothing that was changed."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from interop.vc_api.jose_cose import FEATURES, main
from nanocore.signing import JsonObject, PublicKey
from nanocore.signing import _jose as jose

V2 = "https://www.w3.org/ns/credentials/v2"
CREDENTIAL: JsonObject = {
    "@context": [V2, "https://www.w3.org/ns/credentials/examples/v2"],
    "type": ["VerifiableCredential", "ExampleAlumniCredential"],
    "issuer": "https://example.issuer/vc-jose-cose",
    "credentialSubject": {
        "id": "did:example:123",
        "degree": {"type": "BachelorDegree", "name": "Bachelor"},
        "phoneNumbers": ["+45 11 11 11 11", "+45 22 22 22 22"],
    },
}
ENVELOPED: JsonObject = {
    "@context": V2,
    "id": "data:application/vc+jwt,eyJh.eyJh.AAAA",
    "type": "EnvelopedVerifiableCredential",
}
PRESENTATION: JsonObject = {
    "@context": [V2],
    "type": "VerifiablePresentation",
    "holder": "https://example.issuer/vc-jose-cose",
    "verifiableCredential": [ENVELOPED],
}
CURVES = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1()}


def a_method(curve: str) -> JsonObject:
    """A verification method with its private half, as the suite hands it over."""
    if curve == "Ed25519":
        own = ed25519.Ed25519PrivateKey.generate()
        jwk = {"kty": "OKP", "crv": curve, "x": written(own.public_key().public_bytes_raw())}
        secret = own.private_bytes_raw()
    else:
        size = (CURVES[curve].key_size + 7) // 8
        key = ec.generate_private_key(CURVES[curve])
        point = key.public_key().public_numbers()
        jwk = {"kty": "EC", "crv": curve, "x": written(point.x.to_bytes(size)), "y": written(point.y.to_bytes(size))}
        secret = key.private_numbers().private_value.to_bytes(size)
    return {
        "id": "https://example.issuer/1#key-1",
        "type": "JsonWebKey",
        "publicKeyJwk": jwk,
        "secretKeyJwk": {**jwk, "d": written(secret)},
    }


def written(data: bytes) -> str:
    return jose.encode(data).decode()


@pytest.fixture(params=["Ed25519", *CURVES])
def method(request: pytest.FixtureRequest) -> JsonObject:
    return a_method(request.param)


def run(folder: Path, function: str, feature: str, given: Any, method: JsonObject, *hidden: str) -> dict[str, str]:
    paths = {name: folder / f"{name}.json" for name in ("input", "key", "output")}
    paths["input"].write_text(given if isinstance(given, str) else json.dumps(given))
    paths["key"].write_text(json.dumps(method))
    named = [part for name, path in paths.items() for part in (f"--{name}", str(path))]
    assert main([function, *named, "--feature", feature, "--disclosures", json.dumps(hidden)]) == 0
    answer: dict[str, str] = json.loads(paths["output"].read_text())
    return answer


def damaged(token: str) -> list[str]:
    """A token changed near its beginning, in the middle and near its end."""
    return [
        token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        for place in (20, len(token) // 2, len(token) - 6)
    ]


@pytest.mark.parametrize("feature", FEATURES)
def test_what_it_makes_it_takes(tmp_path: Path, method: JsonObject, feature: str) -> None:
    document = CREDENTIAL if feature.startswith("credential") else PRESENTATION
    made = run(tmp_path, "issue", feature, document, method)
    assert made["result"] == "success", made
    taken = run(tmp_path, "verify", feature, made, method)
    assert json.loads(taken["data"]) == document
    for changed in (*damaged(made["data"]), made["data"][:-30], "", json.dumps(document)):
        assert run(tmp_path, "verify", feature, changed, method)["result"] == "failure"
    for other in FEATURES.keys() - {feature}:
        assert run(tmp_path, "verify", other, made["data"], method)["result"] == "failure"
    stranger = a_method(method["publicKeyJwk"]["crv"])
    assert run(tmp_path, "verify", feature, made["data"], stranger)["result"] == "failure"


def test_what_may_be_kept_back_can_be_kept_back(tmp_path: Path, method: JsonObject) -> None:
    paths = ("credentialSubject.degree.name", "credentialSubject.phoneNumbers[0]", "credentialSubject.id")
    made = run(tmp_path, "issue", "credential_sdjwt", CREDENTIAL, method, *paths)["data"]
    signed, *disclosures, _ = made.split("~")
    assert len(disclosures) == len(paths)
    assert 'Bachelor"' not in jose.decode(signed.split(".")[1].encode()).decode().replace("BachelorDegree", "")
    taken = json.loads(run(tmp_path, "verify", "credential_sdjwt", made, method)["data"])
    assert taken == CREDENTIAL
    kept_back = json.loads(run(tmp_path, "verify", "credential_sdjwt", f"{signed}~", method)["data"])
    assert kept_back["credentialSubject"] == {
        "degree": {"type": "BachelorDegree"},
        "phoneNumbers": ["+45 22 22 22 22"],
    }
    twice = "~".join((signed, disclosures[0], disclosures[0], ""))
    assert run(tmp_path, "verify", "credential_sdjwt", twice, method)["result"] == "failure"


@pytest.mark.parametrize("securing", ["jose", "sdjwt", "cose"])
@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("credential", {"issuer": None}),
        ("credential", {"type": ["Unrelated"]}),
        ("credential", {"@context": [V2], "type": ["VerifiableCredential", "Unheard"]}),
        ("presentation", {"verifiableCredential": [CREDENTIAL]}),
        ("presentation", {"verifiableCredential": [{**ENVELOPED, "type": "VerifiableCredential"}]}),
        ("presentation", {"type": "VerifiableCredential"}),
    ],
)
def test_what_the_standard_forbids_is_not_made(tmp_path: Path, kind: str, changes: JsonObject, securing: str) -> None:
    document = {**(CREDENTIAL if kind == "credential" else PRESENTATION), **changes}
    made = run(tmp_path, "issue", f"{kind}_{securing}", document, a_method("P-256"))
    assert made["result"] == "failure"


@pytest.mark.parametrize(
    "claims",
    [
        {"vc": {}},
        {"vp": {}},
        {"iss": "https://another.example/"},
        {"issuer": {"id": "https://example.issuer/vc-jose-cose"}, "iss": "https://another.example/"},
    ],
)
def test_claims_that_contradict_the_document_are_refused(tmp_path: Path, claims: JsonObject) -> None:
    method = a_method("Ed25519")
    good = {**CREDENTIAL, "iss": CREDENTIAL["issuer"], "iat": "2010-01-01T19:23:24Z", "jti": "urn:x"}
    assert run(tmp_path, "verify", "credential_jose", token(good, method), method)["result"] == "success"
    assert run(tmp_path, "verify", "credential_jose", token({**good, **claims}, method), method)["result"] == "failure"


def token(payload: JsonObject, method: JsonObject) -> str:
    """A token as another implementation writes it."""
    own = ed25519.Ed25519PrivateKey.from_private_bytes(jose.decode(method["secretKeyJwk"]["d"].encode()))
    head = jose.encode(json.dumps({"alg": "EdDSA", "cty": "vc", "kid": "1", "typ": "vc+jwt"}).encode())
    message = head + b"." + jose.encode(json.dumps(payload).encode())
    assert PublicKey.from_jwk(method["publicKeyJwk"]).verifies(own.sign(message), message)
    return (message + b"." + jose.encode(own.sign(message))).decode()


def test_what_is_not_made_here_is_indeterminate(tmp_path: Path) -> None:
    method = a_method("P-256")
    assert run(tmp_path, "issue", "credential_mdoc", CREDENTIAL, method)["result"] == "indeterminate"
    method["secretKeyJwk"]["crv"] = "secp256k1"
    assert run(tmp_path, "issue", "credential_jose", CREDENTIAL, method)["result"] == "indeterminate"
