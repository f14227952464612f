"""Presentations: whose they are, what they answer, and what they show."""

import json
from typing import Any

import pytest

from core.signing.world import DID, NOW, World
from nanocore.signing import (
    Algorithm,
    Code,
    JsonObject,
    Outcome,
    PresentationVerdict,
    RefusedToSign,
    SigningKey,
    Step,
    sign_presentation,
    verify_presentation,
)
from nanocore.signing._multibase import encode_base64url

V1, V2 = "https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"
ASKED: dict[str, Any] = {"challenge": "d28348-djsj3239", "domain": "bank.example"}


@pytest.fixture(params=[Algorithm.EDDSA, Algorithm.ES256])
def key(request: pytest.FixtureRequest) -> SigningKey:
    """The holder's."""
    return SigningKey.generate(request.param)


def presentation(*credentials: JsonObject | str, **changes: Any) -> JsonObject:
    return {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": list(credentials),
        **changes,
    }


def shown(key: SigningKey, *credentials: JsonObject, **changes: Any) -> JsonObject:
    return sign_presentation(
        presentation(*credentials, **{"holder": key.did, **changes}),
        key=key,
        verification_method=key.verification_method(),
        created=NOW,
        **ASKED,
    )


def token(key: SigningKey, claims: JsonObject, **header: str) -> str:
    parts = ({"alg": key.algorithm.value, "typ": "vp+jwt", **header}, claims)
    message = ".".join(encode_base64url(json.dumps(part).encode())[1:] for part in parts)
    return f"{message}.{encode_base64url(key.sign(message.encode()))[1:]}"


def judged(world: World, document: JsonObject | str, **changes: Any) -> PresentationVerdict:
    text = json.dumps(document) if isinstance(document, dict) else document
    options = {"resolve": world.resolve, "now": NOW, "trusted": world.known.get, **ASKED, **changes}
    return verify_presentation(text, **options)


def test_a_holder_shows_a_credential(world: World, signed: JsonObject, key: SigningKey) -> None:
    verdict = judged(world, shown(key, signed))
    assert verdict.outcome is Outcome.GENUINE, verdict.reason
    assert verdict.holder == key.did
    assert verdict[Step.FORM].code is Code.FORM_PRESENTATION
    assert verdict[Step.ISSUER].code is Code.ISSUER_HOLDER
    assert [one.outcome for one in verdict.credentials] == [Outcome.GENUINE]
    facts = verdict.credentials[0].facts
    assert facts is not None
    assert facts.issuer.id == DID
    assert json.dumps(verdict.as_json())


def test_a_holder_need_not_be_named(world: World, signed: JsonObject, key: SigningKey) -> None:
    document = presentation(signed)
    method = key.verification_method()
    verdict = judged(world, sign_presentation(document, key=key, verification_method=method, created=NOW, **ASKED))
    assert (verdict.outcome, verdict.holder) == (Outcome.GENUINE, key.did)


@pytest.mark.parametrize("asked", [{"challenge": "another"}, {"domain": "other.example"}])
def test_an_answer_to_another_question_is_refused(world: World, signed: JsonObject, asked: dict[str, str]) -> None:
    verdict = judged(world, shown(SigningKey.generate(), signed), **asked)
    assert verdict.outcome is Outcome.NOT_GENUINE
    assert verdict.reason.code is Code.SIGNATURE_HOLDER_WRONG
    assert verdict.reason.params == {"property": next(iter(asked))}
    assert verdict.credentials == ()


def test_what_is_changed_or_not_signed_is_refused(world: World, signed: JsonObject) -> None:
    document = shown(SigningKey.generate(), signed)
    assert judged(world, {**document, "id": "urn:uuid:1"}).reason.code is Code.SIGNATURE_WRONG
    del document["proof"]
    assert judged(world, document).reason.code is Code.SIGNATURE_HOLDER_MISSING


def test_somebody_else_cannot_show_it_in_the_holders_name(world: World, signed: JsonObject) -> None:
    document = shown(SigningKey.generate(), signed, holder=SigningKey.generate().did)
    assert judged(world, document).reason.code is Code.ISSUER_OTHER_SIGNER


def test_a_proof_made_for_issuing_does_not_show(world: World, signed: JsonObject) -> None:
    """Or an issuer's signature on one thing could be handed on as its answer to a question."""
    document = presentation(signed, holder=DID)
    made = sign_presentation(
        document, key=world.key, verification_method=world.key.verification_method(DID), created=NOW, **ASKED
    )
    assert judged(world, made).reason.code is Code.ISSUER_NOT_AUTHORISED  # it lists the key for issuing alone
    published = world.published[DID]
    assert isinstance(published, dict)
    published["authentication"] = published["assertionMethod"]
    assert judged(world, made).outcome is Outcome.GENUINE
    assert judged(world, world.sign(document), challenge=None, domain=None).reason.code is Code.ISSUER_PURPOSE


