"""A team's plan as a page shows it: who takes what when, who is at work, which seats it takes, and who has no plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nanobank.common.templatetags.nanobank import ects, kroner
from nanobank.pathways.bridge import Status
from nanobank.pathways.models import Planning, TeamMember, TeamPart
from nanobank.pathways.teams.queries import part_of
from nanobank.pathways.teams.terms import TeamTerms
from nanobank.pathways.weeks import monday_of, week_of
from nanobank.pathways.wording import Json, Words, number, span_of, words_for


@dataclass(frozen=True)
class Part:
    """One module of somebody's part. ``at`` is where it lies in weeks from the first drawn."""

    slug: str
    title: str
    begins: date
    ends: date
    at: tuple[float, float]
    is_dated: bool
    facts: str

    @property
    def when(self) -> str:
        """From which day to which."""
        return span_of(self.begins, self.ends)


@dataclass(frozen=True)
class Placed:
    """Somebody with a plan, and what they have answered: ``sent`` is their part as it was sent, if it was."""

    name: str
    parts: list[Part]
    finish: date
    cost: Decimal
    ects: Decimal
    later: str
    sent: TeamPart | None
    is_sent: bool

    @property
    def answer(self) -> str:
        """``yes``, ``no``, ``waits`` or nothing."""
        if self.sent is None or not self.is_sent:
            return ""
        return "waits" if self.sent.accepted is None else "yes" if self.sent.accepted else "no"


@dataclass(frozen=True)
class NotPlaced:
    """Somebody without a plan, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class Seats:
    """A class that some of them sit in."""

    title: str
    when: str
    taken: int
    left: int | None


@dataclass(frozen=True)
class Cover:
    """A week in which somebody is at a class in working hours."""

    monday: date
    away: int
    who: list[str]


@dataclass(frozen=True)
class ShownTeam:
    """All of a team's plan."""

    placed: list[Placed]
    not_placed: list[NotPlaced]
    seats: list[Seats]
    cover: list[Cover]
    most_away: int | None
    first: date
    weeks: int
    cost: Decimal
    is_proven: bool
    away_by_week: list[int]

    @property
    def finish(self) -> date | None:
        """When the last of them is done."""
        return max((one.finish for one in self.placed), default=None)

    @property
    def everybody(self) -> int:
        """How many were planned for."""
        return len(self.placed) + len(self.not_placed)

    @property
    def can_be_sent(self) -> bool:
        """Whether there is anything in it that somebody has not been sent."""
        return any(not one.is_sent for one in self.placed)

    @property
    def in_a_sentence(self) -> str:
        """What somebody who does not see the picture hears instead of it."""
        people = ngettext("%d person", "%d people", len(self.placed)) % len(self.placed)
        day = date_format(self.finish, "j. F Y") if self.finish else ""
        return _("The plan for %(people)s, done on %(day)s. The same stands below in words.") % {
            "people": people,
            "day": day,
        }


def shown_team(planning: Planning, members: Sequence[TeamMember], terms: TeamTerms) -> ShownTeam:
    """The plan that came of a planning; those who are no longer in the team are left out."""
    result = planning.result or {}
    known = {str(member.uuid): member for member in members}
    placed = [row for row in result.get("placed", ()) if row["person"] in known]
    not_placed = [row for row in result.get("not_placed", ()) if row["person"] in known]
    wanted = {
        uuid for row in (*placed, *not_placed) for uuid in (*row.get("gave_way", ()), *row.get("for_want_of", ()))
    }
    named = {slug for row in not_placed for slug in (*row["not_taught"], *row["out_of_reach"])}
    words = words_for([row["plan"] for row in placed], also=wanted | named)
    first = min((int(step["begins"]) for row in placed for step in row["plan"]["steps"]), default=week_of(terms.begins))
    last = max((int(step["ends"]) for row in placed for step in row["plan"]["steps"]), default=first)
    shown = [_placed(row, known[row["person"]], words, monday_of(first)) for row in placed]
    away = {int(week): int(count) for week, count in result.get("away", ())}
    return ShownTeam(
        placed=shown,
        not_placed=[NotPlaced(known[row["person"]].person.name, _why(row, words)) for row in not_placed],
        seats=[_seats(uuid, count, words) for uuid, count in result.get("taken", ())],
        cover=[_cover(week, count, placed, known, words, terms) for week, count in sorted(away.items())],
        most_away=terms.away_at_once,
        first=monday_of(first),
        weeks=last - first + 1,
        cost=number(result.get("cost", "0")),
        is_proven=result.get("status") == Status.BEST.value,
        away_by_week=[away.get(week, 0) for week in range(first, last + 1)],
    )


