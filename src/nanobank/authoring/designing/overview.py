"""A design as a page shows it: what has been answered so far, what the EU asks for, what does not hold yet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nanobank.authoring.designing.answers import Answers, draft_of, kept_of, read
from nanobank.authoring.designing.bridge import faults_of
from nanobank.authoring.designing.texts import fault_text, plain_number
from nanobank.authoring.measuring import outcomes_told
from nanobank.authoring.models import Design, DesignAnswer, DesignQuestion
from nanobank.catalogue.mandatory import missing_sayings
from nanobank.catalogue.models import Assessment, Audience, Form, Level
from nanobank.common.templatetags.nanobank import kroner


@dataclass(frozen=True)
class Element:
    """One of the EU's mandatory elements. ``question`` is where it is said; none where the bank says it by itself."""

    words: str
    is_met: bool
    question: str = ""


@dataclass(frozen=True)
class Trouble:
    """Something that does not hold, at which question; advice unless it ``blocks``."""

    question: str
    words: str
    blocks: bool


@dataclass(frozen=True)
class Asked:
    """One question and what has been answered: ``said`` in a few words, by whom and when."""

    question: DesignQuestion
    number: int
    said: str
    answer: DesignAnswer | None
    troubles: list[Trouble]

    @property
    def is_whole(self) -> bool:
        """Whether it has been answered and nothing stands in the way."""
        return self.answer is not None and not any(one.blocks for one in self.troubles)


@dataclass(frozen=True)
class Sums:
    """What it costs in time and money. Hours are the provider's hours an ECTS times its ECTS; prices in DKK."""

    ects: Decimal
    hours: int
    hours_a_week: int | None
    price: Decimal
    separately: Decimal
    per_ects: Decimal | None


@dataclass(frozen=True)
class Overview:
    """All of a design."""

    design: Design
    answers: Answers
    asked: list[Asked]
    elements: list[Element]
    sums: Sums

    @property
    def title(self) -> str:
        """What it is called for now."""
        return self.answers.title_da or self.answers.title_en or _("Without a title")

    @property
    def troubles(self) -> list[Trouble]:
        """All of them, in the order of the questions."""
        return [one for asked in self.asked for one in asked.troubles]

    @property
    def is_ready(self) -> bool:
        """Whether a micro-credential can be made of it."""
        return not any(one.blocks for one in self.troubles)

    @property
    def met(self) -> int:
        """How many of the EU's elements it has."""
        return sum(element.is_met for element in self.elements)

    @property
    def next_question(self) -> DesignQuestion:
        """Where to go on: the first that is not whole, or the first."""
        return next((one.question for one in self.asked if not one.is_whole), DesignQuestion.WHOM)

    @property
    def changed_at(self) -> datetime:
        """When it was answered last."""
        return self.design.changed_at


def overview_of(design: Design) -> Overview:
    """Everything about a design; at most eight queries, however much it holds."""
    kept = kept_of(design)
    answers = read(kept)
    missing = missing_sayings(draft_of(answers, design))
    troubles = _troubles(design, answers, missing)
    asked = [
        Asked(
            question=question,
            number=number,
            said=said_of(question, answers),
            answer=kept.get(question),
            troubles=[one for one in troubles if one.question == question],
        )
        for number, question in enumerate(DesignQuestion, start=1)
    ]
    return Overview(design, answers, asked, _elements(answers, missing), _sums(design, answers))


ASKED_IN: dict[str, tuple[str, ...]] = {
    DesignQuestion.WHOM: ("description",),
    DesignQuestion.COMPETENCE: ("outcomes", "competences"),
    DesignQuestion.FORMAT: ("participation", "language"),
    DesignQuestion.LEVEL: ("level",),
    DesignQuestion.MODULES: ("ects", "required", "electives"),
    DesignQuestion.ASSESSMENT: ("assessment", "by_hand_in", "grading", "second_examiner"),
    DesignQuestion.TERMS: ("quality_assurance", "price", "validity"),
    DesignQuestion.NAME: ("title", "summary"),
}
"""The question whose form has the catalogue's input, by how its name begins."""
_FAULTS_SAY = frozenset({"ects", "level", "assessment", "participation"})
"""What a fault says already, and better."""


def asked_in(name: str) -> str:
    """The question where one of the catalogue's inputs is asked for; none for what the provider itself lacks."""
    return next((question for question, names in ASKED_IN.items() if name.startswith(names)), "")


