"""Credentials as JWT: ours are judged by the same steps, and what is tampered with is refused."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from core.signing.world import DID, NOW, World, award
from nanocore.signing import (
    Algorithm,
    Code,
    IssuerKey,
    JsonObject,
    Outcome,
    RefusedToSign,
    SigningKey,
    StatusPurpose,
    did_document,
    open_badge,
    open_vc_jwt,
    vc_jwt,
)


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def token(world: World, claims: JsonObject, **header: Any) -> str:
    """A token that says whatever a test wants, rightly signed."""
    message = f"{part({'alg': 'EdDSA', 'kid': world.key.verification_method(DID), **header})}.{part(claims)}"
    signature = world.key.sign(message.encode())
    return f"{message}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def decoded(text: str, number: int) -> JsonObject:
    written = text.split(".")[number]
    found: JsonObject = json.loads(base64.urlsafe_b64decode(written + "=" * (-len(written) % 4)))
    return found


def issued(world: World, **changes: Any) -> str:
    return vc_jwt(open_badge(award(**changes)), key=world.key, kid=world.key.verification_method(DID), created=NOW)


@pytest.mark.parametrize("algorithm", [Algorithm.EDDSA, Algorithm.ES256])
def test_what_we_issue_is_genuine(algorithm: Algorithm) -> None:
    world = World()
    world.key = SigningKey.generate(algorithm)
    world.published[DID] = did_document(DID, [IssuerKey(world.key.public)])
    verdict = world.verify(issued(world, status=()))
    assert verdict.outcome is Outcome.GENUINE
    assert verdict.facts is not None
    assert verdict.facts.recipient.name == "Ida Afprøvning"
    assert verdict.findings[3].params == {"suite": algorithm.value}


def test_its_claims_repeat_what_the_credential_says(world: World) -> None:
    text = issued(world)
    header, claims, badge = decoded(text, 0), decoded(text, 1), open_badge(award())
    assert header == {"alg": "EdDSA", "typ": "JWT", "kid": world.key.verification_method(DID)}
    assert {name: claims[name] for name in badge} == badge
    assert claims["iss"] == DID
    assert claims["jti"] == badge["id"]
    assert claims["sub"] == badge["credentialSubject"]["id"]
    assert claims["nbf"] == int(award().valid_from.timestamp())
    assert claims["exp"] == int(award().valid_until.timestamp())  # type: ignore[union-attr]  # the award has one


def test_a_credential_that_is_no_open_badge_is_typed_as_the_w3c_asks(world: World) -> None:
    badge = open_badge(award())
    badge["type"] = ["VerifiableCredential"]
    text = vc_jwt(badge, key=world.key, kid="did:web:x.example#1", created=NOW)
    assert decoded(text, 0)["typ"] == "vc+jwt"


def test_revocation_counts_for_tokens_too(world: World) -> None:
    world.publish_list(StatusPurpose.REVOCATION, award().status[0].index)
    assert world.code(issued(world)) is Code.STATUS_REVOKED


def test_every_character_counts(world: World) -> None:
    text = issued(world)
    for place in range(0, len(text), max(len(text) // 100, 1)):
        changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        assert world.verify(changed).outcome is not Outcome.GENUINE, place


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"alg": "none"}, "signature_missing"),
        ({"alg": "HS256"}, "signature_kind_unknown"),
        ({"alg": "ES256"}, "signature_key_other_kind"),
        ({"crit": ["b64"], "b64": False}, "signature_kind_unknown"),
        ({"kid": f"{DID}#another"}, "signature_key_not_found"),
        ({"kid": 7}, "signature_malformed"),
        ({"typ": "kb+jwt"}, "read_kind_unsupported"),
    ],
)
def test_a_header_that_means_something_else_is_refused(world: World, header: JsonObject, code: str) -> None:
    claims = decoded(issued(world, status=()), 1)
    assert world.code(token(world, claims, **header)).value == code


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"iss": "did:web:other.example"}, "read_token_contradicts"),
        ({"jti": "https://other.example/1"}, "read_token_contradicts"),
        ({"sub": "https://other.example/2"}, "read_token_contradicts"),
        ({"vc": 1}, "read_token_malformed"),
        ({"exp": "soon"}, "read_token_malformed"),
        ({"nbf": True}, "read_token_malformed"),
        ({"exp": int(NOW.timestamp()) - 60}, "dates_proof_expired"),
        ({"nbf": int(NOW.timestamp()) + 3600}, "dates_signed_later"),
        ({"kriterium": "another word"}, "contexts_undefined"),
    ],
)
def test_claims_that_say_something_else_are_refused(world: World, claims: JsonObject, code: str) -> None:
    said = decoded(issued(world, status=()), 1)
    assert world.code(token(world, said | claims)).value == code


def test_a_credential_of_version_1_under_vc_is_read(world: World) -> None:
    claims = {
        "iss": DID,
        "sub": "did:example:ida",
        "jti": "https://bank.example/1",
        "nbf": int(NOW.timestamp()) - 60,
        "vc": {
            "@context": ["https://www.w3.org/2018/credentials/v1"],
            "type": ["VerifiableCredential"],
            "credentialSubject": {},
        },
    }
    verdict = world.verify(token(world, claims, typ="JWT"))
    assert verdict.outcome is Outcome.GENUINE
    assert verdict.facts is not None
    assert verdict.facts.id == "https://bank.example/1"
    assert verdict.facts.recipient.id == "did:example:ida"


def test_a_token_in_an_envelope_is_read(world: World) -> None:
    envelope = {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{issued(world, status=())}",
    }
    assert world.verify(envelope).outcome is Outcome.GENUINE
    for changes in ({"id": "data:text/plain,x"}, {"id": 7}, {"type": ["EnvelopedVerifiableCredential", "Other"]}):
        assert world.code({**envelope, **changes}).value == "read_kind_unsupported"


def test_a_known_key_opens_a_token_at_once(world: World) -> None:
    text = issued(world)
    assert open_vc_jwt(text, key=world.key.public, now=NOW)["iss"] == DID
    other = SigningKey.generate().public
    for wrong in (text[:-4] + "AAAA", text.replace(".", "", 1), token(world, decoded(text, 1), alg="none")):
        with pytest.raises(ValueError, match="_"):
            open_vc_jwt(wrong, key=world.key.public, now=NOW)
    with pytest.raises(ValueError, match="signature_wrong"):
        open_vc_jwt(text, key=other, now=NOW)
    with pytest.raises(ValueError, match="dates_not_yet"):
        open_vc_jwt(text, key=world.key.public, now=NOW.replace(year=2020))
    with pytest.raises(ValueError, match="dates_expired"):
        open_vc_jwt(text, key=world.key.public, now=NOW.replace(year=2040))


@pytest.mark.parametrize("hidden", ["\u202e", "\u0007", "\u009f", "\ufdd0", "\U0001ffff", "\u2066", "\u007f", "\b"])
def test_a_misleading_character_is_not_signed(world: World, hidden: str) -> None:
    badge = open_badge(replace(award(), recipient=replace(award().recipient, name=f"Ida{hidden}")))
    with pytest.raises(RefusedToSign, match="read_hidden_character"):
        vc_jwt(badge, key=world.key, kid="x", created=NOW)


@pytest.mark.parametrize("harmless", ["–", "“", "ﷺ", "\\u0007", "\\b", "🎓", "\u00a0", "\n", "\t"])
def test_an_unusual_character_is(world: World, harmless: str) -> None:
    badge = open_badge(award(recipient=replace(award().recipient, name=f"Ida{harmless}")))
    text = vc_jwt(badge, key=world.key, kid="x", created=NOW)
    assert decoded(text, 1)["credentialSubject"]["name"] == f"Ida{harmless}"


def test_what_is_no_unsigned_credential_is_not_signed(world: World, signed: JsonObject) -> None:
    badge = open_badge(award())
    for wrong in (signed, {**badge, "nbf": 1}, {name: badge[name] for name in badge if name != "issuer"}):
        with pytest.raises(RefusedToSign):
            vc_jwt(wrong, key=world.key, kid="x", created=NOW)
    with pytest.raises(ValueError, match="time zone"):
        vc_jwt(open_badge(award()), key=world.key, kid="x", created=NOW.replace(tzinfo=None))
