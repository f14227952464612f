"""What a plan can break."""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """What a plan can break."""

    UNKNOWN_MODULE = "unknown_module"
    """The catalogue has no such module, or two of them."""
    BROKEN_MODULE = "broken_module"
    """It has no credits, or a negative price."""
    TWICE = "twice"
    """It is in the plan twice, or held already."""
    BANNED = "banned"
    FORM = "form"
    LANGUAGE = "language"
    PLACE = "place"
    TIMES = "times"
    QUALITY = "quality"
    OFFERING = "offering"
    """It is taken in an offering that it does not have, or in none though it has some."""
    SEATS = "seats"
    LENGTH = "length"
    """It is longer or shorter on the work clock than its work over its lanes."""
    LANES = "lanes"
    """It occupies other than what it may, or what its offering needs."""
    MOMENT = "moment"
    """It begins before the life does, or an offering not when it is held."""
    WEEKS = "weeks"
    """The weeks of a step are not those in which it lies on the work clock."""
    AT_ONCE = "at_once"
    """Those named occupy more lanes together than there are."""
    DEADLINE = "deadline"
    LIVED = "lived"
    """It begins before now, and is not pinned to that week."""
    REQUIRES = "requires"
    """What it requires is neither held nor completed before it begins."""
    COMPETENCE = "competence"
    """A competence of the goal is not reached."""
    MODULE = "module"
    """A module of the goal is not reached."""
    DEGREE_ECTS = "degree_ects"
    DEGREE_LEVEL = "degree_level"
    DEGREE_EXTERNAL = "degree_external"
    DEGREE_CHOICES = "degree_choices"
    """The choices cannot all be met with each module in one of them only."""
    EXTERNAL_SHARE = "external_share"
    BUDGET = "budget"
    PIN = "pin"
    FIGURES = "figures"
    """The figures of the plan, or of the step named, are not what they add up to."""
    ORDER = "order"
    """The steps are not in order of begin, then of id."""
    TERM = "term"
    """A step is not in one of the terms."""
    TERM_LOAD = "term_load"
    """The ECTS or the number of modules of the term named are not between their limits."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that is broken, and by what: ids of modules, a competence, a level or the number of a term; or nothing."""

    rule: Rule
    about: tuple[str, ...] = ()
