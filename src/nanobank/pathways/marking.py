"""What somebody has wished about the modules of a plan since it was laid: a word at each, until it is laid again."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from nanobank.pathways.showing import ShownPlan
from nanobank.pathways.terms import WishTerms
from nanobank.pathways.weeks import week_of


def marks_of(plan: ShownPlan, before: WishTerms, now: WishTerms) -> Mapping[str, str]:
    """By module; ``before`` are the wishes that the plan was laid for."""
    wanted = {pin.module for pin in now.pins} - {pin.module for pin in before.pins}
    old, new = ({pin.module: pin for pin in wishes.pins} for wishes in (before, now))
    marks = {}
    for step in plan.steps:
        pin = new.get(step.slug)
        if step.slug in now.bans and step.slug not in before.bans:
            is_swapped = any(other.slug in wanted for other in step.others)
            marks[step.slug] = _("To be swapped") if is_swapped else _("To be taken out")
        elif pin is not None and pin != old.get(step.slug):
            is_elsewhere = pin.since is not None and week_of(pin.since) != week_of(step.begins)
            marks[step.slug] = _("To be moved") if is_elsewhere else _("Pinned now")
        elif pin is None and step.slug in old:
            marks[step.slug] = _("To go free")
    return marks
