"""The parts that a draft's own texts and facts are written in, each saved by itself and with a revision of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nanobank.catalogue.services import Facts


@dataclass(frozen=True)
class Part:
    """Some inputs that belong together: its name, its place in the address, and what it is called."""

    name: str
    slug: str
    label: str | Promise
    inputs: tuple[str, ...]


ABOUT: Final = Part(
    "about", "tekster", _("Title and description"), ("title_da", "title_en", "summary_da", "summary_en", "description")
)
OUTCOMES: Final = Part("outcomes", "laeringsmaal", _("Learning outcomes"), ("outcomes_da", "outcomes_en"))
FACTS: Final = Part(
    "facts", "rammer", _("For whom, size and price"), ("audiences", "language", "ects", "level", "form", "price")
)
PREREQUISITES: Final = Part("prerequisites", "forudsaetninger", _("Prerequisites"), ("prerequisites",))
PARTS: Final = (ABOUT, OUTCOMES, FACTS, PREREQUISITES)
BY_SLUG: Final = {part.slug: part for part in PARTS}
BY_NAME: Final = {part.name: part for part in PARTS}


def written(facts: Facts, part: Part) -> dict[str, Any]:
    """What the inputs of the part say, as the form shows them: texts and lists of texts."""
    return {name: _INPUTS[name](facts) if name in _INPUTS else str(getattr(facts, name)) for name in part.inputs}


_INPUTS: Final[Mapping[str, Any]] = {
    "outcomes_da": lambda facts: "\n".join(danish for danish, _english in facts.outcomes),
    "outcomes_en": lambda facts: "\n".join(english for _danish, english in facts.outcomes),
    "audiences": lambda facts: sorted(str(one.value) for one in facts.audiences),
    "language": lambda facts: str(facts.language.value),
    "level": lambda facts: str(facts.level.value),
    "form": lambda facts: str(facts.form.value),
    "ects": lambda facts: f"{facts.ects.normalize():f}",
    "price": lambda facts: f"{facts.price.normalize():f}",
    "prerequisites": lambda facts: "\n".join(", ".join(one.slug for one in group) for group in facts.prerequisites),
}


def rewritten(facts: Facts, values: Mapping[str, Any]) -> Facts:
    """The facts with what was given of a part's inputs, cleaned by its form; what was not given is left."""
    given = dict(values)
    if "outcomes_da" in given or "outcomes_en" in given:
        given["outcomes"] = _side_by_side(
            given.pop("outcomes_da", [danish for danish, _english in facts.outcomes]),
            given.pop("outcomes_en", [english for _danish, english in facts.outcomes]),
        )
    return replace(facts, **given)


def _side_by_side(danish: list[str], english: list[str]) -> tuple[tuple[str, str], ...]:
    longest = max(len(danish), len(english))
    return tuple(
        (danish[place] if place < len(danish) else "", english[place] if place < len(english) else "")
        for place in range(longest)
    )
