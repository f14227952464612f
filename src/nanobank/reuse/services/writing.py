"""Putting one module's step into another's draft."""

from collections.abc import Sequence
from datetime import datetime

from nanobank.accounts.models import Person
from nanobank.catalogue.models import ModuleVersion
from nanobank.study import services as study
from nanobank.study.models import Step


def write_over(step: Step, theirs: Step, *, by: Person | None, now: datetime) -> None:
    """Let a draft's step say all that the other says, its questions too."""
    if step.kind != theirs.kind:
        position = step.position
        study.delete_step(step=step, by=by, now=now)
        added = study.add_step(version=step.version, new=study.copied(theirs), by=by, now=now)
        study.place_step(step=added, position=position, by=by, now=now)
        return
    new = study.copied(theirs)
    study.edit_step(step=step, new=new, by=by, now=now)
    for question in list(step.questions.order_by("-position")):
        study.delete_question(question=question, by=by, now=now)
    for one in new.questions:
        study.add_question(step=step, new=one, by=by, now=now)


def put_in(draft: ModuleVersion, theirs: Step, before: Sequence[Step], *, by: Person | None, now: datetime) -> Step:
    """Add a copy of the other's step, after the nearest of those before it there that the draft has too."""
    added = study.add_step(version=draft, new=study.copied(theirs), by=by, now=now)
    places = {step.began_as: step.position for step in draft.steps.all()}
    position = next((places[step.began_as] + 1 for step in reversed(before) if step.began_as in places), 1)
    if position != added.position:
        study.place_step(step=added, position=position, by=by, now=now)
    return added
