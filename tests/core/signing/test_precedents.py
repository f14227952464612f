"""A credential whose like was genuine gets, word for word, the verdict that the long way gives it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signing.documents import Maker
from core.signing.precedents import (
    LEARNERS,
    WRITERS,
    badges,
    check_same,
    fresh,
    is_quick,
    taught,
    taught_tokens,
)
from core.signing.world import DID, INDEX, NOW, World, award
from nanocore import signing
from nanocore.signing import (
    Code,
    IssuerKey,
    JsonObject,
    KeyState,
    Outcome,
    SigningKey,
    StatusPurpose,
    Step,
)


@pytest.mark.parametrize("how", WRITERS)
def test_however_it_is_written_a_class_is_judged_by_its_first(world: World, how: str) -> None:
    contexts, texts = taught(world, WRITERS[how])
    for badge in list(badges(LEARNERS + 3))[LEARNERS:]:
        text = WRITERS[how](world.sign(badge, contexts=contexts))
        assert is_quick(world, text, contexts)
        assert check_same(world, text, contexts).outcome is Outcome.GENUINE
    for text in texts:
        check_same(world, text, contexts)


def test_status_is_asked_each_time(world: World) -> None:
    entries = tuple(signing.StatusEntry(entry.list_url, entry.index, entry.purpose) for entry in award().status)
    contexts, texts = taught(world, json.dumps, status=entries)
    assert check_same(world, texts[3], contexts)[Step.STATUS].code is Code.STATUS_OK
    world.publish_list(StatusPurpose.REVOCATION, INDEX)
    assert check_same(world, texts[3], contexts).reason.code is Code.STATUS_REVOKED
    world.publish_list(StatusPurpose.REVOCATION)
    assert check_same(world, texts[3], contexts).outcome is Outcome.GENUINE
    world.publish_list(StatusPurpose.SUSPENSION, INDEX)
    assert check_same(world, texts[3], contexts).reason.code is Code.STATUS_SUSPENDED
    for address in [address for address in world.published if address != DID]:
        del world.published[address]
    assert check_same(world, texts[3], contexts).reason.code is Code.STATUS_LIST_UNREACHABLE


def test_a_list_of_somebody_elses_is_no_list(world: World) -> None:
    contexts, texts = taught(world, json.dumps, status=award().status)
    thief = World(key=SigningKey.generate())
    thief.publish_list(StatusPurpose.REVOCATION)
    world.published |= {address: found for address, found in thief.published.items() if address != DID}
    assert check_same(world, texts[3], contexts)[Step.STATUS].code is Code.STATUS_LIST_NOT_GENUINE


@pytest.mark.parametrize("how", ["proof", "token"])
def test_the_issuer_is_asked_for_the_key_each_time(world: World, how: str) -> None:
    contexts, texts = taught(world, json.dumps) if how == "proof" else taught_tokens(world)
    honest = world.published[DID]
    other = SigningKey.generate().public
    revoked = IssuerKey(world.key.public, KeyState.COMPROMISED, NOW - timedelta(days=1))
    later = IssuerKey(world.key.public, KeyState.COMPROMISED, NOW + timedelta(days=1))
    for keys, code in (
        ([IssuerKey(other)], Code.SIGNATURE_KEY_NOT_FOUND),
        ([revoked], Code.ISSUER_KEY_REVOKED),
        ([later, IssuerKey(other)], Code.ISSUER_OK),
    ):
        world.published[DID] = signing.did_document(DID, keys)
        assert check_same(world, texts[2], contexts).reason.code is code
    world.published[DID] = changed(honest, assertionMethod=[])
    assert check_same(world, texts[2], contexts).reason.code is Code.ISSUER_NOT_AUTHORISED
    world.published[DID] = changed(honest, id="did:web:other.example")
    assert check_same(world, texts[2], contexts).reason.code is Code.SIGNATURE_KEY_NOT_FOUND
    del world.published[DID]
    assert check_same(world, texts[2], contexts).reason.code is Code.SIGNATURE_KEY_UNREACHABLE
    world.published[DID] = honest
    assert check_same(world, texts[2], contexts).outcome is Outcome.GENUINE


def test_the_time_and_whom_one_trusts_are_those_of_the_moment(world: World) -> None:
    contexts, texts = taught(world, json.dumps)
    assert check_same(world, texts[2], contexts, now=NOW - timedelta(hours=2)).reason.code is Code.DATES_NOT_YET
    assert check_same(world, texts[2], contexts, now=NOW + timedelta(days=5000)).reason.code is Code.DATES_EXPIRED
    assert check_same(world, texts[2], contexts, now=NOW - timedelta(minutes=30)).reason.code is Code.DATES_SIGNED_LATER
    world.known[DID] = "Et andet navn"
    assert check_same(world, texts[2], contexts)[Step.ISSUER].params["known_as"] == "Et andet navn"
    world.known.clear()
    assert check_same(world, texts[2], contexts).reason.code is Code.ISSUER_NOT_KNOWN


def test_who_asks_for_the_holder_is_not_content_with_less(world: World) -> None:
    contexts, texts = taught(world, json.dumps)
    shown_to = signing.ShownTo("https://employer.example", "nonce")
    verdict = world.verify(texts[0], contexts=contexts, shown_to=shown_to)
    assert verdict.reason.code is Code.SIGNATURE_HOLDER_MISSING


def changed(document: JsonObject | bytes, **changes: Any) -> JsonObject:
    assert isinstance(document, dict)
    return {**document, **changes}


def odd_badge(maker: Maker, number: int, evidence: int) -> JsonObject:
    """A badge with any texts in its places, some of them odd."""

    def text() -> Any:
        return maker.document("<text>")

    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": f"https://a.example/{number}",
        "type": ["VerifiableCredential", "AchievementCredential"],
        "issuer": {"id": DID, "type": ["Profile"], "name": text()},
        "name": text(),
        "validFrom": "2026-03-01T11:00:00Z",
        "credentialSubject": {
            "id": maker.document("<address>"),
            "type": ["AchievementSubject"],
            "name": text(),
            "achievement": {
                "id": "urn:x:a",
                "type": ["Achievement"],
                "name": text(),
                "description": text(),
                "criteria": {"narrative": text()},
            },
        },
        "evidence": [{"type": ["Evidence"], "name": text(), "narrative": text()} for _ in range(evidence)],
    }


@pytest.mark.parametrize("evidence", [1, 2, 3])
def test_whatever_its_texts_are_it_is_judged_as_ever(world: World, evidence: int) -> None:
    """Some are alike, so that blank nodes tie, and some the same, so that statements are one."""
    maker, contexts, quickly = Maker(evidence), fresh(), 0
    for number in range(30):
        try:
            signed = world.sign(odd_badge(maker, number, evidence), contexts=contexts)
        except signing.RefusedToSign:
            continue
        for text in (json.dumps(signed), json.dumps(signed, ensure_ascii=False)):
            quickly += is_quick(world, text, contexts)
            check_same(world, text, contexts)
    assert quickly > 5


WORLD = World()
CONTEXTS, TEXTS = taught(WORLD, json.dumps)
DATES = (
    "2026-03-01T12:00:00Z",
    "2026-03-01T12:00:00",
    "2026-02-30T12:00:00Z",
    "2026",
    "",
    " ",
    "2026-03-01T13:00:00+01:00",
)
ODD = (
    "", " ", '"', "\\", "\\u0041", "\\ud800", "\\ud83d\\ude00", '\\"', "\\/", "\t", "\n", "\x00", "\x7f", "\ufeff",
    "\u202e", "\ufffe", "\ud800", "é", "e\u0301", "x" * 70_000, "EnvelopedVerifiableCredential", "Assertion",
    "https://w3id.org/openbadges/v2", '","name":"', "{", "}", "null", "did:web:other.example", "urn:x", "_:b0", "@id",
    "https://a.example/ x", "\u2028", "\\b", "\\x",
)  # fmt: skip


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where the texts of a document are."""
    if isinstance(value, dict | list):
        for name, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, (*path, name))
    elif isinstance(value, str):
        yield path


