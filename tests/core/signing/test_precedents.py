"""A credential whose like was genuine gets, word for word, the verdict that the long way gives it."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signing.documents import Maker
from core.signing.world import DID, INDEX, NOW, World, award
from nanocore import signing
from nanocore.signing import (
    Algorithm,
    Code,
    Contexts,
    IssuerKey,
    JsonObject,
    KeyState,
    Outcome,
    Recipient,
    SigningKey,
    StatusPurpose,
    Step,
    Verdict,
    bind,
    disclose,
    open_badge,
    sd_jwt_vc,
    token_status_list,
    vc_jwt,
)
from nanocore.signing._precedents import Asked, taken_apart, verdict_by_precedent
from nanocore.signing._resolve import Asker

WRITERS: dict[str, Callable[[JsonObject], str]] = {
    "python": json.dumps,
    "javascript": lambda document: json.dumps(document, ensure_ascii=False, separators=(",", ":")),
    "indented": lambda document: json.dumps(document, ensure_ascii=False, indent=2) + "\n",
    "proof first": lambda document: json.dumps({"proof": document["proof"], **document}),
}
LEARNERS = 24


def fresh() -> Contexts:
    """The pinned contexts, with nothing learnt."""
    return signing.pinned().extended_with({})


def badges(count: int, **changes: Any) -> Iterator[JsonObject]:
    """One class: badges of different learners, without status unless told otherwise."""
    for number in range(count):
        mine = Recipient(id=f"https://bank.example/personer/{number}", name=f"Kursist {number} Æ")
        awarded = NOW - timedelta(days=1, seconds=number)
        given_award = award(recipient=mine, id=f"https://bank.example/beviser/{number}", awarded_at=awarded)
        yield open_badge(replace(given_award, **{"status": (), **changes}))


def taught(world: World, write: Callable[[JsonObject], str], **changes: Any) -> tuple[Contexts, list[str]]:
    """Contexts that have seen a whole class, and the texts of that class."""
    contexts = fresh()
    texts = [write(world.sign(badge, contexts=contexts)) for badge in badges(LEARNERS, **changes)]
    for text in texts * 2:
        assert world.verify(text, contexts=contexts).outcome is Outcome.GENUINE
    assert is_quick(world, texts[-1], contexts)
    return contexts, texts


def quick(world: World, text: str, contexts: Contexts, **changes: Any) -> Verdict | None:
    """What is found by precedent alone."""
    asked = Asked(Asker(world.resolve), changes.get("now", NOW), world.known.get, contexts)
    return verdict_by_precedent(text.encode("utf-8", "surrogatepass"), asked)


def is_quick(world: World, text: str, contexts: Contexts) -> bool:
    return quick(world, text, contexts) is not None


def check_same(world: World, text: str, contexts: Contexts, **changes: Any) -> Verdict:
    """The verdict, which is that of a verifier that has learnt nothing."""
    verdict = world.verify(text, contexts=contexts, **changes)
    slow = world.verify(text, contexts=fresh(), **changes)
    assert verdict.findings == slow.findings, text
    assert verdict.facts == slow.facts, text
    assert verdict.as_json() == slow.as_json()
    return verdict


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


@settings(max_examples=300, deadline=None)
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


@settings(max_examples=300, deadline=None)
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


def taught_tokens(world: World) -> tuple[Contexts, list[str]]:
    """The same of VC-JWTs."""
    contexts, kid = fresh(), world.key.verification_method(DID)
    tokens = [
        vc_jwt(badge, key=world.key, kid=kid, created=NOW - timedelta(seconds=number))
        for number, badge in enumerate(badges(LEARNERS))
    ]
    for token in tokens * 2:
        assert world.verify(token, contexts=contexts).outcome is Outcome.GENUINE
    assert is_quick(world, tokens[-1], contexts)
    return contexts, tokens


def test_tokens_are_judged_by_their_like(world: World) -> None:
    contexts, tokens = taught_tokens(world)
    kid = world.key.verification_method(DID)
    for token in tokens:
        check_same(world, token, contexts)
    badge = next(badges(1))
    for created in (NOW + timedelta(days=1), NOW - timedelta(days=1)):
        check_same(world, vc_jwt(badge, key=world.key, kid=kid, created=created), contexts)
    for stranger in (SigningKey.generate(), SigningKey.generate(Algorithm.ES256)):
        check_same(world, vc_jwt(badge, key=stranger, kid=kid, created=NOW), contexts)
    header, payload, signature = tokens[0].split(".")
    for token in (f"{header}.{payload}.", f"{header}.{payload}.{signature[:-2]}AA", f"{header}.{payload}=.{signature}"):
        check_same(world, token, contexts)


VALUES: tuple[Any, ...] = (
    "did:web:other.example", "urn:x", "", 0, 12, -1, 10**14, 10**16, 1.5, True, None, [], 1_772_300_000,
)  # fmt: skip


def test_a_new_key_gets_a_precedent_of_its_own(world: World) -> None:
    contexts, tokens = taught_tokens(world)
    newer = World(published=world.published)
    both = [IssuerKey(world.key.public, KeyState.RETIRED), IssuerKey(newer.key.public)]
    world.published[DID] = newer.published[DID] = signing.did_document(DID, both)
    later = [
        vc_jwt(badge, key=newer.key, kid=newer.key.verification_method(DID), created=NOW) for badge in badges(LEARNERS)
    ]
    for token in later:
        assert world.verify(token, contexts=contexts).outcome is Outcome.GENUINE
    assert is_quick(world, later[-1], contexts)
    assert is_quick(world, tokens[-1], contexts)
    check_same(world, later[-1], contexts)


def test_what_is_in_a_token_is_sealed_by_the_token(world: World) -> None:
    """A genuine credential with its proof says nothing of a token somebody puts it in."""
    contexts, texts = taught(world, WRITERS["javascript"])
    thief = SigningKey.generate()
    header = signing._jose.header_part("EdDSA", "JWT", world.key.verification_method(DID))
    for key in (thief, world.key):
        token = signing._jose.write(header, texts[3].encode(), key).decode()
        assert check_same(world, token, contexts).outcome is (
            Outcome.GENUINE if key is world.key else Outcome.NOT_GENUINE
        )
        check_same(world, token + "~", contexts)
    contexts, tokens = taught_tokens(world)
    check_same(world, taken_apart(tokens[3].encode()).text.decode(), contexts)
    check_same(world, tokens[3] + "~", contexts)


def test_a_token_that_contradicts_itself_has_no_precedent(world: World) -> None:
    contexts, tokens = taught_tokens(world)
    claims = json.loads(taken_apart(tokens[0].encode()).text)
    chance = random.Random(1)  # noqa: S311  # nothing secret
    for name in ("iss", "sub", "jti", "iat", "nbf", "exp"):
        for value in VALUES:
            items = list({**claims, name: value}.items())
            for order in (items, chance.sample(items, len(items))):
                check_same(world, token_of(world, dict(order)), contexts)


def token_of(world: World, claims: JsonObject) -> str:
    """A token with exactly these claims, rightly signed."""
    header = signing._jose.header_part("EdDSA", "JWT", world.key.verification_method(DID))
    return signing._jose.write(header, json.dumps(claims, separators=(",", ":")).encode(), world.key).decode()


TYPE, TOKEN_LIST = "https://bank.example/ns/micro-credential", "https://bank.example/status/tokens"


def sd_jwts(world: World, holder: SigningKey) -> list[str]:
    """SD-JWT VCs of one class, whose status can be looked up."""
    kid = world.key.verification_method(DID)
    publish_tokens(world, set())
    return [
        sd_jwt_vc(
            replace(
                award(recipient=replace(award().recipient, id=f"https://bank.example/personer/{number}")),
                awarded_at=NOW - timedelta(days=1, seconds=number),
            ),
            key=world.key,
            kid=kid,
            created=NOW - timedelta(seconds=number),
            vct=TYPE,
            holder=holder.public.jwk,
            status=(TOKEN_LIST, number + 7),
        )
        for number in range(LEARNERS)
    ]


def publish_tokens(world: World, revoked: set[int]) -> None:
    kid = world.key.verification_method(DID)
    world.published[TOKEN_LIST] = token_status_list(
        revoked, entries=1024, address=TOKEN_LIST, issuer=DID, key=world.key, kid=kid,
        issued=NOW - timedelta(hours=1), expires=NOW + timedelta(days=1),
    ).encode()  # fmt: skip


def taught_sd_jwts(world: World, holder: SigningKey) -> tuple[Contexts, list[str]]:
    """Contexts that have seen them all, and the tokens."""
    contexts, tokens = fresh(), sd_jwts(world, holder)
    for token in tokens:
        assert world.verify(token, contexts=contexts).outcome is Outcome.GENUINE
    assert is_quick(world, tokens[-1], contexts)
    return contexts, tokens


def test_sd_jwts_are_judged_by_their_like(world: World) -> None:
    holder = SigningKey.generate(Algorithm.ES256)
    contexts, tokens = taught_sd_jwts(world, holder)
    for token in tokens:
        check_same(world, token, contexts)
    for shown in ((), ("name",), ("grade", "sub"), ("identifiers",)):
        token = disclose(tokens[5], shown)
        assert is_quick(world, token, contexts)
        assert check_same(world, token, contexts).outcome is Outcome.GENUINE
        bound = bind(token, key=holder, to=signing.ShownTo("https://employer.example", "n"), now=NOW)
        assert not is_quick(world, bound, contexts)
        assert check_same(world, bound, contexts).outcome is Outcome.GENUINE
    publish_tokens(world, {7 + 5})
    assert check_same(world, tokens[5], contexts).reason.code is Code.STATUS_REVOKED
    assert check_same(world, tokens[6], contexts).outcome is Outcome.GENUINE
    for moment in (NOW - timedelta(days=3), NOW - timedelta(minutes=30), NOW + timedelta(days=9000)):
        assert check_same(world, tokens[5], contexts, now=moment).outcome is not Outcome.GENUINE
    world.known.clear()
    assert check_same(world, tokens[6], contexts).reason.code is Code.ISSUER_NOT_KNOWN


def test_what_an_sd_jwt_discloses_is_what_was_signed(world: World) -> None:
    contexts, tokens = taught_sd_jwts(world, SigningKey.generate(Algorithm.ES256))
    signed, *disclosed = tokens[3].split("~")[:-1]
    _, *others = tokens[4].split("~")[:-1]
    encoded = [
        signing._jose.encode(text.encode()).decode()
        for text in (
            '["salt","name","Doktor"]', '["salt","vct","x"]', '["salt","iat",1]', '["salt","_sd",[]]', '["salt","x"]',
            '["salt","name","\\ud800"]', '{"a":1}', '["salt","a","b","c"]', '["salt","name",{"_sd":[]}]', "nonsense",
            "[]", "",
        )
    ]  # fmt: skip
    variants = [
        disclosed[::-1], disclosed[:2], disclosed[1:], disclosed * 2, [*disclosed, disclosed[0]], others,
        *([*disclosed, one] for one in (*encoded, *others, "", "****")), *([one] for one in encoded),
        [one[:-1] for one in disclosed], [*disclosed, *["x"] * 300],
    ]  # fmt: skip
    for variant in variants:
        check_same(world, "~".join([signed, *variant, ""]), contexts)
        check_same(world, "~".join([signed, *variant]), contexts)


def test_an_sd_jwt_with_digests_that_are_odd_has_no_precedent(world: World) -> None:
    contexts, tokens = taught_sd_jwts(world, SigningKey.generate(Algorithm.ES256))
    header, payload = tokens[3].split(".")[:2]
    claims = json.loads(taken_apart(tokens[3].encode()).text)
    disclosed = tokens[3].split("~")[1:]
    twice = [*claims["_sd"][:-1], claims["_sd"][0]]
    changes: tuple[JsonObject, ...] = (
        {"_sd": twice}, {"_sd": claims["_sd"][1:]}, {"_sd": []}, {"_sd": None}, {"_sd": [1]}, {"_sd_alg": "sha-512"},
        {"name": "Ida"}, {"iat": True}, {"iat": 1.5}, {"iat": "1"}, {"iat": 10**13}, {"nbf": 2 * 10**9}, {"exp": 5},
        {"vct": ""}, {"cnf": {}}, {"cnf": 1}, {"status": {}},
        {"status": {"status_list": {"idx": -1, "uri": TOKEN_LIST}}},
        {"status": {"status_list": {"idx": 9999, "uri": TOKEN_LIST}}}, {"identifiers": [{"...": claims["_sd"][0]}]},
        {"achievement": {}}, {"achievement": {**claims["achievement"], "_sd": [claims["_sd"][0]]}}, {"iss": "urn:x"},
    )  # fmt: skip
    for change in changes:
        text = json.dumps({**claims, **change}, separators=(",", ":"), ensure_ascii=False).encode()
        assert signing._jose.decode(payload.encode()) != text
        token = signing._jose.write(header.encode(), text, world.key).decode()
        for _ in range(2):
            check_same(world, "~".join([token, *disclosed]), contexts)
