"""What is signed in a series is to the byte what is signed one by one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signing.world import DID, LISTS, NOW, World, award
from nanocore.signing import (
    PASSED_OR_FAILED,
    Algorithm,
    Award,
    BadgeSeries,
    Evidence,
    Grade,
    Identity,
    IncompleteAward,
    Particulars,
    Recipient,
    RefusedToSign,
    SigningKey,
    StatusEntry,
    StatusPurpose,
    open_badge,
    sign,
)
from nanocore.signing._badge_series import _WORTH_A_SERIES
from nanocore.signing._series import NotASeries, Series

KEY = World().key
METHOD = KEY.verification_method(DID)
TEXTS = ("urn:uuid:1", "Ida", "Ida's hash")
BARE = replace(award(), evidence=(), status=(), valid_until=None)


def particulars(n: int = 0, **changes: Any) -> Particulars:
    usual = Particulars(
        id=f"https://bank.example/beviser/{n}/",
        name=f"Lærer Nummer {n}",
        email_hash=Identity(kind="emailAddress", value=f"{n}@example.dk", salt=f"salt-{n}").hash,
        salt=f"salt-{n}",
        grade=Grade(value=("02", "4", "7", "10", "12")[n % 5]),
        awarded_at=NOW - timedelta(days=n),
        valid_from=NOW,
        valid_until=None,
        status=(StatusEntry(LISTS[StatusPurpose.REVOCATION], n),),
    )
    return usual._replace(**changes)


def one_by_one(own: Particulars, *, created: datetime = NOW, like: Award = BARE) -> bytes:
    whole = replace(
        like,
        id=own.id,
        recipient=Recipient(
            name=own.name, identities=(Identity(kind="emailAddress", known_hash=own.email_hash, salt=own.salt),)
        ),
        grade=own.grade,
        awarded_at=own.awarded_at,
        valid_from=own.valid_from,
        valid_until=own.valid_until,
        status=own.status,
        evidence=(Evidence(name=own.evidence, url=own.evidence),) if own.evidence else (),
    )
    return orjson.dumps(sign(open_badge(whole), key=KEY, verification_method=METHOD, created=created))


def begun(**changes: Any) -> BadgeSeries:
    """A series that has seen as many of its kind as it takes to press the next."""
    series = BadgeSeries(BARE, key=KEY, verification_method=METHOD)
    for n in range(_WORTH_A_SERIES):
        series.signed(particulars(n, **changes), created=NOW)
    return series


@pytest.fixture(scope="module")
def series() -> BadgeSeries:
    return begun()


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What has been signed the long way since."""
    signed: list[object] = []

    def counting(document: object, **arguments: object) -> object:
        signed.append(document)
        return sign(document, **arguments)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr("nanocore.signing._badge_series.sign", counting)
    return signed


def test_each_of_many_is_what_it_would_be_alone(series: BadgeSeries, counted: list[object]) -> None:
    for n in range(100, 130):
        assert series.signed(particulars(n), created=NOW) == one_by_one(particulars(n))
    assert not counted


def test_the_first_few_are_what_they_would_be_alone() -> None:
    series = BadgeSeries(BARE, key=KEY, verification_method=METHOD)
    for n in range(_WORTH_A_SERIES + 3):
        assert series.signed(particulars(n), created=NOW) == one_by_one(particulars(n))


def test_what_is_pressed_is_genuine(series: BadgeSeries) -> None:
    assert World().verify(series.signed(particulars(77), created=NOW)).outcome == "genuine"


def test_a_later_moment_is_in_the_proof(series: BadgeSeries, counted: list[object]) -> None:
    later = NOW + timedelta(hours=3)
    assert series.signed(particulars(5), created=later) == one_by_one(particulars(5), created=later)
    assert series.signed(particulars(5), created=NOW) == one_by_one(particulars(5))
    assert not counted


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_until": NOW + timedelta(days=365)},
        {"evidence": "https://bank.example/opgaver/1"},
        {
            "status": (
                StatusEntry(LISTS[StatusPurpose.REVOCATION], 7),
                StatusEntry(LISTS[StatusPurpose.SUSPENSION], 9, StatusPurpose.SUSPENSION),
            )
        },
        {"status": ()},
    ],
    ids=["with an end", "with evidence", "that can be suspended", "without a status"],
)
def test_a_badge_of_another_form_is_pressed_by_itself(
    changes: dict[str, Any], series: BadgeSeries, request: pytest.FixtureRequest
) -> None:
    own = particulars(3, **changes)
    assert series.signed(own, created=NOW) == one_by_one(own)
    other = begun(**changes)
    counted = request.getfixturevalue("counted")
    assert other.signed(own, created=NOW) == one_by_one(own)
    assert not counted


