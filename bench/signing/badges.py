"""The credentials that are signed: Open Badges of 3.5 KB and some hundred statements, as the product makes them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from nanocore.signing import (
    Achievement,
    Alignment,
    Award,
    Grade,
    Identity,
    Issuer,
    JsonObject,
    LearningOutcome,
    Level,
    Participation,
    QualityAssurance,
    Recipient,
    StatusEntry,
    StatusPurpose,
    Supervision,
    Text,
    Workload,
    open_badge,
)

DID: Final = "did:web:hoejskolen.example"
NOW: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
LISTS: Final = {purpose: f"https://bank.example/status/{purpose.value}" for purpose in StatusPurpose}
_ISSUER: Final = Issuer(
    id=DID,
    name="Højskolen Eksempel",
    country="DK",
    url="https://hoejskolen.example/",
    email="studier@hoejskolen.example",
)
_GRADES: Final = ("02", "4", "7", "10", "12")


def badges(count: int, *, achievements: int = 1) -> list[JsonObject]:
    """Credentials of different people, unsigned: for one achievement, or for each of several in turn."""
    return [open_badge(award) for award in awards(count, achievements=achievements)]


def badges_with_status(count: int) -> list[JsonObject]:
    """The same for one achievement, each with a place in a list of revoked and one of suspended credentials."""
    return [
        open_badge(replace(award, status=tuple(StatusEntry(LISTS[purpose], number, purpose) for purpose in LISTS)))
        for number, award in enumerate(awards(count))
    ]


def awards(count: int, *, achievements: int = 1) -> list[Award]:
    """The same before they are credentials. What they share is the same object, as it is in a batch."""
    shared = [_achievement(number) for number in range(achievements)]
    return [_award(number, shared[number % achievements]) for number in range(count)]


def _award(number: int, achievement: Achievement) -> Award:
    return Award(
        id=f"https://bank.example/beviser/{number:032x}",
        issuer=_ISSUER,
        recipient=Recipient(
            id=f"https://bank.example/personer/{number * 7919:032x}",
            name=f"Kursist Nummer {number}",
            identities=(Identity(kind="emailAddress", value=f"kursist{number}@example.dk", salt=f"{number:08x}"),),
        ),
        achievement=achievement,
        awarded_at=NOW - timedelta(days=1, seconds=number),
        valid_from=NOW - timedelta(hours=1),
        grade=Grade(value=_GRADES[number % len(_GRADES)]),
    )


def _achievement(number: int) -> Achievement:
    return Achievement(
        id=f"https://bank.example/micro-credentials/teknologi-{number}",
        name=Text(da=f"Teknologiforståelse i skolen {number}"),
        description=Text(da="Undervis i digital teknologi, så børn og unge kan forstå, skabe og forholde sig til den."),
        criteria=Text(da="Bestået mundtlig prøve på grundlag af et undervisningsforløb, som er prøvet af i praksis."),
        outcomes=(
            LearningOutcome(
                text=Text(da="Analysere digitale artefakter sammen med elever"),
                alignment=Alignment(
                    name="teach digital literacy",
                    url="http://data.europa.eu/esco/skill/5f6bdd2f-5a1d-4ba5-8d79-2d2a1a4ad6b1",
                    framework="ESCO",
                    kind="ext:ESCOSkill",
                ),
            ),
            LearningOutcome(text=Text(da="Tilrettelægge og begrunde et undervisningsforløb")),
        ),
        workload=Workload(ects=Decimal("2.5")),
        level=Level(eqf=6),
        assessment_type=Text(da="Mundtlig prøve med intern censur"),
        participation=Participation.BLENDED,
        quality_assurance=(QualityAssurance(name="Institutionsakkreditering", url="https://akkreditering.example/h"),),
        supervision=Supervision.SUPERVISED_VERIFIED,
        image=f"https://bank.example/micro-credentials/teknologi-{number}.png",
    )
