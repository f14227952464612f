"""What the rules of ``nanocore.designing`` found, in sentences that say what to do."""

from decimal import Decimal
from typing import Any, Final

from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.authoring.designing.answers import Answers
from nanobank.authoring.designing.bridge import Fault, Suggested
from nanobank.catalogue.models import Assessment, Module
from nanobank.common.bilingual import in_english

_FAULTS: Final[dict[str, Promise]] = {
    "no_audience": gettext_lazy("Say whom it speaks to."),
    "no_target": gettext_lazy("Say who they are: what they do today and what they lack."),
    "no_outcome": gettext_lazy("Write at least one learning outcome."),
    "no_competence": gettext_lazy("Choose at least one competence: without one nobody finds it."),
    "only_telling": gettext_lazy(
        "All the outcomes say what one can account for. What does one do with it at work? Write one about that."
    ),
    "no_didactics": gettext_lazy("Say how it is learnt."),
    "no_participation": gettext_lazy("Choose how one takes part."),
    "too_heavy": gettext_lazy(
        "%(hours)s hours a week is more than a full working week. Spread it over more than %(weeks)s weeks, or make it "
        "smaller."
    ),
    "no_level": gettext_lazy("Choose a level."),
    "level_too_high": gettext_lazy(
        "It is to be at level %(claimed)s, but no module is above level %(highest)s. Lower the level, or choose a "
        "module that reaches it."
    ),
    "no_parts": gettext_lazy("Choose the modules, or name those that are still to be written."),
    "no_ects": gettext_lazy("Say how many ECTS it is in all."),
    "too_large": gettext_lazy("More than %(most)s ECTS is no micro-credential. Divide it into several."),
    "too_few_electives": gettext_lazy(
        "One is to choose %(asked)s ECTS, but there are only %(there)s to choose among. Add some, or ask for fewer."
    ),
    "no_elective_ects": gettext_lazy("Say how many ECTS one is to choose among the modules of one's own choice."),
    "does_not_add_up": gettext_lazy(
        "You say %(claimed)s ECTS, but the modules add up to %(parts)s. Put the number right, or the modules."
    ),
    "circle": gettext_lazy(
        "These modules require each other in a circle, so nobody could begin: %(parts)s. Take one of them out."
    ),
    "requires_more": gettext_lazy(
        "“%(part)s” requires something that is not part of this: %(groups)s. Add it, or say under “Price and quality” "
        "that one must be able to do it beforehand."
    ),
    "competence_not_built": gettext_lazy("None of the modules builds this: %(competences)s."),
    "no_assessment": gettext_lazy("Choose how the competence is shown in practice."),
}

_REASONS: Final[dict[str, Promise]] = {
    "shows_doing": gettext_lazy("“%(about)s” is something one does, and it is best seen while it is done."),
    "shows_making": gettext_lazy("“%(about)s” leaves something behind that an assessor can hold in their hands."),
    "shows_judging": gettext_lazy("“%(about)s” is to weigh and argue, which must be heard or read."),
    "shows_telling": gettext_lazy(
        "“%(about)s” is to account for something; a practical task beside it would show more."
    ),
    "approach_own_practice": gettext_lazy("They work with their own practice, so the material comes by itself."),
    "approach_cases": gettext_lazy("They work with cases, so a new case is a fair question."),
    "approach_project": gettext_lazy("They work on a project, and what came of it can be shown."),
    "approach_rehearsal": gettext_lazy("They rehearse it, so the exam is the rehearsal once more."),
    "approach_theory": gettext_lazy("They put theory to use, and that takes a text of one's own."),
    "level_argues": gettext_lazy("At level %(about)s an independent argument is asked for."),
    "level_shows": gettext_lazy("At level %(about)s it is first of all what one can do that counts."),
    "online_film": gettext_lazy(
        "Nobody meets, so it is filmed at work and handed in, with the consent of those in it."
    ),
    "meets": gettext_lazy("They meet anyway."),
    "large": gettext_lazy("It is large enough for a collection that grows along the way."),
    "small": gettext_lazy("It is small, so a short exam is enough."),
}

_EXAMPLES: Final[dict[str, Promise]] = {
    Assessment.ORAL: gettext_lazy(
        "The participant draws a situation from working life, has 20 minutes to prepare, and shows in 20 minutes' "
        "talk that they can: %(outcome)s."
    ),
    Assessment.ASSIGNMENT: gettext_lazy(
        "The participant takes a task from their own work, solves it in 5–8 pages and gives grounds, so that it shows "
        "that they can: %(outcome)s."
    ),
    Assessment.PORTFOLIO: gettext_lazy(
        "The participant collects three pieces from their own work – a first try, one after feedback, and the one that "
        "was used – with a page of reflection each, which together show that they can: %(outcome)s."
    ),
    Assessment.PRACTICAL: gettext_lazy(
        "The participant does it for real, for 30 minutes, with those whom they work with, and explains their choices "
        "afterwards. The assessor looks for whether they can: %(outcome)s."
    ),
}


def fault_text(fault: Fault, answers: Answers) -> str:
    """One sentence: what does not hold, and what to do."""
    return str(_FAULTS[fault.code]) % {name: _told(name, value, answers) for name, value in fault.params.items()}


def _told(name: str, value: Any, answers: Answers) -> str:
    """A number as one writes it; parts and competences by what they are called."""
    titles = {part.key: part.title for part in answers.parts}
    match name:
        case "hours":
            return plain_number(round(value))
        case "part":
            return titles[value]
        case "parts" if isinstance(value, tuple):
            return " → ".join(titles[key] for key in value)
        case "groups":
            return ", ".join(_any_of(group) for group in value)
        case "competences":
            return ", ".join(one.label for one in answers.competences if one.pk in value)
        case _:
            return plain_number(value)


def plain_number(value: Decimal | int) -> str:
    """``Decimal("10.00")`` → ``10``, ``Decimal("2.50")`` → ``2,5`` in Danish."""
    digits = f"{value:f}"
    short = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return short.replace(".", str(get_format("DECIMAL_SEPARATOR")))


def _any_of(group: frozenset[str]) -> str:
    """What modules are called, by slug: one query, only where something is required from elsewhere."""
    found = Module.objects.filter(slug__in=group).select_related("current").order_by("slug")
    titles = [one.current.title if one.current else one.slug for one in found]
    either = _("or")
    return f" {either} ".join(titles)


def reasons_of(suggested: Suggested) -> list[str]:
    """Why an assessment would show it."""
    return [str(_REASONS[reason.code]) % {"about": reason.about} for reason in suggested.reasons]


def example_of(suggested: Suggested, answers: Answers) -> str:
    """What it could be like, with the outcome that it shows best, in the language of the page where it is written."""
    danish, english = answers.outcomes[suggested.outcome or 0]
    outcome = _without_can((english or danish) if in_english() else (danish or english))
    return str(_EXAMPLES[suggested.assessment.value]) % {"outcome": outcome}


def _without_can(outcome: str) -> str:
    for lead in ("Du kan ", "Kan ", "At ", "You can ", "Can ", "To "):
        outcome = outcome.removeprefix(lead)
    return outcome[:1].lower() + outcome[1:].rstrip(". ")
