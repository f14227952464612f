"""Small catalogues and lives for hypothesis: circles of requirements, dates, leave, lanes, degrees, pins, repairs."""

from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st

from nanocore.planning import (
    NOTHING,
    Aim,
    AllOf,
    AnyOf,
    Catalogue,
    Choice,
    DegreeRules,
    Goal,
    HasCompetence,
    HasModule,
    Held,
    Kept,
    Life,
    Module,
    Offering,
    Period,
    Pin,
    Quality,
    Question,
    Requirement,
    Wishes,
)

T = TypeVar("T")
_MODULES = ("a", "b", "c", "d", "e", "f")
_COMPETENCES = ("x", "y")
_ECTS = tuple(Decimal(each) for each in ("0.5", "1", "1.5", "2.5", "0.77"))
_HOURS = tuple(Decimal(each) for each in ("5.5", "11", "27.5", "13.75", "6.1", "2.75", "0"))
_LEVELS = st.sampled_from((1, 1, 2, 3))


def _maybe(strategy: st.SearchStrategy[T], one_in: int = 2) -> st.SearchStrategy[T | None]:
    """Something, one time in so many; None else."""
    return st.integers(1, one_in).flatmap(lambda number: strategy if number == one_in else st.none())


_has = st.one_of(
    st.builds(HasModule, st.sampled_from(_MODULES)), st.builds(HasCompetence, st.sampled_from(_COMPETENCES), _LEVELS)
)
_requirements: st.SearchStrategy[Requirement] = st.one_of(
    st.just(NOTHING),
    st.recursive(
        _has,
        lambda parts: st.one_of(
            st.builds(AllOf, st.lists(parts, min_size=1, max_size=2).map(tuple)),
            st.builds(AnyOf, st.lists(parts, min_size=1, max_size=3).map(tuple)),
        ),
        max_leaves=3,
    ),
)
_price = st.integers(0, 4).map(lambda hundreds: Decimal(100 * hundreds))


@st.composite
def _offerings(draw: st.DrawFn) -> tuple[Offering, ...]:
    count = draw(st.sampled_from((0, 0, 0, 1, 2)))
    return tuple(
        Offering(
            str(number),
            draw(st.integers(0, 10)),
            draw(st.integers(1, 4)),
            draw(st.sampled_from((None, None, 0, 1, 5))),
            draw(st.sampled_from((None, None, "by"))),
            draw(st.sampled_from((frozenset[str](), frozenset({"mon"})))),
            draw(st.sampled_from((None, None, "evening"))),
            draw(_maybe(_price)),
        )
        for number in range(count)
    )


_teaches = st.lists(
    st.tuples(st.sampled_from(_COMPETENCES), st.sampled_from((3, 2, 1))),
    min_size=1,
    max_size=2,
    unique_by=lambda pair: pair[0],
)


@st.composite
def _all_taught(draw: st.DrawFn, place: int) -> tuple[tuple[str, int], ...]:
    """The first modules teach one competence each to the highest level, so that most goals can be reached."""
    return ((_COMPETENCES[place], 3),) if place < len(_COMPETENCES) else tuple(draw(_teaches))


def _module(name: str) -> st.SearchStrategy[Module]:
    return st.builds(
        Module,
        st.just(name),
        st.sampled_from(_ECTS),
        _price,
        provider=st.sampled_from(("p", "q")),
        form=st.sampled_from(("online", "online", "day")),
        place=st.sampled_from((None, None, "by")),
        language=st.sampled_from(("da", "da", "en")),
        level=st.integers(5, 7),
        teaches=_all_taught(_MODULES.index(name)),
        requires=_requirements,
        offerings=_offerings(),
        quality=st.sampled_from(Quality),
        rating=st.sampled_from((30, 50, 75, 100)),
        match=st.sampled_from((25, 50, 100)),
        is_external=st.booleans(),
    )


_held = st.builds(
    Held,
    st.sampled_from((*_MODULES, "elsewhere")),
    st.sampled_from(_ECTS),
    st.integers(5, 7),
    st.booleans(),
    _teaches.map(tuple),
)
_known = st.builds(HasCompetence, st.sampled_from(_COMPETENCES), _LEVELS)


