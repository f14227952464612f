"""Open Badges 2.0, as openbadgeslib issues them: an older kind with a weaker proof, and said to be so."""

import json
import struct
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from openbadgeslib.keys import KeyECC, KeyEd25519, KeyRSA
from openbadgeslib.ob2.models import (
    Assertion,
    BadgeClass,
    CryptographicKey,
    IdentityObject,
    Profile,
    RevocationList,
    Verification,
)
from openbadgeslib.ob2.signer import OB2Signer

from core.signing.world import World
from nanocore.signing import CannotResolve, Code, JsonObject, Outcome, Unreachable

SITE = "https://badges.example"
ISSUER, BADGE, KEY, REVOKED = (f"{SITE}/{name}.json" for name in ("issuer", "badge", "key", "revoked"))
ASSERTION = f"{SITE}/assertions/1.json"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
KINDS = {"RS256": KeyRSA, "ES256": KeyECC, "EdDSA": KeyEd25519}


def make_key(algorithm: str) -> tuple[bytes, bytes]:
    """The private and the public half, as PEM."""
    key = KINDS[algorithm]()
    key.generate_keypair()
    return key.get_priv_key_pem(), key.get_pub_key_pem()


@pytest.fixture
def keys() -> dict[str, tuple[bytes, bytes]]:
    return {"EdDSA": make_key("EdDSA")}


@pytest.fixture
def badges(world: World, keys: dict[str, tuple[bytes, bytes]]) -> World:
    """A world with an issuer of Open Badges 2.0."""
    publish(world, keys["EdDSA"][1])
    return world


def publish(world: World, public: bytes) -> None:
    profile = Profile(id=ISSUER, name="Aftenskolen Eksempel", url=SITE, public_key=[KEY], revocation_list=REVOKED)
    badge = BadgeClass(
        id=BADGE,
        name="Holdspil",
        description="Arbejder sammen med andre.",
        image=f"{SITE}/badge.png",
        criteria=f"{SITE}/criteria",
        issuer=ISSUER,
    )
    world.published |= {
        ISSUER: profile.to_dict(),
        BADGE: badge.to_dict(),
        KEY: CryptographicKey(id=KEY, owner=ISSUER, public_key_pem=public.decode()).to_dict(),
        REVOKED: RevocationList(id=REVOKED, issuer=ISSUER, revoked_assertions=["urn:uuid:other"]).to_dict(),
    }
    world.known[ISSUER] = "Aftenskolen"


def assertion(way: str = "SignedBadge", **changes: Any) -> Assertion:
    given: dict[str, Any] = {
        "recipient": IdentityObject.create("ida@example.dk", "salt"),
        "badge": BADGE,
        "verification": Verification(type=way, creator=KEY if way == "SignedBadge" else None),
        "id": ASSERTION if way == "HostedBadge" else "urn:uuid:7e8b",
        "issued_on": NOW - timedelta(days=1),
        "evidence": f"{SITE}/evidence",
    }
    return Assertion(**{**given, **changes})


def signed(keys: dict[str, tuple[bytes, bytes]], algorithm: str = "EdDSA", **changes: Any) -> str:
    token: str = OB2Signer(keys[algorithm][0], algorithm).sign(assertion(**changes))
    return token


def hosted(world: World, **changes: Any) -> str:
    document = assertion("HostedBadge").to_dict()
    world.published[ASSERTION] = {**document, **changes}
    return json.dumps(document)


@pytest.mark.parametrize("algorithm", sorted(KINDS))
def test_a_signed_badge_is_genuine_by_a_weaker_proof(world: World, algorithm: str) -> None:
    keys = {algorithm: make_key(algorithm)}
    publish(world, keys[algorithm][1])
    verdict = world.verify(signed(keys, algorithm))
    assert verdict.outcome is Outcome.GENUINE, verdict.reason
    assert verdict.findings[3].code is Code.SIGNATURE_OLDER
    assert verdict.facts is not None
    assert verdict.facts.name == "Holdspil"
    assert verdict.facts.issuer.name == "Aftenskolen Eksempel"
    assert verdict.facts.recipient.email == ""
    assert verdict.facts.evidence[0].id == f"{SITE}/evidence"


def test_a_hosted_badge_is_genuine_while_its_issuer_keeps_it(badges: World) -> None:
    verdict = badges.verify(hosted(badges))
    assert verdict.outcome is Outcome.GENUINE, verdict.reason
    assert verdict.findings[3].code is Code.SIGNATURE_HOSTED
    assert verdict.findings[3].params == {"address": ASSERTION}
    assert verdict.findings[4].code is Code.ISSUER_HOSTS


def test_nobody_says_that_a_hosted_badge_by_a_stranger_is_signed(badges: World) -> None:
    badges.known.clear()
    verdict = badges.verify(hosted(badges))
    assert verdict.outcome is Outcome.CANNOT_TELL
    assert verdict.reason.code is Code.ISSUER_HOSTS_NOT_KNOWN


@pytest.mark.parametrize("way", ["signed", "hosted"])
def test_a_picture_that_openbadgeslib_bakes_is_read(
    badges: World, keys: dict[str, tuple[bytes, bytes]], way: str
) -> None:
    signer = OB2Signer(keys["EdDSA"][0], "EdDSA")
    badge = assertion("HostedBadge" if way == "hosted" else "SignedBadge")
    badges.published[ASSERTION] = badge.to_dict()
    svg = signer.sign_into_svg(badge, b'<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>')
    png = signer.sign_into_png(badge, small_png())
    for picture in (svg, png):
        assert badges.verify(picture).outcome is Outcome.GENUINE
    assert badges.verify(hosted(badges).replace("Assertion", "Assertion ")).outcome is not Outcome.GENUINE


