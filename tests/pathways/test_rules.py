from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from nanobank.pathways.places import kilometres, near, places
from nanobank.pathways.rules import Course, biting
from nanobank.pathways.terms import GoalTerms, HoursTerms, LifeTerms
from nanobank.pathways.weeks import EPOCH, monday_of, sunday_of, week_from, week_of

BEGINS = date(2027, 2, 1)


DEGREE = GoalTerms(kind="degree", degree="master")
OWN_WORDS = GoalTerms(kind="own_words", words="Skrive om tal")


def life(*hours: tuple[int, int], gets_su: bool | None = None) -> LifeTerms:
    """From so many days after the beginning, so many hours a week."""
    return LifeTerms(
        begins=BEGINS,
        gets_su=gets_su,
        hours=tuple(HoursTerms(since=BEGINS + timedelta(days=days), hours=Decimal(amount)) for days, amount in hours),
    )


def bites(course: Course) -> list[str]:
    with translation.override("en"):
        return [one.rule for one in biting(course)]


def test_every_rule_that_bites_is_quoted_with_its_source() -> None:
    found = biting(Course(life((0, 5), (60, 0), (120, 5), gets_su=True), OWN_WORDS))
    assert len(found) == 3
    for one in found:
        assert one.rule
        assert one.why
        assert one.quote
        assert one.url.startswith("https://")


def test_a_slow_pace_bites_for_who_gets_su_and_a_full_one_does_not() -> None:
    assert "Student grant (SU) and study activity" in bites(Course(life((0, 8), gets_su=True), DEGREE))
    assert bites(Course(life((0, 38), gets_su=True), DEGREE)) == []


def test_nothing_is_said_of_su_to_who_neither_gets_it_nor_has_said_so() -> None:
    slow = (0, 5), (60, 0), (120, 5)
    assert bites(Course(life(*slow), OWN_WORDS)) == []
    assert bites(Course(life(*slow), DEGREE)) == ["Leave"]
    on_su = OWN_WORDS.model_copy(update={"words": "Jeg er på SU og vil skrive om tal"})
    assert len(bites(Course(life(*slow), on_su))) == 3
    assert bites(Course(life(*slow, gets_su=False), on_su)) == []
    soup = OWN_WORDS.model_copy(update={"words": "Jeg vil lave suppe og resuméer"})
    assert bites(Course(life(*slow), soup)) == []


def test_whoever_studies_a_degree_full_time_and_then_slows_down_is_told_of_su() -> None:
    slowing = life((0, 37), (60, 0), (160, 5))
    late = (BEGINS + timedelta(days=50), Decimal(5)), (BEGINS + timedelta(days=300), Decimal(5))
    assert "Student grant (SU) and study activity" in bites(Course(slowing, DEGREE, late))


def test_with_a_plan_it_is_what_is_earned_that_counts() -> None:
    earned = tuple((BEGINS + timedelta(days=30 * month), Decimal(5)) for month in range(1, 13))
    slow = life((0, 8), gets_su=True)
    assert bites(Course(slow, DEGREE, earned)) == []
    late = ((BEGINS + timedelta(days=230), Decimal(60)),)
    assert bites(Course(slow, DEGREE, late)) != []


def test_a_month_without_hours_bites_and_a_week_does_not() -> None:
    assert "Leave" in bites(Course(life((0, 38), (70, 0), (105, 38)), DEGREE))
    assert "Leave" not in bites(Course(life((0, 38), (70, 0), (77, 38)), DEGREE))


def test_a_degree_that_takes_too_long_bites() -> None:
    earned = ((BEGINS + timedelta(days=8 * 365), Decimal(60)),)
    assert "Longest time of study" in bites(Course(life((0, 2)), DEGREE, earned))


def test_aarhus_is_near_silkeborg_and_far_from_copenhagen() -> None:
    assert 30 < kilometres(places()["8000"], places()["8600"]) < 50
    assert 140 < kilometres(places()["8000"], places()["2100"]) < 175
    assert near("8000", 1) >= {"8000"}
    assert near("0000", 100) == {"0000"}


@pytest.mark.parametrize("day", [EPOCH, date(2026, 11, 22), date(2030, 1, 6)])
def test_a_week_is_from_monday_to_sunday(day: date) -> None:
    week = week_of(day)
    assert monday_of(week) <= day <= sunday_of(week)
    assert monday_of(week).weekday() == 0
    assert week_from(monday_of(week) + timedelta(days=2)) == week
    assert week_from(monday_of(week) + timedelta(days=3)) == week + 1
