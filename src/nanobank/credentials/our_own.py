"""Reads a credential that this site itself signed straight from its JSON, without turning it into statements.

What is read is what ``verify`` would have read; ``tests/credentials/test_standing.py`` holds the two together.
"""

import json
from datetime import datetime
from typing import Any

from nanobank.credentials.bridge import (
    AchievementFacts,
    Alignment,
    Facts,
    PartyFacts,
    ResultFacts,
    TextFacts,
)


def facts_of(document: str) -> Facts:
    """What a credential of ours says. Only for one whose signature is known to hold."""
    credential = json.loads(document)
    subject = credential["credentialSubject"]
    return Facts(
        id=credential["id"],
        types=tuple(sorted(credential["type"])),
        name=credential["name"],
        description=credential.get("description", ""),
        issuer=_issuer(credential["issuer"]),
        recipient=_recipient(subject),
        awarded_at=datetime.fromisoformat(credential["awardedDate"]),
        valid_from=datetime.fromisoformat(credential["validFrom"]),
        valid_until=datetime.fromisoformat(credential["validUntil"]) if "validUntil" in credential else None,
        achievements=(_achievement(subject["achievement"]),),
        results=tuple(_result(result, subject["achievement"]) for result in subject.get("result", [])),
    )


def holder_of(document: str) -> str:
    """The name that a credential of ours was awarded in."""
    name: str = json.loads(document)["credentialSubject"].get("name", "")
    return name


def _issuer(issuer: dict[str, Any]) -> PartyFacts:
    return PartyFacts(
        id=issuer["id"],
        name=issuer["name"],
        url=issuer.get("url", ""),
        country=issuer["address"]["addressCountryCode"],
    )


def _recipient(subject: dict[str, Any]) -> PartyFacts:
    identities = (
        (one["identityType"], one["identityHash"]) for one in subject.get("identifier", []) if not one["hashed"]
    )
    return PartyFacts(name=subject.get("name", ""), identities=tuple(identities))


def _achievement(achievement: dict[str, Any]) -> AchievementFacts:
    return AchievementFacts(
        id=achievement["id"],
        kind=achievement["achievementType"],
        text=_texts(achievement, achievement["criteria"]["narrative"]),
        translations=tuple(_texts(one, one.get("narrative", "")) for one in achievement.get("translation", [])),
        credits=str(achievement.get("creditsAvailable", "")),
        workload=tuple((one["amount"], one["unit"]) for one in achievement["workload"]),
        levels=tuple(sorted((one["framework"], one["levelCode"]) for one in achievement["educationLevel"])),
        participation=achievement["participation"],
        supervision=achievement.get("supervision", ""),
        further_information=achievement.get("furtherInformation", ""),
        image=achievement.get("image", {}).get("id", ""),
        alignments=tuple(
            sorted(
                (_alignment(one) for one in achievement["alignment"]),
                key=lambda alignment: (alignment.kind, alignment.name),
            )
        ),
    )


def _texts(written: dict[str, Any], criteria: str) -> TextFacts:
    return TextFacts(
        language=written["inLanguage"],
        name=written.get("name", ""),
        description=written.get("description", ""),
        criteria=criteria,
        outcomes=tuple(written.get("learningOutcome", [])),
        assessment_type=written.get("assessmentType", ""),
        prerequisites=written.get("prerequisite", ""),
        stackability=written.get("stackability", ""),
    )


def _alignment(written: dict[str, Any]) -> Alignment:
    return Alignment(
        name=written["targetName"],
        url=written["targetUrl"],
        framework=written.get("targetFramework", ""),
        code=written.get("targetCode", ""),
        kind=written["targetType"],
        description=written.get("targetDescription", ""),
    )


def _result(result: dict[str, Any], achievement: dict[str, Any]) -> ResultFacts:
    scales = {scale["id"]: scale["name"] for scale in achievement["resultDescription"]}
    return ResultFacts(
        value=result["value"], status=result["status"], scale=scales.get(result["resultDescription"], "")
    )
