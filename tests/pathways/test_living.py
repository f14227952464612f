from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from factories import NOW, make_competence, make_organisation, make_person
from factories_exams import make_completed
from factories_pathways import TODAY, answered, chosen, make_life, make_mentor, make_pathway, make_teaching, planned
from nanobank.catalogue.models import Competence
from nanobank.common.errors import NotYours, Refused
from nanobank.pathways import services
from nanobank.pathways.bridge import question_in
from nanobank.pathways.models import Cause, EventKind, Pathway, Planning, PlanningKind, PlanVersion
from nanobank.pathways.queries import said
from nanobank.pathways.terms import Change, HoursTerms, LifeTerms, WishKind, WishTerms
from nanobank.pathways.weeks import monday_of, week_of

pytestmark = pytest.mark.django_db


class Town:
    """Three things to want: two rolling modules after each other, and one in classes; each has something like it."""

    def __init__(self) -> None:
        university = make_organisation()
        self.wanted = [make_competence() for _ in range(3)]
        first, second, third = self.wanted
        self.first = make_teaching(university, "foerst", first, ects="2")
        other = make_teaching(university, "foerst-b", first, ects="3", price=1500)
        make_teaching(university, "saa", second, ects="2", requires=((self.first, other),))
        make_teaching(university, "hold", third, ects="1", starts_in=90)
        make_teaching(university, "hold-b", third, ects="1", price=1500, starts_in=130)
        self.pathway = make_pathway(*self.wanted, life=make_life(10))
        self.plan = chosen(self.pathway)

    def wish(self, kind: WishKind, module: str, now: datetime = NOW, **fields: Any) -> PlanVersion:
        change = Change(kind=kind, module=module, **fields)
        return self._repaired(
            services.change(pathway=self.pathway, change=change, by=self.pathway.person, now=now), now
        )

    def happened(self, kind: EventKind, module: str = "", now: datetime = NOW, **fields: Any) -> PlanVersion:
        person = self.pathway.person
        return self._repaired(
            services.happened(pathway=self.pathway, kind=kind, module=module, by=person, now=now, **fields), now
        )

    def _repaired(self, planning: Planning | None, now: datetime) -> PlanVersion:
        version = answered(planning, now=now).versions.get()
        self.pathway.refresh_from_db()
        return version


@pytest.fixture
def town() -> Town:
    """A town with a plan that is chosen."""
    return Town()


def modules(version: PlanVersion) -> list[str]:
    return [step["module"] for step in version.steps]


def begins(version: PlanVersion, module: str) -> int:
    week: int = next(step["begins"] for step in version.steps if step["module"] == module)
    return week


def test_the_plan_is_as_expected(town: Town) -> None:
    assert modules(town.plan) == ["foerst", "saa", "hold"]
    assert town.pathway.choosings.count() == 1


def test_what_is_banned_goes_and_the_rest_stays(town: Town) -> None:
    repaired = town.wish(WishKind.BAN, "hold")
    assert modules(repaired) == ["foerst", "saa", "hold-b"]
    assert (repaired.cause, repaired.instead_of) == (Cause.WISH, town.plan)
    assert repaired.changes == {"went": ["hold"], "came": ["hold-b"], "moved": []}


def test_a_swap_is_a_ban_and_a_pin(town: Town) -> None:
    repaired = town.wish(WishKind.SWAP, "foerst", other="foerst-b")
    assert set(modules(repaired)) == {"foerst-b", "saa", "hold"}
    told = said(town.pathway).wishes
    assert (told.bans, [pin.module for pin in told.pins]) == (("foerst",), ["foerst-b"])


def test_what_is_moved_begins_then_and_is_pinned(town: Town) -> None:
    later = monday_of(begins(town.plan, "saa") + 2)
    repaired = town.wish(WishKind.MOVE, "saa", since=later)
    assert begins(repaired, "saa") == week_of(later)
    assert said(town.pathway).wishes.pins[0].since == later