def _troubles(design: Design, answers: Answers, missing: Mapping[str, str | Promise]) -> list[Trouble]:
    found = [Trouble(one.question, fault_text(one, answers), one.blocks) for one in faults_of(design, answers)]
    silent = {one.question for one in found if one.blocks}
    for name, sentence in missing.items():
        question = asked_in(name)
        begun = name != "outcomes" or answers.outcomes
        if question and name not in _FAULTS_SAY and begun and not (name == "description_da" and question in silent):
            found.append(Trouble(question, _("Write: %(what)s") % {"what": sentence}, blocks=True))
    vague = sum(bool(one.told.faults) for one in outcomes_told(_outcome_rows(answers), ("da", "en")))
    if vague:
        words = ngettext(
            "%d learning outcome cannot be assessed as it stands.",
            "%d learning outcomes cannot be assessed as they stand.",
            vague,
        )
        found.append(Trouble(DesignQuestion.COMPETENCE, words % vague, blocks=False))
    return found


def _outcome_rows(answers: Answers) -> list[dict[str, str]]:
    return [{"da": danish, "en": english} for danish, english in answers.outcomes]


_ELEMENTS: tuple[tuple[str, str | Promise, str], ...] = (
    ("", gettext_lazy("Who the learner is"), ""),
    ("title", gettext_lazy("Title"), DesignQuestion.NAME),
    ("provider", gettext_lazy("Country of the issuer"), ""),
    ("", gettext_lazy("Awarding body"), ""),
    ("", gettext_lazy("Date of issue"), ""),
    ("outcomes", gettext_lazy("Learning outcomes"), DesignQuestion.COMPETENCE),
    ("ects", gettext_lazy("Workload in ECTS"), DesignQuestion.MODULES),
    ("level", gettext_lazy("Level"), DesignQuestion.LEVEL),
    ("assessment", gettext_lazy("Type of assessment"), DesignQuestion.ASSESSMENT),
    ("participation", gettext_lazy("Form of participation"), DesignQuestion.FORMAT),
    ("quality_assurance", gettext_lazy("Type of quality assurance"), DesignQuestion.TERMS),
)
"""The eleven of Council Recommendation 2022/C 243/02, Annex I: the catalogue's input, and the question that asks."""


def _elements(answers: Answers, missing: Iterable[str]) -> list[Element]:
    lacking = set(missing)
    return [
        Element(str(words), not (name and any(one.startswith(name) for one in lacking)), question)
        for name, words, question in _ELEMENTS
    ]


def _sums(design: Design, answers: Answers) -> Sums:
    ects = answers.ects or Decimal(0)
    hours = ects * design.provider.hours_per_ects
    versions = [part.module.current for part in answers.required if part.module and part.module.current]
    return Sums(
        ects=ects,
        hours=round(hours),
        hours_a_week=round(hours / answers.weeks) if answers.weeks and hours else None,
        price=answers.price,
        separately=sum((version.price for version in versions), Decimal(0)),
        per_ects=answers.price / ects if ects and answers.price else None,
    )


def said_of(question: DesignQuestion, answers: Answers) -> str:
    """What has been answered in a few words; empty when nothing has."""
    return _SAID[question](answers)


def _audiences(answers: Answers) -> str:
    return ", ".join(str(Audience(one).label) for one in answers.audiences)


def _competence(answers: Answers) -> str:
    return "; ".join(danish or english for danish, english in answers.outcomes)


def _format(answers: Answers) -> str:
    if not answers.participation:
        return ""
    form = str(Form(answers.participation).label)
    return _("%(form)s, over %(weeks)d weeks") % {"form": form, "weeks": answers.weeks} if answers.weeks else form


def _modules(answers: Answers) -> str:
    size = f"{plain_number(answers.ects)} ECTS" if answers.ects else ""
    return ": ".join(text for text in (size, ", ".join(part.title for part in answers.parts)) if text)


_SAID: Mapping[DesignQuestion, Callable[[Answers], str]] = {
    DesignQuestion.WHOM: _audiences,
    DesignQuestion.COMPETENCE: _competence,
    DesignQuestion.DIDACTICS: lambda answers: str(answers.approach.label) if answers.approach else answers.didactics_da,
    DesignQuestion.FORMAT: _format,
    DesignQuestion.LEVEL: lambda answers: str(Level(answers.level).label) if answers.level else "",
    DesignQuestion.MODULES: _modules,
    DesignQuestion.ASSESSMENT: lambda answers: str(Assessment(answers.assessment).label) if answers.assessment else "",
    DesignQuestion.TERMS: lambda answers: kroner(answers.price) if answers.price else "",
    DesignQuestion.NAME: lambda answers: answers.title_da or answers.title_en,
}
