"""What a credential says, laid out for reading in the language active now; the diploma and the check share it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nanobank.common.bilingual import in_english
from nanobank.credentials.addresses import slug_of_did
from nanobank.credentials.bridge import (
    PASSED_OR_FAILED,
    SEVEN_POINT_SCALE,
    AchievementFacts,
    Alignment,
    Facts,
    TextFacts,
)

_PARTICIPATION: Final[dict[str, str | Promise]] = {
    "online": _("Online"),
    "onsite": _("On site"),
    "blended": _("Partly online, partly on site"),
    "work_based": _("At work"),
}
_SUPERVISION: Final[dict[str, str | Promise]] = {
    "unsupervised": _("Nobody watched over the assessment"),
    "supervised_without_identity_check": _("Somebody watched over the assessment"),
    "supervised_with_identity_check": _("Somebody watched over the assessment and checked who was there"),
}
_LEVELS: Final[dict[str, str | Promise]] = {
    "4": _("Level 4: upper secondary, vocational"),
    "5": _("Level 5: business academy"),
    "6": _("Level 6: bachelor, diploma"),
    "7": _("Level 7: master"),
    "8": _("Level 8: PhD"),
}
_COUNTRIES: Final[dict[str, str | Promise]] = {
    "DK": _("Denmark"),
    "DE": _("Germany"),
    "FI": _("Finland"),
    "NO": _("Norway"),
    "SE": _("Sweden"),
}
_EQF: Final = "European Qualifications Framework"
_QUALITY: Final = "ext:QualityAssurance"
_SKILL: Final = "ext:ESCOSkill"
_SCALES: Final = (SEVEN_POINT_SCALE, PASSED_OR_FAILED)
_PASSED: Final[str | Promise] = _("Passed")


@dataclass(frozen=True)
class Diploma:
    """A credential's facts, each as the reader reads it; empty where it says nothing."""

    holder: str
    title: str
    description: str
    outcomes: tuple[str, ...]
    ects: Decimal | None
    hours: Decimal | None
    level: str
    level_name: str
    grade: str
    scale: str
    issuer: str
    issuer_id: str
    country: str
    awarded_at: datetime | None
    valid_until: datetime | None
    assessment: str
    supervision: str
    participation: str
    quality: tuple[str, ...]
    competences: tuple[str, ...]
    prerequisites: str
    criteria: str
    kinds: tuple[str, ...]


def diploma_of(facts: Facts) -> Diploma:
    """The facts laid out; of several achievements the first."""
    achievement = facts.achievements[0] if facts.achievements else AchievementFacts()
    text, other = _texts(achievement)
    workload = {unit: amount for amount, unit in achievement.workload}
    level = dict(achievement.levels).get(_EQF, "")
    result = facts.results[0] if facts.results else None
    return Diploma(
        holder=facts.recipient.name or _named(facts),
        title=text.name or other.name or facts.name,
        description=text.description or other.description or facts.description,
        outcomes=text.outcomes or other.outcomes,
        ects=_number(workload.get("ECTS", "")),
        hours=_number(workload.get("hours", "")),
        level=level,
        level_name=str(_LEVELS.get(level, "")),
        grade=_grade(result.value) if result else "",
        scale=_scale(result.scale) if result else "",
        issuer=facts.issuer.name or facts.issuer.id,
        issuer_id=facts.issuer.id,
        country=str(_COUNTRIES.get(facts.issuer.country, facts.issuer.country)),
        awarded_at=facts.awarded_at or facts.valid_from,
        valid_until=facts.valid_until,
        assessment=text.assessment_type or other.assessment_type,
        supervision=str(_SUPERVISION.get(achievement.supervision, achievement.supervision)),
        participation=str(_PARTICIPATION.get(achievement.participation, achievement.participation)),
        quality=_quality(achievement.alignments, ours=slug_of_did(facts.issuer.id) is not None),
        competences=tuple(one.name for one in achievement.alignments if one.kind == _SKILL),
        prerequisites=text.prerequisites or other.prerequisites,
        criteria=text.criteria or other.criteria,
        kinds=tuple(kind for kind in facts.types if kind != "VerifiableCredential"),
    )


def _texts(achievement: AchievementFacts) -> tuple[TextFacts, TextFacts]:
    """The achievement's texts in the reader's language, and in the other one."""
    language = "en" if in_english() else "da"
    for translation in achievement.translations:
        if translation.language.startswith(language) and not achievement.text.language.startswith(language):
            return translation, achievement.text
    return achievement.text, TextFacts()


def _named(facts: Facts) -> str:
    return next((value for kind, value in facts.recipient.identities if kind == "name"), "")


def _number(written: str) -> Decimal | None:
    try:
        number = Decimal(written)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _grade(written: str) -> str:
    return str(_PASSED) if written == PASSED_OR_FAILED.passed_from else written


def _scale(written: str) -> str:
    """A scale that is known here by its name in the reader's language; another one as it is called."""
    for scale in _SCALES:
        if written in (scale.name.da, scale.name.en):
            return scale.name.en if in_english() else scale.name.da
    return written


def _quality(alignments: Iterable[Alignment], *, ours: bool) -> tuple[str, ...]:
    """What stands behind the quality. Our own say it once a language, told apart by the address they lead to."""
    entries = [one for one in alignments if one.kind == _QUALITY]
    if ours:
        entries = [one for one in entries if ("/en/udbydere/" in one.url) == in_english()] or entries
    return tuple(one.description or one.name for one in entries)
