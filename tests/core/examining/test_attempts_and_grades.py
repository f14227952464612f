"""Three attempts, the 7-point scale, and two examiners who must agree."""

from datetime import UTC, datetime, timedelta

import pytest

from nanocore.examining import (
    ATTEMPTS,
    Disagreement,
    Dispensation,
    Ending,
    Grade,
    Scale,
    agreed,
    attempts_left,
    attempts_used,
    ects_letter,
    free_until,
    grades_of,
    is_free,
    is_passed,
)

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize("ending", [Ending.NOT_PASSED, Ending.ABSENT, Ending.WITHDRAWN_LATE, Ending.PASSED])
def test_an_attempt_that_was_failed_missed_or_left_late_counts(ending: Ending) -> None:
    assert attempts_left([ending]) == ATTEMPTS - 1


@pytest.mark.parametrize("ending", [Ending.ILL, Ending.WITHDRAWN, Ending.OPEN])
def test_documented_illness_timely_withdrawal_and_an_open_attempt_do_not_count(ending: Ending) -> None:
    assert attempts_left([ending]) == ATTEMPTS


def test_there_are_never_fewer_than_none_left() -> None:
    assert attempts_left([Ending.ABSENT] * 5) == 0
    assert attempts_used([Ending.ABSENT] * 5) == 5


def test_a_dispensation_gives_one_attempt_more() -> None:
    assert attempts_left([Ending.NOT_PASSED] * 3, [Dispensation("Long illness in the family", NOW)]) == 1


def test_a_dispensation_without_a_reason_is_none() -> None:
    with pytest.raises(ValueError, match="reason"):
        Dispensation("  ", NOW)


def test_the_seven_point_scale_has_its_ects_letters() -> None:
    letters = {str(grade): ects_letter(grade) for grade in grades_of(Scale.SEVEN_POINT)}
    assert letters == {"12": "A", "10": "B", "7": "C", "4": "D", "02": "E", "00": "Fx", "-3": "F"}


def test_one_passes_from_02() -> None:
    assert [str(grade) for grade in grades_of(Scale.SEVEN_POINT) if is_passed(grade)] == ["12", "10", "7", "4", "02"]
    assert [str(grade) for grade in grades_of(Scale.PASS_FAIL) if is_passed(grade)] == ["passed"]


def test_passed_has_no_letter() -> None:
    assert ects_letter(Grade.PASSED) is None


def test_examiners_who_agree_have_one_grade() -> None:
    assert agreed([Grade.TEN, Grade.TEN]) is Grade.TEN


def test_examiners_who_differ_must_confer() -> None:
    with pytest.raises(Disagreement):
        agreed([Grade.TEN, Grade.SEVEN])


def test_no_assessment_is_no_grade() -> None:
    with pytest.raises(ValueError, match="nobody"):
        agreed([])


def test_a_booked_time_can_be_left_freely_until_the_limit() -> None:
    starts_at = NOW + timedelta(hours=48)
    limit = free_until(starts_at, hours=24)
    assert is_free(starts_at, hours=24, now=limit)
    assert not is_free(starts_at, hours=24, now=limit + timedelta(seconds=1))
    assert is_free(None, hours=24, now=NOW)
