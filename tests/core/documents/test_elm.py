"""An award as European Learning Model: all that Annex I asks for, and no violation of the EU's own shapes."""

import json
from functools import cache
from typing import Any

import pytest
import rdflib
from pyld import jsonld
from pyshacl import validate

from core.signing.world import achievement, award, yardstick
from nanocore import signing
from nanocore.documents import NotInVocabulary, Seal, elm
from nanocore.signing import Award, IncompleteAward, JsonObject, Language, Text

PICTURE = {Language.DANISH: b"\x89PNG\r\n\x1a\n"}
LEGAL = "NTRDK-12345674"
BOTH = {Language.DANISH: b"\x89PNG da", Language.ENGLISH: b"\x89PNG en"}


def as_graph(document: JsonObject) -> rdflib.Graph:
    """The statements of a document; a word without a meaning is an error, not silence."""
    context = json.loads((yardstick("elm") / "edc-ap-context.jsonld").read_text())
    contexts = signing.pinned().extended_with({"http://data.europa.eu/snb/model/context/edc-ap": context})

    def refuse(value: object) -> None:
        raise AssertionError(f"has no meaning in the context: {value}")

    options = {"format": "application/n-quads", "documentLoader": contexts.load, "base": None}
    quads = jsonld.to_rdf(document, {**options, "on_property_dropped": refuse})
    return rdflib.Graph().parse(data=quads, format="nt")


@cache
def shapes_in(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(yardstick("elm") / f"{name}.ttl")


def violations(document: JsonObject, shapes: str) -> list[str]:
    """What pyshacl finds against one of the EU's files."""
    _, report, _ = validate(as_graph(document), shacl_graph=shapes_in(shapes))
    terms = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    return [
        f"{report.value(found, terms.resultPath)} {report.value(found, terms.resultMessage)}"
        for found in report.subjects(terms.resultSeverity, terms.Violation)
    ]


VARIANTS: list[dict[str, Any]] = [
    {},
    {"language": Language.ENGLISH},
    {"grade": None, "valid_until": None, "evidence": ()},
    {"grade": signing.Grade(value="Bestået", scale=signing.PASSED_OR_FAILED)},
    {"recipient": signing.Recipient(name="Åse Ødegård")},
    {"issuer": signing.Issuer(id="did:web:hogskola.example", name="Högskolan", country="SE")},
    {
        "achievement": achievement(
            level=signing.Level(eqf=5), assessment_type=Text(da="Feltarbejde", en="Field work"), supervision=None
        )
    },
    *({"achievement": achievement(participation=form)} for form in signing.Participation),
    *({"achievement": achievement(supervision=kind)} for kind in signing.Supervision),
]


@pytest.mark.parametrize("shapes", ["EDC-generic-no-cv", "EDC-generic-full"])
@pytest.mark.parametrize("changes", VARIANTS)
def test_the_eus_shapes_find_nothing_wrong(changes: dict[str, Any], shapes: str) -> None:
    assert violations(elm(award(**changes), BOTH, legal_identifier=LEGAL), shapes) == []


def test_the_shapes_do_find_what_is_wrong() -> None:
    broken = elm(award(), PICTURE, legal_identifier=LEGAL)
    del broken["credentialSubject"]["hasClaim"]["awardedBy"]
    broken["credentialProfiles"]["inScheme"]["id"] = "https://elsewhere.example/"
    assert violations(broken, "EDC-generic-no-cv")
    assert violations(broken, "EDC-generic-full")


def given(award_: Award) -> JsonObject:
    claim: JsonObject = elm(award_, PICTURE, legal_identifier=LEGAL)["credentialSubject"]["hasClaim"]
    return claim


def test_every_mandatory_element_of_annex_i_is_in_it() -> None:
    document = elm(award(), PICTURE, legal_identifier=LEGAL)
    claim, subject = document["credentialSubject"]["hasClaim"], document["credentialSubject"]
    learnt = claim["specifiedBy"]
    body = claim["awardedBy"]["awardingBody"]
    assert subject["fullName"] == {"da": "Ida Afprøvning"}
    assert claim["title"] == {"da": "Teknologiforståelse i skolen", "en": "Technology comprehension in school"}
    assert body["location"]["address"]["countryCode"]["id"].endswith("/country/DNK")
    assert body["legalName"] == {"da": "Professionshøjskolen Eksempel"}
    assert document["issued"] == claim["awardedBy"]["awardingDate"] == "2026-02-28T12:00:00Z"
    assert [one["title"] for one in learnt["learningOutcome"]] == [
        {"da": "Analysere digitale artefakter", "en": "Analyse digital artefacts"},
        {"da": "Tilrettelægge undervisning", "en": "Plan teaching"},
    ]
    assert learnt["learningOutcome"][0]["relatedESCOSkill"]["prefLabel"] == {"da": "teach digital literacy"}
    assert learnt["creditPoint"]["point"] == "2.5"
    assert learnt["volumeOfLearning"] == "PT69H"
    assert learnt["eqfLevel"]["id"] == "http://data.europa.eu/snb/eqf/6"
    assert claim["provenBy"]["specifiedBy"]["dcType"]["prefLabel"] == {"en": "oral examination"}
    assert learnt["mode"]["id"] == "http://data.europa.eu/snb/learning-assessment/e92d221e4d"
    assert learnt["accreditation"][0]["title"] == {"da": "Institutionsakkreditering"}
    assert claim["provenBy"]["grade"]["noteLiteral"] == {"da": "10", "en": "10"}


def test_an_assessment_that_the_eu_has_no_entry_for_says_its_own_words() -> None:
    claim = given(award(achievement=achievement(assessment_type=Text(da="Feltarbejde", en="Field work"))))
    assert claim["provenBy"]["specifiedBy"]["dcType"]["prefLabel"] == {"da": "Feltarbejde", "en": "Field work"}


def test_a_salted_identity_is_left_out_as_the_model_has_no_place_for_a_hash() -> None:
    assert "identifier" not in elm(award(), PICTURE, legal_identifier=LEGAL)["credentialSubject"]


def test_it_says_what_seals_it() -> None:
    said = {
        seal: elm(award(), PICTURE, legal_identifier=LEGAL, seal=seal)["displayParameter"]["description"]["en"]
        for seal in Seal
    }
    assert said[Seal.NONE].startswith("Not sealed.")
    assert "not a qualified one" in said[Seal.ADVANCED]
    assert said[Seal.QUALIFIED_CERTIFICATE].startswith("Sealed with")


def test_the_language_asked_for_is_shown_first() -> None:
    shown = elm(award(), BOTH, legal_identifier=LEGAL, language=Language.ENGLISH)["displayParameter"]
    assert shown["primaryLanguage"]["prefLabel"] == {"en": "English"}
    assert len(shown["individualDisplay"]) == 2


def test_an_issuer_without_a_number_in_a_register_is_identified_by_its_did() -> None:
    document = elm(award(), PICTURE)
    assert document["issuer"]["eIDASIdentifier"]["notation"] == document["issuer"]["id"]
    assert document["issuer"]["eIDASIdentifier"]["schemeName"] == "DID"
    assert violations(document, "EDC-generic-no-cv") == []


def test_what_cannot_be_said_is_refused() -> None:
    with pytest.raises(IncompleteAward):
        elm(award(achievement=achievement(level=None)), PICTURE, legal_identifier=LEGAL)
    with pytest.raises(NotInVocabulary):
        elm(
            award(issuer=signing.Issuer(id="did:web:x.example", name="X", country="XX")),
            PICTURE,
            legal_identifier=LEGAL,
        )