def part_of(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


MARK = "\ufff9"
PLACES = list(leaves(json.loads(TEXTS[0])))


@settings(max_examples=150, deadline=None)
@given(
    place=st.sampled_from(PLACES),
    odd=st.one_of(st.sampled_from((*ODD, *DATES)), st.text(max_size=8)),
    resign=st.sampled_from(["", "resign"]),
)
def test_no_text_in_no_place_is_judged_otherwise(place: tuple[Any, ...], odd: str, resign: str) -> None:
    """Each text, written into the JSON as it is, valid or not; and signed so, where it can be."""
    document = json.loads(TEXTS[1])
    part_of(document, place[:-1])[place[-1]] = MARK
    text = json.dumps(document).replace(json.dumps(MARK)[1:-1], odd)
    check_same(WORLD, text, CONTEXTS)
    if resign and place[0] != "proof":
        try:
            body = {name: value for name, value in json.loads(text).items() if name != "proof"}
            signed = WORLD.sign(body, contexts=fresh())
        except (ValueError, RecursionError):
            return
        check_same(WORLD, json.dumps(signed), CONTEXTS)
        check_same(WORLD, json.dumps(signed, ensure_ascii=False), CONTEXTS)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damage_to_the_text_goes_unseen(data: st.DataObject) -> None:
    text = TEXTS[data.draw(st.integers(0, 3))]
    begin = data.draw(st.integers(0, len(text)))
    end = min(len(text), begin + data.draw(st.integers(0, 3)))
    put = data.draw(
        st.sampled_from(["", '"', ",", "{", "}", "[", "]", ":", " ", "1", "\\", "e", "true", "null", "\n", "\ufeff"])
    )
    damaged = text[:begin] + put + text[end:]
    verdict = check_same(WORLD, damaged, CONTEXTS)
    if json_of(damaged) != json_of(text):
        assert verdict.outcome is not Outcome.GENUINE


def json_of(text: str) -> Any:
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except ValueError:
        return None


def test_what_is_too_long_is_too_long(world: World) -> None:
    contexts, texts = taught(world, json.dumps)
    text = texts[0].replace("Kursist 0", "x" * signing.MAX_BYTES)
    assert check_same(world, text, contexts).reason.code is Code.READ_TOO_LARGE
    assert check_same(world, texts[0] + " " * signing.MAX_BYTES, contexts).reason.code is Code.READ_TOO_LARGE


def test_the_same_key_twice_is_no_precedent(world: World) -> None:
    contexts, texts = taught(world, json.dumps)
    for text in (texts[0][:-1] + ', "name": "Doktorgrad"}', texts[0].replace('{"type"', '{"type": "x", "type"', 1)):
        assert check_same(world, text, contexts).reason.code is Code.READ_DUPLICATE_KEY


def test_another_number_is_another_wording(world: World) -> None:
    contexts, texts = taught(world, json.dumps)
    for number in ("2.50", "25e-1", "2.5000000000000001", "3", "NaN", "1e400", "-2.5", "2.6"):
        check_same(world, texts[0].replace('"creditsAvailable": 2.5', f'"creditsAvailable": {number}'), contexts)
