"""@digitalbazaar/vc, which we did not write, accepts what we issue and refuses it when one character changes."""

from datetime import timedelta
from typing import Any

from core.signing.tampering import places, with_one_character_changed
from core.signing.world import INDEX, LISTS, NOW, World, award, node
from nanocore.signing import Code, Evidence, JsonObject, Language, Outcome, SigningKey, StatusPurpose, open_badge


def ask(world: World, credentials: list[JsonObject]) -> list[Any]:
    """What the independent verifier says of each."""
    return list(
        node(
            "verify.mjs",
            {"documents": world.documents(), "now": NOW.isoformat(), "credentials": credentials},
        )
    )


def test_it_accepts_what_we_issue(world: World) -> None:
    badges = [
        award(),
        award(status=(), grade=None, evidence=(), valid_until=None),
        award(language=Language.ENGLISH),
    ]
    answers = ask(world, [world.sign(open_badge(badge)) for badge in badges])
    assert answers == [{"verified": True, "set": []}] * 3


def test_we_write_awkward_texts_and_alike_things_as_it_does(world: World) -> None:
    texts = [
        'Tabulator\t, linjeskift\r\n, "citat", \\ og \\n',
        "æøå ÆØÅ é e\u0301 ﬁ ß ǅ",
        "𝕏 👩\u200d🏫 🏳️\u200d🌈 \U0010fffd",
        "\u00a0\u2028\u2029\u200e\u200f\ufeff",
        "</script><!-- & &amp; {{ x }} %00 \u00ff",
    ]
    badges = [award(evidence=tuple(Evidence(name=text, narrative=text) for text in texts))]
    badges += [award(evidence=(Evidence(name="Ens"),) * count) for count in (2, 3, 5)]
    signed = [world.sign(open_badge(badge)) for badge in badges]
    assert [answer["verified"] for answer in ask(world, signed)] == [True] * 4
    assert [world.verify(document).outcome for document in signed] == [Outcome.GENUINE] * 4


def test_it_reads_the_bits_of_our_status_lists(world: World, signed: JsonObject) -> None:
    assert ask(world, [signed])[0] == {"verified": True, "set": []}
    for purpose in StatusPurpose:
        world.publish_list(purpose, INDEX)
    assert sorted(ask(world, [signed])[0]["set"]) == ["revocation", "suspension"]
    for purpose in StatusPurpose:
        world.publish_list(purpose, INDEX - 1, INDEX + 1)
    assert ask(world, [signed])[0]["set"] == []


def test_it_refuses_a_status_list_that_is_not_ours(world: World, signed: JsonObject) -> None:
    stranger = World(key=SigningKey.generate())
    world.published |= {address: stranger.published[address] for address in LISTS.values()}
    assert not ask(world, [signed])[0]["verified"]
    assert world.code(signed) is Code.STATUS_LIST_NOT_GENUINE


def test_both_refuse_every_text_with_one_character_changed(world: World, signed: JsonObject) -> None:
    changed = [with_one_character_changed(signed, path, 7 * nth) for nth, path in enumerate(places(signed))]
    assert len(changed) > 100
    theirs = [answer["verified"] for answer in ask(world, changed)]
    ours = [world.verify(document).outcome is Outcome.GENUINE for document in changed]
    assert not any(theirs)
    assert not any(ours)


def test_both_agree_on_dates(world: World) -> None:
    badges = {
        Code.DATES_EXPIRED: award(valid_until=NOW - timedelta(days=1), status=()),
        Code.DATES_NOT_YET: award(valid_from=NOW + timedelta(days=1), status=()),
    }
    signed = [world.sign(open_badge(badge)) for badge in badges.values()]
    assert [world.code(document) for document in signed] == list(badges)
    assert not any(answer["verified"] for answer in ask(world, signed))
