"""Short words for small catalogues, lives and plans."""

import math
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from nanocore.planning import (
    AllOf,
    AnyOf,
    Catalogue,
    Figures,
    Goal,
    HasCompetence,
    HasModule,
    Life,
    Module,
    Offering,
    Period,
    Plan,
    Question,
    Requirement,
    Step,
    Wishes,
)


def module(name: str, ects: float | str = 2, price: int = 100, **more: Any) -> Module:
    """A module of 2 ECTS (55 hours) for 100 kroner. ``teaches="ab"`` teaches a and b to level 5."""
    if isinstance(more.get("teaches"), str):
        more["teaches"] = tuple((competence, 5) for competence in more["teaches"])
    return Module(name, Decimal(str(ects)), Decimal(price), **more)


def dated(*weeks: tuple[int, int], **more: Any) -> tuple[Offering, ...]:
    """Offerings by first week and how many, called by their place in the row: "0", "1"…"""
    return tuple(Offering(str(number), starts, length, **more) for number, (starts, length) in enumerate(weeks))


def after(*modules: str) -> Requirement:
    """All of these before."""
    return AllOf(tuple(HasModule(name) for name in modules))


def one_of(*modules: str) -> Requirement:
    """One of these before."""
    return AnyOf(tuple(HasModule(name) for name in modules))


def life(*hours: float | tuple[int, float], begins: int = 0, **more: Any) -> Life:
    """Hours a week from the beginning; then pairs of a week and the hours from then on."""
    pairs = [pair if isinstance(pair, tuple) else (begins, pair) for pair in hours or (11,)]
    return Life(begins, tuple(Period(week, Decimal(str(each))) for week, each in pairs), **more)


def goal(competences: str = "", modules: Iterable[str] = (), **more: Any) -> Goal:
    """Competences of one letter each, to level 1."""
    return Goal(tuple(HasCompetence(name) for name in competences), frozenset(modules), **more)


def question(goal: Goal, life: Life, **wishes: Any) -> Question:
    """What is asked, with wishes by name."""
    return Question(goal, life, Wishes(**wishes))


def catalogue(*modules: Module) -> Catalogue:
    """These modules."""
    return Catalogue(modules)


def step(module: Module, weeks: tuple[int, int], clock: tuple[int, int], **more: Any) -> Step:
    """A step with the figures of its module."""
    hours = module.ects * module.hours_a_credit
    return Step(module.id, *weeks, clock, **{"lanes": 1, "price": module.price, **more}, hours=hours, ects=module.ects)


def plan(*steps: Step, shortfall: int | None = None) -> Plan:
    """A plan of modules that are neither better nor worse than most, unless its shortfall is told."""
    figures = Figures(
        finish=max(step.ends for step in steps),
        cost=sum((step.price for step in steps), Decimal(0)),
        shortfall=math.floor(sum(step.ects * 5000 for step in steps)) if shortfall is None else shortfall,
        ects=sum((step.ects for step in steps), Decimal(0)),
    )
    return Plan(steps, figures)
