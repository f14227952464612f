"""*Hvad nu*: what a person's plans say about this week."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.catalogue.models import ModuleVersion
from nanobank.ledger.queries import positions_of
from nanobank.pathways.models import Pathway
from nanobank.pathways.showing import clock_of
from nanobank.pathways.weeks import monday_of, week_of


class What(StrEnum):
    """What a week is to a module."""

    BEGINS = "begins"
    GOES_ON = "goes_on"
    ENDS = "ends"


@dataclass(frozen=True)
class Due:
    """A module that this week is for, on ``on`` it begins or should be done; so many ``hours`` of it."""

    pathway: Pathway
    module: str
    title: str
    what: What
    on: date
    hours: Decimal


@dataclass(frozen=True)
class ThisWeek:
    """The week from ``monday``; ``coming`` is what begins first after it, if nothing is due."""

    monday: date
    due: list[Due]
    coming: Due | None

    @property
    def hours(self) -> Decimal:
        """Of study in all."""
        return sum((one.hours for one in self.due), Decimal(0))


def this_week(person: Person, now: datetime) -> ThisWeek:
    """What the plans that are chosen say about the week of ``now``: three queries. What is completed is left out."""
    week = week_of(timezone.localdate(now))
    monday = monday_of(week)
    chosen = Pathway.objects.of(person).kept().filter(chosen__isnull=False).select_related("chosen").order_by("pk")
    steps = [(pathway, step) for pathway in chosen for step in (pathway.chosen.steps if pathway.chosen else [])]
    titles = _titles(steps)
    done = {pk for pk, at in positions_of(person).items() if at.completed or at.held}
    left = [(pathway, step) for pathway, step in steps if titles.get(step["module"], (0, ""))[0] not in done]
    due = [_due(pathway, step, titles, week) for pathway, step in left if step["begins"] <= week <= step["ends"]]
    later = [(pathway, step) for pathway, step in left if step["begins"] > week]
    first = min(later, key=lambda one: (one[1]["begins_on"], one[1]["module"]), default=None)
    return ThisWeek(
        monday=monday,
        due=sorted(due, key=lambda one: (one.on, one.what is not What.ENDS, one.title)),
        coming=_due(*first, titles, first[1]["begins"]) if first else None,
    )


def _titles(steps: list[tuple[Pathway, dict[str, Any]]]) -> dict[str, tuple[int, str]]:
    """Each module's id and the title of its current version, by slug."""
    slugs = {step["module"] for _pathway, step in steps}
    versions = ModuleVersion.objects.filter(current_of__slug__in=slugs).select_related("module")
    return {one.module.slug: (one.module_id, one.title) for one in versions}


def _due(pathway: Pathway, step: dict[str, Any], titles: dict[str, tuple[int, str]], week: int) -> Due:
    begins, ends = date.fromisoformat(step["begins_on"]), date.fromisoformat(step["ends_on"])
    what, on = What.GOES_ON, monday_of(week)
    if week_of(ends) == week:
        what, on = What.ENDS, ends
    elif week_of(begins) == week:
        what, on = What.BEGINS, begins
    return Due(
        pathway=pathway,
        module=step["module"],
        title=titles.get(step["module"], (0, step["module"]))[1],
        what=what,
        on=on,
        hours=_hours(pathway, step, week),
    )


def _hours(pathway: Pathway, step: dict[str, Any], week: int) -> Decimal:
    """The hours of a step that lie in a week: those of a class are the same in all of its weeks."""
    hours = Decimal(step["hours"])
    if step["offering"] or pathway.chosen is None:
        share = 1 / Decimal(step["ends"] - step["begins"] + 1)
    else:
        clock = clock_of(pathway.chosen.question["life"], step["ends"])
        first, last = step["clock"]
        share = Decimal(clock.overlap(week, first, last)) / Decimal(last - first)
    return (hours * share).quantize(Decimal("0.1"))
