from datetime import date, timedelta
from decimal import Decimal
from threading import Thread
from typing import Any

import pytest

from factories import NOW, make_competence, make_organisation, make_person
from factories_pathways import Clock, answered, make_life, make_pathway, make_planner, make_teaching, planned
from nanobank.catalogue.services import take_seat
from nanobank.pathways import services, solving, turns
from nanobank.pathways.bridge import solve
from nanobank.pathways.models import Planning, PlanningKind, PlanningState
from nanobank.pathways.planner import DEAD_AFTER, MOST_TRIES
from nanobank.pathways.queries import progress_of
from nanobank.pathways.shelf import Shelves
from nanobank.pathways.turns import ABANDONED_AFTER

pytestmark = pytest.mark.django_db


def state_of(planning: Planning) -> str:
    planning.refresh_from_db()
    return planning.state


def test_a_plan_has_what_is_needed_in_the_order_it_is_needed() -> None:
    university, wanted = make_organisation(), make_competence()
    first = make_teaching(university, "metode")
    make_teaching(university, "data", wanted, requires=((first,),))
    version = planned(make_pathway(wanted)).versions.get()
    assert [step["module"] for step in version.steps] == ["metode", "data"]
    assert (version.status, version.figures["cost"]) == ("best", "2000.00")
    assert date.fromisoformat(version.steps[0]["ends_on"]) <= date.fromisoformat(version.steps[1]["begins_on"])
    assert first.current
    assert version.steps[0]["version"] == str(first.current.uuid)
    assert {reason["module"]: reason["covers"] for reason in version.reasons} == {"metode": [], "data": [wanted.slug]}


def test_a_class_lies_on_its_own_days() -> None:
    wanted = make_competence()
    make_teaching(make_organisation(), "hold", wanted, starts_in=20, weeks=4)
    step = planned(make_pathway(wanted, life=make_life(20))).versions.get().steps[0]
    assert step["begins_on"] == str((NOW + timedelta(days=20)).date())
    assert step["ends_on"] == str((NOW + timedelta(days=47)).date())


def test_several_plans_lie_along_the_front() -> None:
    university, wanted = make_organisation(), make_competence()
    make_teaching(university, "kort", wanted, ects="1", price=9000)
    make_teaching(university, "billig", wanted, ects="5", price=100)
    planning = planned(make_pathway(wanted), PlanningKind.ALTERNATIVES)
    versions = list(planning.versions.order_by("place"))
    assert [(one.label, one.steps[0]["module"]) for one in versions] == [("fastest", "kort"), ("cheapest", "billig")]
    assert [one.number for one in versions] == [1, 2]


def test_what_cannot_be_done_is_explained() -> None:
    wanted = make_competence()
    make_teaching(make_organisation(), "dyr", wanted, price=5000)
    planning = planned(make_pathway(wanted, life=make_life(budget=1000)))
    assert planning.result
    assert planning.result["status"] == "impossible"
    assert Decimal(planning.result["explanation"]["budget"]["amount"]) == 5000
    assert not planning.versions.exists()


def test_what_nobody_teaches_is_said() -> None:
    wanted = make_competence()
    planning = planned(make_pathway(wanted))
    assert planning.result
    assert planning.result["not_taught"] == [wanted.slug]


def test_what_is_in_the_bank_is_not_planned_again() -> None:
    from factories_exams import make_completed

    wanted, person = make_competence(), make_person()
    make_completed(person, make_teaching(make_organisation(), "kendt", wanted))
    assert planned(make_pathway(wanted, person=person)).result["status"] == "nothing_to_do"  # type: ignore[index]


def test_a_full_class_is_not_planned() -> None:
    university, wanted = make_organisation(), make_competence()
    full = make_teaching(university, "fyldt", wanted, price=100, starts_in=14, seats=1)
    make_teaching(university, "senere", wanted, price=100, starts_in=60)
    take_seat(offering=full.offerings.get())
    assert planned(make_pathway(wanted, life=make_life(20))).versions.get().steps[0]["module"] == "senere"


def test_the_catalogue_is_read_again_when_it_has_changed(django_assert_max_num_queries: Any) -> None:
    wanted, university, clock = make_competence(), make_organisation(), Clock()
    shelves = Shelves()
    assert len(shelves.now(clock.now).index.modules) == 0
    make_teaching(university, "nyt", wanted)
    shelves._looked -= 10
    assert len(shelves.now(clock.now).index.modules) == 1
    with django_assert_max_num_queries(0):
        shelves.now(clock.now)
    for number in range(20):
        make_teaching(university, f"mere-{number}", wanted)
    shelves._looked -= 10
    with django_assert_max_num_queries(11):
        assert len(shelves.now(clock.now).index.modules) == 21


def test_turns_go_round_among_the_people() -> None:
    make_teaching(make_organisation(), "modul", wanted := make_competence())
    eager, patient = make_person(), make_person()
    asked = [
        services.ask(pathway=make_pathway(wanted, person=person), by=person, now=NOW + timedelta(seconds=number))
        for number, person in enumerate([eager, eager, eager, patient])
    ]
    assert [progress_of(one, NOW).place for one in asked] == [1, 3, 4, 2]
    clock, taken = Clock(NOW + timedelta(seconds=5)), []
    planner = make_planner(clock=clock)
    while planning := planner.claim():
        taken.append(planning.pk)
        planner.answer(planning)
        clock.turn(seconds=1)
    assert taken == [asked[number].pk for number in (0, 3, 1, 2)]


