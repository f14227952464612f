"""What is signed, and what is refused."""

import copy
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from core.signing.world import DID, NOW, World, award
from nanocore.signing import Code, JsonObject, Outcome, RefusedToSign, Step, canonical_form, open_badge


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_a_signed_badge_is_genuine(world: World, unsigned: JsonObject, suite: str) -> None:
    signed = world.sign(unsigned, cryptosuite=suite)
    verdict = world.verify(signed)
    assert verdict.outcome is Outcome.GENUINE
    assert verdict[Step.SIGNATURE].params == {"suite": suite}
    assert verdict[Step.ISSUER].params == {"issuer": DID, "known_as": "Professionshøjskolen"}


def test_signing_leaves_the_document_as_it_was(world: World, unsigned: JsonObject) -> None:
    before = copy.deepcopy(unsigned)
    signed = world.sign(unsigned)
    assert unsigned == before
    assert {name: value for name, value in signed.items() if name != "proof"} == before
    assert signed["proof"]["created"] == "2026-03-01T12:00:00Z"


def test_signing_twice_gives_the_same(world: World, unsigned: JsonObject) -> None:
    assert world.sign(unsigned) == world.sign(unsigned)


def test_a_moment_is_written_in_utc(world: World, unsigned: JsonObject) -> None:
    copenhagen = timezone(timedelta(hours=1))
    signed = world.sign(unsigned, created=NOW.astimezone(copenhagen))
    assert signed["proof"]["created"] == "2026-03-01T12:00:00Z"
    with pytest.raises(ValueError, match="time zone"):
        world.sign(unsigned, created=datetime(2026, 3, 1))  # noqa: DTZ001 - that is the point


def test_an_unknown_suite_is_refused(world: World, unsigned: JsonObject) -> None:
    with pytest.raises(ValueError, match="rot13"):
        world.sign(unsigned, cryptosuite="rot13")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Name": "x"}, Code.CONTEXTS_UNDEFINED),
        ({"type": ["VerifiableCredential", "Unheard"]}, Code.CONTEXTS_UNDEFINED),
        ({"issuer": {"id": "professionshoejskolen"}}, Code.CONTEXTS_UNDEFINED),
        ({"@context": ["https://www.w3.org/ns/credentials/v2", "https://x.example/v1"]}, Code.CONTEXTS_UNKNOWN),
        ({"@context": ["https://www.w3.org/ns/credentials/v2", {"x": "urn:x:y"}]}, Code.CONTEXTS_INLINE),
        ({"name": "a\x00b"}, Code.READ_HIDDEN_CHARACTER),
        ({"name": "a\u202eb"}, Code.READ_HIDDEN_CHARACTER),
        ({"name": "a\ud800b"}, Code.READ_BROKEN_TEXT),
        ({"name": float("nan")}, Code.READ_NUMBER),
        ({"name": 2**60}, Code.READ_NUMBER),
        ({"name": None}, Code.FORM_WRONG),
        ({"name": {1, 2}}, Code.FORM_WRONG),
        ({"name": {1: "x"}}, Code.FORM_WRONG),
        ({"proof": {"type": "DataIntegrityProof"}}, Code.FORM_WRONG),
    ],
)
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_what_could_be_read_in_two_ways_is_not_signed(
    world: World, unsigned: JsonObject, changes: dict[str, Any], code: Code, suite: str
) -> None:
    with pytest.raises(RefusedToSign) as refused:
        world.sign({**unsigned, **changes}, cryptosuite=suite)
    assert refused.value.code is code
    assert code.value in str(refused.value)


def test_whole_numbers_are_signed_as_others_read_them(world: World, unsigned: JsonObject) -> None:
    unsigned["credentialSubject"]["creditsEarned"] = 5.0
    signed = world.sign(unsigned)
    assert repr(signed["credentialSubject"]["creditsEarned"]) == "5"
    assert world.verify(signed).outcome is Outcome.GENUINE


def test_the_canonical_form_can_be_looked_at(unsigned: JsonObject) -> None:
    lines = canonical_form(unsigned).splitlines()
    assert lines == sorted(lines)
    assert any('"Teknologiforståelse i skolen"' in line for line in lines)
    with pytest.raises(RefusedToSign):
        canonical_form({**unsigned, "Name": "x"})


def test_the_order_of_the_keys_does_not_matter(unsigned: JsonObject) -> None:
    assert canonical_form(dict(reversed(unsigned.items()))) == canonical_form(unsigned)


def test_another_day_gives_another_signature(world: World) -> None:
    badge = open_badge(award())
    assert world.sign(badge)["proof"] != world.sign(badge, created=NOW + timedelta(days=1))["proof"]
