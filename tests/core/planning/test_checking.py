"""Each rule, broken alone, is named; what holds passes. The clock is 660 minutes a week, a module 3,300 of them."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from core.planning.small import after, catalogue, dated, goal, life, module, one_of, plan, question, step
from nanocore.planning import (
    Choice,
    DegreeRules,
    Goal,
    HasCompetence,
    Held,
    Life,
    Module,
    Period,
    Pin,
    Plan,
    Quality,
    Question,
    Step,
    Terms,
)
from nanocore.planning.checking import Rule, Violation, violations

A = module("a", teaches="x")
B = module("b", teaches="y", requires=after("a"))
FIRST = step(A, (0, 4), (0, 3300))
SECOND = step(B, (5, 9), (3300, 6600))
ASKED = question(goal("xy"), life(11))


def broken(plan: Plan, asked: Question, *modules: Module) -> list[str]:
    """The rules that are broken, with what breaks them."""
    return [" ".join((one.rule, *one.about)) for one in violations(plan, asked, catalogue(*modules))]


def test_a_plan_that_holds_breaks_nothing() -> None:
    assert violations(plan(FIRST, SECOND), ASKED, catalogue(A, B)) == ()


def test_weeks_without_hours_take_no_time_on_the_clock() -> None:
    asked = question(goal("xy"), life(11, (2, 0), (4, 22)))
    first, second = replace(FIRST, ends=5), replace(SECOND, begins=5, ends=7)
    assert broken(plan(first, second), asked, A, B) == []
    assert broken(plan(replace(first, ends=4), second), asked, A, B) == ["weeks a"]


def test_the_first_period_holds_from_the_beginning_of_the_life() -> None:
    asked = question(goal("xy"), Life(10, (Period(3, Decimal(11)), Period(12, Decimal(22)))))
    assert broken(plan(replace(FIRST, begins=10, ends=13), replace(SECOND, begins=13, ends=15)), asked, A, B) == []


def test_what_never_comes_has_no_week() -> None:
    assert broken(plan(FIRST, SECOND), question(goal("xy"), life(11, (9, 0))), A, B) == ["weeks b"]


def test_lanes_share_the_hours() -> None:
    asked = question(goal("xy"), life(11, at_once=2))
    free = replace(B, requires=A.requires)
    side_by_side = plan(step(A, (0, 9), (0, 6600)), step(free, (0, 9), (0, 6600)))
    assert broken(side_by_side, asked, A, free) == []
    three = module("c")
    crowded = plan(*side_by_side.steps, step(three, (0, 9), (0, 6600)))
    assert broken(crowded, asked, A, free, three) == ["at_once a b c"]


def test_a_step_with_more_lanes_is_the_sooner_done() -> None:
    asked = question(goal("x"), life(11, at_once=3))
    assert broken(plan(step(A, (0, 7), (0, 4950), lanes=2)), asked, A) == []
    assert broken(plan(step(A, (0, 4), (0, 3300), lanes=3)), asked, A) == []
    assert broken(plan(step(A, (0, 4), (0, 3300), lanes=4)), asked, A) == ["lanes a", "length a", "at_once a"]
    assert broken(plan(step(A, (0, 4), (0, 3299), lanes=3)), asked, A) == ["length a"]
    assert broken(plan(step(A, (0, 5), (0, 3301), lanes=3)), asked, A) == ["length a"]


def test_broken_minutes_are_rounded_up() -> None:
    odd = module("a", "0.51", teaches="x")  # 841.5 minutes
    assert broken(plan(step(odd, (0, 1), (0, 842))), question(goal("x"), life(11)), odd) == []
    three = question(goal("x"), life(11, at_once=3))
    assert broken(plan(step(odd, (0, 1), (0, 1263), lanes=2)), three, odd) == []


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"clock": (-1, 3299)}, ["moment a", "weeks a"]),
        ({"clock": (1, 3301)}, ["weeks a", "at_once a b", "requires b"]),
        ({"begins": 1}, ["weeks a"]),
        ({"offering": "0"}, ["offering a"]),
        ({"price": Decimal(99)}, ["figures a"]),
        ({"hours": Decimal(54)}, ["figures a"]),
        ({"ects": Decimal(1)}, ["figures a"]),
        ({"module": "c"}, ["unknown_module c", "requires b", "competence x", "figures"]),
    ],
)
def test_a_step_is_what_it_says(changed: dict[str, Any], found: list[str]) -> None:
    whole = plan(FIRST, SECOND)
    assert broken(replace(whole, steps=(replace(FIRST, **changed), SECOND)), ASKED, A, B) == found


def test_a_module_is_taken_once_and_not_when_held() -> None:
    again = replace(FIRST, begins=10, ends=14, clock=(6600, 9900))
    assert broken(plan(FIRST, SECOND, again), ASKED, A, B) == ["twice a"]
    assert broken(plan(FIRST, SECOND), question(goal("xy"), life(11, held=(Held("a"),))), A, B) == ["twice a"]


def test_broken_modules_are_not_used() -> None:
    assert broken(plan(FIRST, SECOND), ASKED, A, B, B)[0] == "unknown_module b"
    cheap = replace(A, price=Decimal(-1))
    assert broken(plan(step(cheap, (0, 4), (0, 3300))), question(goal("x"), life(11)), cheap) == ["broken_module a"]
    empty = replace(A, ects=Decimal(0))
    assert "broken_module a" in broken(plan(step(empty, (0, 0), (0, 0))), question(goal("x"), life(11)), empty)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (question(goal("x"), life(11, forms=frozenset({"evening"}))), "form a"),
        (question(goal("x"), life(11, languages=frozenset({"en"}))), "language a"),
        (question(goal("x"), life(11, places=frozenset({"odense"}))), "place a"),
        (question(goal("x"), life(11, accepts=frozenset({"own"}))), "quality a"),
        (question(goal("x"), life(11, deadline=3)), "deadline a"),
        (question(goal("x"), life(11, budget=Decimal("99.99"))), "budget"),
        (question(goal("x"), life(11, max_external_share=Decimal("0.99"))), "external_share a"),
        (question(goal("x"), life(11), bans=frozenset({"a"})), "banned a"),
        (question(goal("x"), life(11), bans=frozenset({"provider:p"})), "banned a"),
        (question(goal("x"), life(11), now=1), "lived a"),
        (question(goal("x"), life(11), pins=(Pin("b"),)), "pin b"),
        (question(goal("x"), life(11), pins=(Pin("a", week=1),)), "pin a"),
        (question(goal("x"), life(11), pins=(Pin("a", offering="0"),)), "pin a"),
        (question(goal("xz"), life(11)), "competence z"),
        (question(Goal((HasCompetence("x", 6),)), life(11)), "competence x"),
        (question(goal("x", "b"), life(11)), "module b"),
    ],
)
def test_what_the_life_and_the_wishes_say_is_kept(asked: Question, found: str) -> None:
    poor = replace(A, provider="p", place="aarhus", quality=Quality.VETTED, is_external=True)
    assert broken(plan(FIRST, shortfall=200 * 75), asked, poor) == [found]
    assert broken(plan(FIRST, shortfall=200 * 75), question(goal("x"), life(11, deadline=4)), poor) == []


def in_class(asked: Life, *, lanes: int = 1, weeks: tuple[int, int] = (2, 6), **more: Any) -> list[str]:
    """A plan for module a in the offering of five weeks from week 2."""
    clock = (weeks[0] * 660, (weeks[1] + 1) * 660)
    taught = replace(A, offerings=dated((2, 5), **more))
    return broken(plan(step(taught, weeks, clock, lanes=lanes, offering="0")), question(goal("x"), asked), taught)


def test_an_offering_is_taken_when_it_is_held() -> None:
    assert in_class(life(11)) == []
    assert in_class(life(11), weeks=(3, 7)) == ["length a", "weeks a"]
    assert in_class(life((3, 11), begins=3)) == ["moment a", "lanes a", "length a"]
    assert broken(plan(FIRST), question(goal("x"), life(11)), replace(A, offerings=dated((0, 5)))) == ["offering a"]


def test_an_offering_can_be_banned_and_what_was_begun_before_now_is_pinned() -> None:
    taught = replace(A, offerings=dated((2, 5)))
    whole = plan(step(taught, (2, 6), (1320, 4620), offering="0"))
    assert broken(whole, question(goal("x"), life(11), bans=frozenset({"offering:0"})), taught) == ["banned a"]
    assert broken(whole, question(goal("x"), life(11), now=3), taught) == ["lived a"]
    assert broken(whole, question(goal("x"), life(11), now=3, pins=(Pin("a"),)), taught) == ["lived a"]
    assert broken(whole, question(goal("x"), life(11), now=3, pins=(Pin("a", week=2),)), taught) == []


def test_an_offering_takes_the_lanes_its_hours_need() -> None:
    assert in_class(life(11, at_once=2), lanes=2) == []
    assert in_class(life(11, at_once=2)) == ["lanes a"]
    assert in_class(life(10.9)) == ["lanes a", "length a"]
    longer = replace(A, offerings=dated((0, 10)))
    half = plan(step(longer, (0, 9), (0, 6600), offering="0"))
    assert broken(half, question(goal("x"), life(11, at_once=2)), longer) == []


def test_an_offering_does_not_fit_over_leave() -> None:
    taught = replace(A, offerings=dated((0, 5)))
    through = plan(step(taught, (0, 4), (0, 4 * 1320), offering="0"))
    assert broken(through, question(goal("x"), life(22, (4, 0))), taught) == ["lanes a"]


def test_seats_times_places_and_forms_of_offerings_are_kept() -> None:
    assert in_class(life(11), seats=1) == []
    assert in_class(life(11), seats=0) == ["seats a"]
    assert in_class(life(11, times=frozenset({"mon"})), times=frozenset({"mon"})) == []
    assert in_class(life(11, times=frozenset({"mon"})), times=frozenset({"mon", "tue"})) == ["times a"]
    assert in_class(life(11, places=frozenset({"odense"})), place="aarhus") == ["place a"]
    assert in_class(life(11, forms=frozenset({"online"}))) == []
    assert in_class(life(11, forms=frozenset({"online"})), form="evening") == ["form a"]
    assert in_class(life(11), price=Decimal(7)) == ["figures a", "figures"]


def test_what_is_required_is_held_or_completed_before() -> None:
    alone = plan(step(B, (0, 4), (0, 3300)))
    assert broken(alone, question(goal("y"), life(11)), A, B) == ["requires b"]
    assert broken(alone, question(goal("y"), life(11, held=(Held("a"),))), A, B) == []
    knowing = replace(B, requires=HasCompetence("x", 5))
    assert broken(plan(FIRST, SECOND), ASKED, A, knowing) == []
    assert broken(plan(FIRST, SECOND), ASKED, A, replace(B, requires=HasCompetence("x", 6))) == ["requires b"]
    asked = question(goal("y"), life(11, knows=(HasCompetence("x", 7),)))
    assert broken(alone, asked, A, replace(B, requires=HasCompetence("x", 6))) == []


def test_modules_do_not_hold_each_other_up_in_a_circle() -> None:
    first = replace(A, requires=one_of("b", "c"))
    assert broken(plan(FIRST, SECOND), ASKED, first, B) == ["requires a"]


def counting(*choices: tuple[str, int], **more: Any) -> Goal:
    """A degree with choices of so many modules of those named."""
    return Goal(rules=DegreeRules(choices=tuple(Choice(frozenset(of), count) for of, count in choices), **more))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (counting(min_ects=Decimal(4), min_ects_at_level=((6, Decimal(4)),)), []),
        (counting(min_ects=Decimal(5)), ["degree_ects"]),
        (counting(min_ects=Decimal(3), of=frozenset("a")), ["degree_ects"]),
        (counting(min_ects_at_level=((7, Decimal(1)),)), ["degree_level 7"]),
        (counting(max_external_ects=Decimal(1)), ["degree_external a"]),
        (counting(max_external_ects=Decimal(1), of=frozenset("b")), []),
        (counting(("ab", 2)), []),
        (counting(("ab", 1), ("ab", 1)), []),
        (counting(("ab", 2), ("ab", 1)), ["degree_choices"]),
        (counting(("ab", 1), ("a", 1)), []),
        (counting(("ab", 1), of=frozenset("c")), ["degree_choices"]),
        (Goal(rules=DegreeRules(choices=(Choice(frozenset("ab"), min_ects=Decimal(4)),))), []),
        (Goal(rules=DegreeRules(choices=(Choice(frozenset("ab"), min_ects=Decimal("4.5")),))), ["degree_choices"]),
        (Goal(rules=DegreeRules(choices=(Choice(frozenset("ab"), 1, min_level=7),))), ["degree_choices"]),
    ],
)
def test_the_rules_of_a_degree_are_counted(wanted: Goal, found: list[str]) -> None:
    assert broken(plan(FIRST, SECOND), question(wanted, life(11)), replace(A, is_external=True), B) == found


def test_what_is_held_counts_in_a_degree_as_the_catalogue_says() -> None:
    wanted = counting(("c", 1), min_ects=Decimal(6), max_external_ects=Decimal(2))
    third = module("c", is_external=True)
    asked = question(wanted, life(11, held=(Held("c"),)))
    assert broken(plan(FIRST, SECOND), asked, A, B, third) == []
    elsewhere = question(wanted, life(11, held=(Held("c", Decimal(2), is_external=True),)))
    assert broken(plan(FIRST, SECOND), elsewhere, A, B) == []
    assert broken(plan(FIRST, SECOND), question(wanted, life(11, held=(Held("c"),))), A, B) == ["degree_ects"]


def test_choices_that_compete_are_met_if_there_is_any_way() -> None:
    names = [f"m{number}" for number in range(12)]
    held = tuple(Held(name, Decimal(number % 3 + 1)) for number, name in enumerate(names))
    thirds = [Choice(frozenset(names[4 * third :]), 4, Decimal(7 + third)) for third in range(3)]
    asked = question(Goal((HasCompetence("x"),), rules=DegreeRules(choices=tuple(thirds))), life(11, held=held))
    assert broken(plan(FIRST), asked, A) == []
    dearer = (replace(thirds[0], min_ects=Decimal(8)), *thirds[1:])
    asked = question(Goal((HasCompetence("x"),), rules=DegreeRules(choices=dearer)), life(11, held=held))
    assert broken(plan(FIRST), asked, A) == ["degree_choices"]


def test_figures_and_order_are_what_the_steps_say() -> None:
    whole = plan(FIRST, SECOND)
    assert broken(replace(whole, figures=replace(whole.figures, finish=8)), ASKED, A, B) == ["figures"]
    assert broken(replace(whole, figures=replace(whole.figures, shortfall=1)), ASKED, A, B) == ["figures"]
    assert broken(replace(whole, steps=(SECOND, FIRST)), ASKED, A, B) == ["order"]


def termly(count: int, *placed: tuple[Module, int], heaviest: int) -> tuple[Plan, Terms]:
    """A plan by terms."""
    steps = tuple(step(one, (term, term), (0, 0)) for one, term in placed)
    whole = plan(*steps)
    return replace(whole, figures=replace(whole.figures, heaviest=Decimal(heaviest))), Terms(count)


def test_terms_are_kept_in_order_and_measure() -> None:
    asked = question(goal("xy"), life(11))
    right, terms = termly(2, (A, 0), (B, 1), heaviest=2)
    assert broken(right, replace(asked, terms=terms), A, B) == []
    assert broken(right, replace(asked, terms=replace(terms, max_ects=Decimal(1))), A, B) == [
        "term_load 0",
        "term_load 1",
    ]
    assert broken(right, replace(asked, terms=replace(terms, min_modules=2)), A, B) == ["term_load 0", "term_load 1"]
    assert broken(right, replace(asked, terms=Terms(1)), A, B) == ["term b"]
    together, terms = termly(2, (A, 0), (B, 0), heaviest=4)
    assert broken(together, replace(asked, terms=terms), A, B) == ["requires b"]


def test_a_life_without_hours_has_room_for_nothing() -> None:
    assert broken(plan(FIRST), question(goal("x"), Life(0, ())), A) == ["weeks a"]


def test_a_violation_reads_aloud() -> None:
    assert violations(plan(FIRST), ASKED, catalogue(A)) == (Violation(Rule.COMPETENCE, ("y",)),)


def test_steps_of_one_moment_stand_by_id() -> None:
    one: Step = step(A, (0, 9), (0, 6600))
    other = step(replace(B, requires=A.requires), (0, 9), (0, 6600))
    asked = question(goal("xy"), life(11, at_once=2))
    assert broken(plan(other, one), asked, A, replace(B, requires=A.requires)) == ["order"]
