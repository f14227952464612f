"""The VC-API adapter, started as the suites would find it, and asked what they ask."""

import copy
import json
import ssl
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPSConnection
from typing import Any

import pytest

from core.signing.tampering import tampered_with
from core.signing.world import NOW, World, node, yardstick
from interop.vc_api.__main__ import serve
from nanocore.signing import JsonObject, SigningKey, sign_presentation

V1, V2 = "https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"


class Api:
    """A suite's side of the conversation."""

    def __init__(self, base: str) -> None:
        self.base = base
        _, found = self.get("/")
        self.issuers: dict[str, str] = found["issuers"]

    def get(self, path: str) -> tuple[int, Any]:
        return self._ask("GET", path)

    def post(self, path: str, body: Any) -> tuple[int, Any]:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._ask("POST", path, data)

    def issue(self, credential: JsonObject, kind: str = "", **options: Any) -> tuple[int, Any]:
        body = {"credential": credential, "options": options}
        status, answer = self.post(f"{kind and '/'}{kind}/credentials/issue", body)
        return status, answer.get("verifiableCredential", answer)

    def verify(self, credential: Any, **options: Any) -> tuple[int, Any]:
        return self.post("/credentials/verify", {"verifiableCredential": credential, "options": options})

    def show(self, presentation: Any, **options: Any) -> tuple[int, Any]:
        return self.post("/presentations/verify", {"verifiablePresentation": presentation, "options": options})

    def _ask(self, method: str, path: str, data: bytes = b"") -> tuple[int, Any]:
        connection = HTTPConnection(self.base.removeprefix("http://"), timeout=20)
        connection.request(method, path, data, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = json.loads(response.read())
        connection.close()
        return response.status, answer


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    server = serve(0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Api(f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()
    thread.join()


def credential(issuer: str, /, **changes: Any) -> JsonObject:
    document = {
        "@context": [V2],
        "id": "urn:uuid:86294362-4254-4f36-854f-3952fe42555d",
        "type": ["VerifiableCredential"],
        "issuer": issuer,
        "credentialSubject": {"id": "did:example:subject"},
        **changes,
    }
    return {name: value for name, value in document.items() if value is not None}


def old(issuer: str, /, **changes: Any) -> JsonObject:
    return credential(issuer, **{"@context": [V1], "issuanceDate": "2024-01-01T00:00:00Z", **changes})


@pytest.mark.parametrize("version", [credential, old])
@pytest.mark.parametrize(
    ("kind", "algorithm"),
    [("eddsa-rdfc-2022", "EdDSA"), ("eddsa-jcs-2022", "EdDSA"), ("ecdsa-rdfc-2019", "ES256"),
     ("Ed25519Signature2020", "EdDSA"), ("", "EdDSA")],
)  # fmt: skip
def test_what_it_issues_it_verifies_and_not_when_it_is_changed(
    api: Api, version: Any, kind: str, algorithm: str
) -> None:
    status, signed = api.issue(version(api.issuers[algorithm]), kind)
    assert status == 201, signed
    status, answer = api.verify(signed, checks=["proof"])
    assert (status, answer["verified"], answer["errors"]) == (200, True, [])
    for changed in tampered_with(signed, 8):
        status, answer = api.verify(changed, checks=["proof"])
        assert (status, answer["verified"]) == (400, False)


def test_the_suite_can_be_chosen_by_an_option(api: Api) -> None:
    _, signed = api.issue(credential(api.issuers["EdDSA"]), cryptosuite="eddsa-jcs-2022")
    assert signed["proof"]["cryptosuite"] == "eddsa-jcs-2022"
    assert api.issue(credential(api.issuers["EdDSA"]), "unheard-of-2030")[0] == 400


def test_a_token_is_issued_in_an_envelope_and_verified(api: Api) -> None:
    status, envelope = api.issue(credential(api.issuers["EdDSA"]), "vc-jwt")
    assert status == 201, envelope
    assert envelope["type"] == "EnvelopedVerifiableCredential"
    assert api.verify(envelope)[0] == 200
    token = envelope["id"].partition(",")[2]
    assert api.verify(token)[0] == 200
    assert api.verify(token[:-4] + "AAAA")[0] == 400
    changes: list[JsonObject] = [
        {"id": "data:application/vc+jwt,"},
        {"id": token},
        {"type": "VerifiableCredential"},
        {"@context": []},
        {"@context": EXAMPLES},
    ]
    for change in changes:
        assert api.verify({**envelope, **change})[0] == 400, change


OK: dict[str, JsonObject] = {
    "an object as issuer": {"issuer": {"id": "did:example:issuer", "name": "Skolen"}},
    "a context that defines every word": {"@context": [V2, EXAMPLES], "type": ["VerifiableCredential", "Anything"]},
    "a vocabulary of its own": {
        "@context": [V2, {"Own": "https://example.org/#Own", "knows": "https://example.org/#knows"}],
        "type": ["VerifiableCredential", "Own"],
        "credentialSubject": {"id": "did:example:subject", "knows": "something"},
    },
    "several subjects": {"credentialSubject": [{"id": "did:example:1"}, {"id": "did:example:2"}]},
    "a name in a language": {"name": {"@value": "Bevis", "@language": "da", "@direction": "ltr"}},
    "no id": {"id": None},
    "a period": {"validFrom": "2024-01-01T00:00:00Z", "validUntil": "2124-01-01T00:00:00+02:00"},
    "a status without an id": {
        "credentialStatus": {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "1",
            "statusListCredential": "https://example.org/status/1",
        }
    },
    "a schema": {"credentialSchema": {"id": "https://example.org/schema.json", "type": "JsonSchema"}},
    "a related resource": {
        "relatedResource": [
            {"id": "https://example.org/x", "digestMultibase": "uEiA" + "A" * 43},
            {  # as W3C's suite has it: the digests of the context that is kept here
                "id": V2,
                "mediaType": "application/ld+json",
                "digestSRI": "sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU",
                "digestMultibase": "uWZVc7WaX1h4D8rJVb-vlMIqxaEKEb1tYbX8fet7JJzQ",
            },
        ]
    },
    "a refresh service": {"refreshService": {"type": "https://example.org/#Refresh", "id": "did:example:refresh/1"}},
}


@pytest.mark.parametrize("name", OK)
def test_what_the_data_model_allows_is_issued(api: Api, name: str) -> None:
    status, signed = api.issue(credential(api.issuers["EdDSA"], **OK[name]))
    assert status == 201, signed


BAD: dict[str, JsonObject] = {
    "no context": {"@context": None},
    "a context alone that is not in a list": {"@context": V2},
    "the base context missing": {"@context": [EXAMPLES]},
    "the base context second": {"@context": [EXAMPLES, V2]},
    "a context that is no address": {"@context": [V2, "https ://not-a-url/contexts/v1"]},
    "a context that is a number": {"@context": [V2, 192837]},
    "no type": {"type": None},
    "not a credential": {"type": ["Unrelated"]},
    "a type that nothing defines": {"type": ["VerifiableCredential", "Unheard"]},
    "an id that is no address": {"id": "not-a-url"},
    "two ids": {"id": ["urn:uuid:1", "urn:uuid:2"]},
    "no issuer": {"issuer": None},
    "an issuer that is no address": {"issuer": "not-a-url"},
    "an issuer of null": {"issuer": {"id": None}},
    "no subject": {"credentialSubject": None},
    "an empty subject": {"credentialSubject": {}},
    "an empty subject among others": {"credentialSubject": [{}]},
    "a start that is no date": {"validFrom": "i går"},
    "a start without a time zone": {"validFrom": "2024-01-01T00:00:00"},
    "an end before the start": {"validFrom": "2024-01-01T00:00:00Z", "validUntil": "2023-01-01T00:00:00Z"},
    "a status without a type": {"credentialStatus": {"id": "https://example.org/1"}},
    "a status whose id is no address": {"credentialStatus": {"id": "no", "type": "BitstringStatusListEntry"}},
    "a schema without an id": {"credentialSchema": {"type": "JsonSchema"}},
    "a schema without a type": {"credentialSchema": {"id": "https://example.org/schema.json"}},
    "terms without a type": {"termsOfUse": {"id": "https://example.org/terms"}},
    "evidence without a type": {"evidence": {"id": "https://example.org/evidence"}},
    "a refresh service without a type": {"refreshService": {"id": "https://example.org/refresh"}},
    "a name with more than a text": {"name": {"@value": "x", "url": "https://example.org/"}},
    "a description that is a number": {"description": 7},
    "a resource named twice": {"relatedResource": [{"id": "https://example.org/x", "digestSRI": "sha256-AAAA"}] * 2},
    "a resource with another digest": {
        "relatedResource": [
            {"id": V2, "digestSRI": "sha384-NSOcNpmdIVUxIJGvGUoe22FjTWrXiaXlsZ8q6912LdnR3KraQO2n75Ica4wK4Qeg"}
        ]
    },
    "a proof without a type": {"proof": {"created": "2024-01-01T00:00:00Z"}},
    "a type mapped to no address": {
        "@context": [V2, {"Own": "https ://not-a-url#Own"}],
        "type": ["VerifiableCredential", "Own"],
    },
    "a protected word redefined": {"@context": [V2, {"VerifiableCredential": "https://example.org/#Other"}]},
    "a resource without a digest": {"relatedResource": [{"id": "https://example.org/x"}]},
    "a word that nothing defines": {"statusEntry": {"statusListIndex": True}},
}


@pytest.mark.parametrize("name", BAD)
def test_what_it_forbids_is_answered_with_400(api: Api, name: str) -> None:
    status, answer = api.issue(credential(api.issuers["EdDSA"], **BAD[name]))
    assert status == 400, answer
    assert answer["errors"]
    _, whole = api.issue(credential(api.issuers["EdDSA"]))
    changed = {key: value for key, value in {**whole, **BAD[name]}.items() if value is not None}
    assert api.verify(changed)[0] == 400


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"credential": 7}', b"{}", b"[" * 100_000])
@pytest.mark.parametrize("path", ["/credentials/issue", "/credentials/verify", "/presentations/verify"])
def test_a_body_that_is_none_is_answered_with_400(api: Api, path: str, body: bytes) -> None:
    assert api.post(path, body)[0] == 400


def test_proofs_that_are_malformed_are_answered_with_400(api: Api) -> None:
    _, signed = api.issue(credential(api.issuers["EdDSA"]))
    changes: list[JsonObject] = [
        {"type": "UnknownProofType"},
        {"cryptosuite": "unknown-cryptosuite-2017"},
        {"verificationMethod": "did:key:@invalidVm@"},
        {"verificationMethod": None},
        {"proofPurpose": "invalidPurpose"},
        {"proofPurpose": None},
        {"proofValue": None},
        {"proofValue": "not-multibase"},
        {"created": "invalidDate"},
        {"expires": "2020-01-01T00:00:00Z"},
    ]
    for change in changes:
        proof = {name: value for name, value in {**signed["proof"], **change}.items() if value is not None}
        assert api.verify({**signed, "proof": proof}, checks=["proof"])[0] == 400, change
    assert api.verify(signed, domain="another.example", checks=["proof"])[0] == 400
    del signed["proof"]
    assert api.verify(signed, checks=["proof"])[0] == 400


def test_a_status_is_put_in_published_and_changed(api: Api) -> None:
    status, signed = api.issue(credential(api.issuers["EdDSA"], id="urn:uuid:med-status"), "status")
    assert status == 201, signed
    assert [entry["statusPurpose"] for entry in signed["credentialStatus"]] == ["revocation", "suspension"]
    for entry in signed["credentialStatus"]:
        status, published = api.get(entry["statusListCredential"].removeprefix(api.base))
        assert (status, published["type"][1]) == (200, "BitstringStatusListCredential")
        assert api.verify(published)[0] == 200
    assert api.verify(signed)[0] == 200
    change = {"credentialId": signed["id"], "credentialStatus": {"statusPurpose": "revocation"}}
    assert api.post("/credentials/status", change)[0] == 200
    assert api.verify(signed)[0] == 400
    assert api.verify(signed, checks=["proof"])[0] == 200


def test_it_can_be_reached_by_https_where_a_suite_follows_nothing_else() -> None:
    server = serve(0, tls=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    connection = HTTPSConnection("127.0.0.1", server.server_port, timeout=20, context=trusting)
    connection.request("GET", "/status/revocation")
    published = json.loads(connection.getresponse().read())
    connection.close()
    assert published["id"] == f"https://127.0.0.1:{server.server_port}/status/revocation"
    server.shutdown()
    server.server_close()
    thread.join()


def presentation(key: SigningKey, *credentials: Any, **changes: Any) -> JsonObject:
    document = {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": list(credentials)}
    method = key.verification_method()
    return sign_presentation(
        {**document, **changes}, key=key, verification_method=method, created=NOW, challenge="u-asked"
    )


def test_presentations_are_verified(api: Api) -> None:
    key = SigningKey.generate()
    _, signed = api.issue(credential(api.issuers["EdDSA"]))
    _, envelope = api.issue(credential(api.issuers["EdDSA"]), "vc-jwt")
    shown = presentation(key, signed, envelope)
    status, answer = api.show(shown, challenge="u-asked")
    assert (status, answer["errors"]) == (200, [])
    assert api.show(shown)[0] == 200
    assert api.show(shown, challenge="u-other")[0] == 400
    without_type = copy.deepcopy(shown)
    del without_type["verifiableCredential"][0]["type"]
    assert api.show(without_type)[0] == 400
    for change in ({"@context": [EXAMPLES]}, {"type": None}, {"verifiableCredential": ["https://x.example/"]}):
        assert api.show({**shown, **change})[0] == 400
    del shown["proof"]
    assert api.show(shown)[0] == 400


def test_w3cs_vectors_are_whole_though_not_by_the_issuer_they_name(api: Api) -> None:
    """The vectors are signed by a did:key in the name of an https issuer: every step but that one passes."""
    folder = yardstick("vc-di-eddsa")
    for file in (
        "eddsa-rdfc-2022/signedDataInt.json",
        "eddsa-jcs-2022/signedJCS.json",
        "Ed25519Signature2020/signedEdSig.json",
    ):
        vector = json.loads((folder / file).read_text())
        _, answer = api.verify(vector)
        assert [error["title"] for error in answer["errors"] if error["step"] != "status"] == ["issuer_other_signer"]
        vector["credentialSubject"]["alumniOf"] += "!"
        assert api.verify(vector)[1]["errors"][0]["title"] == "signature_wrong"


def test_what_digital_bazaar_issues_is_verified(api: Api) -> None:
    key = SigningKey.generate()
    answer = node(
        "issue.mjs",
        {
            "documents": World().documents(),
            "seed": key.to_bytes().hex(),
            "did": key.did,
            "created": NOW.isoformat(),
            "suite": "eddsa-rdfc-2022",
            "credentials": [credential(key.did, name="Bevis")],
        },
    )
    signed = answer["signed"][0]
    assert api.verify(signed)[0] == 200
    assert api.verify({**signed, "name": "Noget andet"})[0] == 400
