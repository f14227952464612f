"""A handful of modules that a person can reckon with in their head: at 10 hours a week each ECTS is 2.75 weeks."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from nanocore.planning import (
    NOTHING,
    AllOf,
    AnyOf,
    Catalogue,
    Goal,
    HasCompetence,
    HasModule,
    Life,
    Module,
    Offering,
    Period,
    Question,
    Requirement,
    Wishes,
)

TEN_HOURS = (Period(0, Decimal(10)),)


def module(
    name: str, ects: str = "2", price: int = 1000, *, teaches: str = "", requires: Requirement = NOTHING, **more: object
) -> Module:
    """``teaches`` in words: ``"writing numbers:5"``."""
    taught = tuple((word.partition(":")[0], int(word.partition(":")[2] or 6)) for word in teaches.split())
    plain = Module(name, Decimal(ects), Decimal(price), teaches=taught, requires=requires)
    return replace(plain, **more)  # type: ignore[arg-type]  # the names are those of Module


def competences(words: str) -> tuple[HasCompetence, ...]:
    return tuple(HasCompetence(word.partition(":")[0], int(word.partition(":")[2] or 6)) for word in words.split())


def question(goal: str | Goal, *, wishes: Wishes | None = None, **life: object) -> Question:
    """Ten hours a week from week 0, one module at a time, unless ``life`` says something else."""
    plain = Life(begins=0, hours=TEN_HOURS)
    return Question(
        goal if isinstance(goal, Goal) else Goal(competences(goal)),
        replace(plain, **life),  # type: ignore[arg-type]  # the names are those of Life
        wishes or Wishes(),
    )


def press() -> Catalogue:
    """Writing is quick and dear or slow and cheap; numbers ask for statistics or for the old module on tables."""
    return Catalogue(
        (
            module("write-fast", "2", 4000, teaches="writing"),
            module("write-slow", "5", 1000, teaches="writing"),
            module("statistics", "2", 1500, teaches="statistics"),
            module("tables", "3", 500, teaches="tables"),
            module(
                "numbers",
                "2",
                2000,
                teaches="numbers",
                requires=AnyOf((HasCompetence("statistics", 6), AllOf((HasModule("tables"),)))),
            ),
            module("camera", "1", 900, teaches="camera", offerings=(Offering("camera-spring", starts=20, weeks=4),)),
        )
    )


def without(catalogue: Catalogue, names: Iterable[str]) -> Catalogue:
    gone = frozenset(names)
    return Catalogue(tuple(one for one in catalogue.modules if one.id not in gone))


requirements: st.SearchStrategy[Requirement] = st.recursive(
    st.sampled_from([HasModule(name) for name in "0123456"] + [HasCompetence(name, 5) for name in "abc"]),
    lambda inner: st.lists(inner, max_size=2).map(tuple).flatmap(lambda few: st.sampled_from([AllOf(few), AnyOf(few)])),
    max_leaves=3,
)


@st.composite
def catalogues(draw: st.DrawFn, *, dated: bool = True) -> Catalogue:
    """Seven modules that require each other, in circles too, and teach three competences."""

    def one(number: int) -> Module:
        starts = draw(st.none() | st.integers(0, 12)) if dated else None
        return module(
            str(number),
            draw(st.sampled_from(["1", "1.5", "2", "3"])),
            draw(st.integers(1, 9)) * 100,
            teaches=f"{draw(st.sampled_from('abc'))}:{draw(st.integers(4, 7))}",
            requires=draw(st.just(AllOf(())) | requirements),
            offerings=() if starts is None else (Offering(f"o{number}", starts, 5),),
        )

    return Catalogue(tuple(one(number) for number in range(7)))
