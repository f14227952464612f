"""The same of tokens: VC-JWT and SD-JWT VC are judged by their like as the long way judges them."""

import json
import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

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
from core.signing.world import DID, NOW, World, award
from nanocore import signing
from nanocore.signing import (
    Algorithm,
    Code,
    Contexts,
    IssuerKey,
    JsonObject,
    KeyState,
    Outcome,
    SigningKey,
    bind,
    disclose,
    sd_jwt_vc,
    token_status_list,
    vc_jwt,
)
from nanocore.signing._precedents import taken_apart


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