@st.composite
def _lives(draw: st.DrawFn) -> Life:
    begins = draw(st.integers(0, 2))
    weeks = [begins, *sorted(draw(st.sets(st.integers(begins + 1, 8), max_size=2)))]
    return Life(
        begins,
        tuple(Period(week, draw(st.sampled_from(_HOURS))) for week in weeks),
        draw(st.integers(1, 3)),
        draw(_maybe(st.integers(begins + 2, 20), 3)),
        draw(_maybe(st.integers(2, 12).map(lambda hundreds: Decimal(100 * hundreds)))),
        draw(_maybe(st.sampled_from((frozenset({"online"}), frozenset({"online", "evening"}))), 8)),
        draw(_maybe(st.just(frozenset({"da"})), 8)),
        draw(_maybe(st.just(frozenset[str]()), 8)),
        draw(_maybe(st.just(frozenset[str]()), 8)),
        draw(st.sampled_from((*[frozenset[str](Quality)] * 7, frozenset[str]({"own", "vetted"})))),
        draw(_maybe(st.sampled_from((Decimal("0.5"), Decimal("0.25"))), 4)),
        tuple(one for one in [draw(_maybe(_held, 4))] if one),
        tuple(one for one in [draw(_maybe(_known, 4))] if one),
    )


_some = st.frozensets(st.sampled_from(_MODULES), min_size=2, max_size=5)
_choice = st.builds(
    Choice,
    _some,
    st.integers(0, 2),
    st.sampled_from((Decimal(0), Decimal(1), Decimal("2.5"))),
    st.sampled_from((1, 6)),
)
_rules = st.builds(
    DegreeRules,
    st.sampled_from((Decimal(0), Decimal(1), Decimal("2.5"), Decimal(4))),
    st.lists(st.tuples(st.integers(6, 7), st.sampled_from(_ECTS)), max_size=1).map(tuple),
    _maybe(st.sampled_from((Decimal(0), Decimal(1), Decimal(3)))),
    st.lists(_choice, max_size=2).map(tuple),
    _maybe(_some, 4),
)
_goals = st.builds(
    Goal,
    st.lists(st.builds(HasCompetence, st.sampled_from(_COMPETENCES), _LEVELS), min_size=1, max_size=2).map(tuple),
    _maybe(st.just(frozenset({"a"})), 4).map(lambda goal: goal or frozenset[str]()),
    _maybe(_rules, 3),
)
_pins = st.builds(Pin, st.sampled_from(_MODULES[:3]), _maybe(st.just("0"), 6), _maybe(st.integers(0, 6), 3))
_kept = st.lists(
    st.builds(Kept, st.sampled_from(_MODULES), st.integers(0, 6), st.sampled_from((None, "0"))),
    max_size=3,
    unique_by=lambda kept: kept.module,
)
_orders = st.permutations(tuple(Aim)).map(tuple)
_bans = _maybe(st.sampled_from((frozenset({"a", "b"}), frozenset({"provider:p"}), frozenset({"offering:0"}))), 6).map(
    lambda bans: bans or frozenset[str]()
)


def catalogues(modules: int = 6) -> st.SearchStrategy[Catalogue]:
    """Up to so many modules, of six at most."""
    return st.integers(3, modules).flatmap(
        lambda count: st.tuples(*(_module(name) for name in _MODULES[:count])).map(Catalogue)
    )


def questions(*, pins: bool = False, repair: bool = False) -> st.SearchStrategy[Question]:
    """Questions about them, many without an answer; with pins (some of no sense) and a plan to keep to, if asked."""
    wishes = st.builds(
        Wishes,
        _orders,
        st.lists(_pins, min_size=1, max_size=1).map(tuple) if pins else st.just(()),
        _bans,
        _kept.map(tuple) if repair else st.just(()),
        _maybe(st.integers(0, 5), 3) if repair else st.none(),
    )
    return st.builds(Question, _goals, _lives(), wishes)
