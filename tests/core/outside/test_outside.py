"""What the papers of something learnt elsewhere say, whom they are about, and when two are the same."""

import hashlib
import json
from decimal import Decimal

import pytest

from nanocore.outside import (
    Alike,
    Found,
    Thing,
    found_in,
    how_alike,
    is_about,
    keys_of,
    read_page,
    same_address,
    same_name,
)

COURSE = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "The Night Desk"},
        {
            "@type": "Course",
            "name": "Investigative journalism: a masterclass",
            "description": "Ten lessons on sources, documents and the law.",
            "provider": {"@type": "Organization", "name": "The Night Desk", "address": {"addressCountry": "GB"}},
            "inLanguage": "en-GB",
            "url": "https://night-desk.example/masterclass",
            "teaches": ["Verify a document", {"@type": "DefinedTerm", "name": "Protect a source"}],
            "educationalLevel": "EQF level 6",
            "hasCourseInstance": {"@type": "CourseInstance", "courseWorkload": "PT56H"},
            "numberOfCredits": {"@type": "StructuredValue", "value": 2, "creditType": "ECTS"},
        },
    ],
}
ELM = {
    "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
    "issuer": {"id": "did:ebsi:z1", "type": "Organisation", "legalName": {"en": "Nordkyst University"}},
    "credentialSubject": {
        "type": "Person",
        "givenName": {"en": "Alma"},
        "familyName": {"en": "Dalgaard"},
        "hasClaim": {
            "type": "LearningAchievement",
            "title": {"en": "Data for reporters"},
            "specifiedBy": {
                "type": "LearningAchievementSpecification",
                "volumeOfLearning": "PT75H",
                "creditPoint": [{"type": "CreditPoint", "framework": {"prefLabel": {"en": "ECTS"}}, "point": "3"}],
            },
        },
    },
}
BADGE = {
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"type": ["Profile"], "name": "Open Newsroom"},
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "achievement": {"type": ["Achievement"], "id": "https://badges.example/1", "name": "Fact checker"},
    },
}


def test_a_course_by_schema_org_is_read_whole() -> None:
    assert found_in(COURSE) == Found(
        title="Investigative journalism: a masterclass",
        provider="The Night Desk",
        description="Ten lessons on sources, documents and the law.",
        url="https://night-desk.example/masterclass",
        language="en",
        hours=Decimal("56.0"),
        ects=Decimal(2),
        level=6,
        teaches=("Verify a document", "Protect a source"),
        country="GB",
    )


def test_european_learning_model_and_badges_are_read() -> None:
    elm, badge = found_in(ELM), found_in(BADGE)
    assert (elm.title, elm.provider, elm.hours, elm.ects) == (
        "Data for reporters",
        "Nordkyst University",
        Decimal(75),
        Decimal(3),
    )
    assert (badge.title, badge.provider, badge.url) == ("Fact checker", "Open Newsroom", "https://badges.example/1")


@pytest.mark.parametrize("document", [None, 7, "x", [], {"@type": 7}, {"@type": "Course", "name": {"a": {"b": []}}}])
def test_whatever_is_given_there_is_an_answer(document: object) -> None:
    assert found_in(document).title == ""


def test_what_is_nested_without_end_is_left() -> None:
    deep: object = {"@type": "Course"}
    for _ in range(2_000):
        deep = [deep]
    assert found_in(deep) == Found()


def test_credits_of_another_kind_and_weeks_are_no_ects_and_no_hours() -> None:
    course = {"@type": "Course", "timeRequired": "P6W", "numberOfCredits": {"value": 3, "creditType": "CEU"}}
    assert (found_in(course).hours, found_in(course).ects) == (None, None)


def test_a_page_gives_its_json_ld_and_what_its_head_says() -> None:
    html = (
        f'<html lang="en"><title>Masterclass</title><meta property="og:site_name" content="The Night Desk">'
        f'<script type="application/ld+json">{json.dumps(COURSE)}</script>'
        f'<script type="application/ld+json">{{broken</script></html>'
    )
    page = read_page(html)
    assert (page.json_ld, page.title, page.site, page.language) == ((COURSE,), "Masterclass", "The Night Desk", "en")