def test_another_scale_is_written_the_long_way(series: BadgeSeries) -> None:
    own = particulars(3, grade=Grade(value=PASSED_OR_FAILED.passed_from, scale=PASSED_OR_FAILED))
    assert series.signed(own, created=NOW) == one_by_one(own)


@given(
    name=st.text(min_size=1, max_size=40),
    salt=st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x2FF), min_size=1, max_size=8),
    address=st.sampled_from(["https://bank.example/beviser/æ/", "bank", "urn:uuid:7", "https://bank.example/#result"]),
)
@settings(deadline=None)
def test_whatever_the_texts_nothing_else_is_signed(series: BadgeSeries, name: str, salt: str, address: str) -> None:
    own = particulars(1, name=name, salt=salt, id=address)
    assert outcome(lambda: series.signed(own, created=NOW)) == outcome(lambda: one_by_one(own))


@pytest.mark.parametrize("name", ['Ida "Ib" \\ Ø', "Ida\nB", "Ida\u202eB", "\ud800", "Ida\u00a0B", '","', "\\"])
def test_texts_that_json_or_rdf_write_otherwise_are_no_exception(series: BadgeSeries, name: str) -> None:
    own = particulars(1, name=name)
    assert outcome(lambda: series.signed(own, created=NOW)) == outcome(lambda: one_by_one(own))


def test_an_award_that_lacks_something_is_refused_from_the_first_on() -> None:
    series = BadgeSeries(
        replace(BARE, achievement=replace(BARE.achievement, level=None)), key=KEY, verification_method=METHOD
    )
    with pytest.raises(IncompleteAward):
        series.signed(particulars(), created=NOW)


def specimen() -> dict[str, object]:
    badge = open_badge(replace(BARE, id=TEXTS[0], recipient=Recipient(name=TEXTS[1])))
    return {**badge, "description": TEXTS[2]}


@pytest.mark.parametrize(
    "texts",
    [(*TEXTS, "nowhere"), TEXTS[:1], (*TEXTS[:2], "VerifiableCredential")],
    ids=["a text that is nowhere", "too few", "a word that decides what it means"],
)
def test_what_cannot_be_pressed_is_no_series(texts: tuple[str, ...]) -> None:
    with pytest.raises(NotASeries):
        Series(specimen(), texts, key=KEY, verification_method=METHOD)


def test_what_only_the_long_way_can_read_is_no_series() -> None:
    document = {**specimen(), "name": {"@value": "Bevis", "@language": "da"}}
    with pytest.raises(NotASeries):
        Series(document, TEXTS, key=KEY, verification_method=METHOD)


def test_a_text_that_is_empty_is_not_pressed() -> None:
    made = Series(specimen(), TEXTS, key=KEY, verification_method=METHOD)
    signer = made.signer(created=NOW)
    assert signer(TEXTS) == orjson.dumps(sign(specimen(), key=KEY, verification_method=METHOD, created=NOW))
    assert signer(["urn:uuid:2", "", "hash"]) is None


def test_a_key_of_another_kind_signs_each_by_itself() -> None:
    key = SigningKey.generate(Algorithm.ES256)
    series = BadgeSeries(BARE, key=key, verification_method=key.verification_method(DID))
    signed = [orjson.loads(series.signed(particulars(n), created=NOW)) for n in range(_WORTH_A_SERIES + 2)]
    assert {one["proof"]["cryptosuite"] for one in signed} == {"ecdsa-rdfc-2019"}


def outcome(signing: Callable[[], bytes]) -> object:
    try:
        return signing()
    except (RefusedToSign, IncompleteAward, TypeError, ValueError) as refused:
        return type(refused), str(refused)
