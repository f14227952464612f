"""What does not hold in a design is said at the question it belongs to."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nanocore.designing import Part, Plan, faults_of
from nanocore.designing._checking import circle_in

WHOLE = Plan(
    audiences=1,
    target="Lærere med fem års erfaring",
    outcomes=("Udvikle et forløb",),
    competences=frozenset({1}),
    didactics="Vi arbejder med jeres egne forløb.",
    participation="online",
    level=6,
    ects=Decimal(5),
    parts=(
        Part("a", Decimal("2.5"), level=6, competences=frozenset({1})),
        Part("b", Decimal("2.5"), level=5, requires=(frozenset({"a"}),)),
    ),
    assessment="portfolio",
)


def codes(plan: Plan) -> list[str]:
    return [fault.code for fault in faults_of(plan)]


def test_a_whole_design_has_no_fault() -> None:
    assert codes(WHOLE) == []


def test_an_empty_one_says_what_each_question_lacks() -> None:
    found = faults_of(Plan())
    assert {fault.question for fault in found} == {
        "whom", "competence", "didactics", "format", "level", "modules", "assessment",
    }  # fmt: skip
    assert all(fault.blocks for fault in found)


def test_ects_that_do_not_add_up_are_told_with_both_numbers() -> None:
    (fault,) = faults_of(replace(WHOLE, ects=Decimal(10)))
    assert (fault.code, fault.params) == ("does_not_add_up", {"claimed": Decimal(10), "parts": Decimal("5.0")})


def test_electives_count_with_what_must_be_chosen_of_them() -> None:
    elective = Part("c", Decimal(5), elective=True)
    parts = (*WHOLE.parts, elective)
    assert codes(replace(WHOLE, parts=parts)) == ["no_elective_ects"]
    assert codes(replace(WHOLE, parts=parts, elective_ects=Decimal(7))) == ["too_few_electives"]
    assert codes(replace(WHOLE, parts=parts, elective_ects=Decimal(5), ects=Decimal(10))) == []


def test_modules_that_wait_for_each_other_are_named_as_a_circle() -> None:
    a, b = WHOLE.parts
    (fault,) = faults_of(replace(WHOLE, parts=(replace(a, requires=(frozenset({"b"}),)), b)))
    assert (fault.code, fault.params["parts"]) == ("circle", ("a", "b", "a"))


def test_a_circle_with_another_way_round_is_none() -> None:
    a, b = WHOLE.parts
    assert codes(replace(WHOLE, parts=(replace(a, requires=(frozenset({"b", "elsewhere"}),)), b))) == []


def test_what_must_be_known_beforehand_is_advice() -> None:
    a, b = WHOLE.parts
    (fault,) = faults_of(replace(WHOLE, parts=(a, replace(b, requires=(frozenset({"z"}),)))))
    assert (fault.code, fault.blocks) == ("requires_more", False)


def test_a_level_that_no_module_reaches_is_told() -> None:
    assert codes(replace(WHOLE, level=7)) == ["level_too_high"]


def test_a_competence_that_nothing_builds_is_advice_until_a_module_is_still_to_be_written() -> None:
    plan = replace(WHOLE, competences=frozenset({1, 2}))
    (fault,) = faults_of(plan)
    assert (fault.code, fault.params["competences"]) == ("competence_not_built", frozenset({2}))
    unwritten = Part("new", Decimal(5), is_written=False)
    assert codes(replace(plan, parts=(*plan.parts, unwritten), ects=Decimal(10))) == []


def test_a_week_of_more_than_a_week_is_told() -> None:
    (fault,) = faults_of(replace(WHOLE, weeks=2))
    assert (fault.code, fault.blocks) == ("too_heavy", False)


def test_outcomes_that_can_only_be_told_are_not_practice() -> None:
    assert codes(replace(WHOLE, outcomes=("Redegøre for regler", "Beskrive metoder"))) == ["only_telling"]


KEYS = "abcdef"


@given(st.lists(st.lists(st.frozensets(st.sampled_from(KEYS), min_size=1), max_size=3), min_size=1, max_size=6))
def test_a_circle_is_found_exactly_when_the_parts_cannot_be_taken_in_any_order(
    requires: list[list[frozenset[str]]],
) -> None:
    parts = [Part(key, Decimal(1), requires=tuple(groups)) for key, groups in zip(KEYS, requires, strict=False)]
    keys, taken = {part.key for part in parts}, set[str]()
    for _round in parts:
        taken |= {part.key for part in parts if all(group & taken or group - keys for group in part.requires)}
    circle = circle_in(parts)
    assert bool(circle) == (taken != keys)
    by_key = {part.key: part for part in parts}
    for one, following in pairwise(circle):
        assert any(following in group for group in by_key[one].requires)
