"""A plan as a page shows it: titles for ids, dates, sentences for reasons, hours for each week."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import floor

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nanobank.catalogue.models import Offering
from nanobank.common.templatetags.nanobank import ects, kroner
from nanobank.pathways.lines import Lines, line_in
from nanobank.pathways.weeks import monday_of, sunday_of
from nanobank.pathways.wording import (
    Json,
    Words,
    best_of_all,
    differences,
    distance_of,
    hours_in_words,
    length_of,
    number,
    runner_up,
    sentences,
    span_of,
)
from nanobank.quality.queries import Line

_FEW = 8
"""So many modules to swap with are offered at each step."""
_CLOSEST = 2
"""So many choices are named at the top with what was second."""
_AFTER = 10
"""So many weeks beyond the plan a deadline may lie and still be drawn."""


@dataclass(frozen=True)
class Other:
    """A module that could stand in a step's place."""

    slug: str
    title: str
    facts: str


@dataclass(frozen=True)
class ShownStep:
    """One module of the plan. ``at`` is where it lies in weeks from the first one shown; ``reasons`` are sentences.

    ``line`` is who stands by its quality now.
    """

    slug: str
    title: str
    url: str
    facts: str
    begins: date
    ends: date
    at: tuple[float, float]
    ects: Decimal
    price: Decimal
    hours: Decimal
    offering: str
    is_dated: bool
    is_pinned: bool
    is_over: bool
    is_begun: bool
    line: Line
    reasons: list[str]
    runner_up: str
    others: list[Other]

    @property
    def kind(self) -> str:
        """How it is drawn."""
        if self.is_over:
            return "done"
        if self.is_pinned:
            return "pinned"
        return "dated" if self.is_dated else "rolling"

    @property
    def when(self) -> str:
        """From which day to which."""
        return span_of(self.begins, self.ends)


@dataclass
class ShownWeek:
    """A week: hours there are, hours the plan takes, and what has been paid and earned when it ends."""

    monday: date
    given: Decimal
    used: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    earned: Decimal = Decimal(0)


@dataclass(frozen=True)
class ShownMonth:
    """A month of the plan, for the table beside the picture."""

    first: date
    given: Decimal
    used: Decimal
    paid: Decimal
    earned: Decimal
    modules: list[str]


@dataclass(frozen=True)
class ShownPlan:
    """All that a page says of a plan."""

    steps: list[ShownStep]
    weeks: list[ShownWeek]
    deadline: date | None
    status: str
    gap: str
    bound: Json
    figures: Json

    @property
    def finish(self) -> date | None:
        """The last day of study."""
        return max((step.ends for step in self.steps), default=None)

    @property
    def begins(self) -> date | None:
        """The first day of study."""
        return min((step.begins for step in self.steps), default=None)

    @property
    def cost(self) -> Decimal:
        """DKK in all."""
        return number(self.figures["cost"])

    @property
    def ects(self) -> Decimal:
        """Earned when it is done."""
        return number(self.figures["ects"])

    @property
    def hours(self) -> Decimal:
        """Of work in all."""
        return sum((step.hours for step in self.steps), Decimal(0))

    @property
    def span(self) -> str:
        """How long it takes, in months or weeks."""
        return length_of(self.begins, self.finish)

    @property
    def is_proven(self) -> bool:
        """Whether no plan can be better."""
        return self.status == "best"

    @property
    def distance(self) -> str:
        """How far from best it can be, for a plan that is not proven best."""
        return distance_of(self.gap, self.bound, self.figures)

    @property
    def in_a_sentence(self) -> str:
        """What somebody who does not see the picture hears instead of it."""
        count = len(self.steps)
        modules = ngettext("%d module", "%d modules", count) % count
        span = span_of(self.begins, self.finish) if self.begins and self.finish else ""
        facts = {"modules": modules, "span": span, "ects": ects(self.ects), "price": kroner(self.cost)}
        return _("The plan: %(modules)s, %(span)s, %(ects)s, %(price)s. The same stands below in words.") % facts

    @property
    def months(self) -> list[ShownMonth]:
        """The weeks month by month, each under the month of its Monday."""
        months: dict[date, list[ShownWeek]] = {}
        for week in self.weeks:
            months.setdefault(week.monday.replace(day=1), []).append(week)
        return [
            ShownMonth(
                first,
                sum((week.given for week in weeks), Decimal(0)),
                sum((week.used for week in weeks), Decimal(0)),
                weeks[-1].paid,
                weeks[-1].earned,
                [step.title for step in self.steps if step.begins.replace(day=1) <= first <= step.ends],
            )
            for first, weeks in months.items()
        ]


