"""An award as European Learning Model 3 JSON-LD, in the application profile of European Digital Credentials (EDC)."""

import base64
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from nanocore.documents import _vocabularies as vocabularies
from nanocore.signing import (
    PASSED_OR_FAILED,
    Achievement,
    Alignment,
    Award,
    Grade,
    IncompleteAward,
    Issuer,
    JsonObject,
    Language,
    Level,
    QualityAssurance,
    Supervision,
    Text,
    missing_from_award,
)

CREDENTIALS_V1: Final = "https://www.w3.org/2018/credentials/v1"
EDC: Final = "http://data.europa.eu/snb/model/context/edc-ap"
_SCHEMA: Final = "http://data.europa.eu/snb/model/ap/edc-generic-full"


class Seal(StrEnum):
    """What seals the document (Regulation (EU) 910/2014).

    A *qualified seal* also needs a qualified device around the key, so none is claimed here.
    """

    NONE = "none"
    ADVANCED = "advanced"
    QUALIFIED_CERTIFICATE = "qualified_certificate"


_SEALED: Final = {
    Seal.NONE: Text(
        da="Ikke forseglet. Udstederen står inde for det underskrevne bevis på adressen i beviset, ikke for denne fil.",
        en="Not sealed. The issuer vouches for the signed credential at its address, not for this file.",
    ),
    Seal.ADVANCED: Text(
        da="Avanceret elektronisk segl fra udstederen. Certifikatet er ikke kvalificeret.",
        en="The issuer's advanced electronic seal. The certificate is not a qualified one.",
    ),
    Seal.QUALIFIED_CERTIFICATE: Text(
        da="Forseglet med udstederens elektroniske segl på grundlag af et kvalificeret certifikat.",
        en="Sealed with the issuer's electronic seal, based on a qualified certificate.",
    ),
}
_SUPERVISION: Final = {
    Supervision.UNSUPERVISED: Text(da="Ingen holdt øje under bedømmelsen.", en="Nobody watched over the assessment."),
    Supervision.SUPERVISED_UNVERIFIED: Text(
        da="Nogen holdt øje under bedømmelsen; legitimation blev ikke kontrolleret.",
        en="Somebody watched over the assessment; identity was not checked.",
    ),
    Supervision.SUPERVISED_VERIFIED: Text(
        da="Nogen holdt øje under bedømmelsen og kontrollerede legitimation.",
        en="Somebody watched over the assessment and checked who was there.",
    ),
}
_PASSED: Final = Text(da="Bestået", en="Passed")
_MICRO_CREDENTIAL: Final = Text(da="Mikroeksamensbevis", en="Micro-credential")
_MORE: Final = Text(da="Læs mere", en="Further information")
_ADDRESS: Final = Text(da="Det underskrevne bevis", en="The signed credential")


def elm(
    award: Award,
    pictures: Mapping[Language, bytes],
    *,
    legal_identifier: str = "",
    language: Language | None = None,
    seal: Seal = Seal.NONE,
) -> JsonObject:
    """`award` as an `EuropeanDigitalCredential`, not yet sealed; `seal` is what it says about that.

    `pictures` shows it as a PNG, one for each language to be shown, at least one, since the profile demands one;
    `language` is the primary one of them, else the award's own. The profile demands a `legal_identifier` of the issuer
    too, in the form of ETSI EN 319 412-1: `NTRDK-12345674` is a number in the Danish business register. Without one
    the issuer's did stands there, called by its name. Every element of EU Annex I is in it; the quality assurance that
    the awarding body itself stands for is said to be its own.
    Raises `IncompleteAward`, and `NotInVocabulary` for a country that is not in the EU's list here.
    """
    if missing := missing_from_award(award):
        raise IncompleteAward(missing)
    shown = language or award.language
    moment = _moment(award.awarded_at)
    return _said(
        **{"@context": [CREDENTIALS_V1, EDC]},
        id=award.id,
        type=["VerifiableCredential", "EuropeanDigitalCredential"],
        credentialProfiles=vocabularies.generic_credential(),
        credentialSchema={"id": _SCHEMA, "type": "ShaclValidator2017"},
        identifier=_identifier("urn:epass:identifier:1", award.id, scheme="URL"),
        displayParameter=_display(
            award, pictures, primary=shown if shown in pictures else next(iter(pictures)), seal=seal
        ),
        issuer={
            **_organisation(award.issuer, award.language),
            "eIDASIdentifier": _legal(legal_identifier, award.issuer),
        },
        issuanceDate=moment,
        issued=moment,
        validFrom=_moment(award.valid_from),
        expirationDate=_moment(award.valid_until) if award.valid_until else None,
        validUntil=_moment(award.valid_until) if award.valid_until else None,
        credentialSubject=_person(award),
    )