def test_what_is_changed_or_made_by_another_key_is_not_genuine(
    badges: World, keys: dict[str, tuple[bytes, bytes]]
) -> None:
    token = signed(keys)
    for place in range(0, len(token), max(len(token) // 100, 1)):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert badges.verify(changed).outcome is not Outcome.GENUINE, place
    assert badges.code(signed({"EdDSA": make_key("EdDSA")})) is Code.SIGNATURE_WRONG
    assert badges.code(signed({"ES256": make_key("ES256")}, "ES256")) is Code.SIGNATURE_KEY_OTHER_KIND


def test_a_key_that_the_issuer_does_not_name_is_not_the_issuers(
    badges: World, keys: dict[str, tuple[bytes, bytes]]
) -> None:
    badges.published[ISSUER] = {**profile_of(badges), "publicKey": f"{SITE}/other.json"}
    assert badges.code(signed(keys)) is Code.ISSUER_NOT_AUTHORISED
    badges.published[ISSUER] = {**profile_of(badges), "publicKey": KEY}
    badges.published[KEY] = {**document_of(badges, KEY), "owner": "https://thief.example/"}
    assert badges.code(signed(keys)) is Code.ISSUER_OTHER_SIGNER


def test_a_revoked_badge_is_known_by_the_issuers_list(badges: World, keys: dict[str, tuple[bytes, bytes]]) -> None:
    for entry in ("urn:uuid:7e8b", {"id": "urn:uuid:7e8b", "revocationReason": "Fejl"}):
        badges.published[REVOKED] = RevocationList(id=REVOKED, issuer=ISSUER, revoked_assertions=[entry]).to_dict()
        assert badges.code(signed(keys)) is Code.STATUS_REVOKED
    badges.published[REVOKED] = {"issuer": "https://other.example/", "revokedAssertions": []}
    assert badges.code(signed(keys)) is Code.STATUS_LIST_OTHER_ISSUER
    del badges.published[REVOKED]
    assert badges.code(signed(keys)) is Code.STATUS_LIST_UNREACHABLE
    badges.published[ISSUER] = {name: value for name, value in profile_of(badges).items() if name != "revocationList"}
    assert badges.verify(signed(keys)).findings[6].code is Code.STATUS_NONE


def test_a_hosted_badge_that_was_taken_back_is_not_genuine(badges: World) -> None:
    assert badges.code(hosted(badges, revoked=True)) is Code.STATUS_REVOKED
    text = hosted(badges, badge=f"{SITE}/better.json")
    finding = badges.verify(text).reason
    assert finding.code is Code.SIGNATURE_HOSTED_DIFFERS
    assert finding.params["property"] == "badge"
    text = hosted(badges)

    def gone(address: str) -> bytes:
        if address == ASSERTION:
            raise CannotResolve(Unreachable.GONE)
        return badges.resolve(address)

    assert badges.code(text, resolve=gone) is Code.SIGNATURE_HOSTED_GONE
    del badges.published[ASSERTION]
    assert badges.code(text) is Code.SIGNATURE_HOSTED_UNREACHABLE


def test_a_hosted_badge_lies_where_its_issuer_says(badges: World) -> None:
    text = hosted(badges)
    for policy, code in (
        ({"startsWith": f"{SITE}/assertions/"}, Code.ISSUER_HOSTS),
        ({"startsWith": f"{SITE}/others/"}, Code.ISSUER_OTHER_SIGNER),
        ({"startsWith": f"{SITE}"}, Code.ISSUER_HOSTS),
        ({"startsWith": "https://badges.example.thief.example/"}, Code.ISSUER_OTHER_SIGNER),
        ({"allowedOrigins": "badges.example"}, Code.ISSUER_HOSTS),
        ({"allowedOrigins": ["other.example"]}, Code.ISSUER_OTHER_SIGNER),
    ):
        badges.published[ISSUER] = {**profile_of(badges), "verification": policy}
        assert badges.code(text) is code
    elsewhere = text.replace(SITE + "/assertions", "https://thief.example")
    badges.published["https://thief.example/1.json"] = json.loads(elsewhere)
    badges.published[ISSUER] = {name: value for name, value in profile_of(badges).items() if name != "verification"}
    assert badges.code(elsewhere) is Code.ISSUER_OTHER_SIGNER


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"badge": ""}, "form_missing"),
        ({"recipient": {"type": "email"}}, "form_wrong"),
        ({"verification": {"type": "other"}}, "form_wrong"),
        ({"id": "1"}, "form_wrong"),
        ({"badge": 7}, "form_wrong"),
        ({"issuedOn": "yesterday"}, "dates_malformed"),
        ({"expires": "2020-01-01T00:00:00Z"}, "dates_expired"),
        ({"verification": {"type": "SignedBadge"}}, "signature_missing"),
        ({"type": "Other"}, "read_kind_unsupported"),
    ],
)
def test_an_assertion_that_is_not_one_is_told_why(badges: World, changes: JsonObject, code: str) -> None:
    document = {**json.loads(hosted(badges)), "x": "Assertion", **changes}
    badges.published[ASSERTION] = document
    assert badges.code(document).value == code


def test_an_issuer_that_cannot_be_read_is_an_honest_unchecked(
    badges: World, keys: dict[str, tuple[bytes, bytes]]
) -> None:
    del badges.published[BADGE]
    verdict = badges.verify(signed(keys))
    assert verdict.outcome is Outcome.CANNOT_TELL
    assert verdict.reason.code is Code.SIGNATURE_KEY_UNREACHABLE
    assert verdict.findings[-1].code is Code.MEANING_OTHER


def profile_of(world: World) -> JsonObject:
    return document_of(world, ISSUER)


def document_of(world: World, address: str) -> JsonObject:
    found = world.published[address]
    assert isinstance(found, dict)
    return found


def small_png() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
