"""Lists of withdrawn credentials from before Bitstring Status List: StatusList2021, RevocationList2020, 1EdTech's."""

import base64
import gzip
from typing import Any

import pytest

from core.signing.world import DID, INDEX, NOW, World
from nanocore.signing import Code, JsonObject, Outcome, pinned

V1, V2 = "https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"
LIST = "https://bank.example/lister/1"
CONTEXTS = {
    "2021": "https://w3id.org/vc/status-list/2021/v1",
    "2020": "https://w3id.org/vc-revocation-list-2020/v1",
}


def bits(*indexes: int) -> str:
    data = bytearray(16_384)
    for index in indexes:
        data[index // 8] |= 0x80 >> index % 8
    return base64.urlsafe_b64encode(gzip.compress(bytes(data), mtime=0)).rstrip(b"=").decode()


def pointing(kind: str, **changes: Any) -> JsonObject:
    status: dict[str, JsonObject] = {
        "2021": {
            "type": "StatusList2021Entry",
            "statusPurpose": "revocation",
            "statusListIndex": str(INDEX),
            "statusListCredential": LIST,
        },
        "2020": {
            "type": "RevocationList2020Status",
            "revocationListIndex": str(INDEX),
            "revocationListCredential": LIST,
        },
    }
    return {
        "@context": [V1, CONTEXTS[kind], "https://w3id.org/security/data-integrity/v2"],
        "id": "https://bank.example/beviser/gammelt",
        "type": ["VerifiableCredential"],
        "issuer": DID,
        "issuanceDate": "2026-02-01T12:00:00Z",
        "credentialSubject": {"id": "https://bank.example/personer/1"},
        "credentialStatus": {"id": f"{LIST}#{INDEX}", **status[kind], **changes},
    }


def publish(world: World, kind: str, *indexes: int, **changes: Any) -> None:
    subject: dict[str, JsonObject] = {
        "2021": {"type": "StatusList2021", "statusPurpose": "revocation"},
        "2020": {"type": "RevocationList2020"},
    }
    types = {"2021": "StatusList2021Credential", "2020": "RevocationList2020Credential"}
    world.published[LIST] = world.sign(
        {
            "@context": [V1, CONTEXTS[kind], "https://w3id.org/security/data-integrity/v2"],
            "id": LIST,
            "type": ["VerifiableCredential", types[kind]],
            "issuer": DID,
            "issuanceDate": "2026-02-01T12:00:00Z",
            "credentialSubject": {"id": f"{LIST}#list", **subject[kind], "encodedList": bits(*indexes), **changes},
        }
    )


@pytest.mark.parametrize("kind", ["2021", "2020"])
def test_the_bit_of_an_older_list_is_read(world: World, kind: str) -> None:
    signed = world.sign(pointing(kind))
    publish(world, kind, INDEX - 1, INDEX + 1)
    assert world.verify(signed).outcome is Outcome.GENUINE, world.verify(signed).reason
    publish(world, kind, INDEX)
    assert world.code(signed) is Code.STATUS_REVOKED


def test_a_suspension_of_2021_is_told_apart(world: World) -> None:
    signed = world.sign(pointing("2021", statusPurpose="suspension"))
    publish(world, "2021", INDEX)
    assert world.code(signed) is Code.STATUS_LIST_OTHER_PURPOSE
    publish(world, "2021", INDEX, statusPurpose="suspension")
    assert world.code(signed) is Code.STATUS_SUSPENDED


@pytest.mark.parametrize("kind", ["2021", "2020"])
def test_an_older_list_is_believed_only_when_it_is_in_order(world: World, kind: str) -> None:
    signed = world.sign(pointing(kind))
    assert world.code(signed) is Code.STATUS_LIST_UNREACHABLE
    publish(world, kind, encodedList="AAAA")
    assert world.code(signed) is Code.STATUS_LIST_MALFORMED
    bomb = base64.urlsafe_b64encode(gzip.compress(bytes(64 * 1024 * 1024))).rstrip(b"=").decode()
    publish(world, kind, encodedList=bomb)
    assert world.code(signed) is Code.STATUS_LIST_MALFORMED
    publish(world, kind)
    tampered = world.published[LIST]
    assert isinstance(tampered, dict)
    tampered["credentialSubject"]["encodedList"] = bits(INDEX + 1)
    assert world.code(signed) is Code.STATUS_LIST_NOT_GENUINE
    other = {"2021": "2020", "2020": "2021"}[kind]
    publish(world, other)
    assert world.code(signed) is Code.STATUS_LIST_MALFORMED


def with_1edtech_list(world: World, unsigned: JsonObject) -> JsonObject:
    unsigned["credentialStatus"] = {"id": LIST, "type": "1EdTechRevocationList"}
    return world.sign(unsigned)


@pytest.mark.parametrize("name", ["revokedCredential", "revokedCredentials"])
@pytest.mark.parametrize("issuer", [DID, {"id": DID, "type": ["Profile"]}])
def test_1edtechs_list_names_those_that_are_revoked(
    world: World, unsigned: JsonObject, name: str, issuer: str | JsonObject
) -> None:
    signed = with_1edtech_list(world, unsigned)
    world.published[LIST] = {"id": LIST, "issuer": issuer, name: [{"id": "https://bank.example/beviser/andet"}]}
    assert world.verify(signed).outcome is Outcome.GENUINE
    world.published[LIST] = {"id": LIST, "issuer": issuer, name: [{"id": signed["id"], "revoked": False}]}
    assert world.verify(signed).outcome is Outcome.GENUINE
    for listed in ({"id": signed["id"]}, {"id": signed["id"], "revoked": True}, signed["id"]):
        world.published[LIST] = {"id": LIST, "issuer": issuer, name: [listed]}
        assert world.code(signed) is Code.STATUS_REVOKED


@pytest.mark.parametrize(
    ("published", "code"),
    [
        (None, Code.STATUS_LIST_UNREACHABLE),
        (b"<html>", Code.STATUS_LIST_NOT_GENUINE),
        ({"id": LIST, "issuer": "did:web:other.example", "revokedCredential": []}, Code.STATUS_LIST_OTHER_ISSUER),
        ({"id": LIST, "issuer": DID, "revokedCredential": "all"}, Code.STATUS_LIST_MALFORMED),
    ],
)
def test_1edtechs_list_that_does_not_serve_is_an_honest_unchecked(
    world: World, unsigned: JsonObject, published: JsonObject | bytes | None, code: Code
) -> None:
    if published is not None:
        world.published[LIST] = published
    verdict = world.verify(with_1edtech_list(world, unsigned), now=NOW)
    assert verdict.outcome is Outcome.CANNOT_TELL
    assert verdict.reason.code is code


def test_a_status_of_another_kind_is_an_honest_unchecked(world: World) -> None:
    document = pointing("2021")
    document["credentialStatus"] = {"id": LIST, "type": "CredentialStatusList2017"}
    document["@context"].append("https://bank.example/ns")
    words = {"@context": {"CredentialStatusList2017": "https://w3id.org/credentials#CredentialStatusList2017"}}
    contexts = pinned().extended_with({"https://bank.example/ns": words})
    verdict = world.verify(world.sign(document, contexts=contexts), contexts=contexts)
    assert verdict.reason.code is Code.STATUS_KIND_UNKNOWN


def test_1edtechs_list_is_read_over_https_alone_and_for_what_has_an_id(world: World, unsigned: JsonObject) -> None:
    unsigned["credentialStatus"] = {"id": "http://bank.example/1", "type": "1EdTechRevocationList"}
    assert world.code(world.sign(unsigned)) is Code.STATUS_MALFORMED
    del unsigned["id"]
    assert world.code(with_1edtech_list(world, unsigned)) is Code.STATUS_MALFORMED
