"""At most so much of what an exam counts may have been learnt elsewhere."""

from decimal import Decimal

from nanocore.examining import Completed, Group, Rule, outstanding


def _elsewhere(module: int, ects: int = 2) -> Completed:
    return Completed(module, Decimal(ects), 7, is_outside=True)


def _here(module: int, ects: int = 2) -> Completed:
    return Completed(module, Decimal(ects), 7)


def test_without_a_limit_everything_may_come_from_outside() -> None:
    rule = Rule(required=frozenset({1, 2}), total_ects=Decimal(4))
    assert outstanding(rule, [_elsewhere(1), _elsewhere(2)]).met


def test_what_is_over_the_limit_is_still_missing_and_said() -> None:
    rule = Rule(required=frozenset({1, 2}), total_ects=Decimal(4), max_outside=Decimal(2))
    found = outstanding(rule, [_elsewhere(1), _elsewhere(2)])
    assert (found.modules, found.over_limit, found.met) == ((2,), (2,), False)
    assert outstanding(rule, [_elsewhere(1), _here(2)]).met


def test_electives_share_the_limit_with_what_is_required() -> None:
    rule = Rule(frozenset({1}), (Group(frozenset({2, 3}), Decimal(2)),), Decimal(4), max_outside=Decimal(2))
    assert outstanding(rule, [_elsewhere(1), _elsewhere(2)]).over_limit == (2,)
    assert outstanding(rule, [_elsewhere(1), _elsewhere(2), _here(3)]).met


def test_a_way_within_the_limit_is_found_where_there_is_one() -> None:
    groups = (Group(frozenset({1, 2, 3}), Decimal(3)),)
    rule = Rule(groups=groups, total_ects=Decimal(3), max_outside=Decimal(1))
    found = outstanding(rule, [_elsewhere(1, 3), _elsewhere(2, 1), _here(3, 2)])
    assert found.met
    assert [one.module for one in found.counted] == [2, 3]
