"""The sentences in which measures are told."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nanobank.authoring.bridge import INSTEAD, Fault, Jargon
from nanobank.authoring.measuring import OutcomeSaid

BANDS: Final[dict[str, tuple[str | Promise, str | Promise]]] = {
    "very_easy": (_("Very easy"), _("As books for children. Easy for all, also on a phone on the way to work.")),
    "easy": (_("Easy"), _("As fiction and weekly magazines. Most people read it without effort.")),
    "medium": (_("Medium"), _("As newspapers. Fits most adults who learn beside their work.")),
    "hard": (_("Hard"), _("As factual articles and popular science. Fits readers used to the subject.")),
    "very_hard": (_("Very hard"), _("As laws and research. Shorten the sentences and choose plainer words.")),
}
"""What each band of LIX means: its name, and who reads it."""

VERDICTS: Final[dict[str, str | Promise]] = {
    "empty": _("There is nothing to measure yet."),
    "too_much": _("It takes clearly longer than its ECTS. Take something out, or give it more ECTS."),
    "own_work": _(
        "The steps describe less than half of the hours that the ECTS stand for. Say in the steps what the rest "
        "consists of: exercises, trying it out at work, preparing for the exam."
    ),
    "agrees": _("The steps and the ECTS agree."),
}

JARGON: Final[dict[str, str | Promise]] = {
    "heavy": _("heavy word"),
    "passive": _("who does it? Name somebody where it matters"),
    "long": _("long word: divide it"),
    "short_form": _("spell it out the first time"),
}

ROLES: Final[dict[str, str | Promise]] = {
    "formal_leaders": _("leaders by title"),
    "informal_leaders": _("those who lead without the title"),
    "teachers": _("teachers"),
    "students": _("students"),
    "professionals": _("professionals"),
    "employers": _("employers"),
    "job_seekers": _("job-seekers"),
    "citizens": _("citizens"),
}

LEVELS: Final[dict[str, str | Promise]] = {
    "remember": _("remember"),
    "understand": _("understand"),
    "apply": _("apply"),
    "analyse": _("analyse"),
    "evaluate": _("evaluate"),
    "create": _("create"),
}
"""The levels of Bloom's taxonomy."""

_OUTCOMES: Final[dict[str, str | Promise]] = {
    "no_verb": _("Begin with a verb that can be seen: what does one do who can it?"),
    "vague_verb": _("Nobody can see whether somebody can “%(where)s”. Try: %(instead)s."),
    "no_object": _("“%(where)s” what? Say what it is done to."),
    "no_context": _("Where or for what? Say in which situation it is shown."),
    "too_long": _("%(where)s words are too many to assess. Make two of it, each with one verb."),
}
_CONTENT: Final[dict[str, str | Promise]] = {
    "no_alt": _("A picture lacks words for those who cannot see it."),
    "alt_is_file_name": _("A picture is described by a file's name: %(where)s"),
    "alt_too_long": _("A picture's words are too many; put a long description in the text: %(where)s"),
    "empty_heading": _("A heading is empty."),
    "heading_skips": _("The heading “%(where)s” skips a level."),
    "vague_link": _("The link “%(where)s” does not say where it leads."),
    "bare_link": _("The link is an address; write what one finds there: %(where)s"),
    "empty_link": _("A link has no text: %(where)s"),
    "empty_table_heading": _("A column of a table has no heading."),
}


@dataclass(frozen=True)
class Plainer:
    """A word, why it is told of, what could stand instead, and how often it stands."""

    words: str
    why: str
    instead: str
    times: int


def outcome_sentence(fault: Fault, language: str) -> str:
    """What to do about an outcome's fault."""
    return str(_OUTCOMES[fault.code]) % {"where": fault.where, "instead": ", ".join(INSTEAD[language])}


def outcomes_in_words(outcomes: Iterable[OutcomeSaid]) -> list[tuple[OutcomeSaid, str | Promise, list[str]]]:
    """Each outcome with its level in Bloom's taxonomy and what to do about its faults."""
    return [
        (one, LEVELS.get(one.told.level, ""), [outcome_sentence(fault, one.language) for fault in one.told.faults])
        for one in outcomes
    ]


def content_sentence(fault: Fault) -> str:
    """What a text lacks."""
    return str(_CONTENT[fault.code]) % {"where": fault.where}


def plainer(found: Jargon) -> Plainer:
    """A word that could be plainer, as it is shown."""
    return Plainer(found.words, str(JARGON[found.kind]), found.plainer, found.times)
