"""Questions with a fixed seed: what people want, and the lives it has to fit into. One in five is about a degree."""

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from bench.planning.market import FORMS, TIMES, TOWNS, Field, Market
from nanocore.planning import (
    Aim,
    Choice,
    DegreeRules,
    Goal,
    HasCompetence,
    Held,
    Kept,
    Life,
    Period,
    Plan,
    Question,
    Wishes,
)

DEGREES = 5
"""Every fifth question is about a degree."""


def questions(market: Market, count: int) -> list[Question]:
    """So many questions, the same each time; fewer are the first of more."""
    rng = random.Random(f"people {len(market.catalogue.modules)}")
    return list(_questions(market, count, rng))


def _questions(market: Market, count: int, rng: random.Random) -> Iterator[Question]:
    for number in range(count):
        field = rng.choice(market.fields)
        is_degree = number % DEGREES == DEGREES - 1
        goal = _degree(market, field, rng) if is_degree else _goal(market, field, rng)
        order = tuple(rng.sample(tuple(Aim), 3)) if rng.random() < 0.2 else tuple(Aim)
        life = _life(field, rng, is_degree=is_degree)
        if goal.modules:  # who goes for a micro-credential goes where it is taught
            life = replace(life, forms=None, places=None, times=None)
        yield Question(goal, life, Wishes(order))


def _goal(market: Market, field: Field, rng: random.Random) -> Goal:
    """Two to six competences, mostly of one field; or a micro-credential, which is three or four given modules."""
    if rng.random() < 0.2:
        return Goal(modules=frozenset(name for name, _ in rng.sample(field.modules, rng.randint(3, 4))))
    count = rng.randint(2, 6)
    wanted: dict[str, int] = {}
    while len(wanted) < count:
        where = field if rng.random() < 0.8 else rng.choice(market.fields)
        wanted[where.competence(rng)] = rng.choices((4, 5, 6, 7), (15, 35, 35, 15))[0]
    return Goal(tuple(HasCompetence(competence, level) for competence, level in wanted.items()))


def _degree(market: Market, field: Field, rng: random.Random) -> Goal:
    """At least so many credits of two fields, some of them at level 7, few from outside, and of certain groups some."""
    other = rng.choice(market.fields)
    modules = [name for name, _ in dict.fromkeys((*field.modules, *other.modules))]
    least = Decimal(rng.choice((15, 20, 30, 40)))
    groups = [
        Choice(frozenset(rng.sample(modules, 4)), 1),
        Choice(frozenset(rng.sample(modules, 12)), 2),
        Choice(frozenset(name for name, _ in field.modules), min_ects=least / 2, min_level=6),
    ]
    rules = DegreeRules(least, ((7, least / 4),), least / 4, tuple(groups), frozenset(modules))
    return Goal((HasCompetence(field.competence(rng), 5),), rules=rules)


def _life(field: Field, rng: random.Random, *, is_degree: bool) -> Life:
    begins = rng.randrange(20)
    weeks = [begins, *sorted(rng.sample(range(begins + 4, begins + 100), rng.randint(1, 4)))]
    hours = [Decimal(rng.choice((3, 4, 5, 6, 8, 8, 10, 10, 12, 15, 20))) for _ in weeks]
    periods = [Period(week, each) for week, each in zip(weeks, hours, strict=True)]
    if rng.random() < 0.5:
        leave = rng.randrange(begins + 6, begins + 40)
        back = leave + rng.randint(2, 8)
        after = [period for period in periods if period.week <= back][-1].hours
        kept = [period for period in periods if not leave <= period.week <= back]
        periods = sorted([*kept, Period(leave, Decimal(0)), Period(back, after)], key=lambda period: period.week)
    roomy = 3 if is_degree else 1
    return Life(
        begins=begins,
        hours=tuple(periods),
        at_once=rng.choice((1, 2, 2, 3)),
        deadline=begins + rng.randint(30, 140) * roomy if rng.random() < 0.6 else None,
        budget=Decimal(rng.randint(4, 40) * 1_000 * roomy) if rng.random() < 0.6 else None,
        forms=frozenset(rng.sample(FORMS, 2)) if rng.random() < 0.15 else None,
        languages=frozenset({"da"}) if rng.random() < 0.3 else None,
        places=frozenset(rng.sample(TOWNS, 4)) if rng.random() < 0.5 else None,
        times=frozenset(rng.sample(TIMES, 6)) if rng.random() < 0.4 else None,
        accepts=frozenset({"own", "vetted"}) if rng.random() < 0.25 else frozenset({"own", "vetted", "unassessed"}),
        max_external_share=Decimal("0.4") if rng.random() < 0.15 else None,
        held=tuple(Held(name) for name, _ in rng.sample(field.modules, rng.randint(0, 2))),
        knows=tuple(HasCompetence(field.competence(rng), rng.choice((4, 5))) for _ in range(rng.randint(0, 2))),
    )


def after_a_change(question: Question, plan: Plan, number: int) -> Question:
    """The question when one module of the plan is cancelled, or its class; all else is to stay where it was."""
    gone = plan.steps[number % len(plan.steps)]
    ban = f"offering:{gone.offering}" if gone.offering is not None and number % 2 else gone.module
    kept = tuple(Kept(step.module, step.begins, step.offering) for step in plan.steps)
    return replace(question, wishes=replace(question.wishes, bans=question.wishes.bans | {ban}, kept=kept))
