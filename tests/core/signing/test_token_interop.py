"""jose, @sd-jwt/sd-jwt-vc and openbadgeslib take our tokens and refuse them tampered with; we do the same of theirs."""

import base64
import json
import random
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from openbadgeslib.keys import KeyECC, KeyEd25519, KeyRSA
from openbadgeslib.ob3.credential import Achievement, Issuer, OpenBadgeCredential
from openbadgeslib.ob3.signer import OB3Signer
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

from core.signing.test_baked import SVG, png
from core.signing.world import DID, World, award, node
from nanocore.signing import (
    Algorithm,
    IssuerKey,
    JsonObject,
    Outcome,
    ShownTo,
    SigningKey,
    bake_png,
    bake_svg,
    bind,
    did_document,
    disclose,
    open_badge,
    sd_jwt_vc,
    token_status_list,
    type_metadata_bytes,
    vc_jwt,
)

NOW = datetime.now(UTC).replace(microsecond=0)  # openbadgeslib looks at the clock itself
VCT = "https://bank.example/vct/micro-credential"
LIST = "https://bank.example/status/1.jwt"
ASKED = ShownTo(audience="https://employer.example", nonce="n-0S6_WzA2Mj")
ALGORITHMS = [Algorithm.EDDSA, Algorithm.ES256]


@pytest.fixture(params=ALGORITHMS)
def issuer(world: World, request: pytest.FixtureRequest) -> World:
    world.key = SigningKey.generate(request.param)
    world.published[DID] = did_document(DID, [IssuerKey(world.key.public)])
    return world


def current(**changes: Any) -> Any:
    moments = {"awarded_at": NOW, "valid_from": NOW - timedelta(minutes=1), "valid_until": NOW + timedelta(days=9)}
    return award(**{**moments, "status": (), **changes})


def kid(world: World) -> str:
    return world.key.verification_method(DID)


def our_jwt(world: World) -> str:
    return vc_jwt(open_badge(current()), key=world.key, kid=kid(world), created=NOW)


def our_sd_jwt(world: World, holder: SigningKey, index: int = 0) -> str:
    return sd_jwt_vc(
        current(),
        key=world.key,
        kid=kid(world),
        created=NOW,
        vct=VCT,
        holder=holder.public.jwk,
        status=(LIST, index),
    )


def our_list(world: World, *revoked: int) -> str:
    return token_status_list(
        set(revoked),
        entries=131_072,
        address=LIST,
        issuer=DID,
        key=world.key,
        kid=kid(world),
        issued=NOW - timedelta(minutes=1),
        expires=NOW + timedelta(days=1),
    )


def judged(world: World, *tokens: JsonObject, lists: dict[str, str] | None = None, **more: Any) -> list[JsonObject]:
    payload = {"now": NOW.isoformat(), "keys": {kid(world): world.key.public.jwk}, "lists": lists or {}, **more}
    verified: list[JsonObject] = node("tokens.mjs", {**payload, "verify": list(tokens)})["verified"]
    return verified


def tampered(token: str, times: int = 100) -> list[str]:
    """The token with another byte in one of its parts, each time another: signed bytes, signature or disclosure."""
    chance = random.Random(7)  # noqa: S311 - the same every time
    found: list[str] = []
    while len(found) < times:
        parts = token.replace("~", ".~").split(".")
        number = chance.randrange(len(parts))
        lead = "~" if parts[number].startswith("~") else ""
        written = parts[number].removeprefix("~")
        data = bytearray(base64.urlsafe_b64decode(written + "=" * (-len(written) % 4)))
        if not data:
            continue
        place = chance.randrange(len(data))
        data[place] ^= 1 << chance.randrange(7)
        parts[number] = lead + base64.urlsafe_b64encode(data).rstrip(b"=").decode()
        found.append(".".join(parts).replace(".~", "~"))
    return found


def test_jose_accepts_our_jwt_and_none_of_a_hundred_tampered_with(issuer: World) -> None:
    token = our_jwt(issuer)
    good, *bad = judged(issuer, *({"kind": "jwt", "token": one} for one in [token, *tampered(token)]))
    assert good["claims"]["credentialSubject"]["name"] == "Ida Afprøvning"
    assert [one for one in bad if "error" not in one] == []


def test_sd_jwt_vc_accepts_what_our_holder_shows_and_none_of_a_hundred_tampered_with(issuer: World) -> None:
    holder = SigningKey.generate(Algorithm.ES256)
    token = our_sd_jwt(issuer, holder)
    shown = bind(disclose(token, ["name", "grade"]), key=holder, to=ASKED, now=NOW)
    lists = {LIST: our_list(issuer, 3)}
    asked = [{"kind": "sd", "token": token}]
    asked += [{"kind": "sd", "token": one, "nonce": ASKED.nonce} for one in [shown, *tampered(shown)]]
    whole, good, *bad = judged(issuer, *asked, lists=lists)
    assert whole["claims"]["evidence"][0]["name"] == "Undervisningsforløb"
    assert good["claims"]["name"] == "Ida Afprøvning"
    assert good["claims"]["grade"]["value"] == "10"
    assert "id" not in good["claims"]
    assert [one for one in bad if "error" not in one] == []


def test_sd_jwt_vc_reads_our_status_list(issuer: World) -> None:
    holder = SigningKey.generate(Algorithm.ES256)
    asked = [{"kind": "sd", "token": our_sd_jwt(issuer, holder, index)} for index in (3, 4)]
    revoked, standing = judged(issuer, *asked, lists={LIST: our_list(issuer, 3)})
    assert "Status is not valid" in revoked["error"]
    assert "claims" in standing