def test_what_is_pinned_stays_when_something_happens(town: Town) -> None:
    at = begins(town.plan, "saa")
    town.wish(WishKind.PIN, "saa")
    repaired = town.happened(EventKind.CANCELLED, "hold")
    assert begins(repaired, "saa") == at
    assert modules(repaired) == ["foerst", "saa", "hold-b"]


def test_a_wish_is_taken_back(town: Town) -> None:
    town.wish(WishKind.BAN, "hold")
    assert modules(town.wish(WishKind.UNBAN, "hold")) == ["foerst", "saa", "hold"]
    town.wish(WishKind.PIN, "saa")
    town.wish(WishKind.UNPIN, "saa")
    assert said(town.pathway).wishes == WishTerms()


def test_what_has_begun_cannot_be_moved(town: Town) -> None:
    with pytest.raises(Refused):
        town.wish(WishKind.MOVE, "foerst", now=NOW + timedelta(weeks=3), since=TODAY + timedelta(weeks=5))


def test_weeks_that_are_lived_stay_lived(town: Town) -> None:
    later = NOW + timedelta(weeks=3)
    repaired = town.happened(EventKind.CANCELLED, "hold", now=later)
    assert begins(repaired, "foerst") == begins(town.plan, "foerst")
    asked = planned(town.pathway, now=later).versions.get()
    assert begins(asked, "foerst") == begins(town.plan, "foerst")


def test_whoever_drops_out_gets_something_else_or_the_same_later(town: Town) -> None:
    now = NOW + timedelta(weeks=3)
    later = town.happened(EventKind.FELL_OUT, "foerst", now=now, again=True)
    assert begins(later, "foerst") > begins(town.plan, "foerst")
    assert "foerst" not in modules(town.happened(EventKind.FELL_OUT, "foerst", now=now))


def test_a_full_class_is_left_for_the_next(town: Town) -> None:
    assert modules(town.happened(EventKind.FULL, "hold")) == ["foerst", "saa", "hold-b"]
    with pytest.raises(Refused, match="alle"):
        town.happened(EventKind.FULL, "foerst")


def test_what_was_not_passed_comes_again(town: Town) -> None:
    make_completed(town.pathway.person, town.first)
    assert "foerst" not in modules(planned(town.pathway).versions.get())
    assert "foerst" in modules(town.happened(EventKind.FAILED, "foerst"))


def test_an_illness_is_leave_that_is_remembered(town: Town) -> None:
    until = TODAY + timedelta(weeks=4)
    repaired = town.happened(EventKind.ILL, since=TODAY, until=until)
    assert begins(repaired, "foerst") > week_of(until)
    life = said(town.pathway).life
    assert [one.hours for one in life.hours if week_of(one.since) == week_of(TODAY)] == [0]
    assert life.hours[-1].hours == 10


def test_an_illness_needs_its_days(town: Town) -> None:
    for until in (None, TODAY - timedelta(days=1), TODAY + timedelta(days=9999)):
        with pytest.raises(Refused):
            town.happened(EventKind.ILL, since=TODAY, until=until)


def test_with_fewer_hours_the_same_modules_take_longer_and_what_was_said_before_stays(town: Town) -> None:
    life = LifeTerms(begins=TODAY, hours=(HoursTerms(since=TODAY, hours=Decimal(6)),))
    services.say_life(pathway=town.pathway, life=life, by=town.pathway.person, now=NOW)
    slower = town.happened(EventKind.LIFE)
    assert set(modules(slower)) == {"foerst", "saa", "hold"}
    assert slower.figures["finish"] > town.plan.figures["finish"]
    assert slower.said["life"]["hours"][0]["hours"] == "6"
    assert town.plan.said["life"]["hours"][0]["hours"] == "10"


def test_nothing_happens_without_a_plan() -> None:
    pathway = make_pathway()
    with pytest.raises(Refused, match="plan"):
        services.happened(pathway=pathway, kind=EventKind.FELL_OUT, module="x", by=pathway.person, now=NOW)


