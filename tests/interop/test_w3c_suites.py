"""What W3C's suites ask of an issuer and a verifier, assertion by assertion, in our own words.

Read beside: vc-data-model-2.0 (its sections in the names below), data-integrity-test-suite-assertion as vc-di-eddsa
uses it, and vc-bitstring-status-list. Where a suite tries many documents for one sentence, so does a table here.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from interop.vc_api.adapter import Adapter
from nanocore.signing import Algorithm, JsonObject, SigningKey, sign_presentation
from nanocore.signing._codes import Problem
from nanocore.signing._multibase import encode_base58
from nanocore.signing._suites import SUITES
from nanocore.signing._unsecured import Unsecured

V1, V2 = "https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
ABSENT: Any = ...
ADAPTER = Adapter("http://127.0.0.1:1")
KEY = ADAPTER.keys[Algorithm.EDDSA]
SCHEMA = {"type": "https://example.org/#Schema", "id": "did:example:schemas/1"}
ENTRY = {
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "7",
    "statusListCredential": "https://example.org/status/1",
}


def without_absent(document: JsonObject) -> JsonObject:
    return {name: value for name, value in document.items() if value is not ABSENT}


def credential(**changes: Any) -> JsonObject:
    """The least that is a credential, as the suites send it."""
    document = {
        "@context": [V2],
        "type": ["VerifiableCredential"],
        "issuer": KEY.did,
        "credentialSubject": {"id": "did:example:subject"},
    }
    return without_absent({**document, **changes})


def issue(document: JsonObject, kind: str = "eddsa-rdfc-2022") -> tuple[int, Any]:
    body = json.dumps({"credential": document, "options": {}}).encode()
    status, answer = ADAPTER.answer("POST", f"/{kind}/credentials/issue", body)
    return status, answer.get("verifiableCredential", answer)


def verify(document: Any, **options: Any) -> int:
    body = {"verifiableCredential": document, "options": {"checks": ["proof"], **options}}
    status, answer = ADAPTER.answer("POST", "/credentials/verify", json.dumps(body).encode())
    assert (status == 200) == (answer.get("errors") == [])
    return status


def show(presentation: Any) -> int:
    body = {"verifiablePresentation": presentation, "options": {"checks": []}}
    return ADAPTER.answer("POST", "/presentations/verify", json.dumps(body).encode())[0]


def own(**words: str) -> list[Any]:
    """The contexts of a document that brings words of its own."""
    return [V2, {word: f"https://example.org/#{address}" for word, address in words.items()}]


ISSUED: dict[str, JsonObject] = {
    "4.3 further contexts by address": {"@context": [V2, EXAMPLES]},
    "4.3 a context in the document": {"@context": own(Own="Own"), "type": ["VerifiableCredential", "Own"]},
    "4.4 an id that is no web address": {"id": "did:example:credential"},
    "4.5 a type by its address": {"type": ["VerifiableCredential", "https://example.org/#Own"]},
    "4.5 types in any order": {"type": ["https://example.org/#A", "VerifiableCredential", "https://example.org/#B"]},
    "4.6 names in languages": {
        "name": [{"@value": "Bevis", "@language": "da"}, {"@value": "Proof", "@language": "en"}]
    },
    "4.6 a description with a direction": {"description": {"@value": "x", "@language": "ar", "@direction": "rtl"}},
    "4.7 an issuer with a name in languages": {
        "issuer": {"id": KEY.did, "name": [{"@value": "Skole", "@language": "da"}], "description": "En skole"}
    },
    "4.8 several subjects": {"credentialSubject": [{"id": "did:example:1"}, {"id": "did:example:2"}]},
    "4.9 a start west of Greenwich": {"validFrom": "2023-02-25T19:10:39-06:00"},
    "4.9 a start in fractions of a second": {"validFrom": "2023-02-25T19:10:39.123Z"},
    "4.9 a start that is far off": {"validFrom": "2123-02-25T19:10:39Z"},
    "4.9 an end that has been": {"validUntil": "2023-02-25T19:10:39Z"},
    "4.9 an end just after the start": {"validFrom": "2023-02-26T01:21:23Z", "validUntil": "2023-02-25T19:21:29-06:00"},
    "4.10 a status of a kind of its own": {
        "@context": own(OwnStatus="Status"), "credentialStatus": {"id": "did:example:status", "type": "OwnStatus"}
    },
    "4.10 a status without an id": {"credentialStatus": ENTRY},
    "4.10 a status of several bits": {
        "credentialStatus": {
            **ENTRY, "statusPurpose": "message", "statusSize": 2,
            "statusMessage": [{"status": f"0x{number}", "message": "x"} for number in range(4)],
        }
    },
    "4.11 several schemas": {"credentialSchema": [SCHEMA, {**SCHEMA, "id": "did:example:schemas/2"}]},
    "5.3 a resource nobody here has": {
        "relatedResource": [{"id": "https://example.org/x.json", "digestMultibase": "uEiA" + "A" * 43}]
    },
    "5.4 several refresh services": {
        "refreshService": [{"type": "https://example.org/#R", "id": f"did:example:{number}"} for number in (1, 2)]
    },
    "5.5 terms that are alike": {"@context": own(Terms="Terms"), "termsOfUse": [{"type": "Terms"}] * 2},
    "5.6 evidence that is alike": {"@context": own(Seen="Seen"), "evidence": [{"type": "Seen"}] * 2},
    "1.1": {"@context": [V1], "issuanceDate": "2020-01-01T00:00:00Z"},
}  # fmt: skip


@pytest.mark.parametrize("name", ISSUED)
def test_it_is_issued_as_it_was_asked_for_and_verified(name: str) -> None:
    document = credential(**ISSUED[name])
    status, signed = issue(document)
    assert status == 201, signed
    assert signed.keys() >= document.keys() | {"proof"}
    assert all(signed[word] == value for word, value in document.items() if word != "@context")
    assert signed["@context"][: len(document["@context"])] == document["@context"]
    in_time = not name.startswith(("4.9 a start that", "4.9 an end that", "4.9 an end just"))
    assert verify(signed) == (200 if in_time else 400)


REFUSED: dict[str, JsonObject] = {
    "4.3 a word redefined": {"@context": [V2, {"@protected": True, **own(X="X")[1]}, own(X="Y")[1]]},
    "4.4 an id of null": {"id": None},
    "4.4 a subject with two ids": {"credentialSubject": {"id": ["did:example:1", "did:example:2"]}},
    "4.4 a subject whose id is no address": {"credentialSubject": {"id": "subject"}},
    "4.6 a name with more to it": {"name": {"@value": "x", "@language": "en", "url": "did:example:x"}},
    "4.6 an issuer's description with more to it": {
        "issuer": {"id": KEY.did, "description": {"@value": "x", "url": "did:example:x"}}
    },
    "4.7 an issuer of null": {"issuer": None},
    "4.7 an issuer without an id": {"issuer": {"name": "Skole"}},
    "4.9 a day": {"validFrom": "2023-02-25"},
    "4.9 a day that is none": {"validFrom": "2023-02-30T00:00:00Z"},
    "4.10 a status of type 2": {"credentialStatus": {"id": "did:example:status", "type": 2}},
    "4.10 a status of an undefined type": {"credentialStatus": {"id": "did:example:status", "type": "Unheard"}},
    "4.10 a status with two ids": {"credentialStatus": {**ENTRY, "id": ["did:example:1", "did:example:2"]}},
    "4.11 a schema whose id is a number": {"credentialSchema": {**SCHEMA, "id": 7}},
    "5.3 resources as addresses": {"relatedResource": [V2]},
    "5.3 a resource without an id": {"relatedResource": [{"digestSRI": "sha256-AAAA"}]},
    "5.3 a digest of no known kind": {
        "relatedResource": [{"id": "https://example.org/x", "digestMultibase": "uZTQ0MjM1NiAg"}]
    },
    "5.3 a digest of what the resource was once": {
        "relatedResource": [{"id": V2, "digestMultibase": "uJKGMkOmFbVJhEfKTduMC2XCyvRAYLjOVmZWwIH1wQ7k"}]
    },
    "bitstring: an index that is true": {"credentialStatus": {**ENTRY, "statusListIndex": True}},
    "bitstring: an index below zero": {"credentialStatus": {**ENTRY, "statusListIndex": "-1"}},
    "bitstring: no purpose": {"credentialStatus": without_absent({**ENTRY, "statusPurpose": ABSENT})},
    "bitstring: no list": {"credentialStatus": without_absent({**ENTRY, "statusListCredential": ABSENT})},
    "bitstring: the id of the list": {"credentialStatus": {**ENTRY, "id": ENTRY["statusListCredential"]}},
    "bitstring: a size of nothing": {"credentialStatus": {**ENTRY, "statusSize": 0}},
    "bitstring: a size without messages": {"credentialStatus": {**ENTRY, "statusSize": 2}},
    "bitstring: messages that are none": {"credentialStatus": {**ENTRY, "statusMessage": [{"status": "0x0"}]}},
    "bitstring: a reference that is no address": {"credentialStatus": {**ENTRY, "statusReference": "x"}},
}  # fmt: skip


@pytest.mark.parametrize("kind", ["eddsa-rdfc-2022", "status", "vc-jwt"])
@pytest.mark.parametrize("name", REFUSED)
def test_it_is_not_issued(name: str, kind: str) -> None:
    status, answer = issue(credential(**REFUSED[name]), kind)
    assert status == 400, answer
    assert answer["errors"]


def proof(document: JsonObject, *, suite: str = "eddsa-rdfc-2022", key: SigningKey = KEY, **changes: Any) -> JsonObject:
    """A proof that is right for exactly the options it has, however odd they are."""
    options = without_absent(
        {
            "type": "DataIntegrityProof",
            "cryptosuite": suite,
            "created": "2024-01-01T00:00:00Z",
            "verificationMethod": key.verification_method(),
            "proofPurpose": "assertionMethod",
            **changes,
        }
    )
    message = SUITES[suite].message(Unsecured(document, ADAPTER.contexts), options)
    return {**options, "proofValue": encode_base58(key.sign(message))}


PROOFS: dict[str, tuple[JsonObject, int]] = {
    "ordinary": ({}, 200),
    "no created": ({"created": ABSENT}, 200),
    "a created without a time zone, which is UTC": ({"created": "2024-01-01T00:00:00"}, 200),
    "a created that is none": ({"created": "invalidDate"}, 400),
    "an expires to come": ({"expires": "2124-01-01T00:00:00Z"}, 200),
    "an expires to come without a time zone": ({"expires": "2124-01-01T00:00:00"}, 200),
    "an expires that has been": ({"expires": "2024-01-01T00:00:01Z"}, 400),
    "an expires that has been without a time zone": ({"expires": "2024-01-01T00:00:01"}, 400),
    "an expires that is none": ({"expires": "invalidDate"}, 400),
    "another purpose": ({"proofPurpose": "authentication"}, 400),
    "a purpose that is none": ({"proofPurpose": "invalidPurpose"}, 400),
    "no purpose": ({"proofPurpose": ABSENT}, 400),
    "no method": ({"verificationMethod": ABSENT}, 400),
    "a method that is none": ({"verificationMethod": "did:key:invalidVm"}, 400),
    "another type": ({"type": "UnknownProofType"}, 400),
    "another suite": ({"cryptosuite": "UnknownCryptosuite"}, 400),
    "an id": ({"id": "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544"}, 200),
    "domains": ({"domain": ["a.example", "b.example"]}, 200),
    "a nonce": ({"nonce": "n"}, 200),
    "an earlier proof that is not there": ({"previousProof": "urn:uuid:1"}, 400),
    "earlier proofs of which one is not there": ({"previousProof": ["urn:uuid:1"]}, 400),
}


@pytest.mark.parametrize("name", PROOFS)
def test_a_proof_is_judged_by_all_that_it_says(name: str) -> None:
    changes, expected = PROOFS[name]
    document = credential()
    try:
        made = proof(document, **changes)
    except Problem:  # RDF has no place for such options; then it is the text that is changed
        made = without_absent({**proof(document), **changes})
    assert verify({**document, "proof": made}) == expected


def test_a_set_of_proofs_holds_if_each_does() -> None:
    document = credential()
    first, second = proof(document), proof(document, created="2024-01-01T00:00:02Z")
    assert verify({**document, "proof": [first, second]}) == 200
    assert verify({**document, "proof": [first, {**second, "created": first["created"]}]}) == 400
    assert verify({**document, "proof": [first, proof(document, key=SigningKey.generate())]}) == 400
    assert verify({**document, "proof": []}) == 400


def test_a_proof_is_held_against_what_was_asked_for() -> None:
    document = credential()
    signed = {**document, "proof": proof(document, domain="a.example", challenge="c")}
    assert verify(signed, domain="a.example", challenge="c", expectedProofPurpose="assertionMethod") == 200
    for option in ({"domain": "b.example"}, {"challenge": "d"}, {"expectedProofPurpose": "authentication"}):
        assert verify(signed, **option) == 400


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_what_was_not_there_when_it_was_signed_is_found_out(suite: str) -> None:
    document = credential()
    made = proof(document, suite=suite)
    assert verify({**document, "proof": made}) == 200
    value = made["proofValue"]
    for worse in (None, "", value[1:], value + "1" * 40, "u" + value[1:]):
        assert verify({**document, "proof": {**made, "proofValue": worse}}) == 400
    for change in (
        {"credentialSubject": {**document["credentialSubject"], "undefinedTerm": "dropped"}},
        {"type": [*document["type"], "UndefinedType"]},
        {"undefinedTerm": "dropped"},
    ):
        assert verify({**document, **change, "proof": made}) == 400
    nothings: tuple[Any, ...] = (None, {}, [], "proof", 7)
    for nothing in nothings:
        assert verify({**document, "proof": nothing}) == 400


def test_a_type_that_only_a_base_made_an_address_is_refused() -> None:
    based = credential(
        **{"@context": [V2, {"@base": "https://invalid.example/"}], "type": ["VerifiableCredential", "X"]}
    )
    assert issue(based)[0] == 400
    jcs = proof(credential(), suite="eddsa-jcs-2022")
    assert verify({**credential(type=["VerifiableCredential", "X"]), "proof": jcs}) == 400


def presentation(*shown: Any, **changes: Any) -> JsonObject:
    document = {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": list(shown), **changes}
    return sign_presentation(
        without_absent(document),
        key=KEY,
        verification_method=KEY.verification_method(),
        created=datetime.now(UTC) - timedelta(seconds=1),
        challenge="c",
        contexts=ADAPTER.contexts,
    )


@pytest.fixture(scope="module")
def signed() -> JsonObject:
    document = credential()
    return {**document, "proof": proof(document)}


SHOWN: dict[str, JsonObject] = {
    "4.13": {},
    "4.13 without a credential": {"verifiableCredential": ABSENT},
    "4.13 with none": {"verifiableCredential": []},
    "4.13 with an id": {"id": "urn:uuid:313801ba-24b7-11ee-be02-ff560265cf9b"},
    "4.13 with a holder": {"holder": KEY.did},
    "4.13 with a holder who is an object": {"holder": {"id": KEY.did}},
    "4.3 with further contexts": {"@context": [V2, EXAMPLES]},
    "4.5 with a type of its own": {"@context": own(Own="Own"), "type": ["VerifiablePresentation", "Own"]},
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_presentation_is_taken(name: str, signed: JsonObject) -> None:
    assert show(presentation(signed, **SHOWN[name])) == 200


@pytest.mark.parametrize(
    "change",
    [
        {"@context": ABSENT},
        {"@context": [EXAMPLES, V2]},
        {"@context": [V2, "https://example.com"]},
        {"@context": [V2, "https ://not-a-url/contexts/example/v1"]},
        {"@context": [V2, 123192875]},
        {"type": ABSENT},
        {"type": ["NonconformingDocument"]},
        {"holder": {"id": "z6MkpJySvETLnxhQG9DzEdmKJtysBDjuuTeDfUj1uNNCUqcj"}},
        {"holder": "did:example:acme"},
        {"verifiableCredential": "https://example.org/credential"},
        {"verifiableCredential": [7]},
        {"proof": ABSENT},
    ],
)
def test_a_presentation_that_was_changed_is_refused(change: JsonObject, signed: JsonObject) -> None:
    assert show(without_absent({**presentation(signed), **change})) == 400


@pytest.mark.parametrize(
    ("holder", "issuer", "expected"),
    [
        (KEY.did, KEY.did, 200),
        ({"id": KEY.did}, KEY.did, 200),
        (ABSENT, KEY.did, 400),
        ("did:example:acme", KEY.did, 400),
        (KEY.did, "did:example:acme", 400),
    ],
)
def test_who_says_something_of_themselves_says_who_they_are(holder: Any, issuer: str, expected: int) -> None:
    """4.13.4: a credential without a proof of its own is by the holder, and the holder is named."""
    assert show(presentation(credential(issuer=issuer), holder=holder)) == expected


def test_a_forged_proof_of_ones_own_is_not_mended_by_the_presentation(signed: JsonObject) -> None:
    forged = {**signed, "name": "noget andet"}
    assert show(presentation(forged, holder=KEY.did)) == 400
    late = {**credential(validUntil="2020-01-01T00:00:00Z")}
    assert show(presentation(late, holder=KEY.did)) == 400


@pytest.mark.parametrize("document", [{"type": ["NonconformingDocument"]}, {}, [], "x", 7, None])
def test_what_is_no_document_is_an_error(document: Any) -> None:
    assert verify(document) == 400
    assert show(document) == 400
