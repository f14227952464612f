"""Designs for tests."""

from decimal import Decimal
from typing import Any

from factories import NOW, make_competence, make_member
from factories_catalogue import published_module
from nanobank.accounts.models import Person
from nanobank.authoring.models import Design, DesignQuestion
from nanobank.authoring.services import designing as services
from nanobank.catalogue.models import Level
from nanobank.organisations.models import Organisation, Role


def make_design(provider: Organisation, by: Person | None = None, **fields: Any) -> Design:
    """A design with a working title and nothing else."""
    return services.begin_design(provider=provider, title="AI i dansk", by=by, now=NOW, **fields)


def answer(design: Design, question: DesignQuestion, by: Person | None = None, **values: Any) -> None:
    """One answer on top of what stands."""
    kept = design.answers.filter(question=question).first()
    services.answer(
        design=design,
        question=question,
        values={**(kept.values if kept else {}), **values},
        revision=kept.revision if kept else 0,
        by=by,
        now=NOW,
    )


def answer_all(design: Design, by: Person | None = None, **modules: Any) -> Design:
    """Everything answered, of one published module of 2.5 ECTS at level 7 unless other parts are given."""
    competence = make_competence()
    module = published_module(design.provider, competences=(competence,), ects=Decimal("2.5"), level=Level.SEVEN)
    parts = modules or {"ects": "2.5", "elective_ects": "0", "parts": [{"module": module.slug, "elective": False}]}
    answers: dict[DesignQuestion, dict[str, Any]] = {
        DesignQuestion.WHOM: {"audiences": ["professionals"], "target_da": "Dansklærere", "target_en": "Teachers"},
        DesignQuestion.COMPETENCE: {
            "outcomes": [{"da": "Undervise med AI i dansk", "en": "Teach with AI"}],
            "competences": [competence.slug],
        },
        DesignQuestion.DIDACTICS: {
            "approach": "own_practice",
            "didactics_da": "Egne forløb afprøves.",
            "didactics_en": "Own lessons are tried out.",
        },
        DesignQuestion.FORMAT: {"participation": "blended", "language": "da", "weeks": 10},
        DesignQuestion.LEVEL: {"level": 7},
        DesignQuestion.MODULES: parts,
        DesignQuestion.ASSESSMENT: {"assessment": "portfolio", "by_hand_in": True, "grading": "pass_fail"},
        DesignQuestion.TERMS: {
            "price": "2500",
            "quality_assurance_da": "Studienævnet.",
            "quality_assurance_en": "The study board.",
        },
        DesignQuestion.NAME: {
            "title_da": "AI i dansk",
            "title_en": "AI in Danish",
            "summary_da": "Undervis med AI.",
            "summary_en": "Teach with AI.",
        },
    }
    for question, values in answers.items():
        answer(design, question, by, **values)
    return design


def make_designer(provider: Organisation) -> Person:
    """Somebody who writes for the provider."""
    return make_member(Role.EDUCATOR, provider)
