"""Bitstring Status List 1.0: the bits, their text, and what they say of a credential."""

import base64
import gzip
import time
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signing.world import DID, INDEX, LISTS, NOW, World, award
from nanocore.signing import (
    Code,
    IssuerKey,
    JsonObject,
    Outcome,
    SigningKey,
    StatusEntry,
    StatusList,
    StatusPurpose,
    did_document,
    open_badge,
    status_list_credential,
)

REVOCATION, SUSPENSION = LISTS[StatusPurpose.REVOCATION], LISTS[StatusPurpose.SUSPENSION]


def encoded(data: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(data, mtime=0)).rstrip(b"=").decode()


@settings(max_examples=15, deadline=None)
@given(st.sets(st.integers(0, 131_071), max_size=20))
def test_a_list_is_read_back_bit_by_bit(indexes: set[int]) -> None:
    read = StatusList.decode(StatusList.of(indexes).encode())
    assert len(read) == 131_072
    assert {index for index in range(len(read)) if read[index]} == indexes


def test_the_left_most_bit_is_first() -> None:
    bits = bytearray(16_384)
    bits[0], bits[1] = 0b1000_0000, 0b0000_0001
    read = StatusList.decode(encoded(bytes(bits)))
    assert [index for index in range(32) if read[index]] == [0, 15]


def test_a_bit_can_be_set_and_cleared() -> None:
    bits = StatusList()
    bits[7] = True
    assert (bits[6], bits[7], bits[8]) == (False, True, False)
    bits[7] = False
    assert bits.encode() == StatusList().encode()


def test_a_list_says_how_long_it_may_be_kept() -> None:
    unsigned = status_list_credential(
        StatusList(),
        list_url=REVOCATION,
        issuer=DID,
        purpose=StatusPurpose.REVOCATION,
        valid_from=NOW,
        ttl=timedelta(minutes=1),
    )
    assert unsigned["credentialSubject"]["ttl"] == 60_000


def test_the_example_of_the_specification_is_a_list_of_zeros() -> None:
    example = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"  # section 2.2
    read = StatusList.decode(example)
    assert len(read) == 131_072
    assert not any(read[index] for index in range(len(read)))


@pytest.mark.parametrize("index", [-1, 131_072])
def test_there_is_nothing_outside_a_list(index: int) -> None:
    with pytest.raises(IndexError):
        StatusList()[index]
    with pytest.raises(IndexError):
        StatusList.of([index])


@pytest.mark.parametrize("entries", [0, 131_064, 131_073, 16 * 1024 * 1024 + 8])
def test_a_list_of_another_length_is_refused(entries: int) -> None:
    with pytest.raises(ValueError, match="131072"):
        StatusList(entries)


@pytest.mark.parametrize("text", ["", "u", "uAAAA", encoded(bytes(100)), encoded(bytes(16_384))[:-9], "H4sIAAAA"])
def test_what_is_not_a_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"status list|GZIP|base64url"):
        StatusList.decode(text)


def test_a_gzip_bomb_is_not_unpacked() -> None:
    bomb = encoded(bytes(64 * 1024 * 1024))
    started = time.process_time()
    with pytest.raises(ValueError, match="too long"):
        StatusList.decode(bomb)
    assert time.process_time() - started < 0.5


def test_a_revoked_credential_is_not_genuine(world: World, signed: JsonObject) -> None:
    assert world.verify(signed).outcome is Outcome.GENUINE
    world.publish_list(StatusPurpose.REVOCATION, INDEX)
    assert world.code(signed) is Code.STATUS_REVOKED


def test_a_suspension_is_told_apart_and_can_be_lifted(world: World, signed: JsonObject) -> None:
    world.publish_list(StatusPurpose.SUSPENSION, INDEX)
    assert world.code(signed) is Code.STATUS_SUSPENDED
    world.publish_list(StatusPurpose.SUSPENSION)
    assert world.verify(signed).outcome is Outcome.GENUINE


def test_the_neighbours_bit_says_nothing(world: World, signed: JsonObject) -> None:
    world.publish_list(StatusPurpose.REVOCATION, INDEX - 1, INDEX + 1)
    assert world.verify(signed).outcome is Outcome.GENUINE


def test_revoked_weighs_more_than_a_list_that_cannot_be_read(world: World, signed: JsonObject) -> None:
    del world.published[SUSPENSION]
    assert world.code(signed) is Code.STATUS_LIST_UNREACHABLE
    world.publish_list(StatusPurpose.REVOCATION, INDEX)
    assert world.code(signed) is Code.STATUS_REVOKED


def test_without_a_status_there_is_none_to_ask_for(world: World) -> None:
    verdict = world.verify(world.sign(open_badge(award(status=()))))
    assert verdict.outcome is Outcome.GENUINE
    assert Code.STATUS_NONE in {finding.code for finding in verdict.findings}
    assert world.asked == [DID]


