"""Rebuilds the award from an Open Badges 3.0 credential of ours: every other form is made from what was signed."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from ._award import (
    PASSED_OR_FAILED,
    SEVEN_POINT_SCALE,
    Achievement,
    Alignment,
    Award,
    Evidence,
    Grade,
    Identity,
    Issuer,
    Language,
    LearningOutcome,
    Level,
    Participation,
    QualityAssurance,
    Recipient,
    Scale,
    Supervision,
    Text,
    Workload,
)
from ._json import JsonObject, as_list
from ._open_badge import BOLOGNA, EQF, open_badge
from ._status_list import StatusEntry, StatusPurpose
from ._time import read_moment

_LEVEL: Final = "ext:EQF"
_QUALITY: Final = "ext:QualityAssurance"


class NotAnAward(ValueError):
    """The document is not what `open_badge` makes: another issuer's, or one that says more than an `Award` can."""


def award_of(document: JsonObject) -> Award:
    """The award that `document`, signed or not, was made from: `open_badge(award_of(d))` is `d` without its proof.

    A salted identity comes back as its hash, since its value is not in the document. Which skill belongs to which
    learning outcome is not either: the skills come back as outcomes without a text. Raises `NotAnAward` for a document
    of which even one word would be lost.
    """
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    try:
        award = _award(unsigned)
        kept = open_badge(award) == unsigned
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise NotAnAward(f"not a credential of ours: {error!r}") from None
    if not kept:
        raise NotAnAward("the credential says what an award of ours cannot say")
    return award


def _award(document: JsonObject) -> Award:
    subject = document["credentialSubject"]
    achievement = subject["achievement"]
    language = Language(achievement["inLanguage"])
    return Award(
        id=document["id"],
        issuer=_issuer(document["issuer"]),
        recipient=_recipient(subject),
        achievement=_achievement(achievement, language),
        awarded_at=read_moment(document["awardedDate"]),
        valid_from=read_moment(document["validFrom"]),
        valid_until=_until(document),
        grade=_grade(subject["result"][0], achievement, language) if subject.get("result") else None,
        evidence=tuple(_evidence(one) for one in document.get("evidence", [])),
        status=tuple(_status(one) for one in as_list(document.get("credentialStatus"))),
        language=language,
    )


def _until(document: JsonObject) -> datetime | None:
    return read_moment(document["validUntil"]) if "validUntil" in document else None


def _status(entry: JsonObject) -> StatusEntry:
    return StatusEntry(
        entry["statusListCredential"], int(entry["statusListIndex"]), StatusPurpose(entry["statusPurpose"])
    )


def _issuer(issuer: JsonObject) -> Issuer:
    return Issuer(
        id=issuer["id"],
        name=issuer["name"],
        country=issuer["address"]["addressCountryCode"],
        url=issuer.get("url", ""),
        email=issuer.get("email", ""),
        image=_image(issuer),
    )


def _recipient(subject: JsonObject) -> Recipient:
    name = subject.get("name", "")
    identities = [_identity(one) for one in subject.get("identifier", [])]
    return Recipient(id=subject.get("id", ""), name=name, identities=tuple(identities[1:] if name else identities))


def _identity(written: JsonObject) -> Identity:
    if written["hashed"]:
        return Identity(kind=written["identityType"], salt=written["salt"], known_hash=written["identityHash"])
    return Identity(kind=written["identityType"], value=written["identityHash"])


def _achievement(written: JsonObject, language: Language) -> Achievement:
    translation = (written.get("translation") or [{}])[0]
    alignments = [_alignment(one) for one in written.get("alignment", [])]

    def text(name: str, main: JsonObject = written) -> Text:
        return _text(main.get(name, ""), translation.get(name, ""), language)

    return Achievement(
        id=written["id"],
        name=text("name"),
        description=text("description"),
        criteria=text("narrative", main=written["criteria"]),
        outcomes=(
            *_outcomes(written, translation, language),
            *(LearningOutcome(text=Text(), alignment=one) for one in alignments if one.kind not in {_LEVEL, _QUALITY}),
        ),
        workload=_workload(written),
        level=_level(written),
        assessment_type=text("assessmentType"),
        participation=Participation(written["participation"]) if "participation" in written else None,
        quality_assurance=tuple(
            QualityAssurance(name=one.name, url=one.url, description=one.description)
            for one in alignments
            if one.kind == _QUALITY
        ),
        supervision=Supervision(written["supervision"]) if "supervision" in written else None,
        prerequisites=text("prerequisite"),
        stackability=text("stackability"),
        further_information=written.get("furtherInformation", ""),
        field_of_study=written.get("fieldOfStudy", ""),
        image=_image(written),
    )


def _outcomes(written: JsonObject, translation: JsonObject, language: Language) -> list[LearningOutcome]:
    """The outcomes in words. The document lists them once a language, so they belong together by their order."""
    texts = written.get("learningOutcome", [])
    others = translation.get("learningOutcome", [])
    others = [*others, *[""] * (len(texts) - len(others))]
    return [LearningOutcome(text=_text(one, other, language)) for one, other in zip(texts, others, strict=True)]


def _alignment(written: JsonObject) -> Alignment:
    return Alignment(
        name=written["targetName"],
        url=written["targetUrl"],
        framework=written.get("targetFramework", ""),
        code=written.get("targetCode", ""),
        kind=written.get("targetType", ""),
        description=written.get("targetDescription", ""),
    )


def _workload(written: JsonObject) -> Workload | None:
    amounts = {one["unit"]: Decimal(one["amount"]) for one in written.get("workload", [])}
    return Workload(ects=amounts["ECTS"], hours=amounts.get("hours")) if amounts else None


def _level(written: JsonObject) -> Level | None:
    codes = {one["framework"]: one["levelCode"] for one in written.get("educationLevel", [])}
    if EQF not in codes:
        return None
    eqf, cycle = int(codes.pop(EQF)), codes.pop(BOLOGNA, "")
    framework, national = next(iter(codes.items()), ("", ""))
    return Level(eqf=eqf, national=national, national_framework=framework, cycle=cycle)


def _grade(result: JsonObject, achievement: JsonObject, language: Language) -> Grade:
    scale = achievement["resultDescription"][0]
    return Grade(value=result["value"], scale=_scale(scale, language))


def _scale(written: JsonObject, language: Language) -> Scale:
    """A scale that is known here, with its name in both languages; another one as it is written."""
    for known in (SEVEN_POINT_SCALE, PASSED_OR_FAILED):
        if known.name[language] == written["name"] and list(known.results) == written["allowedValue"]:
            return known
    return Scale(
        name=_text(written["name"], "", language),
        results=tuple(written["allowedValue"]),
        passed_from=written["requiredValue"],
        kind=written["resultType"],
    )


def _evidence(written: JsonObject) -> Evidence:
    return Evidence(
        name=written.get("name", ""),
        url=written.get("id", ""),
        narrative=written.get("narrative", ""),
        genre=written.get("genre", ""),
    )


def _text(main: str, other: str, language: Language) -> Text:
    return Text(da=main, en=other) if language is Language.DANISH else Text(da=other, en=main)


def _image(written: JsonObject) -> str:
    address: str = written["image"]["id"] if "image" in written else ""
    return address
