"""Plans for several people who share the seats of classes, and a workplace that cannot spare them all at once.

Everybody is first planned alone. Where more want a class than it has seats, or more are away from work in a week than
it can do without, somebody gives way: whoever would then be least late in all, compared with being alone in the world.
When nothing is fought over any more, those who gave way get back what has become free, the latest first.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from nanocore.planning._catalogue import Catalogue, Offering
from nanocore.planning._index import Index, index_of
from nanocore.planning._question import Limits, Question
from nanocore.planning._result import Figures, Plan, Result, Status
from nanocore.planning._solve import solve

Asking = Callable[[str, Question], Result]
"""How the question of one person is answered."""


@dataclass(frozen=True, slots=True)
class Cover:
    """At most ``away_at_once`` people are at a class in the same week whose ``times`` are working hours."""

    away_at_once: int
    times: frozenset[str]


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody's plan; ``alone`` its figures were nobody else there, ``gave_way`` the classes left to others."""

    person: str
    plan: Plan
    status: Status
    alone: Figures
    gave_way: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """Somebody without a plan: ``status`` says why, and ``for_want_of`` which classes would have been needed.

    With an empty ``for_want_of`` the reason is not the team: nothing to do, or not possible alone either.
    """

    person: str
    status: Status
    for_want_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """Everybody, in order of name, and what their plans come to together.

    ``taken`` counts the seats in each class; ``away`` the people away from work in each week where somebody is;
    ``demand`` those who begin a module in a week.
    """

    placed: tuple[Placed, ...]
    not_placed: tuple[NotPlaced, ...]
    taken: tuple[tuple[str, int], ...]
    away: tuple[tuple[int, int], ...]
    demand: tuple[tuple[str, int, int], ...]


def plan_team(
    questions: Mapping[str, Question],
    catalogue: Catalogue | Index,
    seats: Mapping[str, int] | None = None,
    cover: Cover | None = None,
    *,
    limits: Limits | None = None,
    asking: Asking | None = None,
) -> TeamPlan:
    """A plan for each person. ``seats`` says how many of a class are the team's, where not all that are left are.

    The same team always gets the same answer, in whatever order its people are named. ``limits`` are for each asking.
    ``asking`` answers instead of ``solve``, for whoever wants to tell how far it is, remember, or stop (by raising).
    """
    index = index_of(catalogue)

    def solved(_person: str, question: Question) -> Result:
        return solve(question, index, limits=limits or Limits())

    return _Team(dict(sorted(questions.items())), index, dict(seats or {}), cover, asking or solved).planned()


