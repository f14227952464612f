"""What has been said about a team as questions to the core, one for each person, frozen when it is asked."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from nanobank.pathways.bridge import Goal, Kept, Life, Pin, Question, Wishes, as_json
from nanobank.pathways.models import TeamMember, TeamPart
from nanobank.pathways.questions import goal_of, held_by, life_of
from nanobank.pathways.teams.queries import part_of
from nanobank.pathways.teams.terms import TeamTerms
from nanobank.pathways.terms import GoalTerms, LifeTerms
from nanobank.pathways.weeks import week_from


def problem_of(terms: TeamTerms, members: Iterable[TeamMember], today: date) -> dict[str, Any]:
    """All that a planner needs, but for the seats that are left when its turn comes: JSON."""
    goals: dict[str, Goal] = {}
    people = {}
    for member in members:
        goal, life = goal_for(member, terms), terms.life(member.hours)
        named = goal.model_dump_json()
        goals[named] = goals.get(named) or goal_of(goal)
        question = _question(member, goals[named], life, today)
        people[str(member.uuid)] = {"question": as_json(question), "goal": goal.kept(), "life": life.kept()}
    cover = None
    if terms.away_at_once is not None:
        cover = {"away_at_once": terms.away_at_once, "times": sorted(terms.working_times)}
    return {"team": {"people": people, "cover": cover, "seats_a_class": terms.seats_a_class}, "said": terms.kept()}


def goal_for(member: TeamMember, terms: TeamTerms) -> GoalTerms:
    """What this person is to learn."""
    return terms.goal if member.goal is None else GoalTerms.model_validate(member.goal)


def _question(member: TeamMember, goal: Goal, said: LifeTerms, today: date) -> Question:
    """What the person's bank holds counts only where they have let it; what they have said yes to stays if it can."""
    life = life_of(said, held=held_by(member.person) if member.counts_bank else ())
    now = week_from(max(today, said.begins))
    part = part_of(member)
    wishes = Wishes(now=now) if part is None or not part.accepted else _staying(part, life, now)
    return Question(goal=goal, life=life, wishes=wishes)


def _staying(part: TeamPart, life: Life, now: int) -> Wishes:
    """What has begun lies where it does, the rest is kept."""
    held = {one.module for one in life.held}
    steps = [step for step in part.steps if step["module"] not in held and step["begins"] >= life.begins]
    begun = [step for step in steps if step["begins"] < now]
    return replace(
        Wishes(now=now),
        pins=tuple(Pin(step["module"], offering=step["offering"], week=step["begins"]) for step in begun),
        kept=tuple(Kept(step["module"], step["begins"], step["offering"]) for step in steps),
    )
