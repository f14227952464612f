"""An adaptation takes over from its source what it wants, step by step, in its own draft."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import ModuleVersion
from nanobank.catalogue.services import edit_draft, facts_of
from nanobank.common.errors import Refused
from nanobank.reuse.models import Adaptation, CoreStep
from nanobank.reuse.permissions import check_sees_adaptation
from nanobank.reuse.queries.comparing import CAN_BE_TAKEN, followable, step_by_origin, steps_of
from nanobank.reuse.services.writing import put_in, write_over
from nanobank.study.services import delete_step, start_draft


def _held(adaptation: Adaptation) -> Adaptation:
    rows = Adaptation.objects.select_for_update(of=("self",))
    return rows.select_related("module__provider", "module__current", "source__module__current").get(pk=adaptation.pk)


def _newest(adaptation: Adaptation) -> ModuleVersion:
    return adaptation.source.module.current or adaptation.source


@transaction.atomic
def take_over(*, adaptation: Adaptation, origin: UUID, by: Person | None, now: datetime) -> ModuleVersion:
    """Let one's own draft have a step as the source has it now: rewritten, put in, or taken out; and follow it.

    A draft is begun where there is none. Gives the draft. Raises NotYours; Refused when neither has such a step.
    """
    check_sees_adaptation(by, adaptation, now)
    held = _held(adaptation)
    draft = start_draft(module=held.module, by=by, now=now)
    newest = steps_of(_newest(held))
    theirs = next((step for step in newest if step.began_as == origin), None)
    ours = step_by_origin(draft, origin)
    if theirs is None and ours is None:
        raise Refused(_("Neither your draft nor the source has this step any more."), field="step")
    if theirs is None:
        if ours is not None:
            delete_step(step=ours, by=by, now=now)
        CoreStep.objects.filter(adaptation=held, origin=origin).delete()
        return draft
    if ours is None:
        put_in(draft, theirs, newest[: newest.index(theirs)], by=by, now=now)
    else:
        write_over(ours, theirs, by=by, now=now)
    CoreStep.objects.get_or_create(adaptation=held, origin=origin)
    return draft


@transaction.atomic
def take_over_fact(*, adaptation: Adaptation, name: str, by: Person | None, now: datetime) -> ModuleVersion:
    """Let one's own draft say of itself what the source does: ``summary``, ``outcomes``, ``ects`` … Gives the draft.

    Raises NotYours; Refused for what is an adaptation's own (its title, price, readers).
    """
    check_sees_adaptation(by, adaptation, now)
    if name not in CAN_BE_TAKEN:
        raise Refused(_("This is for your module to say itself."), field="fact")
    held = _held(adaptation)
    draft = start_draft(module=held.module, by=by, now=now)
    theirs, ours = facts_of(_newest(held)), facts_of(draft)
    names = ("summary_da", "summary_en") if name == "summary" else (name,)
    changed = replace(ours, **{one: getattr(theirs, one) for one in names})
    return edit_draft(version=draft, facts=changed, by=by, now=now)


@transaction.atomic
def choose_followed(*, adaptation: Adaptation, steps: Collection[UUID], by: Person | None, now: datetime) -> None:
    """Follow these steps of the source from now on, and go one's own way with the others. Raises NotYours.

    What the source does not have, or one's own does not, cannot be followed and is left out.
    """
    check_sees_adaptation(by, adaptation, now)
    held = _held(adaptation)
    can_be = {UUID(one.key) for one in followable(held)}
    held.core.filter(origin__in=can_be.difference(steps)).delete()
    chosen = [CoreStep(adaptation=held, origin=origin) for origin in can_be.intersection(steps)]
    CoreStep.objects.bulk_create(chosen, ignore_conflicts=True)


@transaction.atomic
def settle(*, adaptation: Adaptation, by: Person | None, now: datetime) -> Adaptation:
    """Be done with the source's newest version: what was not taken over stays as one has it. Raises NotYours."""
    check_sees_adaptation(by, adaptation, now)
    held = _held(adaptation)
    held.caught_up = _newest(held)
    held.save(update_fields=["caught_up"])
    return held
