"""What an employer says about a team, as it is kept and as the API takes it."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import Field

from nanobank.pathways.terms import GoalTerms, HoursTerms, LifeTerms, Money, Terms, Time, example

WORKING_TIMES: Final[tuple[str, ...]] = ("mon-day", "tue-day", "wed-day", "thu-day", "fri-day")
Hours = Annotated[Decimal, Field(gt=0, le=80, decimal_places=2)]


class TeamTerms(Terms):
    """What all are to learn and what there is room for. ``budget`` is for each; without a limit None.

    ``away_at_once``: so many of them at most may be at a class in the same week during ``working_times``.
    ``seats_a_class``: so many of them at most in one class, where fewer seats are not left anyway.
    """

    model_config = example(
        goal={"kind": "own_words", "competences": [{"slug": "digital-literacy-teaching", "level": 6}]},
        begins="2027-01-04",
        hours="5",
        deadline="2027-12-17",
        away_at_once=2,
        seats_a_class=3,
    )
    version: Literal[1] = 1
    goal: GoalTerms
    begins: date
    hours: Hours = Field(description="Of study a week, for each", examples=["5"])
    at_once: int = Field(default=1, ge=1, le=6)
    deadline: date | None = None
    budget: Money | None = Field(default=None, description="DKK for each", examples=["12000"])
    away_at_once: int | None = Field(default=None, ge=0, le=1000, examples=[2])
    working_times: tuple[Time, ...] = Field(default=WORKING_TIMES, description="When people are missed at work")
    seats_a_class: int | None = Field(default=None, ge=1, le=1000, examples=[3])

    def life(self, hours: Decimal | None = None) -> LifeTerms:
        """The life that this leaves one person; ``hours`` are their own."""
        return LifeTerms(
            begins=self.begins,
            hours=(HoursTerms(since=self.begins, hours=hours or self.hours),),
            at_once=self.at_once,
            deadline=self.deadline,
            budget=self.budget,
        )


class MemberTerms(Terms):
    """Somebody in the team, with a goal and hours of their own where these are not those of all."""

    model_config = example(person="4be6fbd2-5b2c-4f21-9d4c-5f6a1a1e2b10", hours="3")
    person: UUID
    goal: GoalTerms | None = None
    hours: Hours | None = None
