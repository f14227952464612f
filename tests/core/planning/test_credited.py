"""A degree lets only so much from elsewhere count: the part that brings one furthest does, and a plan is laid."""

from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from core.planning.handful import module, question
from nanocore.planning import Catalogue, Choice, DegreeRules, Goal, Held, Question, Status, Terms, credited, solve
from nanocore.planning.checking import violations


def held(name: str, ects: int, level: int = 6, *, external: bool = True) -> Held:
    return Held(name, Decimal(ects), level, external)


def counts(asked: Question) -> set[str]:
    return {one.module for one in asked.life.held if one.counts}


def degree(*things: Held, most: int = 10, **rules: object) -> Question:
    wanted = DegreeRules(min_ects=Decimal(20), max_external_ects=Decimal(most), **rules)  # type: ignore[arg-type]
    return question(Goal(rules=wanted), held=things)


SHELF = Catalogue((module("a", "6"), module("b", "6"), module("c", "6"), module("outside", "4", is_external=True)))


def test_whoever_holds_too_much_from_elsewhere_gets_a_plan_that_counts_the_highest_levels() -> None:
    asked = degree(held("old", 5, 5), held("new", 5, 7), held("other", 5, 6), held("ours", 1, external=False))
    assert solve(asked, SHELF).status is Status.IMPOSSIBLE
    found = credited(asked, SHELF)
    assert counts(found) == {"new", "other", "ours"}
    result = solve(found, SHELF)
    assert result.plan is not None
    assert (result.status, [step.module for step in result.plan.steps]) == (Status.BEST, ["a", "b"])
    assert violations(result.plan, found, SHELF) == ()
    assert violations(result.plan, asked, SHELF) != ()


def test_by_terms_it_is_the_same() -> None:
    asked = replace(credited(degree(held("one", 8), held("two", 8)), SHELF), terms=Terms(2))
    result = solve(asked, SHELF)
    assert result.plan is not None
    assert violations(result.plan, asked, SHELF) == ()


def test_what_counts_is_whole_pieces_that_leave_least_to_study() -> None:
    assert counts(credited(degree(held("big", 9), held("six", 6), held("four", 4)), SHELF)) == {"six", "four"}
    at_level = degree(held("big", 9, 6), held("high", 8, 7), min_ects_at_level=((7, Decimal(8)),))
    assert counts(credited(at_level, SHELF)) == {"high"}


def test_where_all_of_it_may_count_the_question_stays_what_it_was() -> None:
    for asked in (degree(held("one", 10), held("two", 30, external=False)), question("writing", held=(held("x", 90),))):
        assert credited(asked, SHELF) is asked


def test_of_modules_of_the_catalogue_its_word_goes() -> None:
    asked = degree(Held("outside"), held("seven", 7))
    assert counts(credited(asked, SHELF)) == {"seven"}
    assert counts(credited(degree(held("a", 0), held("seven", 7)), SHELF)) == {"seven"}


def test_no_other_part_meets_more_of_the_rules() -> None:
    for case in range(40):
        things = [held(str(name), 1 + (7 * case + 5 * name) % 8, 5 + (case // 3 + 2 * name) % 3) for name in range(6)]
        choice = Choice(of=frozenset("012"), min_ects=Decimal(6))
        asked = degree(*things, most=12, min_ects_at_level=((7, Decimal(8)),), choices=(choice,))
        found = [one for one in credited(asked, SHELF).life.held if one.counts]
        assert sum(one.ects for one in found) <= 12
        ways = [way for size in range(7) for way in combinations(things, size) if sum(one.ects for one in way) <= 12]
        if sum(one.ects for one in things) > 12:
            assert met(found) == max(met(list(way)) for way in ways)


def met(counted: list[Held]) -> Decimal:
    """What these meet of a degree of 20 ECTS, 8 of them at level 7 and 6 among three."""
    at_level = sum((one.ects for one in counted if one.level >= 7), Decimal(0))
    among = sum((one.ects for one in counted if one.module in "012"), Decimal(0))
    in_all = sum((one.ects for one in counted), Decimal(0))
    return min(in_all, Decimal(20)) + min(at_level, Decimal(8)) + min(among, Decimal(6))