def test_every_plan_stays_in_the_history(town: Town) -> None:
    repaired = town.wish(WishKind.BAN, "hold")
    services.choose(version=repaired, by=town.pathway.person, now=NOW)
    services.choose(version=town.plan, by=town.pathway.person, now=NOW)
    services.choose(version=town.plan, by=town.pathway.person, now=NOW)
    assert [one.version.number for one in town.pathway.choosings.order_by("pk")] == [1, 2, 1]


def test_a_pathway_is_erased_with_all_that_belongs_to_it(town: Town) -> None:
    town.happened(EventKind.CANCELLED, "hold")
    services.open_feed(pathway=town.pathway, by=town.pathway.person, now=NOW)
    services.forget(pathway=town.pathway, by=town.pathway.person)
    assert not Pathway.objects.exists()
    assert not PlanVersion.objects.exists()
    assert not Planning.objects.exists()


@pytest.mark.parametrize("other", ["mentor", "neighbour"])
def test_only_the_learner_lives_it(town: Town, other: str) -> None:
    somebody = make_mentor(town.pathway.person) if other == "mentor" else make_person()
    change = Change(kind=WishKind.PIN, module="saa")
    with pytest.raises(NotYours):
        services.change(pathway=town.pathway, change=change, by=somebody, now=NOW)
    with pytest.raises(NotYours):
        services.choose(version=town.plan, by=somebody, now=NOW)
    with pytest.raises(NotYours):
        services.put_in_bank(version=town.plan, by=somebody, now=NOW)


def wanting(*competences: Competence, **life: Any) -> Any:
    """The life of the question that is asked."""
    pathway = make_pathway(*competences, life=make_life(**life))
    asked = services.ask(pathway=pathway, by=pathway.person, now=NOW)
    return question_in(asked.problem["question"]).life


def test_places_are_those_within_reach() -> None:
    near_aarhus = wanting(postcode="8000", distance_km=45).places
    assert {"8000", "8600", "8900"} <= near_aarhus
    assert not {"5000", "6700", "2100"} & near_aarhus
    assert wanting(postcode="8000").places is None


def test_intensity_scales_all_hours() -> None:
    assert [period.hours for period in wanting(hours=10, intensity=50).hours] == [5]


def test_who_begins_late_in_a_week_begins_the_week_after() -> None:
    assert TODAY.weekday() == 5
    assert wanting().begins == week_of(TODAY) + 1


class Road:
    """Three rolling modules one after another, the last two pinned where they lie, in a plan that is chosen."""

    def __init__(self) -> None:
        university, wanted = make_organisation(), [make_competence() for _ in range(3)]
        for slug, one, ects in zip(("et", "to", "tre"), wanted, ("3", "1", "2"), strict=True):
            make_teaching(university, slug, one, ects=ects)
        self.pathway = make_pathway(*wanted, life=make_life(10))
        self.plan = chosen(self.pathway)
        for slug in modules(self.plan)[1:]:
            change = Change(kind=WishKind.PIN, module=slug)
            services.change(pathway=self.pathway, change=change, by=self.pathway.person, now=NOW)
            self.pathway.refresh_from_db()

    def at(self, intensity: int) -> PlanVersion:
        """So many per cent of the hours from now on."""
        asked = services.change_tempo(pathway=self.pathway, intensity=intensity, by=self.pathway.person, now=NOW)
        return answered(asked).versions.latest("pk")

    def free(self) -> None:
        """Nothing is pinned any longer."""
        services.say_wishes(pathway=self.pathway, wishes=WishTerms(), by=self.pathway.person, now=NOW)

    def ill(self) -> PlanVersion:
        """Two weeks of it, from the week after the plan begins."""
        since = monday_of(self.plan.steps[0]["begins"] + 1)
        happened = services.happened(
            pathway=self.pathway,
            kind=EventKind.ILL,
            by=self.pathway.person,
            now=NOW,
            since=since,
            until=since + timedelta(days=13),
        )
        return answered(happened).versions.get()


