"""The Open Badges 3.0 files of 1EdTech's public validator, good and bad: every verdict right."""

import json
from pathlib import Path

import pytest

from core.signing.world import NOW, World, yardstick
from nanocore.signing import Code, IssuerKey, Outcome, PublicKey, State, Step, did_document

# Their issuers are invented and publish nothing, so the documents that would vouch for the keys are made here.
KEYS = [
    PublicKey.from_multibase(multibase)
    for multibase in (
        "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
        "z6Mknyb2Gb4NxzW3xSr9ChTtdQZ1zs77piQ3r9SaJ9vMzmrs",
        "z6MkoMGF38Ck9xkdqrbZt4h9eHb1qc3GhAAkoSWa4Vy3SHRN",
        "z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x",
    )
]
# These sign the tokens, which bring them along.
RSA_KEYS = [
    PublicKey.from_jwk({"kty": "RSA", "e": "AQAB", "n": modulus})
    for modulus in (
        "zrSJSmZhF8HkOD_WMMTqxddzbHC1XxdL1JQ-wYW8eidvw7hE-ANmVipFPTjIgjZy5F7IvO_ukoBdPou_BHWlz_iOHh38WcFV5_Bb_lYqIjIT"
        "Sl8vKwSM2ayTK3a-Oc71ixH3a-lXX28hUvsh-0p9PiSdyy5erldGD5d81SKl_9jQgvtBRJDKl_zz18P-VwDBDlnrsMxYMWHz0M0oS6jG29MI"
        "oY5OuTlQAxJ2mE1f5ur7pyobWDfriH0KLUv858mFzNby-Q9q7E_05aLWP5a_AqFPwrW-7_y3nypgROqH0o9z1sxzZyOGti8aMZbu-z7dVjqV"
        "6RSmojHb3n6g9wh_Ow",
        "04q_KmxLWmWsBSv-sHlesyD6lFf_HkKiLE6TBQvWP3E8QgYzf1YuwH3lijpcyFPEEXWxlN7G1Xxr_grj2-GPcwRfvf-UDkKxgQwSQbnW6xCZ"
        "sU9qi5dEnkU7LfOYz0mYVxAzjgM1LRtVDMnrqnR6YRX1vQ7mY9kzH3xhw92MATQFrKtTK4VN27UDlzUipZyvA2OUl29-TGhBdYU7otyOMHw1"
        "U4W8j3zBNMSvLUKo-b45wRWSSXy46s8eVl4O9A6vGhZSiKi6YlQQwi2_9YYVkiTB0pWoub9ABr4t_erI_4SqRMOw53kVRSHyimSIFLQiTuDt"
        "tAM1gskxvUNvskdN1Q",
    )
]
ISSUERS = [
    "https://example.com/issuers/876543",
    "https://example.edu/issuers/565049",
    "https://1edtech.edu/issuers/565049",
    "https://state.gov/issuers/565049",
    "did:web:dc.1edtech.org:wellspring2022:wellspring-portal:org:da1e96e9-afcc-4eed-b9a2-2ddf7353214c",
]
# What their lists of withdrawn credentials would say; they are no longer, or never were, where the files say.
REVOCATIONS = {
    "https://1edtech.edu/credentials/3732/revocations": ("https://1edtech.edu/issuers/565049", []),
    "https://dc.1edtech.org/wellspring2022/wellspring-portal/api/revocations/da1e96e9-afcc-4eed-b9a2-2ddf7353214c": (
        ISSUERS[-1],
        [
            {
                "id": "https://dc.1edtech.org/wellspring2022/wellspring-portal/credential/54418d3f-ec01-4652-800a-861c890a51a1"
            }
        ],
    ),
}
LIST = "https://raw.githubusercontent.com/1EdTech/digital-credentials-public-validator/refs/heads/main/inspector-vc/src/test/resources/ob30/bit-string-list/testlist"