def _placed(row: Json, member: TeamMember, words: Words, first: date) -> Placed:
    plan, sent = row["plan"], part_of(member)
    figures = plan["figures"]
    later = int(figures["finish"]) - int(row["alone"]["finish"])
    return Placed(
        name=member.person.name,
        parts=[_part(step, words, first) for step in plan["steps"]],
        finish=date.fromisoformat(figures["finish_on"]),
        cost=number(figures["cost"]),
        ects=number(figures["ects"]),
        later=_gave_way(later, row["gave_way"], words),
        sent=sent,
        is_sent=sent is not None and [*sent.steps] == [*plan["steps"]],
    )


def _part(step: Json, words: Words, first: date) -> Part:
    begins, ends = date.fromisoformat(step["begins_on"]), date.fromisoformat(step["ends_on"])
    return Part(
        slug=step["module"],
        title=words.module(step["module"]),
        begins=begins,
        ends=ends,
        at=((begins - first).days / 7, ((ends - first).days + 1) / 7),
        is_dated=bool(step["offering"]),
        facts=f"{ects(number(step['ects']))} · {kroner(number(step['price']))}",
    )


def _gave_way(later: int, classes: Iterable[str], words: Words) -> str:
    """What somebody gave up for the others."""
    titles = ", ".join(sorted({words[uuid] for uuid in classes}))
    if not titles:
        return ""
    if later <= 0:
        return _("Takes another class than the first in %s, so that there is room for the others.") % titles
    weeks = ngettext("%d week", "%d weeks", later) % later
    return _("Is done %(weeks)s later than alone: leaves the first class in %(titles)s to others.") % {
        "weeks": weeks,
        "titles": titles,
    }


def _why(row: Json, words: Words) -> str:
    """Why somebody has no plan."""
    if row["for_want_of"]:
        titles = ", ".join(sorted({words[uuid] for uuid in row["for_want_of"]}))
        return _("There were not seats enough, or too few at work, in: %s.") % titles
    if row["status"] == Status.NOTHING_TO_DO.value:
        return _("Has it all already.")
    if row["not_taught"]:
        return _("Nobody teaches this yet: %s.") % ", ".join(words[slug] for slug in row["not_taught"])
    if row["out_of_reach"]:
        return _("This is taught, but not within what there is room for: %s.") % ", ".join(
            words[slug] for slug in row["out_of_reach"]
        )
    if row["status"] == Status.UNKNOWN.value:
        return _("No plan was found in the time there was. Lay it again, or give it more room.")
    return _("It cannot be done with these hours, this budget and this deadline.")


def _seats(uuid: str, taken: int, words: Words) -> Seats:
    offering = words.offerings.get(uuid)
    if offering is None or offering.starts_on is None or offering.ends_on is None:
        return Seats(words[uuid], "", taken, None)
    return Seats(words[uuid], span_of(offering.starts_on, offering.ends_on), taken, offering.seats_left)


def _cover(
    week: int, count: int, placed: Iterable[Json], known: dict[str, TeamMember], words: Words, terms: TeamTerms
) -> Cover:
    away = [known[row["person"]].person.name for row in placed if _is_away(row, week, words, terms)]
    return Cover(monday_of(week), count, away)


def _is_away(row: Json, week: int, words: Words, terms: TeamTerms) -> bool:
    classes = [
        step["offering"] for step in row["plan"]["steps"] if step["offering"] and step["begins"] <= week <= step["ends"]
    ]
    found = [words.offerings[uuid] for uuid in classes if uuid in words.offerings]
    return any(not set(one.times).isdisjoint(terms.working_times) for one in found)


@dataclass(frozen=True)
class ShownPart:
    """One person's part, for that person."""

    parts: list[Part]
    finish: date
    cost: Decimal
    ects: Decimal
    hours: Decimal


def shown_part(part: TeamPart) -> ShownPart:
    """What somebody was sent."""
    words, figures = words_for([part.plan]), part.plan["figures"]
    first = min((date.fromisoformat(step["begins_on"]) for step in part.steps), default=part.sent_at.date())
    return ShownPart(
        parts=[_part(step, words, first) for step in part.steps],
        finish=date.fromisoformat(figures["finish_on"]),
        cost=number(figures["cost"]),
        ects=number(figures["ects"]),
        hours=sum((number(step["hours"]) for step in part.steps), Decimal(0)),
    )
