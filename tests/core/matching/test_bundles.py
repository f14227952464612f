"""Best bundles are the best there are: held against trying everything, and told as they are."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanocore.matching.bundles import (
    Aim,
    Bundle,
    BundleLimits,
    BundleNeed,
    BundleOffer,
    Learner,
    Reason,
    Wanted,
    best_bundles,
)

AARHUS, ODENSE, HJORRING = (56.16, 10.2), (55.4, 10.39), (57.46, 9.98)
PLACES = [None, AARHUS, ODENSE]
QUICK = BundleLimits(seconds=5.0)


def offer(name: str, *teaches: str, price: int = 1000, **more: object) -> BundleOffer:
    facts: dict[str, object] = {"minutes": 600, "quality": 70, **more}
    return BundleOffer(name, tuple((one, 6) for one in teaches), Decimal(price), **facts)  # type: ignore[arg-type]


def need(*wanted: str, people: int = 1, **more: object) -> BundleNeed:
    learners = tuple(Learner(f"p{at}") for at in range(people))
    return BundleNeed(tuple(Wanted(one) for one in wanted), learners, **more)  # type: ignore[arg-type]


def names(bundle: Bundle) -> set[str]:
    return {one.offer for one in bundle.taken}


def best_at(aim: Aim, bundles: Sequence[Bundle]) -> Bundle:
    return next(one for one in bundles if aim in one.best_at)


offers_drawn = st.lists(
    st.builds(
        lambda at, teaches, price, minutes, quality, place, seats, requires: BundleOffer(
            f"o{at}",
            tuple((one, 6) for one in sorted(teaches)),
            Decimal(price),
            minutes,
            quality,
            place=place,
            seats=seats,
            requires=tuple(frozenset(f"o{one}" for one in ones) for ones in requires),
        ),
        at=st.just(0),
        teaches=st.sets(st.sampled_from("abc"), min_size=1, max_size=2),
        price=st.integers(0, 6),
        minutes=st.integers(1, 6),
        quality=st.integers(0, 100),
        place=st.sampled_from(PLACES),
        seats=st.sampled_from([None, None, 1, 2]),
        requires=st.lists(st.sets(st.integers(0, 4), min_size=1, max_size=2), max_size=1),
    ),
    min_size=1,
    max_size=5,
).map(lambda drawn: tuple(_renamed(one, at) for at, one in enumerate(drawn)))
learners_drawn = st.lists(
    st.builds(
        lambda holds, home, completed: Learner(
            "", tuple((one, 6) for one in sorted(holds)), frozenset(f"o{one}" for one in completed), home
        ),
        holds=st.sets(st.sampled_from("abc"), max_size=1),
        home=st.sampled_from(PLACES),
        completed=st.sets(st.integers(0, 4), max_size=1),
    ),
    min_size=1,
    max_size=3,
).map(lambda drawn: tuple(Learner(f"p{at}", one.holds, one.completed, one.home) for at, one in enumerate(drawn)))
needs_drawn = st.builds(
    lambda people, weights, counts, budget: BundleNeed(
        tuple(Wanted(one, 6, weight, count) for one, weight, count in zip("abc", weights, counts, strict=True)),
        people,
        budget=None if budget is None else Decimal(budget),
    ),
    people=learners_drawn,
    weights=st.tuples(*[st.integers(1, 3)] * 3),
    counts=st.tuples(*[st.sampled_from([None, None, 1, 2])] * 3),
    budget=st.sampled_from([None, None, 4, 9]),
)


def _renamed(one: BundleOffer, at: int) -> BundleOffer:
    requires = tuple(names - {f"o{at}"} or frozenset({"o0" if at else "o1"}) for names in one.requires)
    return BundleOffer(
        f"o{at}", one.teaches, one.price, one.minutes, one.quality, one.place, seats=one.seats, requires=requires
    )


def everything(need: BundleNeed, offers: Sequence[BundleOffer], most_offers: int) -> Iterator[tuple[int, int, int]]:
    """Of every choice that is possible: the weight that it covers, its price, and its minutes."""
    sets = list(chain.from_iterable(combinations(range(len(offers)), size) for size in range(len(offers) + 1)))
    possible = [[one for one in sets if _can_take(person, one, offers)] for person in need.people]
    for choice in product(*possible):
        taken = [at for one in choice for at in one]
        if len(set(taken)) > most_offers:
            continue
        if any(one.seats is not None and taken.count(at) > one.seats for at, one in enumerate(offers)):
            continue
        price = sum(int(offers[at].price) for at in taken)
        if need.budget is None or price <= need.budget:
            yield _covered(need, choice, offers), price, sum(offers[at].minutes for at in taken)


def _can_take(person: Learner, taken: Sequence[int], offers: Sequence[BundleOffer]) -> bool:
    left, before = {offers[at].offer: offers[at] for at in taken}, set(person.completed)
    if left.keys() & before:
        return False
    while ready := [name for name, one in left.items() if all(ones & before for ones in one.requires)]:
        before |= set(ready)
        for name in ready:
            del left[name]
    return not left


def _covered(need: BundleNeed, choice: Sequence[Sequence[int]], offers: Sequence[BundleOffer]) -> int:
    total = 0
    for wanted in need.wanted:
        held = [any(name == wanted.competence for name, _ in person.holds) for person in need.people]
        got = sum(
            not has and any(name == wanted.competence for at in taken for name, _ in offers[at].teaches)
            for has, taken in zip(held, choice, strict=True)
        )
        more = len(held) - sum(held)
        if wanted.people is not None:
            more = max(min(wanted.people, len(held)) - sum(held), 0)
        total += wanted.weight * min(got, more)
    return total


@settings(max_examples=150, deadline=None)
@given(need=needs_drawn, offers=offers_drawn, most_offers=st.sampled_from([1, 2, 8]))
def test_what_is_called_best_is_best_of_all_that_is_possible(
    need: BundleNeed, offers: tuple[BundleOffer, ...], most_offers: int
) -> None:
    front = best_bundles(need, offers, BundleLimits(seconds=5.0, most_offers=most_offers))
    choices = list(everything(need, offers, most_offers))
    cover = max(cover for cover, _, _ in choices)
    if not front.bundles:
        assert cover == 0
        return
    cheapest, quickest = (
        best_at(Aim.PRICE, front.bundles),
        next((one for one in front.bundles if Aim.TIME in one.best_at), None),
    )
    assert cheapest.is_proven
    assert cheapest.figures.price == min(price for covers, price, _ in choices if covers == cover)
    if quickest:
        assert quickest.figures.minutes == min(minutes for covers, _, minutes in choices if covers == cover)


@settings(max_examples=60, deadline=None)
@given(need=needs_drawn, offers=offers_drawn)
def test_what_a_bundle_says_of_itself_is_so(need: BundleNeed, offers: tuple[BundleOffer, ...]) -> None:
    called = {one.offer: one for one in offers}
    for bundle in best_bundles(need, offers, QUICK).bundles:
        assert bundle.figures.price == sum(called[one.offer].price * len(one.people) for one in bundle.taken)
        assert bundle.figures.minutes == sum(called[one.offer].minutes * len(one.people) for one in bundle.taken)
        assert 0 <= bundle.figures.match <= 1
        assert len({one.offer for one in bundle.taken}) == len(bundle.taken)
        for covered in bundle.covers:
            told = (*covered.already, *covered.people, *(one.person for one in covered.left))
            assert sorted(told) == sorted(person.person for person in need.people)


def test_the_cheapest_the_quickest_the_best_and_the_nearest_differ() -> None:
    offers = (
        offer("cheap", "a", price=100, minutes=900, quality=50, place=ODENSE),
        offer("quick", "a", price=900, minutes=60, quality=50, place=ODENSE),
        offer("good", "a", price=900, minutes=900, quality=95, place=ODENSE),
        offer("near", "a", price=900, minutes=900, quality=50, place=None),
    )
    asked = BundleNeed((Wanted("a"),), (Learner("ida", home=AARHUS),))
    bundles = best_bundles(asked, offers, QUICK).bundles
    assert {aim: names(best_at(aim, bundles)) for aim in (Aim.PRICE, Aim.TIME, Aim.QUALITY, Aim.DISTANCE)} == {
        Aim.PRICE: {"cheap"},
        Aim.TIME: {"quick"},
        Aim.QUALITY: {"good"},
        Aim.DISTANCE: {"near"},
    }
    assert Aim.BALANCED in bundles[0].best_at


def test_the_best_in_quality_shows_the_most_of_it_also_beside_what_is_taught_twice() -> None:
    offers = (
        offer("whole", "a", "b", "c", price=3_000, quality=90),
        offer("first", "a", "b", quality=92),
        offer("second", "b", "c", quality=92),
    )
    bundles = best_bundles(need("a", "b", "c"), offers, QUICK).bundles
    best = best_at(Aim.QUALITY, bundles)
    assert names(best) == {"whole"}
    assert best.figures.quality == max(one.figures.quality for one in bundles) == 90


def test_what_somebody_can_already_is_not_bought_again() -> None:
    asked = BundleNeed((Wanted("a"), Wanted("b")), (Learner("ida", holds=(("a", 6),)), Learner("bo")))
    (bundle,) = best_bundles(asked, (offer("one", "a"), offer("two", "b")), QUICK).bundles
    assert {one.offer: one.people for one in bundle.taken} == {"one": ("bo",), "two": ("ida", "bo")}
    assert bundle.covers[0].already == ("ida",)


def test_a_level_below_the_one_that_is_wanted_does_not_count() -> None:
    asked = BundleNeed((Wanted("a", level=7),), (Learner("ida", holds=(("a", 6),)),))
    front = best_bundles(asked, (offer("six", "a"),), QUICK)
    assert not front.bundles
    assert front.missing[0].left[0].reason is Reason.LEVEL


@pytest.mark.parametrize(
    ("bounds", "one", "reason"),
    [
        ({}, offer("x", "other"), Reason.NOBODY_TEACHES),
        ({"languages": frozenset({"da"})}, offer("x", "a", language="en"), Reason.LANGUAGE),
        ({"ready_by": date(2026, 12, 1)}, offer("x", "a", ends_on=date(2027, 1, 1)), Reason.TOO_LATE),
        ({"furthest_km": 20.0}, offer("x", "a", place=HJORRING), Reason.TOO_FAR),
        ({}, offer("x", "a", seats=0), Reason.LIMITS),
        ({}, offer("x", "a", requires=(frozenset({"nowhere"}),)), Reason.REQUIREMENTS),
    ],
)
def test_who_is_left_out_is_told_why(bounds: dict[str, object], one: BundleOffer, reason: Reason) -> None:
    asked = BundleNeed((Wanted("a"),), (Learner("ida", home=AARHUS),), **bounds)  # type: ignore[arg-type]
    front = best_bundles(asked, (one,), QUICK)
    assert not front.bundles
    assert front.missing[0].left[0].reason is reason


def test_seats_are_shared_and_who_is_left_out_is_told() -> None:
    offers = (offer("small", "a", price=10, seats=2), offer("large", "a", price=50, seats=1))
    (bundle,) = best_bundles(need("a", people=4), offers, QUICK).bundles
    assert {one.offer: len(one.people) for one in bundle.taken} == {"small": 2, "large": 1}
    assert [one.reason for one in bundle.covers[0].left] == [Reason.LIMITS]
    assert bundle.figures.match == 0.75


def test_only_as_many_as_are_asked_for_are_taught() -> None:
    asked = BundleNeed((Wanted("a", people=2),), tuple(Learner(one) for one in ("ida", "bo", "eva", "ib")))
    (bundle,) = best_bundles(asked, (offer("one", "a"),), QUICK).bundles
    assert len(bundle.taken[0].people) == 2
    assert {one.reason for one in bundle.covers[0].left} == {Reason.NOT_ASKED}
    assert bundle.figures.match == 1.0


def test_a_package_counts_as_what_is_in_it() -> None:
    offers = (
        offer("basis", "a", price=500),
        offer("more", "b", price=500, requires=(frozenset({"basis"}),)),
        offer("package", "a", price=300, counts_as=frozenset({"basis"})),
    )
    cheapest = best_at(Aim.PRICE, best_bundles(need("a", "b"), offers, QUICK).bundles)
    assert names(cheapest) == {"package", "more"}


def test_two_that_require_each_other_are_not_a_way_in() -> None:
    offers = (
        offer("chicken", "a", price=1, requires=(frozenset({"egg", "book"}),)),
        offer("egg", "b", price=1, requires=(frozenset({"chicken", "book"}),)),
        offer("book", "c", price=100),
    )
    cheapest = best_at(Aim.PRICE, best_bundles(need("a", "b"), offers, QUICK).bundles)
    assert names(cheapest) == {"chicken", "egg", "book"}


def test_within_a_budget_what_weighs_most_is_covered() -> None:
    asked = BundleNeed((Wanted("a", weight=1), Wanted("b", weight=5)), (Learner("ida"),), budget=Decimal(100))
    (bundle,) = best_bundles(asked, (offer("one", "a", price=60), offer("two", "b", price=90)), QUICK).bundles
    assert names(bundle) == {"two"}
    assert bundle.figures.match == pytest.approx(5 / 6)


def test_a_person_who_lacks_nothing_needs_no_bundle() -> None:
    asked = BundleNeed((Wanted("a"),), (Learner("ida", holds=(("a", 8),)),))
    front = best_bundles(asked, (offer("one", "a"),), QUICK)
    assert (front.bundles, front.lacking, front.missing) == ((), 0, ())


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (BundleNeed((), (Learner("ida"),)), "nothing_wanted"),
        (BundleNeed((Wanted("a"),), ()), "nobody"),
        (need(*"abcdefghijklm"), "too_much_wanted"),
        (need("a", "a"), "wanted_twice"),
        (need("a", budget=Decimal(-1)), "budget"),
    ],
)
def test_a_need_that_makes_no_sense_is_said_to_make_none(asked: BundleNeed, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        best_bundles(asked, ())


def test_the_same_need_gets_the_same_answer() -> None:
    offers = tuple(offer(f"o{at}", "abc"[at % 3], price=100 + at % 4, seats=1 + at % 2) for at in range(12))
    asked = need("a", "b", "c", people=5)
    assert best_bundles(asked, offers, QUICK) == best_bundles(asked, offers, QUICK)
