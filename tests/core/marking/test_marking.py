"""Quiz marking: each kind, partial credit, hostile input."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nanocore.marking import (
    BadQuestion,
    Choice,
    Multiple,
    Numeric,
    Question,
    ShortText,
    Single,
    Verdict,
    mark,
    read_question,
    readings,
)

# The first draw imports Hypothesis's tables, which takes seconds on a busy machine.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

SINGLE = Single("s", (Choice("ja", correct=True, feedback="Netop."), Choice("nej", correct=False)))
MULTIPLE = Multiple(
    "m",
    (
        Choice("a", correct=True),
        Choice("b", correct=True),
        Choice("c", correct=False),
        Choice("d", correct=False),
    ),
)
NUMERIC = Numeric("n", Decimal("27.5"), Decimal("0.1"), "timer")
SHORT = ShortText("t", ("minimumshistorien", "en minimumshistorie"))
ALL: tuple[Question, ...] = (SINGLE, MULTIPLE, NUMERIC, SHORT)


def points(question: Question, answer: object) -> Fraction:
    return mark([question], {question.key: answer}).marks[0].points


def test_the_right_single_choice_gives_its_feedback() -> None:
    found = mark([SINGLE], {"s": "0"}).marks[0]
    assert (found.verdict, found.points, found.feedback) == (Verdict.RIGHT, Fraction(1), ("Netop.",))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [([0, 1], "1"), ([0], "1/2"), ([0, 1, 2], "1/2"), ([0, 2], "0"), ([0, 1, 2, 3], "0"), ([2], "0"), (["1"], "1/2")],
)
def test_several_answers_give_right_less_wrong_of_those_possible(answer: list[Any], expected: str) -> None:
    assert points(MULTIPLE, answer) == Fraction(expected)


def test_the_same_choice_twice_counts_once() -> None:
    assert points(MULTIPLE, [0, 0, "0"]) == Fraction(1, 2)


@pytest.mark.parametrize("answer", ["27,5", "27.5", "27,55 timer", " 27.45 ", "27,5timer", "+27,5", 27.5, "27,5 Timer"])
def test_a_number_counts_with_comma_or_point_and_with_or_without_its_unit(answer: object) -> None:
    assert points(NUMERIC, answer) == 1


@pytest.mark.parametrize("answer", ["27,7", "27,5 dage", "27,5,5", "", "-27,5", "nan", "inf", "2.75e1", "1" * 90])
def test_other_numbers_and_units_do_not_count(answer: object) -> None:
    assert points(NUMERIC, answer) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7.400", ["7.4", "7400"]),
        ("7.400,5", ["7400.5"]),
        ("7,400.5", ["7400.5"]),
        ("7 400", ["7400"]),
        ("7 400,25", ["7400.25"]),
        ("1.234.567", ["1234567"]),
        (",5", ["0.5"]),
        ("−3", ["-3"]),
        ("0,400", ["0.4"]),
        ("74 00", []),
        ("1.23.456", []),
        ("1,2.3,4", []),
        (".", []),
        ("٣", []),
    ],
)
def test_numbers_are_read_as_danes_and_others_write_them(text: str, expected: list[str]) -> None:
    assert readings(text) == tuple(Decimal(value) for value in expected)


def test_percent_may_be_written_as_a_sign_or_a_word() -> None:
    assert readings("79 %", "procent") == readings("79 pct.", "%") == (Decimal(79),)


@pytest.mark.parametrize("answer", ["Minimumshistorien", "  EN   minimumshistorie. ", "»minimumshistorien«"])
def test_a_short_text_folds_case_spaces_and_closing_punctuation(answer: str) -> None:
    assert points(SHORT, answer) == 1


def test_percent_is_rounded_down_so_that_nobody_passes_by_rounding() -> None:
    three = [Single(key, SINGLE.choices) for key in "abc"]
    marking = mark(three, {"a": 0, "b": 0})
    assert marking.percent == 66
    assert marking.passes(66)
    assert not marking.passes(67)


def test_a_quiz_without_questions_is_nought() -> None:
    assert mark([], {}).percent == 0


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@patient
@given(st.dictionaries(st.sampled_from([*"smnt", "?"]), anything))
def test_whatever_is_sent_points_stay_between_nought_and_one(answers: dict[str, object]) -> None:
    marking = mark(ALL, answers)
    assert len(marking.marks) == len(ALL)
    assert all(0 <= found.points <= 1 for found in marking.marks)
    assert 0 <= marking.percent <= 100


@patient
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False))
def test_a_number_is_found_again_however_it_is_written(number: Decimal) -> None:
    plain, english = f"{number:f}", f"{number:,f}"
    danish = english.translate(str.maketrans(",.", ".,"))
    spaced = english.replace(",", " ").replace(".", ",")
    assert all(number in readings(text) for text in (plain, plain.replace(".", ","), english, danish, spaced))


@patient
@given(st.sets(st.integers(0, 3)), st.integers(0, 3))
def test_a_further_right_pick_never_costs_and_a_wrong_one_never_pays(chosen: set[int], more: int) -> None:
    before, after = points(MULTIPLE, sorted(chosen)), points(MULTIPLE, sorted(chosen | {more}))
    assert after >= before if MULTIPLE.choices[more].correct else after <= before


@pytest.mark.parametrize(
    ("kind", "definition", "field"),
    [
        ("single", {"choices": [{"text": "a", "correct": True}]}, "choices"),
        ("single", {"choices": [{"text": "a", "correct": True}, {"text": "b", "correct": True}]}, "choices"),
        ("multiple", {"choices": [{"text": "a", "correct": False}, {"text": "b", "correct": False}]}, "choices"),
        ("multiple", {"choices": [{"text": "a", "correct": True}, {"text": "A", "correct": False}]}, "choices"),
        ("multiple", {"choices": [{"text": " ", "correct": True}, {"text": "b", "correct": False}]}, "choices"),
        ("numeric", {"answer": "27,5"}, "answer"),
        ("numeric", {"answer": "NaN"}, "answer"),
        ("numeric", {"answer": "1", "tolerance": "-1"}, "tolerance"),
        ("numeric", {"answer": "1e999999"}, "answer"),
        ("short_text", {"accepted": []}, "accepted"),
        ("essay", {}, "kind"),
        ("single", [], "definition"),
    ],
)
def test_a_question_that_cannot_be_marked_is_refused(kind: str, definition: object, field: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        read_question("q", kind, definition)
    assert refused.value.field == field


@patient
@given(st.sampled_from(["single", "multiple", "numeric", "short_text"]), anything)
def test_a_strange_definition_is_refused_or_can_be_marked(kind: str, definition: object) -> None:
    try:
        question = read_question("q", kind, {"choices": definition, "answer": definition, "accepted": definition})
    except BadQuestion:
        return
    assert mark([question], {"q": definition}).percent in range(101)


def test_a_stored_question_is_read() -> None:
    definition = {"answer": "27.5", "tolerance": "0.1", "unit": "timer"}
    assert read_question("n", "numeric", definition) == NUMERIC