def _hashed(email: str, salt: str) -> dict[str, object]:
    digest = hashlib.sha256((email + salt).encode()).hexdigest()
    identity = {"identityType": "emailAddress", "hashed": True, "salt": salt, "identityHash": f"sha256${digest}"}
    return {"credentialSubject": {"name": "Somebody Else", "identifier": [identity]}}


IDENTITY = {"identifier": [{"identityType": "emailAddress", "hashed": False, "identityHash": "other@example.dk"}]}


@pytest.mark.parametrize(
    ("document", "about"),
    [
        (_hashed("alma@example.dk", "s"), True),
        (_hashed("bo@example.dk", "s"), False),
        ({"credentialSubject": {"name": "Alma Dalgaard", **IDENTITY}}, None),
        ({"recipient": {"type": "email", "hashed": False, "identity": "Alma@example.dk"}}, True),
        ({"recipient": {"type": "email", "hashed": True, "identity": "crc32$1", "salt": ""}}, False),
        (ELM, True),
        ({"credentialSubject": {"name": "álma  DALGAARD"}}, True),
        ({"credentialSubject": {"name": "Bo Dalgaard"}}, False),
        (BADGE, None),
        ("no document", None),
    ],
)
def test_a_proof_is_about_whom_it_names(document: object, *, about: bool | None) -> None:
    assert is_about(document, name="Alma Dalgaard", emails=frozenset({"alma@example.dk"})) is about


def test_the_same_thing_has_the_same_address_and_name() -> None:
    address = same_address("https://www.night-desk.example/masterclass/?utm_source=mail&v=2#top")
    assert address == same_address("http://night-desk.example/masterclass?v=2") != same_address("https://x.example/")
    name = same_name("The Night Desk", "Investigative Journalism: a masterclass")
    assert (
        name == same_name("night desk", "Masterclass – Investigative journalism") != same_name("Other", "masterclass")
    )
    assert (same_address("not an address"), same_address("https://[x"), same_name("", "x")) == ("", "", "")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (("Kildekritik i praksis", "Aarhus Universitet"), ("Kildekritik i praksis", "Århus University"), Alike.TITLE),
        (("Undersøgende journalistik", "Syddansk Universitet"), ("Undersøgende journalistik", "SDU"), Alike.TITLE),
        (("Data for reporters", "The Night Desk"), ("Data for reporters online", "Night Desk ApS"), Alike.TITLE),
        (("Undersøgende journalistik", "Skolen"), ("Undersøgende journalistikk", "Skolen"), Alike.NEAR),
        (("Graverjournalistik", "Skolen"), ("Graverjournalistik i kommunerne", "Skolen"), None),
        (("Matematik 1", "Skolen"), ("Matematik 2", "Skolen"), None),
        (("Introduktion til Python", "Kurser"), ("Avanceret Python", "Kurser"), None),
        (("Python", "Kursushuset"), ("Python", "Dataskolen"), None),
    ],
)
def test_titles_and_providers_that_are_written_otherwise_are_alike(
    one: tuple[str, str], other: tuple[str, str], alike: Alike | None
) -> None:
    mine, theirs = Thing(*one), Thing(*other)
    found = how_alike(mine, theirs)
    assert (found[0] if found else None) == alike
    assert found == how_alike(theirs, mine)
    assert alike is None or keys_of(mine) & keys_of(theirs)


def test_of_a_thing_without_a_name_there_is_nothing_to_look_for() -> None:
    assert keys_of(Thing("", "")) == frozenset() == keys_of(Thing("Python", " "))
    assert how_alike(Thing("", ""), Thing("", "")) is None
    assert len(keys_of(Thing(" ".join(f"ord{letter}" for letter in "abcdefghijklmnopqrst"), "X"))) == 1
