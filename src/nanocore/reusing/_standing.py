"""Where one's own step stands when the step that it came from has changed: a three-way comparison."""

from enum import StrEnum

from nanocore.reusing._differences import StepText


class Standing(StrEnum):
    """What taking the change over would mean."""

    TAKEN = "taken"
    """One's own already says the same."""
    CLEAN = "clean"
    """One's own is as the source was: nothing of one's own is lost."""
    OWN = "own"
    """One's own has been changed too: taking over puts the source's words in place of them."""
    ABSENT = "absent"
    """One has no such step."""


def standing(base: StepText | None, theirs: StepText | None, ours: StepText | None) -> Standing:
    """``base`` is the source's as it was when last followed, ``theirs`` as it is now; None where there is none."""
    if theirs is None:
        if ours is None:
            return Standing.TAKEN
        return Standing.CLEAN if base is not None and ours.content == base.content else Standing.OWN
    if ours is None:
        return Standing.ABSENT
    if ours.content == theirs.content:
        return Standing.TAKEN
    return Standing.CLEAN if base is not None and ours.content == base.content else Standing.OWN