def test_a_list_that_was_tampered_with_is_not_relied_on(world: World, signed: JsonObject) -> None:
    world.publish_list(StatusPurpose.REVOCATION, INDEX)
    tampered = world.published[REVOCATION]
    assert isinstance(tampered, dict)
    tampered["credentialSubject"]["encodedList"] = StatusList().encode()
    finding = world.verify(signed).reason
    assert finding.code is Code.STATUS_LIST_NOT_GENUINE
    assert finding.params == {"address": REVOCATION, "because": "signature_wrong"}


def test_a_list_by_somebody_else_is_not_relied_on(world: World, signed: JsonObject) -> None:
    stranger, other = SigningKey.generate(), "did:web:other.example"
    world.published[other] = did_document(other, [IssuerKey(stranger.public)])
    unsigned = status_list_credential(
        StatusList(), list_url=REVOCATION, issuer=other, purpose=StatusPurpose.REVOCATION, valid_from=NOW
    )
    world.published[REVOCATION] = world.sign(
        unsigned, key=stranger, verification_method=stranger.verification_method(other)
    )
    assert world.code(signed) is Code.STATUS_LIST_OTHER_ISSUER


def test_a_list_for_another_purpose_is_not_relied_on(world: World, signed: JsonObject) -> None:
    world.published[REVOCATION] = world.published[SUSPENSION]
    assert world.code(signed) is Code.STATUS_LIST_OTHER_PURPOSE


def test_a_list_past_its_date_is_not_relied_on(world: World, signed: JsonObject) -> None:
    world.publish_list(
        StatusPurpose.REVOCATION, valid_from=NOW - timedelta(days=2), valid_until=NOW - timedelta(days=1)
    )
    finding = world.verify(signed).reason
    assert (finding.code, finding.params["because"]) == (Code.STATUS_LIST_NOT_GENUINE, "dates_expired")


@pytest.mark.parametrize("text", [b"", b"<html>", b"[]", b"\xff"])
def test_a_list_that_is_not_one_is_not_relied_on(world: World, signed: JsonObject, text: bytes) -> None:
    world.published[REVOCATION] = text
    assert world.code(signed) is Code.STATUS_LIST_NOT_GENUINE


def test_a_list_whose_bits_cannot_be_read_is_told_apart(world: World, signed: JsonObject) -> None:
    unsigned = status_list_credential(
        StatusList(), list_url=REVOCATION, issuer=DID, purpose=StatusPurpose.REVOCATION, valid_from=NOW
    )
    unsigned["credentialSubject"]["encodedList"] = encoded(bytes(100))
    world.published[REVOCATION] = world.sign(unsigned)
    assert world.code(signed) is Code.STATUS_LIST_MALFORMED
    world.published[REVOCATION] = world.sign(open_badge(award(status=())))
    assert world.code(signed) is Code.STATUS_LIST_MALFORMED


def test_an_index_past_the_end_is_told_apart(world: World) -> None:
    beyond = award(status=(StatusEntry(REVOCATION, 131_072),))
    assert world.code(world.sign(open_badge(beyond))) is Code.STATUS_OUTSIDE_LIST


def test_one_status_is_written_as_open_badges_has_it(world: World) -> None:
    """The JSON schema of Open Badges allows one status, not a list."""
    badge = open_badge(award(status=(StatusEntry(REVOCATION, INDEX),)))
    assert badge["credentialStatus"]["statusListIndex"] == str(INDEX)
    signed = world.sign(badge)
    assert world.verify(signed).outcome is Outcome.GENUINE
    world.publish_list(StatusPurpose.REVOCATION, INDEX)
    assert world.code(signed) is Code.STATUS_REVOKED


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"statusPurpose": "message"}, Code.STATUS_PURPOSE_UNKNOWN),
        ({"statusListIndex": "-1"}, Code.STATUS_MALFORMED),
        ({"statusListIndex": "1e3"}, Code.STATUS_MALFORMED),
        ({"statusListIndex": "9" * 40}, Code.STATUS_MALFORMED),
        ({"statusListCredential": "file:///etc/passwd"}, Code.STATUS_MALFORMED),
    ],
)
def test_a_status_that_cannot_be_followed_is_an_honest_unchecked(
    world: World, unsigned: JsonObject, changes: JsonObject, code: Code
) -> None:
    unsigned["credentialStatus"] = [{**unsigned["credentialStatus"][0], **changes}]
    assert world.code(world.sign(unsigned)) is code


def test_too_many_statuses_are_not_all_asked_for(world: World) -> None:
    many = tuple(StatusEntry(f"https://bank.example/l/{index}", 1) for index in range(30))
    assert world.code(world.sign(open_badge(award(status=many)))) is Code.STATUS_TOO_MANY
    assert world.asked == [DID]
