"""Whether a plan holds, read off the question and the catalogue alone; nothing here is shared with what makes plans."""

from nanocore.planning._catalogue import Catalogue
from nanocore.planning._question import Question
from nanocore.planning._result import Plan
from nanocore.planning.checking._reading import Reading
from nanocore.planning.checking._violation import Rule, Violation

__all__ = ["Rule", "Violation", "violations"]


def violations(plan: Plan, question: Question, catalogue: Catalogue) -> tuple[Violation, ...]:
    """Everything about the plan that is not as the question and the catalogue say. Empty: the plan holds."""
    return Reading(plan, question, catalogue).violations()
