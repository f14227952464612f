"""What has been answered in a design, typed: read from the rows, turned into the catalogue's facts, and back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import override

from nanobank.authoring.models import Approach, Design, DesignAnswer, DesignQuestion
from nanobank.catalogue.models import Assessment, Competence, Form, Grading, Language, Level, MicroCredential, Module
from nanobank.catalogue.services import Electives, MicroCredentialFacts, micro_credential_facts
from nanobank.catalogue.services.shapes import Texts

Values: TypeAlias = dict[str, Any]
"""One question's answer as it is kept: what JSON can hold; numbers as text, competences and modules by slug."""


@dataclass(frozen=True)
class ChosenPart:
    """One module of a design: one that there is, or a title and ECTS of one still to be written."""

    module: Module | None
    title: str
    ects: Decimal
    elective: bool

    @property
    def key(self) -> str:
        """What names it among the parts."""
        return self.module.slug if self.module else self.title

    @property
    def is_published(self) -> bool:
        """Whether learners can take it."""
        return self.module is not None and self.module.current is not None


@dataclass(frozen=True)
class Answers:
    """All that has been answered; empty where nothing has. ECTS and DKK in Decimal."""

    audiences: tuple[str, ...] = ()
    target_da: str = ""
    target_en: str = ""
    outcomes: Texts = ()
    competences: tuple[Competence, ...] = ()
    approach: Approach | None = None
    didactics_da: str = ""
    didactics_en: str = ""
    participation: str = ""
    language: str = Language.DANISH
    weeks: int | None = None
    level: int | None = None
    ects: Decimal | None = None
    elective_ects: Decimal = Decimal(0)
    parts: tuple[ChosenPart, ...] = ()
    assessment: str = ""
    by_hand_in: bool = False
    grading: str = Grading.PASS_FAIL
    second_examiner: bool = False
    exam_guidance_da: str = ""
    exam_guidance_en: str = ""
    identity_check_da: str = ""
    identity_check_en: str = ""
    price: Decimal = Decimal(0)
    quality_assurance_da: str = ""
    quality_assurance_en: str = ""
    prerequisites_da: str = ""
    prerequisites_en: str = ""
    validity_months: int | None = None
    title_da: str = ""
    title_en: str = ""
    summary_da: str = ""
    summary_en: str = ""

    @property
    def required(self) -> tuple[ChosenPart, ...]:
        """What everybody takes."""
        return tuple(part for part in self.parts if not part.elective)

    @property
    def electives(self) -> tuple[ChosenPart, ...]:
        """What one chooses among."""
        return tuple(part for part in self.parts if part.elective)


def kept_of(design: Design) -> dict[DesignQuestion, DesignAnswer]:
    """The rows of a design, by question: one query."""
    rows = DesignAnswer.objects.filter(design=design).select_related("by")
    return {DesignQuestion(row.question): row for row in rows}


def read(kept: Mapping[DesignQuestion, DesignAnswer]) -> Answers:
    """The answers of a design's rows: two queries. What has been taken out of the bank since is left out."""
    return answers_of({question: row.values for question, row in kept.items()})


def answers_of(by_question: Mapping[DesignQuestion, Values]) -> Answers:
    """As ``read``, of values that may not be kept yet."""
    values: Values = {key: value for one in by_question.values() for key, value in one.items()}
    rows = values.get("parts", [])
    modules = Module.objects.select_related("current", "provider").in_bulk(
        [row["module"] for row in rows if row.get("module")], field_name="slug"
    )
    competences = Competence.objects.in_bulk(values.get("competences", []), field_name="slug")
    plain = {
        name: values[name]
        for name in Answers.__dataclass_fields__
        if name in values and name not in _CONVERTED and values[name] is not None
    }
    return Answers(
        **plain,
        audiences=tuple(values.get("audiences", ())),
        outcomes=tuple((one.get("da", ""), one.get("en", "")) for one in values.get("outcomes", ())),
        competences=tuple(competences[slug] for slug in values.get("competences", ()) if slug in competences),
        approach=Approach(values["approach"]) if values.get("approach") else None,
        ects=_number(values.get("ects")),
        elective_ects=_number(values.get("elective_ects")) or Decimal(0),
        price=_number(values.get("price")) or Decimal(0),
        parts=tuple(part for row in rows if (part := _part(row, modules))),
    )


_CONVERTED = frozenset({"audiences", "outcomes", "competences", "approach", "ects", "elective_ects", "price", "parts"})


def _number(text: Any) -> Decimal | None:
    return None if text in (None, "") else Decimal(str(text))


def _part(row: Mapping[str, Any], modules: Mapping[str, Module]) -> ChosenPart | None:
    elective = bool(row.get("elective"))
    if not row.get("module"):
        return ChosenPart(None, row["title"], Decimal(row["ects"]), elective)
    module = modules.get(row["module"])
    if module is None:
        return None
    says = module.current or module.versions.order_by("-number").first()
    return ChosenPart(module, (says.title if says else "") or module.slug, says.ects if says else Decimal(0), elective)


