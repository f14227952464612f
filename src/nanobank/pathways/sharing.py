"""The hours of a week, where somebody goes by several plans: each was laid as if it had them all."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nanobank.common.prepared import prepared
from nanobank.pathways.models import Pathway
from nanobank.pathways.showing import ShownPlan, clock_of, weeks_of
from nanobank.pathways.wording import Json

_MOST: Final = 5
_LITTLE: Final = Decimal("0.5")
"""Hours beyond those there are that nobody needs to be told of."""


@dataclass(frozen=True)
class Shared:
    """The fullest week of several plans: what they ask for together, and what there is."""

    titles: str
    monday: date
    used: Decimal
    given: Decimal


def shared_hours(pathway: Pathway, plan: ShownPlan, today: date) -> Shared | None:
    """The week from today on in which this plan and the others that the person goes by ask for most too much.

    None where the hours suffice: one query.
    """
    taken, by = defaultdict[date, Decimal](Decimal), defaultdict[date, list[str]](list)
    for pk, title, kept, question in _followed(person=pathway.person_id):
        if pk == pathway.pk:
            continue
        for monday, hours in _hours_of(kept, question).items():
            taken[monday] += hours
            by[monday].append(title)
    coming = [one for one in plan.weeks if one.used and one.monday + timedelta(days=7) > today and taken[one.monday]]
    over = [one for one in coming if one.used + taken[one.monday] > one.given + _LITTLE]
    worst = max(over, key=lambda one: one.used + taken[one.monday] - one.given, default=None)
    if worst is None:
        return None
    titles = _(" and ").join(f"‘{title}’" for title in by[worst.monday])
    return Shared(titles, worst.monday, worst.used + taken[worst.monday], worst.given)


@prepared
def _followed(person: Any) -> QuerySet[Pathway, tuple[int, str, Json, Json]]:
    """The plans that a person goes by, the one changed last first."""
    kept = Pathway.objects.filter(person=person, chosen__isnull=False, put_away_at__isnull=True)
    return kept.order_by("-changed_at", "-pk").values_list("pk", "title", "chosen__plan", "chosen__question")[:_MOST]


def _hours_of(plan: Json, question: Json) -> dict[date, Decimal]:
    """What a plan takes of each week, by its Monday."""
    last = max((int(step["ends"]) for step in plan["steps"]), default=0)
    clock = clock_of(question["life"], last)
    return {one.monday: one.used for one in weeks_of(plan, clock, int(question["life"]["at_once"])) if one.used}
