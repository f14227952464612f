"""How each question is asked: its address, its sentence, and a word about why."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nanobank.authoring.models import DesignQuestion


@dataclass(frozen=True)
class Asking:
    """A question as it is put, and what to think of."""

    sentence: str | Promise
    why: str | Promise


ADDRESSES: Final = {
    DesignQuestion.WHOM: "hvem",
    DesignQuestion.COMPETENCE: "kompetence",
    DesignQuestion.DIDACTICS: "didaktik",
    DesignQuestion.FORMAT: "format",
    DesignQuestion.LEVEL: "niveau",
    DesignQuestion.MODULES: "moduler",
    DesignQuestion.ASSESSMENT: "eksamen",
    DesignQuestion.TERMS: "vilkaar",
    DesignQuestion.NAME: "navn",
}
"""The last word of each question's address."""


ASKING: Final = {
    DesignQuestion.WHOM: Asking(
        _("Whom is it for?"),
        _("Think of one person whom you know. Everything after this is chosen for their sake."),
    ),
    DesignQuestion.COMPETENCE: Asking(
        _("What can they do afterwards?"),
        _("Something an employer would recognise and an assessor can see."),
    ),
    DesignQuestion.DIDACTICS: Asking(
        _("How do they learn it?"),
        _("Where does the material come from, and what do they do with it?"),
    ),
    DesignQuestion.FORMAT: Asking(
        _("How does it fit into their week?"),
        _("Most have a job. Say how one takes part, and for how long."),
    ),
    DesignQuestion.LEVEL: Asking(
        _("How demanding is it?"),
        _("The level decides what may be asked at the exam, and what it can count towards."),
    ),
    DesignQuestion.MODULES: Asking(
        _("How many ECTS, and of which modules?"),
        _("Use what there is, and name what is still to be written. The ECTS must add up."),
    ),
    DesignQuestion.ASSESSMENT: Asking(
        _("How do they show it in practice?"),
        _("We suggest from your outcomes, level and format what would show the competence."),
    ),
    DesignQuestion.TERMS: Asking(
        _("What does it cost, and who vouches for it?"),
        _("The EU asks that a credential says who assures its quality."),
    ),
    DesignQuestion.NAME: Asking(
        _("What is it called?"),
        _("Easier said now that the rest is there. Use the reader's words."),
    ),
}


def question_at(word: str) -> DesignQuestion | None:
    """The question at an address."""
    return next((question for question, address in ADDRESSES.items() if address == word), None)
