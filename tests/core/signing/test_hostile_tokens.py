"""Whatever a token, a picture or an assertion says, there is a verdict and never an exception."""

import json
import random
from typing import Any

import pytest

from core.signing.test_baked import SVG, png
from core.signing.test_open_badges_2 import ASSERTION, BADGE, ISSUER, REVOKED, assertion, make_key, publish, signed
from core.signing.test_sd_jwt import ASKED, HOLDER, LIST, forged
from core.signing.test_sd_jwt import issued as issued_sd_jwt
from core.signing.test_sd_jwt import publish as publish_list
from core.signing.test_vc_jwt import decoded, issued, token
from core.signing.world import NOW, World
from nanocore.signing import JsonObject, Verdict, bake_png, bake_svg, bind, disclose

ODD: list[Any] = [
    None,
    True,
    -1,
    7,
    1.5,
    "",
    "x",
    "https://x.example/",
    [],
    ["x"],
    [[]],
    {},
    {"id": 7},
    {"id": "x"},
    [{}],
]
TIMES = 150


@pytest.fixture
def chance() -> random.Random:
    return random.Random(11)  # noqa: S311 - the same every time


def odd(document: Any, chance: random.Random) -> Any:
    """A deep copy in which one value, somewhere, is of another kind, or gone."""
    document = json.loads(json.dumps(document))
    place = document
    while True:
        keys: list[Any] = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return document
        key = chance.choice(keys)
        if isinstance(place[key], dict | list) and place[key] and chance.random() < 0.6:
            place = place[key]
            continue
        if chance.random() < 0.2:
            del place[key]
        else:
            place[key] = chance.choice(ODD)
        return document


def judged(verdict: Verdict) -> bool:
    """Whether it says all that it has to say."""
    return json.dumps(verdict.as_json()) != ""


def test_odd_claims_of_a_jwt(world: World, chance: random.Random) -> None:
    text = issued(world)
    claims = decoded(text, 1)
    wrapped = {"iss": claims["iss"], "sub": "x:y", "jti": claims["jti"], "nbf": claims["nbf"], "vc": claims}
    for _ in range(TIMES):
        for said in (claims, wrapped):
            assert judged(world.verify(token(world, odd(said, chance))))


def test_odd_headers(world: World, chance: random.Random) -> None:
    claims = decoded(issued(world, status=()), 1)
    header = {"typ": "JWT", "alg": "EdDSA", "kid": "x", "jwk": HOLDER.public.jwk, "crit": ["x"]}
    for _ in range(TIMES):
        assert judged(world.verify(token(world, claims, **odd(header, chance))))
        assert judged(world.verify(forged(world, {}, **odd(header, chance))))


def test_odd_claims_of_an_sd_jwt(world: World, chance: random.Random) -> None:
    publish_list(world)
    text = issued_sd_jwt(world, status=(LIST, 1))
    claims = decoded(text.partition("~")[0], 1)
    disclosures = text.split("~")[1:-1]
    for _ in range(TIMES):
        changed = odd(claims, chance)
        if isinstance(changed, dict):
            assert judged(world.verify(forged(world, changed, *disclosures), shown_to=ASKED))
        odd_one = odd(["salt", "name", {"_sd": ["x"], "y": [{"...": "z"}]}], chance)
        assert judged(world.verify(forged(world, claims, odd_one)))


def test_odd_key_bindings(world: World, chance: random.Random) -> None:
    shown = bind(disclose(issued_sd_jwt(world), ["name"]), key=HOLDER, to=ASKED, now=NOW)
    front, _, binding = shown.rpartition("~")
    header, claims = decoded(binding, 0), decoded(binding, 1)
    for _ in range(TIMES):
        said = odd({"header": header, "claims": claims}, chance)
        if not isinstance(said.get("header"), dict) or "claims" not in said:
            continue
        again = token(world, said["claims"], **{"kid": None, **said["header"]})
        assert judged(world.verify(f"{front}~{again}", shown_to=ASKED))


def test_odd_status_lists(world: World, chance: random.Random) -> None:
    text = issued_sd_jwt(world, status=(LIST, 1))
    publish_list(world)
    published = world.published[LIST]
    assert isinstance(published, bytes)
    claims = decoded(published.decode(), 1)
    for _ in range(TIMES):
        world.published[LIST] = token(world, odd(claims, chance), typ="statuslist+jwt").encode()
        assert judged(world.verify(text))


def test_odd_assertions_badges_profiles_and_lists(world: World, chance: random.Random) -> None:
    keys = {"EdDSA": make_key("EdDSA")}
    publish(world, keys["EdDSA"][1])
    good = dict(world.published)
    hosted: JsonObject = assertion("HostedBadge").to_dict()
    embedded = {**hosted, "badge": {**as_object(good[BADGE]), "issuer": good[ISSUER]}}
    text = signed(keys)
    for _ in range(TIMES):
        world.published = dict(good)
        for said in (odd(hosted, chance), odd(embedded, chance)):
            world.published[ASSERTION] = said
            assert judged(world.verify(json.dumps(said)))
            assert judged(world.verify(token(world, said)))
        world.published[chance.choice([BADGE, ISSUER, REVOKED])] = odd(as_object(good[ISSUER]) | {"x": 1}, chance)
        assert judged(world.verify(text))


def test_odd_bytes_in_pictures_and_tokens(world: World, chance: random.Random) -> None:
    text = issued(world, status=())
    pictures = [bake_png(png(), text), bake_svg(SVG.encode(), text), text.encode(), issued_sd_jwt(world).encode()]
    for _ in range(TIMES):
        for picture in pictures:
            data = bytearray(picture)
            for _ in range(chance.randrange(1, 4)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            assert judged(world.verify(bytes(data[: chance.randrange(1, len(data) + 1)])))
            assert judged(world.verify(bytes(data)))


def as_object(document: JsonObject | bytes) -> JsonObject:
    assert isinstance(document, dict)
    return document