def test_twenty_people_at_once_all_get_their_plan() -> None:
    wanted = make_competence()
    for number in range(5):
        make_teaching(make_organisation(), f"modul-{number}", wanted, price=1000 + number)
    people = [make_person() for _ in range(20)]
    asked = [services.ask(pathway=make_pathway(wanted, person=one), by=one, now=NOW) for one in people]
    planners = [make_planner("one"), make_planner("two")]
    while sum(planner.work() for planner in planners):
        pass
    assert {state_of(one) for one in asked} == {PlanningState.DONE}
    assert {one.planner for one in asked} == {"one", "two"}


def test_only_one_planner_gets_a_planning() -> None:
    pathway = make_pathway()
    services.ask(pathway=pathway, by=pathway.person, now=NOW)
    assert make_planner("one").claim() is not None
    assert make_planner("two").claim() is None


def test_what_a_dead_planner_had_is_taken_again_and_given_up_in_the_end() -> None:
    pathway, clock = make_pathway(), Clock()
    planning = services.ask(pathway=pathway, by=pathway.person, now=NOW, unattended=True)
    for _ in range(MOST_TRIES):
        assert make_planner("dying", clock).claim() is not None
        clock.turn(seconds=DEAD_AFTER.total_seconds() - 1)
        assert make_planner("other", clock).look_after_the_dead() == 0
        clock.turn(seconds=2)
        make_planner("other", clock).look_after_the_dead()
    assert state_of(planning) == PlanningState.FAILED


def test_nobody_plans_for_one_who_has_left() -> None:
    pathway, clock = make_pathway(), Clock()
    planning = services.ask(pathway=pathway, by=pathway.person, now=NOW)
    clock.turn(seconds=ABANDONED_AFTER.total_seconds() + 1)
    assert make_planner(clock=clock).work() is False
    assert state_of(planning) == PlanningState.STOPPED


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """A solver that is asked about going on after every plan, many times; what it was answered."""
    answers: list[bool] = []

    def watched(question: Any, index: Any, *, limits: Any, watch: Any, best: Any) -> Any:
        result = solve(question, index, limits=limits, best=best)
        answers.extend(watch(result) for _ in range(2))
        return result

    monkeypatch.setattr(solving, "solve", watched)
    monkeypatch.setattr(turns, "_HEARD_EVERY", 0)
    return answers


def test_the_solver_is_told_when_the_person_has_left(watched: list[bool]) -> None:
    wanted, clock = make_competence(), Clock()
    make_teaching(make_organisation(), "modul", wanted)
    pathway = make_pathway(wanted)
    planning = services.ask(pathway=pathway, by=pathway.person, now=NOW)
    planner = make_planner(clock=clock)
    taken = planner.claim()
    assert taken
    clock.turn(seconds=ABANDONED_AFTER.total_seconds() + 1)
    planner.answer(taken)
    assert watched == [False, False]
    assert state_of(planning) == PlanningState.STOPPED
    assert planning.best
    assert planning.best["steps"][0]["module"] == "modul"


def test_one_who_stops_keeps_the_best_so_far(watched: list[bool]) -> None:
    wanted = make_competence()
    make_teaching(make_organisation(), "modul", wanted)
    pathway = make_pathway(wanted)
    planning = services.ask(pathway=pathway, by=pathway.person, now=NOW)
    planner = make_planner()
    taken = planner.claim()
    assert taken
    services.stop(planning=planning, by=pathway.person, now=NOW)
    planner.answer(taken)
    assert watched == [False, False]
    assert state_of(planning) == PlanningState.STOPPED
    assert planning.versions.count() == 1


def test_a_planner_that_has_to_end_gives_its_planning_back(watched: list[bool]) -> None:
    pathway = make_pathway()
    planning = services.ask(pathway=pathway, by=pathway.person, now=NOW)
    planner = make_planner()
    planner.stopping.set()
    planner.work()
    assert state_of(planning) == PlanningState.WAITING
    assert planning.tries == 0


def test_to_ask_anew_stops_what_was_asked_before() -> None:
    wanted = make_competence()
    make_teaching(make_organisation(), "modul", wanted)
    pathway = make_pathway(wanted)
    before = services.ask(pathway=pathway, by=pathway.person, now=NOW)
    after = services.ask(pathway=pathway, by=pathway.person, now=NOW)
    assert answered(after).state == PlanningState.DONE
    assert state_of(before) == PlanningState.STOPPED
    assert not before.versions.exists()


def test_a_planning_that_breaks_does_not_stop_the_planner(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(solving, "solve", broken)
    pathway = make_pathway()
    planning = services.ask(pathway=pathway, by=pathway.person, now=NOW)
    assert make_planner().work() is True
    assert state_of(planning) == PlanningState.FAILED
    assert planning.trouble == "MemoryError"


def test_an_empty_queue_is_one_query(django_assert_num_queries: Any) -> None:
    planner = make_planner()
    with django_assert_num_queries(1):
        assert planner.work() is False


@pytest.mark.django_db(transaction=True)
def test_the_solver_may_ask_from_a_thread_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[bool] = []

    def asking(question: Any, index: Any, *, limits: Any, watch: Any, best: Any) -> Any:
        result = solve(question, index, limits=limits)
        thread = Thread(target=lambda: told.append(watch(result)))
        thread.start()
        thread.join(timeout=30)
        return result

    monkeypatch.setattr(solving, "solve", asking)
    make_teaching(make_organisation(), "modul", wanted := make_competence())
    planning = planned(make_pathway(wanted))
    assert told == [True]
    assert planning.best
    assert planning.best["steps"][0]["module"] == "modul"