def test_sd_jwt_vc_finds_our_type_in_order_and_bound_by_its_hash(issuer: World) -> None:
    asked = {"kind": "sd", "token": our_sd_jwt(issuer, SigningKey.generate(Algorithm.ES256))}
    published, lists = type_metadata_bytes(VCT).decode(), {LIST: our_list(issuer)}
    (good,) = judged(issuer, asked, lists=lists, types={VCT: published})
    (bad,) = judged(issuer, asked, lists=lists, types={VCT: published.replace("Karakter", "Bogstav")})
    assert good["claims"]["typeMetadata"]["mergedTypeMetadata"]["display"][0]["name"] == "Mikrobevis"
    assert "Integrity check" in bad["error"]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_we_accept_theirs_and_none_of_a_hundred_tampered_with(world: World, algorithm: Algorithm) -> None:
    name = f"{DID}#theirs"
    badge = open_badge(current())
    asked = {
        "alg": algorithm.value,
        "kid": name,
        "credential": {**badge, "iss": DID, "nbf": int(NOW.timestamp()) - 60, "jti": badge["id"]},
        "claims": {"iss": DID, "iat": int(NOW.timestamp()), "vct": VCT, "name": "Ida", "grade": {"value": "7"}},
        "frame": {"_sd": ["name", "grade"], "_sd_decoy": 3, "grade": {"_sd": ["value"]}},
        "present": {"name": True, "grade": {"value": True}},
        "nonce": ASKED.nonce,
        "audience": ASKED.audience,
    }
    issued = node("tokens.mjs", {"now": NOW.isoformat(), "lists": {}, "issue": asked})["issued"]
    method = {"id": name, "type": "JsonWebKey", "controller": DID, "publicKeyJwk": issued["key"]}
    world.published[DID] = {"id": DID, "verificationMethod": [method], "assertionMethod": [name]}
    for token in (issued["jwt"], issued["sdJwt"]):
        assert world.verify(token, now=NOW).outcome is Outcome.GENUINE
        assert [one for one in tampered(token) if world.verify(one, now=NOW).outcome is Outcome.GENUINE] == []
    shown = world.verify(issued["presented"], now=NOW, shown_to=ASKED)
    assert shown.outcome is Outcome.GENUINE, shown.reason
    assert shown.facts is not None
    assert (shown.facts.recipient.name, shown.facts.results[0].value) == ("Ida", "7")
    bad = [one for one in tampered(issued["presented"]) if accepted(world, one)]
    assert bad == []


def accepted(world: World, token: str) -> bool:
    return world.verify(token, now=NOW, shown_to=ASKED).outcome is Outcome.GENUINE


def test_openbadgeslib_accepts_our_jwt_plain_and_baked(issuer: World) -> None:
    """Its Open Badges 3.0 verifier, with the issuer's key in hand."""
    token = our_jwt(issuer)
    verifier = OB3Verifier(pem(issuer), issuer_did=DID)
    assert verifier.verify(token).id == award().id
    assert OB3Verifier.extract_token_from_png(bake_png(png(), token)) == token
    assert OB3Verifier.extract_token_from_svg(bake_svg(SVG.encode(), token)) == token
    bad = [one for one in tampered(token) if _takes(verifier, one)]
    assert bad == []


def _takes(verifier: OB3Verifier, token: str) -> bool:
    try:
        verifier.verify(token)
    except OB3VerificationError:
        return False
    return True


@pytest.mark.parametrize(("kind", "algorithm"), [(KeyRSA, "RS256"), (KeyECC, "ES256"), (KeyEd25519, "EdDSA")])
def test_we_accept_what_openbadgeslib_signs_and_bakes(world: World, kind: Any, algorithm: str) -> None:
    key = kind()
    key.generate_keypair()
    signer = OB3Signer(key.get_priv_key_pem(), algorithm)
    badge = OpenBadgeCredential(
        id=f"https://badges.example/{secrets.token_hex(4)}",
        issuer=Issuer(id=DID, name="Aftenskolen Eksempel"),
        recipient_id="mailto:ida@example.dk",
        achievement=Achievement(
            id="https://badges.example/a",
            name="Holdspil",
            description="Arbejder sammen med andre.",
            criteria_narrative="Har arbejdet sammen.",
        ),
        issuance_date=NOW - timedelta(hours=1),
    )
    token = signer.sign(badge)
    header = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
    method = {"id": f"{DID}#1", "type": "JsonWebKey", "controller": DID, "publicKeyJwk": header["jwk"]}
    world.published[DID] = {"id": DID, "verificationMethod": [method], "assertionMethod": [f"{DID}#1"]}
    for given in (token, signer.sign_into_png(badge, png()), signer.sign_into_svg(badge, SVG.encode())):
        verdict = world.verify(given, now=NOW)
        assert verdict.outcome is Outcome.GENUINE, verdict.reason
        assert verdict.facts is not None
        assert verdict.facts.achievements[0].text.name == "Holdspil"
    assert [one for one in tampered(token) if world.verify(one, now=NOW).outcome is Outcome.GENUINE] == []


def pem(world: World) -> bytes:
    """The issuer's public key as openbadgeslib wants it."""
    jwk = world.key.public.jwk
    x = base64.urlsafe_b64decode(jwk["x"] + "=")
    public: Any
    if jwk["kty"] == "OKP":
        public = ed25519.Ed25519PublicKey.from_public_bytes(x)
    else:
        y = base64.urlsafe_b64decode(jwk["y"] + "=")
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + x + y)
    written: bytes = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return written
