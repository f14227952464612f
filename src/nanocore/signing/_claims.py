"""Reads the facts of an SD-JWT VC from its claims: ours in full, of any other kind the frame."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ._award import Alignment
from ._json import JsonObject, as_list
from ._time import read_moment
from ._verdict import AchievementFacts, EvidenceFacts, Facts, PartyFacts, ResultFacts, TextFacts

_EXTREME = 253_402_300_799


def facts_of_claims(claims: JsonObject) -> Facts:
    """What the claims say, as far as they were disclosed. Whatever has another form than expected is left out."""
    issuer, achievement = _object(claims, "issuer"), _object(claims, "achievement")
    return Facts(
        id=_text(claims, "id"),
        types=(_text(claims, "vct"),),
        name=_text(achievement, "name"),
        description=_text(achievement, "description"),
        issuer=PartyFacts(
            id=_text(claims, "iss"),
            name=_text(issuer, "name"),
            url=_text(issuer, "url"),
            country=_text(issuer, "country"),
        ),
        recipient=PartyFacts(
            id=_text(claims, "sub"),
            name=_text(claims, "name") or _joined(claims, "given_name", "family_name"),
            email=_text(claims, "email"),
            identities=tuple(
                (_text(one, "identityType"), _text(one, "identityHash"))
                for one in _objects(claims, "identifiers")
                if one.get("hashed") is False
            ),
        ),
        awarded_at=_moment(claims, "awarded_at"),
        valid_from=moment_of(claims, "nbf"),
        valid_until=moment_of(claims, "exp"),
        achievements=(_achievement(achievement),) if achievement else (),
        results=tuple(
            ResultFacts(value=_text(one, "value"), scale=_text(one, "scale")) for one in _objects(claims, "grade")
        ),
        evidence=tuple(
            EvidenceFacts(id=_text(one, "id"), name=_text(one, "name"), narrative=_text(one, "narrative"))
            for one in _objects(claims, "evidence")
        ),
    )


def moment_of(claims: Mapping[str, Any], name: str) -> datetime | None:
    """The moment of a NumericDate (RFC 7519), None when there is none that is one."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _EXTREME:
        return None
    return datetime.fromtimestamp(value, UTC)


def _achievement(written: JsonObject) -> AchievementFacts:
    """As Open Badges writes it."""
    return AchievementFacts(
        id=_text(written, "id"),
        kind=_text(written, "achievementType"),
        text=_texts(written, _text(_object(written, "criteria"), "narrative")),
        translations=tuple(_texts(one, _text(one, "narrative")) for one in _objects(written, "translation")),
        image=_text(_object(written, "image"), "id"),
        credits=_number(written, "creditsAvailable"),
        workload=tuple((_text(one, "amount"), _text(one, "unit")) for one in _objects(written, "workload")),
        levels=tuple(
            sorted((_text(one, "framework"), _text(one, "levelCode")) for one in _objects(written, "educationLevel"))
        ),
        participation=_text(written, "participation"),
        supervision=_text(written, "supervision"),
        further_information=_text(written, "furtherInformation"),
        alignments=tuple(
            sorted(
                (_alignment(one) for one in _objects(written, "alignment")),
                key=lambda alignment: (alignment.kind, alignment.name),
            )
        ),
    )


def _texts(written: JsonObject, criteria: str) -> TextFacts:
    return TextFacts(
        language=_text(written, "inLanguage"),
        name=_text(written, "name"),
        description=_text(written, "description"),
        criteria=criteria,
        outcomes=tuple(one for one in as_list(written.get("learningOutcome")) if isinstance(one, str)),
        assessment_type=_text(written, "assessmentType"),
        prerequisites=_text(written, "prerequisite"),
        stackability=_text(written, "stackability"),
    )


def _alignment(written: JsonObject) -> Alignment:
    return Alignment(
        name=_text(written, "targetName"),
        url=_text(written, "targetUrl"),
        framework=_text(written, "targetFramework"),
        code=_text(written, "targetCode"),
        kind=_text(written, "targetType"),
        description=_text(written, "targetDescription"),
    )


def _text(written: Mapping[str, Any], name: str) -> str:
    value = written.get(name)
    return value if isinstance(value, str) else ""


def _joined(written: Mapping[str, Any], *names: str) -> str:
    return " ".join(part for name in names if (part := _text(written, name)))


def _number(written: Mapping[str, Any], name: str) -> str:
    value = written.get(name)
    return "" if isinstance(value, bool) or not isinstance(value, int | float) else str(value)


def _object(written: Mapping[str, Any], name: str) -> JsonObject:
    value = written.get(name)
    return value if isinstance(value, dict) else {}


def _objects(written: Mapping[str, Any], name: str) -> list[JsonObject]:
    return [one for one in as_list(written.get(name)) if isinstance(one, dict)]


def _moment(written: Mapping[str, Any], name: str) -> datetime | None:
    try:
        return read_moment(written.get(name))
    except ValueError:
        return None
