"""What is awarded to whom by whom: the record that every form of credential is made from."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from ._status_list import StatusEntry


class Language(StrEnum):
    """The languages an award is written in."""

    DANISH = "da"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Danish, in English or in both."""

    da: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.da or self.en)

    def __getitem__(self, language: Language) -> str:
        """The text in `language`, empty if there is none."""
        return self.da if language is Language.DANISH else self.en

    def prefer(self, language: Language) -> str:
        """The text in `language`, or in the other one."""
        return self[language] or self.da or self.en


class Participation(StrEnum):
    """The form of participation (EU Annex I)."""

    ONLINE = "online"
    ONSITE = "onsite"
    BLENDED = "blended"
    WORK_BASED = "work_based"


class Supervision(StrEnum):
    """Supervision and identity check during assessment (EU Annex I, optional)."""

    UNSUPERVISED = "unsupervised"
    SUPERVISED_UNVERIFIED = "supervised_without_identity_check"
    SUPERVISED_VERIFIED = "supervised_with_identity_check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A link from the award to an entry in a framework, such as a skill in ESCO (`kind` `ext:ESCOSkill`)."""

    name: str
    url: str
    framework: str = ""
    code: str = ""
    kind: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningOutcome:
    """One learning outcome in words, with the skill it corresponds to if that is known."""

    text: Text
    alignment: Alignment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The level: 1-8 in the European Qualifications Framework, and as the national framework writes it."""

    eqf: int
    national: str = ""
    national_framework: str = ""
    cycle: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.eqf <= 8:
            raise ValueError("an EQF level is 1 to 8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """The notional workload: ECTS credits, and hours where they are known."""

    ects: Decimal
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityAssurance:
    """What stands behind the quality: its name and where that can be read."""

    name: str
    url: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A grading scale: its name, the results it allows from lowest to highest, and the lowest that passes."""

    name: Text
    results: tuple[str, ...]
    passed_from: str
    kind: str = "LetterGrade"


SEVEN_POINT_SCALE = Scale(
    name=Text(da="7-trinsskalaen", en="The Danish 7-point grading scale"),
    results=("-3", "00", "02", "4", "7", "10", "12"),
    passed_from="02",
)
PASSED_OR_FAILED = Scale(
    name=Text(da="Bestået/ikke bestået", en="Passed/failed"),
    results=("Ikke bestået", "Bestået"),
    passed_from="Bestået",
    kind="Status",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A result on a scale. Raises `ValueError` for one the scale does not have, or that does not pass."""

    value: str
    scale: Scale = SEVEN_POINT_SCALE

    def __post_init__(self) -> None:
        results = self.scale.results
        if self.value not in results or results.index(self.value) < results.index(self.scale.passed_from):
            raise ValueError(f"{self.value!r} does not pass on this scale")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The awarding body. `id` is its `did:web`; `country` a two-letter code (ISO 3166-1)."""

    id: str
    name: str
    country: str
    url: str = ""
    email: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One thing the learner is known by. `kind` is an Open Badges identifier type: `name`, `emailAddress`, ….

    With a `salt` the value is not written out: only SHA-256 of value and salt, which the learner can prove. Where the
    value itself is not known, as in an award read back from what was signed, `known_hash` stands for it.
    """

    kind: str
    value: str = ""
    salt: str = ""
    known_hash: str = ""

    @property
    def hash(self) -> str:
        """`sha256$…` of value and salt (Open Badges 3.0, IdentityHash)."""
        return self.known_hash or "sha256$" + hashlib.sha256((self.value + self.salt).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """The learner: an identifier (a did or an address), a name, and what else they are known by."""

    id: str = ""
    name: str = ""
    identities: tuple[Identity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Something that shows the achievement, such as an assignment."""

    name: str
    url: str = ""
    narrative: str = ""
    genre: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """The micro-credential as designed: what anyone who holds it has shown. `id` is its public address."""

    id: str
    name: Text
    description: Text
    criteria: Text
    outcomes: tuple[LearningOutcome, ...] = ()
    workload: Workload | None = None
    level: Level | None = None
    assessment_type: Text = Text()
    participation: Participation | None = None
    quality_assurance: tuple[QualityAssurance, ...] = ()
    supervision: Supervision | None = None
    prerequisites: Text = Text()
    stackability: Text = Text()
    further_information: str = ""
    field_of_study: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """One achievement awarded to one learner. `id` is the credential's public address; moments are aware.

    `language` is the one the credential is written in; texts in the other one go along as translations.
    """

    id: str
    issuer: Issuer
    recipient: Recipient
    achievement: Achievement
    awarded_at: datetime
    valid_from: datetime
    valid_until: datetime | None = None
    grade: Grade | None = None
    evidence: tuple[Evidence, ...] = ()
    status: tuple[StatusEntry, ...] = ()
    language: Language = Language.DANISH


class Element(StrEnum):
    """The mandatory elements of a micro-credential (Council Recommendation 2022/C 243/02, Annex I)."""

    LEARNER = "learner"
    TITLE = "title"
    COUNTRY = "country"
    AWARDING_BODY = "awarding_body"
    DATE = "date"
    LEARNING_OUTCOMES = "learning_outcomes"
    WORKLOAD = "workload"
    LEVEL = "level"
    ASSESSMENT_TYPE = "assessment_type"
    PARTICIPATION = "participation"
    QUALITY_ASSURANCE = "quality_assurance"


def missing_from_achievement(achievement: Achievement) -> tuple[Element, ...]:
    """The elements a design still lacks, in the order of Annex I: for whoever designs a micro-credential."""
    return tuple(_lacking(achievement))


def missing_from_award(award: Award) -> tuple[Element, ...]:
    """The elements an award still lacks, in the order of Annex I. The date is always there."""
    recipient, issuer = award.recipient, award.issuer
    lacking = set(_lacking(award.achievement))
    if not (recipient.id or recipient.name or recipient.identities):
        lacking.add(Element.LEARNER)
    if not issuer.country:
        lacking.add(Element.COUNTRY)
    if not (issuer.id and issuer.name):
        lacking.add(Element.AWARDING_BODY)
    return tuple(element for element in Element if element in lacking)


def _lacking(achievement: Achievement) -> Iterator[Element]:
    present = {
        Element.TITLE: achievement.name,
        Element.LEARNING_OUTCOMES: achievement.outcomes,
        Element.WORKLOAD: achievement.workload,
        Element.LEVEL: achievement.level,
        Element.ASSESSMENT_TYPE: achievement.assessment_type,
        Element.PARTICIPATION: achievement.participation,
        Element.QUALITY_ASSURANCE: achievement.quality_assurance,
    }
    return (element for element, value in present.items() if not value)
