"""A feed comes in once, whole, whatever happens on the way; and what changes in it is seen."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from factories import NOW
from factories_feeds import course, hand_over, item_list, make_feed, make_offer, take_in
from nanobank.catalogue.models import Listing, ListingKind
from nanobank.catalogue.question import Question
from nanobank.catalogue.search import search
from nanobank.common.errors import Conflict
from nanobank.feeds import services
from nanobank.feeds.models import FeedRun, OutsideOffer, State

ROOT = Path(__file__).resolve().parents[2]
LATER = NOW + timedelta(days=1)


def _listed() -> int:
    return Listing.objects.filter(kind=ListingKind.OUTSIDE_OFFER).count()


@pytest.mark.django_db
def test_a_feed_comes_in_whole_and_a_second_time_nothing_is_doubled() -> None:
    feed, content = make_feed(), item_list(course(number) for number in range(5))
    run = take_in(feed, content)
    assert (run.state, run.added, run.lines, run.faulty) == (State.FINISHED, 5, 5, 0)
    offer = OutsideOffer.objects.get(key="https://kurser.example/3")
    assert (offer.title, offer.provider_name, offer.hours, offer.ects, offer.price) == (
        "Kursus 3", "Kursushuset", Decimal(140), Decimal(5), Decimal(4200),
    )  # fmt: skip
    again = take_in(feed, content, now=LATER)
    assert (again.added, again.changed, again.unchanged, again.retired) == (0, 0, 5, 0)
    assert (OutsideOffer.objects.count(), _listed()) == (5, 5)
    offer.refresh_from_db()
    assert offer.changed_at == NOW


@pytest.mark.django_db
def test_what_is_new_changed_and_gone_is_told_and_what_is_gone_is_kept_but_not_shown() -> None:
    feed = make_feed()
    take_in(feed, item_list(course(number) for number in (1, 2, 3)))
    run = hand_over(feed, item_list([course(1), course(2, name="Nyt navn"), course(4)]), now=LATER)
    assert {name: run.found[name] for name in ("new", "changed", "missing")} == {"new": 1, "changed": 1, "missing": 1}
    services.work(run=services.begin(run=run, by=None, now=LATER), clock=lambda: LATER)
    run.refresh_from_db()
    assert (run.added, run.changed, run.unchanged, run.retired) == (1, 1, 1, 1)
    gone = OutsideOffer.objects.get(key="https://kurser.example/3")
    assert gone.retired_at == LATER
    assert _listed() == 3
    take_in(feed, item_list(course(number) for number in (1, 2, 3)), now=LATER)
    gone.refresh_from_db()
    assert gone.retired_at is None


@pytest.mark.django_db
def test_what_is_no_longer_in_a_feed_that_is_only_a_part_stays() -> None:
    feed = make_feed(whole=False)
    take_in(feed, item_list([course(1)]))
    take_in(feed, item_list([course(2)]))
    assert OutsideOffer.objects.in_force().count() == 2


@pytest.mark.django_db
def test_one_that_is_stopped_goes_on_with_the_next_offer() -> None:
    run = hand_over(make_feed(), item_list(course(number) for number in range(6)))
    run = services.begin(run=run, by=None, now=NOW)
    services.work(run=run, clock=lambda: NOW, stretch=2, report=lambda done, total: _stop_at(run, done))
    run.refresh_from_db()
    assert (run.state, run.done, OutsideOffer.objects.count()) == (State.STOPPED, 2, 2)
    services.work(run=run, clock=lambda: NOW)
    assert OutsideOffer.objects.count() == 2  # a worker that comes late finds that it has been stopped
    services.work(run=services.go_on(run=run, by=None, now=NOW), clock=lambda: NOW)
    run.refresh_from_db()
    assert (run.state, run.added, run.done) == (State.FINISHED, 6, 6)


def _stop_at(run: FeedRun, done: int) -> None:
    if done == 2:
        services.stop(run=run, by=None, now=NOW)


@pytest.mark.django_db
def test_two_workers_at_once_take_each_offer_in_once() -> None:
    run = hand_over(make_feed(), item_list(course(number) for number in range(6)))
    run = services.begin(run=run, by=None, now=NOW)
    other = FeedRun.objects.get(pk=run.pk)
    services.work(
        run=run,
        clock=lambda: NOW,
        stretch=1,
        report=lambda done, total: services.work(run=other, clock=lambda: NOW) if done == 2 else None,
    )
    run.refresh_from_db()
    assert (run.state, run.added, OutsideOffer.objects.count()) == (State.FINISHED, 6, 6)


@pytest.mark.django_db
def test_one_that_was_left_behind_is_given_to_another_once_a_minute() -> None:
    run = services.begin(run=hand_over(make_feed(), item_list([course(1)])), by=None, now=NOW)
    assert services.take_up_abandoned(now=NOW + timedelta(seconds=50)) == []
    assert services.take_up_abandoned(now=NOW + timedelta(seconds=70)) == [run]
    assert services.take_up_abandoned(now=NOW + timedelta(seconds=70)) == []


@pytest.mark.django_db
def test_a_feed_is_taken_in_by_one_import_at_a_time() -> None:
    feed = make_feed()
    hand_over(feed, item_list([course(1)]))
    with pytest.raises(Conflict):
        hand_over(feed, item_list([course(1)]))


@pytest.mark.django_db
def test_an_offer_that_another_feed_brings_is_named_and_left_out() -> None:
    make_offer(make_feed(title="Den første"))
    run = hand_over(make_feed(), item_list([course(1), course(2)]))
    fault = run.faults.get()
    assert (fault.code, fault.params, run.found["new"]) == ("elsewhere", {"feed": "Den første"}, 1)


@pytest.mark.django_db
def test_an_outside_offer_is_found_when_it_is_asked_for_and_does_not_drown_our_own() -> None:
    offer = make_offer(name="Gravende journalistik", description="Masterclass om aktindsigt")
    outside = Question(text="aktindsigt", kinds=(ListingKind.OUTSIDE_OFFER,))
    assert [one.slug for one in search(outside).listings] == [str(offer.uuid)]
    assert search(Question(text="aktindsigt")).listings == []


@pytest.mark.django_db
def test_a_closed_feed_shows_nothing_and_keeps_what_it_had() -> None:
    feed = make_feed()
    take_in(feed, item_list(course(number) for number in range(3)))
    assert services.close_feed(feed=feed, by=None, now=LATER) == 3
    assert (OutsideOffer.objects.count(), _listed()) == (3, 0)
    feed.refresh_from_db()
    with pytest.raises(Conflict):
        hand_over(feed, item_list([course(1)]))
