"""What a draft still lacks before a learner could take it, said where it stands."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nanobank.study import bridge
from nanobank.study.models import Question

REASONS: Final = {
    "two_choices": _("Write between 2 and 20 choices."),
    "one_correct": _("Mark exactly one choice as correct."),
    "some_correct": _("Mark at least one choice as correct."),
    "same_twice": _("Two of the choices say the same."),
    "number": _("Write a number, for example 27.5."),
    "negative": _("This cannot be below 0."),
    "one_accepted": _("Write between 1 and 20 accepted answers."),
}
NO_PROMPT: Final = _("Write the question.")
UNREADABLE: Final = _("This is empty, or too long.")


@dataclass(frozen=True)
class Fault:
    """What is wrong, and the input that it is wrong with."""

    field: str
    sentence: str | Promise


def fault_of(question: Question) -> Fault | None:
    """Why the question could not be asked and marked yet; None when it could."""
    if not question.prompt.strip():
        return Fault("prompt", NO_PROMPT)
    try:
        bridge.check_definition(question.kind, question.definition)
    except bridge.BadQuestion as bad:
        return Fault(bad.field, REASONS.get(bad.reason, UNREADABLE))
    return None
