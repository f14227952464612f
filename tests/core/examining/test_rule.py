"""A rule is met exactly when some way of counting meets it, and the same modules always give the same answer."""

from decimal import Decimal
from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from nanocore.examining import Completed, Group, Rule, outstanding

SIX, SEVEN = 6, 7


def _completed(module: int, ects: str = "2.5", level: int = SEVEN) -> Completed:
    return Completed(module, Decimal(ects), level)


def _group(*modules: int, ects: str, level: int = 0) -> Group:
    return Group(frozenset(modules), Decimal(ects), level)


def test_required_modules_that_are_not_completed_are_outstanding() -> None:
    answer = outstanding(Rule(frozenset({1, 2, 3})), [_completed(2)])
    assert answer.modules == (1, 3)
    assert not answer.met


def test_a_completed_rule_is_met_and_says_what_it_counted() -> None:
    rule = Rule(frozenset({1}), (_group(2, 3, ects="2.5"),), Decimal(5))
    answer = outstanding(rule, [_completed(1), _completed(3), _completed(9)])
    assert answer.met
    assert [one.module for one in answer.counted] == [1, 3]


def test_a_module_below_the_level_of_the_group_is_not_counted() -> None:
    answer = outstanding(Rule(groups=(_group(1, 2, ects="2.5", level=SEVEN),)), [_completed(1, level=SIX)])
    assert answer.groups[0].ects == Decimal("2.5")
    assert answer.groups[0].modules == (1, 2)


def test_a_module_in_two_groups_is_counted_in_one_of_them() -> None:
    rule = Rule(groups=(_group(1, 2, ects="2.5"), _group(1, 3, ects="2.5")))
    assert not outstanding(rule, [_completed(1)]).met
    assert outstanding(rule, [_completed(1), _completed(2)]).met


def test_a_required_module_does_not_also_fill_a_group() -> None:
    answer = outstanding(Rule(frozenset({1}), (_group(1, 2, ects="2.5"),)), [_completed(1)])
    assert answer.groups[0].ects == Decimal("2.5")
    assert answer.groups[0].modules == (2,)


def test_the_first_place_that_fits_is_not_always_the_right_one() -> None:
    rule = Rule(groups=(_group(1, 2, ects="5"), _group(2, 3, ects="5")))
    assert outstanding(rule, [_completed(1, "5"), _completed(2, "5")]).met
    assert outstanding(rule, [_completed(2, "5"), _completed(3, "5")]).met


def test_no_more_is_counted_than_the_rule_needs() -> None:
    answer = outstanding(
        Rule(groups=(_group(1, 2, 3, ects="2.5"),)), [_completed(1, "5"), _completed(2), _completed(3)]
    )
    assert [one.module for one in answer.counted] == [2]


def test_more_than_the_groups_ask_is_counted_when_the_total_needs_it() -> None:
    rule = Rule(groups=(_group(1, 2, ects="2.5"),), total_ects=Decimal(5))
    assert outstanding(rule, [_completed(1)]).ects == Decimal("2.5")
    assert [one.module for one in outstanding(rule, [_completed(1), _completed(2)]).counted] == [1, 2]


def test_an_empty_rule_is_met_by_nobody_having_done_anything() -> None:
    assert outstanding(Rule(), []).met


def test_a_module_completed_in_two_versions_is_counted_once_in_the_larger() -> None:
    answer = outstanding(Rule(frozenset({1})), [_completed(1, "2.5"), _completed(1, "5")])
    assert answer.counted == (_completed(1, "5"),)


_ECTS = st.sampled_from([Decimal("0.5"), Decimal(1), Decimal("2.5"), Decimal(5)])
_LEVELS = st.sampled_from([5, 6, 7])
_GROUPS = st.builds(Group, st.frozensets(st.integers(1, 6), min_size=1), _ECTS, _LEVELS)
_RULES = st.builds(
    Rule,
    st.frozensets(st.integers(1, 6), max_size=2),
    st.lists(_GROUPS, max_size=3).map(tuple),
    st.sampled_from([Decimal(0), Decimal("2.5"), Decimal("7.5")]),
)
_COMPLETED = st.lists(
    st.builds(Completed, st.integers(1, 6), _ECTS, _LEVELS), max_size=6, unique_by=lambda one: one.module
)


def _ways_that_meet(rule: Rule, completed: list[Completed]) -> list[Decimal]:
    """By trying every way of counting: the ECTS counted in each that meets the rule."""
    required = [one for one in completed if one.module in rule.required]
    others = [one for one in completed if one.module not in rule.required]
    if len(required) < len(rule.required):
        return []
    found = []
    for places in product([*range(len(rule.groups)), None], repeat=len(others)):
        placed = [(one, place) for one, place in zip(others, places, strict=True) if place is not None]
        if not all(rule.groups[place].takes(one) for one, place in placed):
            continue
        sums = [sum(one.ects for one, at in placed if at == place) for place in range(len(rule.groups))]
        counted = sum((one.ects for one in required), Decimal(0)) + sum(sums)
        enough = all(have >= group.min_ects for have, group in zip(sums, rule.groups, strict=True))
        if enough and counted >= rule.total_ects:
            found.append(counted)
    return found


@settings(max_examples=400, deadline=None)
@given(_RULES, _COMPLETED)
def test_it_is_met_exactly_when_some_counting_meets_it_and_counts_no_more_than_the_least(
    rule: Rule, completed: list[Completed]
) -> None:
    answer = outstanding(rule, completed)
    ways = _ways_that_meet(rule, completed)
    assert answer.met == bool(ways)
    if ways:
        assert sum((one.ects for one in answer.counted), Decimal(0)) == min(ways)


@settings(max_examples=200, deadline=None)
@given(_RULES, _COMPLETED, st.randoms())
def test_the_order_in_which_modules_were_completed_does_not_matter(
    rule: Rule, completed: list[Completed], random: Random
) -> None:
    shuffled = list(completed)
    random.shuffle(shuffled)
    assert outstanding(rule, shuffled) == outstanding(rule, completed)


@settings(max_examples=200, deadline=None)
@given(_RULES, _COMPLETED)
def test_one_module_more_never_leaves_more_outstanding(rule: Rule, completed: list[Completed]) -> None:
    for one in range(len(completed)):
        before = outstanding(rule, completed[:one])
        after = outstanding(rule, completed[: one + 1])
        assert set(after.modules) <= set(before.modules)
        assert sum(short.ects for short in after.groups) <= sum(short.ects for short in before.groups)
        assert not (before.met and not after.met)


def test_thirty_shared_electives_are_counted_in_no_time() -> None:
    rule = Rule(groups=tuple(_group(*range(30), ects="10") for _ in range(3)), total_ects=Decimal(30))
    assert outstanding(rule, [_completed(module) for module in range(30)]).met