@dataclass(frozen=True)
class Clock:
    """Minutes of study that there has been room for before each week, from ``first`` on."""

    first: int
    before: tuple[int, ...]

    def minutes(self, week: int) -> int:
        """Of one week."""
        return self.before[week - self.first + 1] - self.before[week - self.first]

    def overlap(self, week: int, first: int, last: int) -> int:
        """How many minutes from one moment to another lie in a week; none in a week that is not known."""
        if not self.holds(week):
            return 0
        begins, ends = self.before[week - self.first], self.before[week - self.first + 1]
        return max(min(last, ends) - max(first, begins), 0)

    def holds(self, week: int) -> bool:
        """Whether the week is one of those that are known."""
        return 0 <= week - self.first < len(self.before) - 1

    def place(self, moment: int, week: int) -> float:
        """Where in the weeks a moment lies, when it is known which week that is."""
        minutes = self.minutes(week)
        inside = (moment - self.before[week - self.first]) / minutes if minutes else 0.0
        return week - self.first + min(max(inside, 0.0), 1.0)


def clock_of(life: Json, last: int) -> Clock:
    """The work clock of a life in the core's words, up to and with week ``last``."""
    first, before, hours = int(life["begins"]), [0], Decimal(0)
    periods = {int(period["week"]): number(period["hours"]) for period in life["hours"]}
    for week in range(first, max(last, first) + 1):
        hours = periods.get(week, hours)
        before.append(before[-1] + floor(hours * 60))
    return Clock(first, tuple(before))


@dataclass(frozen=True)
class Setting:
    """What a plan is shown in: the words, the question it answers (in the core's words, as JSON), and today.

    ``pins`` are the modules that the person asked for; the question also pins what has been begun. ``lines`` say who
    stands by the quality of which module; ``is_proven``: no plan is better; ``is_own``: it is told to its owner.
    """

    words: Words
    lines: Lines
    question: Json
    pins: frozenset[str]
    today: date
    is_proven: bool
    is_own: bool = True


def shown(plan: Json, standing: Json, reasons: list[Json], setting: Setting) -> ShownPlan:
    """A plan with everything that is said of it. ``standing`` holds ``status``, ``gap`` and ``bound``."""
    figures, life = plan["figures"], setting.question["life"]
    last = max([int(step["ends"]) for step in plan["steps"]], default=int(life["begins"]))
    deadline = life["deadline"]
    if deadline is not None and last < deadline <= last + _AFTER:
        last = int(deadline)
    clock = clock_of(life, last)
    why = {reason["module"]: reason for reason in reasons}
    taken = {step["module"] for step in plan["steps"]}
    return ShownPlan(
        steps=[_step(step, why.get(step["module"]), figures, taken, clock, setting) for step in plan["steps"]],
        weeks=weeks_of(plan, clock, int(life["at_once"])),
        deadline=None if deadline is None else sunday_of(int(deadline)),
        status=standing["status"],
        gap=standing.get("gap") or "",
        bound=standing.get("bound") or {},
        figures=figures,
    )


def _step(step: Json, reason: Json | None, figures: Json, taken: set[str], clock: Clock, setting: Setting) -> ShownStep:
    slug, words = step["module"], setting.words
    named = words.modules.get(slug)
    facts = [ects(number(step["ects"])), kroner(number(step["price"])), hours_in_words(number(step["hours"]))]
    if named is not None:
        facts = [named.provider, *facts, *named.way]
    begins, ends = date.fromisoformat(step["begins_on"]), date.fromisoformat(step["ends_on"])
    offering = words.offerings.get(step["offering"] or "")
    return ShownStep(
        slug=slug,
        title=words.module(slug),
        url=reverse("module", args=[slug]),
        facts=" · ".join(facts),
        begins=begins,
        ends=ends,
        at=_place(step, clock),
        ects=number(step["ects"]),
        price=number(step["price"]),
        hours=number(step["hours"]),
        offering=_class(offering) if offering else "",
        is_dated=bool(step["offering"]),
        is_pinned=slug in setting.pins,
        is_over=ends < setting.today,
        is_begun=begins <= setting.today,
        line=line_in(setting.lines, slug),
        reasons=_why(reason, figures, setting) if reason else [],
        runner_up=_runner_up(reason, figures, setting) if reason else "",
        others=_others(reason, figures, taken, setting) if reason else [],
    )