def _display(award: Award, pictures: Mapping[Language, bytes], *, primary: Language, seal: Seal) -> JsonObject:
    return {
        "id": "urn:epass:displayParameter:1",
        "type": "DisplayParameter",
        "title": _literal(_joined(_MICRO_CREDENTIAL, award.achievement.name)),
        "description": _literal(_SEALED[seal]),
        "primaryLanguage": vocabularies.language(primary),
        "language": [vocabularies.language(one) for one in pictures],
        "individualDisplay": [
            {
                "id": f"urn:epass:individualDisplay:{number}",
                "type": "IndividualDisplay",
                "language": vocabularies.language(one),
                "displayDetail": {
                    "id": f"urn:epass:displayDetail:{number}",
                    "type": "DisplayDetail",
                    "page": 1,
                    "image": {
                        "id": f"urn:epass:mediaObject:{number}",
                        "type": "MediaObject",
                        "content": base64.b64encode(picture).decode(),
                        "contentEncoding": vocabularies.base64(),
                        "contentType": vocabularies.png(),
                    },
                },
            }
            for number, (one, picture) in enumerate(pictures.items(), 1)
        ],
    }


def _organisation(issuer: Issuer, language: Language) -> JsonObject:
    return _said(
        id=issuer.id,
        type="Organisation",
        legalName={language.value: issuer.name},
        identifier=_identifier("urn:epass:identifier:2", issuer.id, scheme="DID"),
        location={
            "id": "urn:epass:location:1",
            "type": "Location",
            "address": {
                "id": "urn:epass:address:1",
                "type": "Address",
                "countryCode": vocabularies.country(issuer.country),
            },
        },
        homepage=_page("urn:epass:webResource:1", issuer.url) if issuer.url else None,
        contactPoint=_contact(issuer.email) if issuer.email else None,
    )


def _legal(identifier: str, issuer: Issuer) -> JsonObject:
    return _said(
        id="urn:epass:legalIdentifier:1",
        type="LegalIdentifier",
        notation=identifier or issuer.id,
        schemeName="" if identifier else "DID",
        spatial=vocabularies.country(issuer.country),
    )


def _contact(email: str) -> JsonObject:
    return {
        "id": "urn:epass:contactPoint:1",
        "type": "ContactPoint",
        "emailAddress": {"id": f"mailto:{email}", "type": "Mailbox"},
    }


def _person(award: Award) -> JsonObject:
    recipient = award.recipient
    return _said(
        id=recipient.id or "urn:epass:person:1",
        type="Person",
        fullName={award.language.value: recipient.name} if recipient.name else None,
        identifier=[
            _identifier(f"urn:epass:identifier:person:{number}", identity.value, scheme=identity.kind)
            for number, identity in enumerate(recipient.identities, 1)
            if identity.value and not identity.salt
        ],
        hasClaim=_achieved(award),
    )


def _achieved(award: Award) -> JsonObject:
    achievement = award.achievement
    return _said(
        id="urn:epass:learningAchievement:1",
        type="LearningAchievement",
        title=_literal(achievement.name),
        description=_literal(achievement.criteria),
        additionalNote=_note("urn:epass:note:criteria", achievement.stackability),
        supplementaryDocument=[
            _page("urn:epass:webResource:credential", award.id, _ADDRESS),
            *(
                _page(f"urn:epass:webResource:evidence:{number}", one.url, Text(**{award.language.value: one.name}))
                for number, one in enumerate(award.evidence, 1)
                if one.url
            ),
        ],
        creditReceived=_credits(achievement, "urn:epass:creditPoint:2"),
        awardedBy=_awarding(award),
        provenBy=_assessment(award),
        specifiedBy=_qualification(award),
    )


def _awarding(award: Award) -> JsonObject:
    return {
        "id": "urn:epass:awardingProcess:1",
        "type": "AwardingProcess",
        "awardingBody": _organisation(award.issuer, award.language),
        "awardingDate": _moment(award.awarded_at),
    }


def _assessment(award: Award) -> JsonObject:
    achievement = award.achievement
    return _said(
        id="urn:epass:learningAssessment:1",
        type="LearningAssessment",
        title=_literal(achievement.assessment_type),
        awardedBy=_awarding(award),
        grade=_note("urn:epass:note:grade", _grade(award.grade)),
        idVerification=vocabularies.supervision(achievement.supervision) if achievement.supervision else None,
        additionalNote=_note(
            "urn:epass:note:supervision", _SUPERVISION[achievement.supervision] if achievement.supervision else Text()
        ),
        specifiedBy=_said(
            id="urn:epass:learningAssessmentSpec:1",
            type="LearningAssessmentSpecification",
            title=_literal(achievement.assessment_type),
            dcType=_assessment_type(achievement.assessment_type),
            gradingScheme=_scheme(award.grade) if award.grade else None,
        ),
    )