@dataclass(slots=True)
class _Team:
    questions: dict[str, Question]
    index: Index
    seats: dict[str, int]
    cover: Cover | None
    asking: Asking
    offerings: dict[str, Offering] = field(default_factory=dict)
    alone: dict[str, Result] = field(default_factory=dict)
    now: dict[str, Result] = field(default_factory=dict)
    bans: dict[str, frozenset[str]] = field(default_factory=dict)

    def planned(self) -> TeamPlan:
        self.offerings = {one.id: one for one in self.index.options.offering if one is not None}
        for person in self.questions:
            self.bans[person] = self._never()
            self.alone[person] = self.now[person] = self._ask(person, self.bans[person])
        while wanted := self._fought_over():
            self._give_way(*wanted)
        self._give_back()
        return self._summary()

    def _ask(self, person: str, bans: frozenset[str]) -> Result:
        question = self.questions[person]
        all_bans = question.wishes.bans | {f"offering:{name}" for name in bans}
        asked = replace(question, wishes=replace(question.wishes, bans=all_bans))
        return self.asking(person, asked)

    # --- what is fought over, and by whom ---

    def _fought_over(self) -> tuple[list[str], frozenset[str]] | None:
        """The people of the earliest fight, and the classes that whoever gives way does without."""
        fights = sorted((*self._crowded_classes(), *self._empty_workplaces()), key=lambda fight: fight[:2])
        return (fights[0][2], fights[0][3]) if fights else None

    def _crowded_classes(self) -> Iterator[tuple[int, str, list[str], frozenset[str]]]:
        for name, people in self._classes().items():
            room = self._seats_of(name)
            if room is not None and len(people) > room:
                yield self.offerings[name].starts, name, people, frozenset({name})

    def _empty_workplaces(self) -> Iterator[tuple[int, str, list[str], frozenset[str]]]:
        if self.cover is None:
            return
        for week, people in self._away().items():
            if len(people) > self.cover.away_at_once:
                yield week, "", people, self._classes_away_in({week})

    def _give_way(self, people: list[str], classes: frozenset[str]) -> None:
        """Whoever is then least late in all; if nobody can do without, the last by name goes unplaced."""
        instead = {person: self._ask(person, self.bans[person] | classes) for person in people}
        able = [person for person in people if instead[person].plan is not None]
        chosen = min(able, key=lambda person: (*self._loss(person, instead[person]), person)) if able else max(people)
        self.bans[chosen] |= classes
        self.now[chosen] = instead[chosen]

    def _loss(self, person: str, result: Result) -> tuple[int, Decimal]:
        """Weeks and kroner more than alone."""
        alone, plan = self.alone[person].plan, result.plan
        if alone is None or plan is None:
            return 0, Decimal(0)
        return plan.figures.finish - alone.figures.finish, plan.figures.cost - alone.figures.cost

    def _give_back(self) -> None:
        """Those who gave way are asked once more, with only that closed to them which the others do fill."""
        gave_way = [person for person in self.questions if self.now[person] is not self.alone[person]]
        unplaced_first = [(self.now[person].plan is not None, person) for person in gave_way]
        latest_first = sorted(
            unplaced_first, key=lambda one: (one[0], -self._loss(one[1], self.now[one[1]])[0], one[1])
        )
        for _, person in latest_first:
            closed = self._closed_to(person)
            better = self._ask(person, closed)
            if better.plan is not None:
                self.now[person], self.bans[person] = better, closed

    def _closed_to(self, person: str) -> frozenset[str]:
        full = {
            name
            for name, people in self._classes().items()
            if (room := self._seats_of(name)) is not None and len({*people} - {person}) >= room
        }
        weeks = {
            week
            for week, people in self._away().items()
            if self.cover is not None and len({*people} - {person}) >= self.cover.away_at_once
        }
        return frozenset(full) | self._never() | self._classes_away_in(weeks)

    def _never(self) -> frozenset[str]:
        """The classes that nobody in the team can take."""
        no_seat = {name for name, count in self.seats.items() if count < 1}
        if self.cover is not None and self.cover.away_at_once < 1:
            no_seat |= {name for name in self.offerings if self._weeks_away(name)}
        return frozenset(no_seat)

    # --- what the plans come to ---

    def _seats_of(self, offering: str) -> int | None:
        return self.seats.get(offering, self.offerings[offering].seats)

    def _classes(self) -> dict[str, list[str]]:
        """Who is in each class."""
        classes: dict[str, list[str]] = {}
        for person, result in self.now.items():
            for offering in _classes_of(result.plan):
                classes.setdefault(offering, []).append(person)
        return classes

    def _away(self) -> dict[int, list[str]]:
        """Who is away from work in each week."""
        away: dict[int, list[str]] = {}
        for person, result in self.now.items():
            for week in sorted({week for name in _classes_of(result.plan) for week in self._weeks_away(name)}):
                away.setdefault(week, []).append(person)
        return away

    def _weeks_away(self, offering: str) -> range:
        one = self.offerings[offering]
        takes_away = self.cover is not None and not one.times.isdisjoint(self.cover.times)
        return range(one.starts, one.starts + one.weeks) if takes_away else range(0)

    def _classes_away_in(self, weeks: set[int]) -> frozenset[str]:
        if not weeks:
            return frozenset()
        return frozenset(name for name in self.offerings if not weeks.isdisjoint(self._weeks_away(name)))

    def _summary(self) -> TeamPlan:
        placed, not_placed = [], []
        for person, result in self.now.items():
            alone = self.alone[person].plan
            if result.plan is not None and alone is not None:
                gone = set(_classes_of(alone)) - set(_classes_of(result.plan))
                gave_way = tuple(sorted(gone & self.bans[person]))
                placed.append(Placed(person, result.plan, result.status, alone.figures, gave_way))
            else:
                wanted = tuple(sorted(set(_classes_of(alone)) & self.bans[person]))
                not_placed.append(NotPlaced(person, result.status, wanted))
        begun = Counter((step.module, step.begins) for one in placed for step in one.plan.steps)
        return TeamPlan(
            tuple(placed),
            tuple(not_placed),
            taken=tuple((name, len(people)) for name, people in sorted(self._classes().items())),
            away=tuple((week, len(people)) for week, people in sorted(self._away().items())),
            demand=tuple((module, week, count) for (module, week), count in sorted(begun.items())),
        )


def _classes_of(plan: Plan | None) -> Iterable[str]:
    return [step.offering for step in plan.steps if step.offering is not None] if plan is not None else []
