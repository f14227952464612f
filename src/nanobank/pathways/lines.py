"""Who stands by the quality of each module of a plan, and of those that could stand in its place."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nanobank.pathways.wording import Words
from nanobank.quality.queries import Line, lines_of_modules

Lines = Mapping[str, Line]
"""By module."""

_NOBODY: Final = Line()
_SHORT: Final = {
    "assured": gettext_noop("quality-assured"),
    "external": gettext_noop("assessed, from outside"),
    "expired": gettext_noop("quality assurance expired"),
    "none": gettext_noop("not assessed"),
}


def lines_of(words: Words) -> Lines:
    """The line of each module that some words are for: one query."""
    known = {one.module_id: one.slug for one in words.modules.values()}
    known |= {one.module_id: one.slug for some in words.teaching.values() for one in some}
    return {known[module]: line for module, line in lines_of_modules(list(known)).items()}


def line_in(lines: Lines, module: str) -> Line:
    """The line of one; whom nobody stands by is not assessed."""
    return lines.get(module, _NOBODY)


def short_line(line: Line) -> str:
    """In two or three words."""
    return _(_SHORT[line.standing])