def _assessment_type(words: Text) -> JsonObject:
    """The EU's own entry where there is one, else one of our own that says the words."""
    scheme = {"id": "urn:epass:conceptScheme:assessment", "type": "ConceptScheme"}
    own = {"id": "urn:epass:concept:assessment", "type": "Concept", "inScheme": scheme, "prefLabel": _literal(words)}
    return vocabularies.assessment(words.en) or own


def _grade(grade: Grade | None) -> Text:
    if grade is None or grade.value == PASSED_OR_FAILED.passed_from:
        return _PASSED
    return Text(da=grade.value, en=grade.value)


def _scheme(grade: Grade) -> JsonObject:
    scale = grade.scale
    steps, least = ", ".join(scale.results), scale.passed_from
    return {
        "id": "urn:epass:gradingScheme:1",
        "type": "GradingScheme",
        "title": _literal(scale.name),
        "description": _literal(Text(da=f"{steps}. Bestået fra {least}.", en=f"{steps}. Passed from {least}.")),
    }


def _qualification(award: Award) -> JsonObject:
    achievement, level, workload = award.achievement, award.achievement.level, award.achievement.workload
    return _said(
        id=achievement.id,
        type="Qualification",
        title=_literal(achievement.name),
        description=_literal(achievement.description),
        dcType=vocabularies.short_programme(),
        language=vocabularies.language(award.language),
        eqfLevel=vocabularies.eqf(level.eqf) if level else None,
        additionalNote=_national(level),
        creditPoint=_credits(achievement, "urn:epass:creditPoint:1"),
        volumeOfLearning=f"PT{workload.hours:f}H" if workload and workload.hours is not None else None,
        mode=vocabularies.mode(achievement.participation) if achievement.participation else None,
        learningOutcome=list(_outcomes(achievement, award.language)),
        entryRequirement=_note("urn:epass:note:prerequisites", achievement.prerequisites),
        homepage=_page("urn:epass:webResource:2", achievement.further_information, _MORE)
        if achievement.further_information
        else None,
        accreditation=[_quality(number, one, award) for number, one in enumerate(achievement.quality_assurance, 1)],
    )


def _national(level: Level | None) -> JsonObject | None:
    if level is None or not level.national:
        return None
    said = f"{level.national_framework}: {level.national}"
    return _note("urn:epass:note:level", Text(da=said, en=said))


def _credits(achievement: Achievement, id_: str) -> JsonObject | None:
    if achievement.workload is None:
        return None
    point = _plain(achievement.workload.ects)
    return {"id": id_, "type": "CreditPoint", "framework": vocabularies.ects(), "point": point}


def _outcomes(achievement: Achievement, language: Language) -> Iterator[JsonObject]:
    """The outcomes in words; a skill that belongs to the whole is an outcome by its own name."""
    for number, outcome in enumerate(achievement.outcomes, 1):
        skill = outcome.alignment
        yield _said(
            id=f"urn:epass:learningOutcome:{number}",
            type="LearningOutcome",
            title=_literal(outcome.text) or ({language.value: skill.name} if skill else {}),
            relatedESCOSkill=_esco(skill, language) if skill else None,
        )


def _esco(skill: Alignment, language: Language) -> JsonObject | None:
    is_esco = skill.url.startswith("http://data.europa.eu/esco/skill/")
    return vocabularies.skill(skill.url, skill.name, language) if is_esco else None


def _quality(number: int, entry: QualityAssurance, award: Award) -> JsonObject:
    """The awarding body's own assurance. No other body's decision is claimed."""
    language = Language.ENGLISH if "/en/" in entry.url else award.language
    return _said(
        id=f"urn:epass:accreditation:{number}",
        type="Accreditation",
        dcType=vocabularies.programme_quality_assurance(),
        title={language.value: entry.name},
        description={language.value: entry.description} if entry.description else None,
        homepage=_page(f"urn:epass:webResource:accreditation:{number}", entry.url),
        accreditingAgent=_organisation(award.issuer, award.language),
    )


def _identifier(id_: str, notation: str, *, scheme: str) -> JsonObject:
    return {"id": id_, "type": "Identifier", "notation": notation, "schemeName": scheme}


def _page(id_: str, address: str, title: Text | None = None) -> JsonObject:
    return _said(id=id_, type="WebResource", contentURL=address, title=_literal(title) if title else None)


def _note(id_: str, text: Text) -> JsonObject | None:
    return {"id": id_, "type": "Note", "noteLiteral": _literal(text)} if text else None


def _literal(text: Text) -> dict[str, str]:
    return {language.value: text[language] for language in Language if text[language]}


def _joined(kind: Text, name: Text) -> Text:
    return Text(
        da=f"{kind.da}: {name.da}" if name.da else "",
        en=f"{kind.en}: {name.en}" if name.en else "",
    )


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _said(**properties: Any) -> JsonObject:
    """The properties that say something."""
    return {name: value for name, value in properties.items() if value not in (None, "", [], {})}