def test_each_credential_has_its_own_verdict(world: World, signed: JsonObject) -> None:
    key = SigningKey.generate()
    changed = {**signed, "name": "Noget andet"}
    verdict = judged(world, shown(key, signed, changed))
    assert verdict.outcome is Outcome.NOT_GENUINE
    assert [one.outcome for one in verdict.credentials] == [Outcome.GENUINE, Outcome.NOT_GENUINE]
    assert verdict.reason.code is Code.SIGNATURE_WRONG
    world.known.clear()
    assert judged(world, shown(key, signed)).outcome is Outcome.CANNOT_TELL


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"type": ["VerifiableCredential"]}, Code.FORM_NOT_PRESENTATION),
        ({"@context": []}, Code.FORM_MISSING),
        ({"@context": ["https://w3id.org/security/multikey/v1", V2]}, Code.CONTEXTS_NOT_FIRST),
        ({"holder": "ida"}, Code.FORM_WRONG),
        ({"verifiableCredential": [7]}, Code.FORM_WRONG),
        ({"verifiableCredential": [{"id": "urn:uuid:1"}] * 17}, Code.FORM_WRONG),
        ({"surprise": "x"}, Code.CONTEXTS_UNDEFINED),
    ],
)
def test_what_is_no_presentation_is_told_apart(
    world: World, signed: JsonObject, changes: JsonObject, code: Code
) -> None:
    verdict = judged(world, {**shown(SigningKey.generate(), signed), **changes})
    assert verdict.outcome is Outcome.NOT_GENUINE
    assert verdict.reason.code is code


@pytest.mark.parametrize("text", ["", "[]", "{", "ey.x.y", "eyJhbGciOiJub25lIn0.e30."])
def test_every_input_has_a_verdict(world: World, text: str) -> None:
    assert judged(world, text).outcome is not Outcome.GENUINE


def test_a_token_shows_as_well(world: World, signed: JsonObject, key: SigningKey) -> None:
    """As VC JOSE COSE has it and as VC 1.1 had it, the credential in it a token or not."""
    claims = {"nonce": ASKED["challenge"], "aud": ASKED["domain"], "iss": key.did}
    for body in (presentation(signed, holder=key.did), {"vp": presentation(signed, **{"@context": [V1]})}):
        verdict = judged(world, token(key, {**claims, **body}, kid=key.verification_method()))
        assert verdict.outcome is Outcome.GENUINE, verdict.reason
        assert verdict.holder == key.did
    other = token(SigningKey.generate(key.algorithm), {**claims, **presentation(signed)}, kid=key.verification_method())
    assert judged(world, other).reason.code is Code.SIGNATURE_WRONG
    again = token(key, {**claims, **presentation(signed), "nonce": "yesterday"}, kid=key.verification_method())
    assert judged(world, again).reason.code is Code.SIGNATURE_HOLDER_WRONG


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"exp": int(NOW.timestamp()) - 1}, Code.DATES_PROOF_EXPIRED),
        ({"iat": int(NOW.timestamp()) + 3600}, Code.DATES_SIGNED_LATER),
        ({"exp": "soon"}, Code.FORM_WRONG),
        ({"iss": "did:web:other.example"}, Code.FORM_WRONG),
    ],
)
def test_a_token_is_for_its_time_and_by_the_holder_it_names(
    world: World, signed: JsonObject, changes: JsonObject, code: Code
) -> None:
    key = SigningKey.generate()
    claims = {"nonce": ASKED["challenge"], "aud": ASKED["domain"], **presentation(signed, holder=key.did), **changes}
    assert judged(world, token(key, claims, kid=key.verification_method())).reason.code is code


def test_a_credential_in_an_envelope_is_opened(world: World) -> None:
    key = SigningKey.generate()
    envelope = {
        "@context": V2,
        "id": "data:application/vc+jwt,eyJhbGciOiJub25lIn0.e30.",
        "type": "EnvelopedVerifiableCredential",
    }
    verdict = judged(world, shown(key, envelope))
    assert verdict[Step.SIGNATURE].code is Code.SIGNATURE_OK
    assert verdict.credentials[0][Step.READ].params.get("kind", "jwt") == "jwt"


def test_what_is_not_fit_to_be_shown_is_not_signed(signed: JsonObject) -> None:
    cases: list[JsonObject] = [{"surprise": "x"}, {"proof": {}}, {"id": "a\x00:b"}]
    for changes in cases:
        with pytest.raises(RefusedToSign):
            shown(SigningKey.generate(), signed, **changes)
