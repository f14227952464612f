"""What is said of an impossible question is true: the clash clashes, each way out leads out, each key opens."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.planning.handful import catalogues, competences, module, press, question, without
from nanocore.planning import (
    AnyOf,
    Catalogue,
    DegreeRules,
    Goal,
    HasCompetence,
    Limits,
    Offering,
    Period,
    Pin,
    Quality,
    Question,
    Status,
    Terms,
    Wish,
    Wishes,
    explain,
    solve,
)
from nanocore.planning._wishes import keeping, wishes_of


def can_be_met(asked: Question, catalogue: Catalogue) -> bool:
    return solve(asked, catalogue).status in {Status.BEST, Status.NOTHING_TO_DO}


def said(asked: Question, catalogue: Catalogue) -> set[str]:
    """The clash in short."""
    clash = explain(asked, catalogue).clash
    return {f"{wish.kind} {wish.about}".strip() for wish in clash}


def test_where_there_is_a_plan_there_is_nothing_to_explain() -> None:
    explanation = explain(question("writing"), press())
    assert explanation.status is Status.BEST
    assert explanation.clash == ()


def test_the_cheapest_budget_that_would_do() -> None:
    explanation = explain(question("writing numbers", budget=Decimal(3000)), press())
    assert explanation.status is Status.IMPOSSIBLE
    assert explanation.clash == (Wish("goal", "writing"), Wish("goal", "numbers"), Wish("budget"))
    assert explanation.is_smallest
    assert explanation.budget is not None
    assert explanation.budget.amount == 3500
    assert explanation.budget.is_proven
    assert (Wish("budget"),) in explanation.ways_out
    assert explanation.finish is None


def test_the_earliest_finish_without_the_deadline_and_the_hours_that_would_do() -> None:
    asked = question("writing numbers", deadline=10)
    explanation = explain(asked, press())
    assert said(asked, press()) == {"goal writing", "goal numbers", "deadline", "hours"}
    assert explanation.finish is not None
    assert explanation.finish.amount == 16
    assert explanation.finish.is_proven
    assert explanation.hours is not None
    percent = int(explanation.hours.amount)
    for part, holds in ((percent, True), (percent - 10, False)):
        hours = (Period(0, Decimal(10) * part / 100),)
        assert can_be_met(question("writing numbers", deadline=10, hours=hours), press()) is holds


def test_a_goal_that_nobody_teaches_is_a_need() -> None:
    explanation = explain(question("writing dancing", budget=Decimal(1)), press())
    assert explanation.not_taught == ("dancing",)
    assert explanation.clash == (Wish("goal", "dancing"),)


@pytest.mark.parametrize(
    ("asked", "clash"),
    [
        (question("camera", deadline=10), {"goal camera", "deadline"}),
        (question("camera", wishes=Wishes(bans=frozenset({"camera"}))), {"goal camera", "ban camera"}),
        (question("writing", forms=frozenset({"blended"})), {"goal writing", "forms"}),
        (question("writing", languages=frozenset({"en"})), {"goal writing", "languages"}),
        (question("writing", accepts=frozenset({"vetted"})), {"goal writing", "accepts"}),
        (question("writing", hours=(Period(0, Decimal(0)),)), {"goal writing", "hours"}),
        (
            question("writing", wishes=Wishes(pins=(Pin("tables"),), bans=frozenset({"tables", "camera"}))),
            {"pin tables", "ban tables"},
        ),
        (question("writing", wishes=Wishes(pins=(Pin("nowhere"),))), {"pin nowhere"}),
        (question(Goal(rules=DegreeRules(min_ects=Decimal(60)))), {"rules"}),
    ],
)
def test_the_clash_is_what_a_person_would_say(asked: Question, clash: set[str]) -> None:
    assert said(asked, press()) == clash


def test_two_classes_at_the_same_time_clash_when_one_does_one_thing_at_a_time() -> None:
    classes = tuple(
        module(name, "0.5", teaches=name, offerings=(Offering(f"{name}-class", 5, 4),))
        for name in ("drawing", "singing")
    )
    asked = question("drawing singing", at_once=1)
    assert said(asked, Catalogue(classes)) == {"goal drawing", "goal singing", "at_once"}
    assert (Wish("at_once"),) in explain(asked, Catalogue(classes)).ways_out


def test_a_module_that_is_kept_out_is_a_key() -> None:
    keys = explain(question("camera", wishes=Wishes(bans=frozenset({"camera", "tables"}))), press()).keys
    assert [(key.kind, key.about) for key in keys] == [("module", "camera")]
    vetted = Catalogue(
        (*without(press(), ["camera"]).modules, module("film", teaches="camera", quality=Quality.VETTED))
    )
    keys = explain(question("camera", accepts=frozenset({"own"})), vetted).keys
    assert [(key.kind, key.about) for key in keys] == [("module", "film")]


def test_a_class_that_is_full_or_at_the_wrong_hour_is_a_key() -> None:
    full = Offering("full", 5, 4, seats=0)
    by_day = Offering("by-day", 3, 4, times=frozenset({"mon-day"}))
    catalogue = Catalogue((module("song", "1", teaches="singing", offerings=(full, by_day)),))
    keys = explain(question("singing", times=frozenset({"mon-evening"})), catalogue).keys
    assert ("offering", "full") in {(key.kind, key.about) for key in keys}
    assert keys[0].about in {"by-day", "song"}


def test_a_key_that_would_come_too_late_is_none() -> None:
    late = Offering("late", 30, 4, seats=0)
    catalogue = Catalogue((module("song", "1", teaches="singing", offerings=(late,)),))
    assert explain(question("singing", deadline=20), catalogue).keys == ()
    keys = explain(question("singing", deadline=40), catalogue).keys
    assert [(key.kind, key.about) for key in keys] == [("offering", "late")]


def test_a_class_that_could_be_taken_at_any_time_is_a_key() -> None:
    keys = explain(question("camera", deadline=10), press()).keys
    assert [(key.kind, key.about) for key in keys] == [("any_time", "camera")]


def test_what_nobody_teaches_on_the_way_to_the_goal_is_a_key() -> None:
    asks_for_it = module(
        "opera", teaches="opera", requires=AnyOf((HasCompetence("latin", 4), HasCompetence("greek", 4)))
    )
    explanation = explain(question("opera"), Catalogue((asks_for_it,)))
    assert explanation.out_of_reach == ("opera",)
    assert {(key.kind, key.about, key.level) for key in explanation.keys} == {
        ("competence", "latin", 4),
        ("competence", "greek", 4),
    }


def test_what_one_could_know_beforehand_is_a_key() -> None:
    keys = explain(question("numbers", budget=Decimal(2100)), press()).keys
    assert [(key.kind, key.about, key.level) for key in keys] == [("competence", "statistics", 6)]


lives = st.fixed_dictionaries(
    {
        "deadline": st.none() | st.integers(3, 25),
        "budget": st.none() | st.integers(3, 20).map(lambda hundreds: Decimal(100 * hundreds)),
        "at_once": st.integers(1, 3),
        "forms": st.sampled_from([None, frozenset({"online"}), frozenset({"blended"})]),
    }
)


@settings(max_examples=30, deadline=None)
@given(
    catalogues(), st.sampled_from(["a:5 b:5", "c:6", "a:7 c:4"]), lives, st.sets(st.sampled_from("0123"), max_size=2)
)
def test_the_clash_clashes_nothing_less_does_and_every_way_out_leads_out(
    catalogue: Catalogue, goal: str, life: dict[str, object], bans: set[str]
) -> None:
    asked = question(goal, wishes=Wishes(bans=frozenset(bans)), **life)
    explanation = explain(asked, catalogue)
    assert (explanation.status is Status.IMPOSSIBLE) == (not can_be_met(asked, catalogue))
    if explanation.status is not Status.IMPOSSIBLE:
        return
    clash, every = frozenset(explanation.clash), frozenset(wishes_of(asked))
    assert explanation.is_smallest
    assert not can_be_met(keeping(asked, clash), catalogue)
    assert all(can_be_met(keeping(asked, clash - {wish}), catalogue) for wish in clash)
    assert all(can_be_met(keeping(asked, every - set(way)), catalogue) for way in explanation.ways_out)
    if explanation.budget is not None:
        enough = explanation.budget.amount
        assert can_be_met(replace(asked, life=replace(asked.life, budget=enough)), catalogue)
        assert not can_be_met(replace(asked, life=replace(asked.life, budget=enough - 1)), catalogue)
    if explanation.finish is not None:
        week = int(explanation.finish.amount)
        assert can_be_met(replace(asked, life=replace(asked.life, deadline=week)), catalogue)
        assert not can_be_met(replace(asked, life=replace(asked.life, deadline=week - 1)), catalogue)
    for key in explanation.keys:
        if key.kind == "competence":
            knows = (*asked.life.knows, HasCompetence(key.about, key.level or 1))
            assert can_be_met(replace(asked, life=replace(asked.life, knows=knows)), catalogue)
        if key.kind == "any_time":
            rolling = tuple(replace(m, offerings=()) if m.id == key.about else m for m in catalogue.modules)
            assert can_be_met(asked, Catalogue(rolling))


def test_out_of_time_nothing_is_called_proven() -> None:
    explanation = explain(question("writing numbers", budget=Decimal(3000)), press(), limits=Limits(seconds=0))
    assert explanation.status is Status.UNKNOWN
    assert not explanation.is_smallest


def test_a_goal_in_two_words_is_taken_apart() -> None:
    asked = Question(Goal(competences("writing numbers"), frozenset({"camera"})), question("writing").life)
    assert [str(wish.about) for wish in wishes_of(asked)][:3] == ["writing", "numbers", "camera"]


def test_terms_that_are_too_small_are_part_of_the_clash() -> None:
    asked = replace(question(Goal(modules=frozenset({"statistics", "tables"}))), terms=Terms(1, max_modules=1))
    assert said(asked, press()) == {"goal_module statistics", "goal_module tables", "terms"}