def _class(offering: Offering) -> str:
    """When and where a class meets, and how many seats are left."""
    said = []
    if offering.starts_on and offering.ends_on:
        said.append(_("Class %s") % span_of(offering.starts_on, offering.ends_on))
    if offering.place:
        said.append(offering.place)
    if offering.seats_left is not None:
        said.append(ngettext("%d seat left", "%d seats left", offering.seats_left) % offering.seats_left)
    return " · ".join(said)


def _why(reason: Json, figures: Json, setting: Setting) -> list[str]:
    """Why a module is there, and what it is best at where that is proven."""
    own, order = setting.is_own, setting.question["wishes"]["order"]
    said = sentences(reason, setting.words, is_wished=reason["module"] in setting.pins, is_own=own)
    best = best_of_all(reason, figures, order, is_own=own) if setting.is_proven else ""
    return [*said, best] if best else said


def _runner_up(reason: Json, figures: Json, setting: Setting) -> str:
    line = line_in(setting.lines, reason["runner_up"] or "").words
    return runner_up(reason, figures, setting.words, line, is_own=setting.is_own)


def _others(reason: Json, figures: Json, taken: set[str], setting: Setting) -> list[Other]:
    """What can stand in a step's place: those with which all else stays, the best first; else what teaches the same."""
    words = setting.words
    real = [
        _other(one["module"], " ".join(differences(one["instead"], figures, is_own=setting.is_own)), setting)
        for one in reason.get("others", ())
        if one["module"] in words.modules and one["instead"]
    ]
    return real or _teaching_the_same(reason, taken, setting)


def _other(slug: str, facts: str, setting: Setting) -> Other:
    return Other(slug, setting.words.module(slug), f"{facts} · {line_in(setting.lines, slug).words}")


def _teaching_the_same(reason: Json, taken: set[str], setting: Setting) -> list[Other]:
    """The runner-up first, then the cheapest that teach the same."""
    words = setting.words
    found = {reason["runner_up"]: words.modules.get(reason["runner_up"])} if reason["runner_up"] else {}
    for competence in reason["covers"]:
        for one in words.teaching.get(competence, []):
            if one.slug not in taken:
                found.setdefault(one.slug, one)
    return [
        Other(
            slug,
            named.title,
            f"{ects(named.ects)}, {kroner(named.price)} · {line_in(setting.lines, slug).words}",
        )
        for slug, named in list(found.items())[:_FEW]
        if named is not None
    ]


def swaps_of(plan: ShownPlan) -> list[tuple[ShownStep, Other]]:
    """The choices that were closest: modules still to come with the best that could stand in their place."""
    coming = (step for step in plan.steps if not (step.is_begun or step.is_pinned))
    return [(step, step.others[0]) for step in coming if step.runner_up and step.others][:_CLOSEST]


def _place(step: Json, clock: Clock) -> tuple[float, float]:
    """Where a step lies in weeks from the first: a class in whole weeks, what is rolling where the work clock says."""
    begins, ends = int(step["begins"]), int(step["ends"])
    if step["offering"] or not clock.holds(begins) or not clock.holds(ends):
        return float(begins - clock.first), float(ends - clock.first + 1)
    return clock.place(step["clock"][0], begins), clock.place(step["clock"][1], ends)


def weeks_of(plan: Json, clock: Clock, at_once: int) -> list[ShownWeek]:
    """Each week from the life's beginning to the plan's end, with the hours that each step takes of it."""
    weeks = []
    for number_ in range(len(clock.before) - 1):
        week = clock.first + number_
        shown_week = ShownWeek(monday_of(week), given=Decimal(clock.minutes(week)) / 60)
        for step in plan["steps"]:
            shown_week.used += _hours_in(step, week, clock, at_once)
            shown_week.paid += number(step["price"]) if int(step["begins"]) <= week else 0
            shown_week.earned += number(step["ects"]) if int(step["ends"]) <= week else 0
        weeks.append(shown_week)
    return weeks


def _hours_in(step: Json, week: int, clock: Clock, at_once: int) -> Decimal:
    """Of work on one step in one week."""
    begins, ends = int(step["begins"]), int(step["ends"])
    if not begins <= week <= ends:
        return Decimal(0)
    if step["offering"]:
        return number(step["hours"]) / (ends - begins + 1)
    return Decimal(clock.overlap(week, *step["clock"])) * int(step["lanes"]) / at_once / 60
