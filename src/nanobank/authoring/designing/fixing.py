"""Which inputs of a design are fixed, since what it changes is published."""

from nanobank.authoring.models import Design, DesignAim
from nanobank.catalogue.models import State
from nanobank.catalogue.services import STANDS

_ASKED_AS = {"outcomes": ("outcomes_da", "outcomes_en"), "required": ("parts",), "electives": ("elective_ects",)}


def fixed_inputs(design: Design) -> tuple[str, ...]:
    """The names of the forms' fields that may not be changed; none but for a change to what is published."""
    if design.aim != DesignAim.CHANGE or design.basis is None or design.basis.state == State.DRAFT:
        return ()
    return tuple(field for name in STANDS for field in _ASKED_AS.get(name, (name,)))