GOOD = {
    "simple.json",
    "simple.1ob",
    "simple-context-version.json",
    "simple-did-web-method.json",
    "simple-eddsa-2022.json",
    "simple-jwt.svg",
    "simple-jwt.png",
    "simple-json.svg",
    "simple-json.png",
    "complete.json",
    "endorsement-valid.json",
    "bit-string-list/testlist",
}
BAD = {
    "simple-noproof.json": Code.SIGNATURE_MISSING,
    "simple-err-context.json": Code.CONTEXTS_NOT_FIRST,
    "simple-err-credential-subject-identifier-type.json": Code.CONTEXTS_UNDEFINED,
    "simple-err-credential-subject-profile-type.json": Code.CONTEXTS_UNDEFINED,
    "simple-err-credential-subject-result-type.json": Code.CONTEXTS_UNDEFINED,
    "simple-err-credential-subject-type.json": Code.CONTEXTS_UNDEFINED,
    "simple-err-evidence-type.json": Code.CONTEXTS_UNDEFINED,
    "simple-err-issuer-otheridentifier-type.json": Code.CONTEXTS_UNDEFINED,
    "simple-err-issuer-type.json": Code.CONTEXTS_UNDEFINED,
    "simple-err-type.json": Code.CONTEXTS_UNDEFINED,
    "simple-err-issuer.json": Code.FORM_MISSING,
    "simple-err-expired.json": Code.DATES_EXPIRED,
    "simple-err-issued.json": Code.DATES_NOT_YET,
    "simple-err-proof-method.json": Code.SIGNATURE_KEY_NOT_FOUND,
    "simple-err-proof-method-no-scheme.json": Code.SIGNATURE_MALFORMED,
    "simple-err-proof-value.json": Code.SIGNATURE_WRONG,
    "bit-string-list/credential-status-revoked.json": Code.STATUS_REVOKED,
    "credential-status-revoked.json": Code.STATUS_REVOKED,
}
UNCHECKED = {
    "simple-err-proof-method-unknown-scheme.json": Code.SIGNATURE_METHOD_UNKNOWN,
    "simple-did-key-method.json": Code.ISSUER_NOT_TRACEABLE,  # the issuer is a urn:uuid, which nobody can look up
    "simple.jwt": Code.CONTEXTS_UNKNOWN,  # an address on github.io that no package has kept a copy of
}


@pytest.fixture
def folder() -> Path:
    return yardstick("ob30")


@pytest.fixture
def their_world(world: World, folder: Path) -> World:
    for issuer in ISSUERS:
        world.published[issuer] = did_document(issuer, [IssuerKey(key) for key in (*KEYS, *RSA_KEYS)])
        world.known[issuer] = "Known for the test"
    for address, (issuer, revoked) in REVOCATIONS.items():
        world.published[address] = {"id": address, "issuer": issuer, "revokedCredential": revoked}
    world.published[LIST] = (folder / "bit-string-list/testlist").read_bytes()
    return world


def test_every_file_has_its_verdict_here(folder: Path) -> None:
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == GOOD | set(BAD) | set(UNCHECKED)


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_good_file_is_genuine(folder: Path, their_world: World, name: str) -> None:
    verdict = their_world.verify((folder / name).read_bytes())
    assert verdict.outcome is Outcome.GENUINE, verdict.reason


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_file_is_not_genuine_for_the_right_reason(folder: Path, their_world: World, name: str) -> None:
    verdict = their_world.verify((folder / name).read_bytes())
    assert verdict.outcome is Outcome.NOT_GENUINE
    assert verdict.reason.code is BAD[name]


@pytest.mark.parametrize("name", sorted(UNCHECKED))
def test_what_cannot_be_checked_is_said_to_be_so(folder: Path, their_world: World, name: str) -> None:
    verdict = their_world.verify((folder / name).read_bytes())
    assert verdict.outcome is Outcome.CANNOT_TELL
    assert verdict.reason.code is UNCHECKED[name]


def test_the_signature_on_their_complete_example_holds(folder: Path, their_world: World) -> None:
    verdict = their_world.verify((folder / "complete.json").read_bytes())
    assert verdict[Step.SIGNATURE].state is verdict[Step.ISSUER].state is State.PASSED
    assert verdict.facts is not None
    assert verdict.facts.achievements[0].text.name == "1EdTech University Degree"


def test_nothing_is_asked_for_on_behalf_of_a_file_that_is_wrong(folder: Path, world: World) -> None:
    for name in ("simple-err-context.json", "simple-err-type.json", "simple-noproof.json"):
        world.verify((folder / name).read_bytes(), now=NOW)
    assert world.asked == []


def test_an_unreachable_issuer_is_an_honest_unchecked(folder: Path, world: World) -> None:
    finding = world.verify((folder / "simple.json").read_bytes()).reason
    assert finding.code is Code.SIGNATURE_KEY_UNREACHABLE
    assert finding.params == {"address": "https://example.com/issuers/876543", "reason": "not_found"}


def test_a_changed_letter_in_a_good_file_is_seen(folder: Path, their_world: World) -> None:
    badge = json.loads((folder / "simple.json").read_text())
    badge["credentialSubject"]["achievement"]["name"] = "Teamwerk"
    assert their_world.code(badge) is Code.SIGNATURE_WRONG
