"""An award as Open Badges 3.0: a W3C Verifiable Credential 2.0, still unsigned."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from ._award import Achievement, Alignment, Award, Element, Grade, Identity, Issuer, Language, Text, missing_from_award
from ._contexts import CREDENTIALS_V2, NANOBANKEN_V1, OPEN_BADGES_EXTENSIONS, OPEN_BADGES_V3
from ._json import JsonObject
from ._status_list import StatusEntry
from ._time import write_moment

_SCHEMA: Final = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
EQF: Final = "European Qualifications Framework"
BOLOGNA: Final = "Bologna cycle"
_EQF_LEVEL: Final = "http://data.europa.eu/snb/eqf/{level}"


class IncompleteAward(ValueError):
    """The award lacks mandatory elements of EU Annex I: `missing` names them."""

    def __init__(self, missing: tuple[Element, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


def open_badge(award: Award) -> JsonObject:
    """`award` as an unsigned `OpenBadgeCredential` of `achievementType` `MicroCredential`.

    Open Badges has one text for each field, in `inLanguage`; the other language is in our own `translation`. What
    EU Annex I asks for and Open Badges has no term for (workload with a unit, assessment, participation, national
    level) is in our own context too. With more than one `status` it is a good Verifiable Credential, but no longer
    valid by the JSON schema of Open Badges, which allows one; then it does not name that schema. Raises
    `IncompleteAward` when a mandatory element of Annex I is missing, and `ValueError` for moments without a time zone.
    """
    if missing := missing_from_award(award):
        raise IncompleteAward(missing)
    achievement = award.achievement
    credential: JsonObject = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_V3, OPEN_BADGES_EXTENSIONS, NANOBANKEN_V1],
        "id": award.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement.name.prefer(award.language),
        "description": achievement.description.prefer(award.language),
        "issuer": _issuer(award.issuer),
        "validFrom": write_moment(award.valid_from),
        "validUntil": write_moment(award.valid_until) if award.valid_until else None,
        "awardedDate": write_moment(award.awarded_at),
        "credentialSubject": _subject(award),
        "evidence": [
            _said(
                id=evidence.url,
                type=["Evidence"],
                name=evidence.name,
                narrative=evidence.narrative,
                genre=evidence.genre,
            )
            for evidence in award.evidence
        ],
        "credentialStatus": status_property(award.status),
        "credentialSchema": [{"id": _SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}] * (len(award.status) < 2),
    }
    return _said(**credential)


def _status(entry: StatusEntry) -> JsonObject:
    return {
        "id": f"{entry.list_url}#{entry.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": entry.purpose.value,
        "statusListIndex": str(entry.index),
        "statusListCredential": entry.list_url,
    }


def status_property(entries: Sequence[StatusEntry]) -> JsonObject | list[JsonObject]:
    """The `credentialStatus`. Open Badges 3.0 knows one, VC 2.0 several: one alone is written as both allow."""
    written = [_status(entry) for entry in entries]
    return written[0] if len(written) == 1 else written


def _issuer(issuer: Issuer) -> JsonObject:
    return _said(
        id=issuer.id,
        type=["Profile"],
        name=issuer.name,
        url=issuer.url,
        email=issuer.email,
        image=_image(issuer.image),
        address={"type": ["Address"], "addressCountryCode": issuer.country},
    )


def _subject(award: Award) -> JsonObject:
    recipient = award.recipient
    name = (Identity(kind="name", value=recipient.name),) if recipient.name else ()
    return _said(
        id=recipient.id,
        type=["AchievementSubject"],
        name=recipient.name,
        identifier=[_identity(identity) for identity in (*name, *recipient.identities)],
        achievement=_achievement(award),
        creditsEarned=_number(award.achievement.workload.ects) if award.achievement.workload else None,
        result=[_result(award.grade, award.achievement)] if award.grade else [],
    )


def _identity(identity: Identity) -> JsonObject:
    return _said(
        type="IdentityObject",
        hashed=bool(identity.salt),
        identityHash=identity.hash if identity.salt else identity.value,
        identityType=identity.kind,
        salt=identity.salt,
    )


def _achievement(award: Award) -> JsonObject:
    achievement, language = award.achievement, award.language
    return _said(
        id=achievement.id,
        type=["Achievement"],
        achievementType="MicroCredential",
        inLanguage=language.value,
        **_texts(achievement, language, prefer=True),
        creator=_said(id=award.issuer.id, type=["Profile"], name=award.issuer.name),
        criteria={"narrative": achievement.criteria.prefer(language)},
        alignment=[_alignment(alignment) for alignment in _alignments(achievement)],
        creditsAvailable=_number(achievement.workload.ects) if achievement.workload else None,
        workload=_workload(achievement),
        educationLevel=_levels(achievement),
        participation=achievement.participation,
        supervision=achievement.supervision,
        furtherInformation=achievement.further_information,
        fieldOfStudy=achievement.field_of_study,
        image=_image(achievement.image),
        resultDescription=[_result_description(award.grade, achievement, language)] if award.grade else [],
        translation=_translation(achievement, language),
    )


def _texts(achievement: Achievement, language: Language, *, prefer: bool = False) -> JsonObject:
    def read(text: Text) -> str:
        return text.prefer(language) if prefer else text[language]

    return _said(
        name=read(achievement.name),
        description=read(achievement.description),
        learningOutcome=[read(outcome.text) for outcome in achievement.outcomes if read(outcome.text)],
        assessmentType=read(achievement.assessment_type),
        prerequisite=read(achievement.prerequisites),
        stackability=read(achievement.stackability),
    )


def _translation(achievement: Achievement, language: Language) -> list[JsonObject]:
    other = Language.ENGLISH if language is Language.DANISH else Language.DANISH
    texts = _said(**_texts(achievement, other), narrative=achievement.criteria[other])
    return [{"type": ["Translation"], "inLanguage": other.value, **texts}] if texts else []


def _alignments(achievement: Achievement) -> list[Alignment]:
    skills = [outcome.alignment for outcome in achievement.outcomes if outcome.alignment]
    level = (
        [
            Alignment(
                name=f"EQF {achievement.level.eqf}",
                url=_EQF_LEVEL.format(level=achievement.level.eqf),
                framework=EQF,
                code=str(achievement.level.eqf),
                kind="ext:EQF",
            )
        ]
        if achievement.level
        else []
    )
    quality = [
        Alignment(name=entry.name, url=entry.url, description=entry.description, kind="ext:QualityAssurance")
        for entry in achievement.quality_assurance
    ]
    return [*skills, *level, *quality]


def _alignment(alignment: Alignment) -> JsonObject:
    return _said(
        type=["Alignment"],
        targetName=alignment.name,
        targetUrl=alignment.url,
        targetFramework=alignment.framework,
        targetCode=alignment.code,
        targetType=alignment.kind,
        targetDescription=alignment.description,
    )


def _workload(achievement: Achievement) -> list[JsonObject]:
    if achievement.workload is None:
        return []
    amounts = {"ECTS": achievement.workload.ects, "hours": achievement.workload.hours}
    return [
        {"type": ["Workload"], "amount": str(_number(amount)), "unit": unit}
        for unit, amount in amounts.items()
        if amount is not None
    ]


def _levels(achievement: Achievement) -> list[JsonObject]:
    if achievement.level is None:
        return []
    codes = {
        EQF: str(achievement.level.eqf),
        achievement.level.national_framework: achievement.level.national,
        BOLOGNA: achievement.level.cycle,
    }
    return [
        {"type": ["EducationLevel"], "framework": framework, "levelCode": code}
        for framework, code in codes.items()
        if framework and code
    ]


def _result(grade: Grade, achievement: Achievement) -> JsonObject:
    return {
        "type": ["Result"],
        "resultDescription": _result_id(achievement),
        "value": grade.value,
        "status": "Completed",
    }


def _result_description(grade: Grade, achievement: Achievement, language: Language) -> JsonObject:
    return {
        "id": _result_id(achievement),
        "type": ["ResultDescription"],
        "name": grade.scale.name.prefer(language),
        "resultType": grade.scale.kind,
        "allowedValue": list(grade.scale.results),
        "requiredValue": grade.scale.passed_from,
    }


def _result_id(achievement: Achievement) -> str:
    return f"{achievement.id}#result"


def _image(address: str) -> JsonObject | None:
    return {"id": address, "type": "Image"} if address else None


def _number(amount: Decimal) -> float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _said(**properties: Any) -> JsonObject:
    """The properties that say something. False and zero do; empty texts and lists do not."""
    return {name: value for name, value in properties.items() if value not in (None, "", [])}
