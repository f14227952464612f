"""A problem in JSON is read exactly or refused in plain words, and says nothing more than its types do."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.planning.handful import press, question
from nanocore.planning import (
    AllOf,
    AnyOf,
    Catalogue,
    Fault,
    HasCompetence,
    HasModule,
    Limits,
    Module,
    Problem,
    Requirement,
    Unreadable,
    index_of,
    problem_schema,
    read_problem,
    written,
)

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "planning-problem.md"


def as_json(problem: Problem) -> dict[str, Any]:
    plain = written(problem)
    assert isinstance(plain, dict)
    return plain


def small() -> dict[str, Any]:
    return as_json(Problem(press(), question("writing numbers", budget=Decimal("5000.50")), Limits(2, 3)))


def mistakes(problem: dict[str, Any] | bytes) -> list[str]:
    text = problem if isinstance(problem, bytes) else json.dumps(problem).encode()
    with pytest.raises(Unreadable) as refused:
        read_problem(text)
    return [str(one) for one in refused.value.mistakes]


def test_what_is_written_is_read_back_the_same() -> None:
    problem = Problem(press(), question("writing numbers", budget=Decimal("5000.50")), Limits(2, 3))
    assert read_problem(json.dumps(written(problem)).encode()) == problem


def test_the_page_that_explains_it_has_an_example_that_can_be_read() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.S)
    problem = read_problem(example.encode())
    assert len(problem.catalogue.modules) == 5
    assert problem.catalogue.modules[1].requires == AnyOf(
        (HasCompetence("statistics", 5), HasModule("tal-og-tabeller"))
    )
    assert isinstance(problem.catalogue.modules[4].requires, AllOf)
    assert problem.question.life.budget == 9000
    assert problem.limits == Limits(seconds=5)


@pytest.mark.parametrize("number", [2, 2.5, "2.5"])
def test_numbers_may_be_written_as_text_and_stay_exact(number: object) -> None:
    plain = small()
    plain["catalogue"]["modules"][0]["ects"] = number
    assert read_problem(json.dumps(plain).encode()).catalogue.modules[0].ects == Decimal(str(number))


def test_a_field_that_nobody_knows_is_refused_with_its_place() -> None:
    plain = small()
    plain["question"]["life"]["holidays"] = []
    assert mistakes(plain) == ["question.life.holidays: nothing is called that here"]


def test_each_mistake_has_its_place_and_plain_words() -> None:
    plain = small()
    life = plain["question"]["life"]
    life |= {"hours": [{"week": "soon", "hours": 8}], "at_once": 2.5, "budget": "a lot", "held": "nothing"}
    plain["question"]["wishes"]["order"] = ["speed"]
    del plain["question"]["goal"]
    assert mistakes(plain) == [
        "question.goal: this is missing",
        "question.life.hours[0].week: this should be a whole number",
        "question.life.at_once: this should be a whole number",
        "question.life.budget: this should be a number",
        "question.life.held: this should be a list, in square brackets",
        "question.wishes.order[0]: this should be 'finish', 'cost' or 'quality'",
    ]


@pytest.mark.parametrize(
    ("requires", "said"),
    [
        ({"module": 3}, "requires.module: this should be text, in quotation marks"),
        ({"any": [{"competence": "a", "level": "high"}]}, "requires.any[0].level: this should be a whole number"),
        ({"module": "a", "level": 3}, "requires.level: nothing is called that here"),
        ({}, 'requires: this should have one of "module", "competence", "all" and "any"'),
        (
            {"all": [{"module": "a", "any": []}]},
            'requires.all[0]: this should have one of "module", "competence", "all" and "any"',
        ),
        (["a"], 'requires: this should have one of "module", "competence", "all" and "any"'),
    ],
)
def test_a_requirement_is_judged_as_what_it_is_trying_to_be(requires: object, said: str) -> None:
    plain = small()
    plain["catalogue"]["modules"][2]["requires"] = requires
    assert mistakes(plain) == [f"catalogue.modules[2].{said}"]


@pytest.mark.parametrize(
    ("where", "number", "said"),
    [
        (("question", "life", "at_once"), 7, "this should be 6 or less"),
        (("question", "life", "at_once"), 0, "this should be 1 or more"),
        (("question", "life", "budget"), "-1", "this should be 0 or more"),
        (("question", "life", "budget"), "1e400", "this should be 1000000000 or less"),
        (("question", "life", "begins"), 10**30, "this should be 10000 or less"),
        (("question", "life", "max_external_share"), "1.5", "this should be 1 or less"),
        (("limits", "seconds"), 1e9, "this should be 3600 or less"),
        (("question", "life", "budget"), "0.001", "this should have at most 2 decimals"),
    ],
)
def test_a_number_that_cannot_be_reckoned_with_is_refused(where: tuple[str, ...], number: object, said: str) -> None:
    plain = small()
    here = plain
    for name in where[:-1]:
        here = here[name]
    here[where[-1]] = number
    assert mistakes(plain) == [f"{'.'.join(where)}: {said}"]


def test_a_module_that_makes_no_sense_is_left_to_the_plan_to_name() -> None:
    plain = small()
    plain["catalogue"]["modules"][0] |= {"ects": 0, "price": -5}
    assert read_problem(json.dumps(plain).encode()).catalogue.modules[0].ects == 0


@pytest.mark.parametrize("text", [b"", b"{", b"\xff\xfe", b"[1,", b'{"catalogue": NaN'], ids=repr)
def test_what_is_not_json_is_said_to_be_just_that(text: bytes) -> None:
    (said,) = mistakes(text)
    assert said.startswith("this is not JSON")


@pytest.mark.parametrize("text", [b'{"a":' * 5000, b"[" * 100_000], ids=("objects", "lists"))
def test_what_has_more_levels_than_anything_here_is_not_looked_into(text: bytes) -> None:
    assert mistakes(text) == ["this goes deeper than the 50 levels that there may be"]


@pytest.mark.parametrize("levels", [51, 90])
def test_a_requirement_of_too_many_levels_is_refused_where_it_stands(levels: int) -> None:
    plain = small()
    plain["catalogue"]["modules"][2]["requires"] = _deep({"module": "b"}, levels)
    assert mistakes(plain) == ["catalogue.modules[2].requires: this goes deeper than the 50 levels that there may be"]


def test_a_requirement_of_fifty_levels_is_read_and_planned_with() -> None:
    plain = small()
    first = plain["catalogue"]["modules"][0]["id"]
    plain["catalogue"]["modules"][2]["requires"] = _deep({"module": first}, 50)
    problem = read_problem(json.dumps(plain).encode())
    assert not index_of(problem.catalogue).faults


def test_a_catalogue_made_without_json_has_the_same_limit() -> None:
    deep: Requirement = HasModule("a")
    for _ in range(5000):
        deep = AllOf((deep,))
    bad = Module("bad", Decimal(1), requires=deep)
    assert index_of(Catalogue((bad,))).faults == (Fault("too_deep", ("bad",)),)


def _deep(requires: object, levels: int) -> object:
    for _ in range(levels - 1):
        requires = {"all": [requires]}
    return requires


def test_numbers_that_are_none_are_refused() -> None:
    text = json.dumps(small()).replace('"5000.50"', "NaN").encode()
    assert mistakes(text) == ["question.life.budget: this should be a number"]


def test_at_most_twenty_mistakes_are_told() -> None:
    plain = small()
    plain["question"]["life"]["hours"] = [{} for _ in range(50)]
    assert len(mistakes(plain)) == 20


def test_the_schema_says_what_the_types_say() -> None:
    schema = problem_schema()
    life = schema["$defs"]["Life"]
    assert life["additionalProperties"] is False
    assert life["required"] == ["begins", "hours"]
    assert (life["properties"]["at_once"]["minimum"], life["properties"]["at_once"]["maximum"]) == (1, 6)
    assert "lanes" in life["description"]


def test_sets_are_written_in_order() -> None:
    wanted = question("writing", forms=frozenset({"online", "blended", "evening"}))
    assert written(wanted.life.forms) == ["blended", "evening", "online"]