def facts_of(answers: Answers, modules: Mapping[str, Module], basis: MicroCredential | None) -> MicroCredentialFacts:
    """What the catalogue is told. ``modules``: those written for parts that were none, by their keys.

    What a design does not ask about is as in ``basis``. Raises ValueError while something of what makes a
    micro-credential has not been answered.
    """
    told = micro_credential_facts(basis) if basis else _blank(answers)

    def all_of(parts: tuple[ChosenPart, ...]) -> tuple[Module, ...]:
        return tuple(part.module or modules[part.key] for part in parts)

    same = {name: getattr(answers, name) for name in _SAME}
    electives = (Electives(answers.elective_ects, all_of(answers.electives)),) if answers.electives else ()
    if told.electives and electives and len(told.electives) == 1:
        electives = (replace(electives[0], min_level=told.electives[0].min_level),)
    return replace(
        told,
        **same,
        description_da=described(answers, "da"),
        description_en=described(answers, "en"),
        level=Level(answers.level or 0),
        ects=answers.ects or Decimal(0),
        assessment=Assessment(answers.assessment),
        grading=Grading(answers.grading),
        participation=Form(answers.participation),
        language=Language(answers.language),
        required=all_of(answers.required),
        electives=electives,
    )


_SAME = (
    "title_da", "title_en", "summary_da", "summary_en", "outcomes", "price", "by_hand_in", "second_examiner",
    "identity_check_da", "identity_check_en", "exam_guidance_da", "exam_guidance_en", "quality_assurance_da",
    "quality_assurance_en", "prerequisites_da", "prerequisites_en", "validity_months", "competences",
)  # fmt: skip


def _blank(answers: Answers) -> MicroCredentialFacts:
    return MicroCredentialFacts(
        title_da="", title_en="", summary_da="", summary_en="", description_da="", description_en="",
        level=Level(answers.level or 0), ects=answers.ects or Decimal(0), assessment=Assessment(answers.assessment),
        grading=Grading(answers.grading), participation=Form(answers.participation), by_hand_in=False,
    )  # fmt: skip


def described(answers: Answers, language: str) -> str:
    """The description as Markdown: whom it is for, and how one works."""
    target = getattr(answers, f"target_{language}").strip()
    didactics = getattr(answers, f"didactics_{language}").strip()
    with override(language):
        heading = _("How you work")
    return f"{target}\n\n## {heading}\n\n{didactics}" if target and didactics else target or didactics


def draft_of(answers: Answers, design: Design) -> MicroCredential:
    """The micro-credential as it would be, in no database: for what looks at one."""
    columns = {name: getattr(answers, name) for name in _SAME if name not in ("outcomes", "competences")}
    return MicroCredential(
        provider=design.provider,
        **columns,
        description_da=described(answers, "da"),
        description_en=described(answers, "en"),
        learning_outcomes=[{"da": danish, "en": english} for danish, english in answers.outcomes],
        level=answers.level or 0,
        ects=answers.ects or Decimal(0),
        assessment=answers.assessment,
        grading=answers.grading,
        participation=answers.participation,
        language=answers.language,
    )


def values_from(basis: MicroCredential) -> dict[DesignQuestion, Values]:
    """The answers that a micro-credential would be the answer to: those of its own design where it has one."""
    made = Design.objects.filter(made=basis).order_by("-finished_at").first()
    designed = {question: row.values for question, row in kept_of(made).items()} if made else {}
    facts = micro_credential_facts(basis)
    parts = [{"module": module.slug, "elective": False} for module in facts.required]
    for group in facts.electives:
        parts += [{"module": module.slug, "elective": True} for module in group.modules]
    elective_ects = sum((group.min_ects for group in facts.electives), Decimal(0))
    same = {name: getattr(facts, name) for name in _SAME if name not in ("outcomes", "competences", "price")}
    whom: Values = {"audiences": [], "target_da": facts.description_da, "target_en": facts.description_en}
    return {
        DesignQuestion.WHOM: designed.get(DesignQuestion.WHOM, whom),
        DesignQuestion.COMPETENCE: {
            "outcomes": [{"da": danish, "en": english} for danish, english in facts.outcomes],
            "competences": [one.slug for one in facts.competences],
        },
        DesignQuestion.DIDACTICS: designed.get(DesignQuestion.DIDACTICS, {}),
        DesignQuestion.FORMAT: {
            **designed.get(DesignQuestion.FORMAT, {}),
            "participation": str(facts.participation),
            "language": str(facts.language),
        },
        DesignQuestion.LEVEL: {"level": int(facts.level)},
        DesignQuestion.MODULES: {"ects": str(facts.ects), "elective_ects": str(elective_ects), "parts": parts},
        DesignQuestion.ASSESSMENT: {
            "assessment": str(facts.assessment),
            "grading": str(facts.grading),
            **{name: same[name] for name in ("by_hand_in", "second_examiner")},
            **{name: same[name] for name in same if name.startswith(("exam_guidance", "identity_check"))},
        },
        DesignQuestion.TERMS: {
            "price": str(facts.price),
            "validity_months": facts.validity_months,
            **{name: same[name] for name in same if name.startswith(("quality_assurance", "prerequisites"))},
        },
        DesignQuestion.NAME: {name: same[name] for name in same if name.startswith(("title", "summary"))},
    }
