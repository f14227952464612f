"""An award as Open Badges 3.0, with what EU Annex I asks for."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from core.signing.world import DID, NOW, World, achievement, award
from nanocore.signing import (
    PASSED_OR_FAILED,
    Code,
    Element,
    Grade,
    Identity,
    IncompleteAward,
    Issuer,
    Language,
    Level,
    Outcome,
    Recipient,
    Scale,
    Text,
    Workload,
    missing_from_achievement,
    missing_from_award,
    open_badge,
)
from nanocore.signing._json import as_list, walk

NOTHING_DESIGNED = achievement(
    name=Text(),
    outcomes=(),
    workload=None,
    level=None,
    assessment_type=Text(),
    participation=None,
    quality_assurance=(),
)


def test_a_complete_award_lacks_nothing() -> None:
    assert missing_from_award(award()) == ()
    assert missing_from_achievement(achievement()) == ()


def test_an_award_says_all_that_it_lacks() -> None:
    empty = award(
        achievement=NOTHING_DESIGNED,
        issuer=Issuer(id="", name="", country=""),
        recipient=Recipient(),
    )
    assert missing_from_award(empty) == tuple(element for element in Element if element is not Element.DATE)
    with pytest.raises(IncompleteAward) as refused:
        open_badge(empty)
    assert refused.value.missing == missing_from_award(empty)


def test_a_designer_is_told_what_the_design_lacks() -> None:
    assert missing_from_achievement(NOTHING_DESIGNED) == (
        Element.TITLE,
        Element.LEARNING_OUTCOMES,
        Element.WORKLOAD,
        Element.LEVEL,
        Element.ASSESSMENT_TYPE,
        Element.PARTICIPATION,
        Element.QUALITY_ASSURANCE,
    )


def test_every_element_of_annex_i_is_in_the_badge() -> None:
    badge = open_badge(award())
    subject, issuer = badge["credentialSubject"], badge["issuer"]
    designed = subject["achievement"]
    kinds = [alignment.get("targetType") for alignment in designed["alignment"]]
    found = {
        Element.LEARNER: subject["identifier"][0]["identityHash"] == "Ida Afprøvning",
        Element.TITLE: designed["name"] == badge["name"] == "Teknologiforståelse i skolen",
        Element.COUNTRY: issuer["address"]["addressCountryCode"] == "DK",
        Element.AWARDING_BODY: issuer["id"] == designed["creator"]["id"] == DID,
        Element.DATE: (badge["awardedDate"], badge["validFrom"]) == ("2026-02-28T12:00:00Z", "2026-03-01T11:00:00Z"),
        Element.LEARNING_OUTCOMES: designed["learningOutcome"][0] == "Analysere digitale artefakter",
        Element.WORKLOAD: designed["workload"][0] == {"type": ["Workload"], "amount": "2.5", "unit": "ECTS"},
        Element.LEVEL: "ext:EQF" in kinds,
        Element.ASSESSMENT_TYPE: designed["assessmentType"] == "Mundtlig prøve med intern censur",
        Element.PARTICIPATION: designed["participation"] == "blended",
        Element.QUALITY_ASSURANCE: "ext:QualityAssurance" in kinds,
    }
    assert set(found) == set(Element)
    assert all(found.values()), found


# What the JSON schema of Open Badges 3.0 requires of each kind of object, and all that it allows of those it closes.
# The schema itself is in no package that can be installed (openbadgeslib has it in its source archive only).
REQUIRED = {
    "OpenBadgeCredential": {"@context", "id", "type", "credentialSubject", "issuer", "validFrom"},
    "AchievementSubject": {"type", "achievement"},
    "Achievement": {"id", "type", "criteria", "description", "name"},
    "Profile": {"id", "type"},
    "Address": {"type"},
    "Alignment": {"type", "targetName", "targetUrl"},
    "Evidence": {"type"},
    "Result": {"type"},
    "ResultDescription": {"id", "type", "name", "resultType"},
    "IdentityObject": {"type", "hashed", "identityHash", "identityType"},
    "Image": {"id", "type"},
    "1EdTechJsonSchemaValidator2019": {"id", "type"},
}
CLOSED = {"IdentityObject": {"salt"}, "Image": {"caption"}}


def test_every_object_has_what_the_schema_of_open_badges_requires() -> None:
    seen = set()
    for value in walk(open_badge(award(status=award().status[:1]))):
        if isinstance(value, dict):
            for kind in REQUIRED.keys() & set(as_list(value.get("type"))):
                seen.add(kind)
                assert value.keys() >= REQUIRED[kind], kind
                assert kind not in CLOSED or value.keys() <= REQUIRED[kind] | CLOSED[kind], kind
    assert seen == set(REQUIRED)


def test_with_two_statuses_it_does_not_claim_the_schema_that_allows_one() -> None:
    two = open_badge(award())
    assert (len(two["credentialStatus"]), "credentialSchema" in two) == (2, False)


def test_the_other_language_goes_along_as_a_translation() -> None:
    danish = open_badge(award())["credentialSubject"]["achievement"]
    english = open_badge(award(language=Language.ENGLISH))["credentialSubject"]["achievement"]
    assert (danish["inLanguage"], english["inLanguage"]) == ("da", "en")
    assert danish["translation"][0]["name"] == english["name"] == "Technology comprehension in school"
    assert english["translation"][0]["name"] == danish["name"]
    assert danish["translation"][0]["narrative"] == english["criteria"]["narrative"]


def test_an_award_in_one_language_has_no_translation() -> None:
    only = achievement(
        name=Text(da="Navn"),
        description=Text(da="Beskrivelse"),
        criteria=Text(da="Kriterier"),
        outcomes=tuple(replace(outcome, text=Text(da=outcome.text.da)) for outcome in achievement().outcomes),
        assessment_type=Text(da="Prøve"),
        prerequisites=Text(),
        stackability=Text(),
    )
    badge = open_badge(award(achievement=only, language=Language.ENGLISH))
    assert badge["name"] == "Navn"
    assert "translation" in badge["credentialSubject"]["achievement"]
    assert "translation" not in open_badge(award(achievement=only))["credentialSubject"]["achievement"]


def test_a_grade_is_a_result_on_its_scale() -> None:
    subject = open_badge(award(grade=Grade(value="12")))["credentialSubject"]
    described = subject["achievement"]["resultDescription"][0]
    assert subject["result"][0]["value"] == "12"
    assert subject["result"][0]["resultDescription"] == described["id"]
    assert described["allowedValue"] == ["-3", "00", "02", "4", "7", "10", "12"]
    assert described["requiredValue"] == "02"


@pytest.mark.parametrize("value", ["-3", "00", "03", "A", ""])
def test_a_grade_that_does_not_pass_is_not_awarded(value: str) -> None:
    with pytest.raises(ValueError, match="does not pass"):
        Grade(value=value)


def test_passed_is_a_grade_of_its_own_scale() -> None:
    badge = open_badge(award(grade=Grade(value="Bestået", scale=PASSED_OR_FAILED)))
    assert badge["credentialSubject"]["result"][0]["value"] == "Bestået"


def test_a_scale_of_ones_own_can_be_used() -> None:
    scale = Scale(name=Text(da="Point"), results=("1", "2", "3"), passed_from="2", kind="RawScore")
    described = open_badge(award(grade=Grade(value="3", scale=scale)))["credentialSubject"]["achievement"]
    assert described["resultDescription"][0]["resultType"] == "RawScore"


def test_what_a_learner_is_known_by_can_be_hashed() -> None:
    identity = Identity(kind="emailAddress", value="ida@example.dk", salt="c2FsdA")
    written = open_badge(award(recipient=Recipient(id="did:example:ida", identities=(identity,))))
    entry = written["credentialSubject"]["identifier"][0]
    assert entry["hashed"] is True
    assert entry["identityHash"] == "sha256$1f73099fcfac13d532becd77df53a7ef8a4d13b3706b1fe5cf15fa9d2cf7aecf"
    assert "ida@example.dk" not in str(written)


def test_whole_credits_are_whole_numbers() -> None:
    designed = achievement(workload=Workload(ects=Decimal("5.0")))
    written = open_badge(award(achievement=designed))["credentialSubject"]
    assert written["creditsEarned"] == written["achievement"]["creditsAvailable"] == 5
    assert isinstance(written["creditsEarned"], int)
    assert written["achievement"]["workload"] == [{"type": ["Workload"], "amount": "5", "unit": "ECTS"}]


def test_a_level_outside_the_framework_is_refused() -> None:
    with pytest.raises(ValueError, match="1 to 8"):
        Level(eqf=9)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        open_badge(award(valid_from=datetime(2026, 3, 1)))  # noqa: DTZ001 - that is the point


def test_what_was_awarded_is_what_a_verifier_is_shown(world: World) -> None:
    verdict = world.verify(world.sign(open_badge(award())))
    assert verdict.outcome is Outcome.GENUINE
    assert verdict.reason.code is Code.ISSUER_OK
    facts = verdict.facts
    assert facts is not None
    assert facts.id == "https://bank.example/beviser/2f1c"
    assert facts.types == ("OpenBadgeCredential", "VerifiableCredential")
    assert (facts.issuer.id, facts.issuer.country) == (DID, "DK")
    assert facts.recipient.name == "Ida Afprøvning"
    assert facts.recipient.identities == (("name", "Ida Afprøvning"),)
    assert facts.valid_until == NOW.replace(year=2036, day=27, month=2)
    (shown,) = facts.achievements
    assert shown.kind == "MicroCredential"
    assert shown.credits == "2.5"
    assert shown.workload == (("2.5", "ECTS"), ("69", "hours"))
    assert shown.text.outcomes == ("Analysere digitale artefakter", "Tilrettelægge undervisning")
    assert shown.translations[0].name == "Technology comprehension in school"
    assert ("Den danske kvalifikationsramme", "6") in shown.levels
    assert {alignment.kind for alignment in shown.alignments} == {"ext:EQF", "ext:ESCOSkill", "ext:QualityAssurance"}
    assert (facts.results[0].value, facts.results[0].scale) == ("10", "7-trinsskalaen")
    assert facts.evidence[0].narrative.startswith("Et forløb")