def test_an_illness_moves_all_on_in_its_order_and_puts_nothing_off_for_months() -> None:
    road = Road()
    after = road.ill()
    assert modules(after) == modules(road.plan)
    first, *rest = modules(after)
    assert begins(after, first) == begins(road.plan, first)
    assert [begins(after, one) - begins(road.plan, one) for one in rest] == [2, 2]
    assert after.figures["finish"] == road.plan.figures["finish"] + 2
    assert (after.status, after.gap) == ("sound", "order")


def test_what_was_pinned_is_pinned_where_the_plan_that_was_moved_on_has_it() -> None:
    road = Road()
    after = road.ill()
    services.choose(version=after, by=road.pathway.person, now=NOW)
    road.pathway.refresh_from_db()
    pins = {pin.module: pin.since for pin in said(road.pathway).wishes.pins}
    assert pins == {slug: monday_of(begins(after, slug)) for slug in modules(after)[1:]}
    again = planned(road.pathway, PlanningKind.REPAIR).versions.latest("pk")
    assert [begins(again, slug) for slug in modules(after)] == [begins(after, slug) for slug in modules(after)]


def test_with_fewer_hours_the_plan_moves_on_in_its_order() -> None:
    road = Road()
    road.free()
    after = road.at(80)
    assert modules(after) == modules(road.plan)
    assert after.figures["finish"] > road.plan.figures["finish"]
    assert (after.status, after.gap) == ("sound", "order")
    assert after.event is not None
    assert (after.event.kind, after.event.note) == ("life", "100 % → 80 %")


def test_with_fewer_hours_nothing_that_is_pinned_moves() -> None:
    road = Road()
    after = road.at(80)
    pinned = [pin.module for pin in said(road.pathway).wishes.pins]
    assert len(pinned) == 2
    assert [begins(after, one) for one in pinned] == [begins(road.plan, one) for one in pinned]


def test_the_solver_repairs_instead_when_it_is_asked_to() -> None:
    road = Road()
    road.free()
    moved = road.at(80)
    road.pathway.refresh_from_db()
    repaired = planned(road.pathway, PlanningKind.REPAIR).versions.get()
    assert repaired.gap != "order"
    assert (repaired.event, repaired.cause) == (moved.event, Cause.EVENT)
    stays = [one for one in modules(road.plan) if begins(repaired, one) == begins(road.plan, one)]
    assert len(stays) >= len([one for one in modules(moved) if begins(moved, one) == begins(road.plan, one)])
    assert {one["module"] for one in repaired.question["wishes"]["kept"]} == set(modules(road.plan))


def test_with_more_hours_the_plan_is_laid_anew() -> None:
    road = Road()
    road.free()
    assert road.at(150).figures["finish"] < road.plan.figures["finish"]
    assert not road.pathway.events.exists()


def test_whoever_has_fallen_behind_goes_on_in_the_same_order_from_monday() -> None:
    road = Road()
    road.free()
    asked = services.fall_behind(pathway=road.pathway, weeks=1, by=road.pathway.person, now=NOW + timedelta(days=7))
    after = answered(asked, now=NOW + timedelta(days=7)).versions.get()
    assert modules(after) == modules(road.plan)
    assert after.figures["finish"] > road.plan.figures["finish"]
    assert after.event is not None
    assert (after.gap, after.event.what) == ("order", "Jeg er kommet bagud")
    road.pathway.refresh_from_db()
    assert Decimal(0) in [one.hours for one in said(road.pathway).life.hours]


def test_what_is_put_off_begins_in_the_week_that_was_said_and_is_wished_there(town: Town) -> None:
    since = monday_of(begins(town.plan, "foerst") + 6)
    later = town.happened(EventKind.FELL_OUT, "foerst", since=since, again=True)
    assert begins(later, "foerst") == week_of(since)
    assert later.event is not None
    assert later.event.what == "Jeg tager et modul senere"
    assert [(pin.module, pin.since) for pin in said(town.pathway).wishes.pins] == [("foerst", since)]


def test_a_class_that_is_put_off_is_left_for_another(town: Town) -> None:
    later = town.happened(EventKind.FELL_OUT, "hold", since=TODAY + timedelta(days=100), again=True)
    assert "hold-b" in modules(later)
