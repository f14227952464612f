"""A feed is fetched from a real server, by itself when it is due, and never from a private address."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.management import call_command

from factories import NOW, make_organisation
from factories_feeds import course, item_list, make_feed
from nanobank.common import clock
from nanobank.common.errors import Conflict, Refused
from nanobank.common.fetching import Fetcher
from nanobank.feeds import services, tasks
from nanobank.feeds.models import Feed, FeedRun, OutsideOffer, Rhythm, State

pytestmark = pytest.mark.django_db


class _Portal(ThreadingHTTPServer):
    """A course portal on this machine; ``content`` is what it offers, ``asked`` how often somebody came."""

    content = b""
    asked = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/kurser.json"


class _Answering(BaseHTTPRequestHandler):
    server: _Portal

    def do_GET(self) -> None:
        self.server.asked += 1
        if self.path == "/flyttet":
            self.send_response(302)
            self.send_header("Location", "/kurser.json")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/ld+json")
        self.end_headers()
        self.wfile.write(self.server.content)

    def log_message(self, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def portal() -> Iterator[_Portal]:
    server = _Portal(("127.0.0.1", 0), _Answering)
    server.content = item_list(course(number) for number in range(8))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def feed(portal: _Portal) -> Feed:
    made = make_feed(address="https://kurser.example/kurser.json")
    Feed.objects.filter(pk=made.pk).update(address=portal.address)
    made.refresh_from_db()
    return made


def _from_here() -> Fetcher:
    return Fetcher(plain=True, may_connect=lambda address: True)


@pytest.fixture
def _reachable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker of this test may ask this machine, which no other may."""
    monkeypatch.setattr("nanobank.feeds.services._checking._fetcher", _from_here)


def _run(feed: Feed, now: datetime = NOW) -> FeedRun:
    return services.make_run(feed=feed, by=None, now=now)


def test_a_feed_is_fetched_from_its_address(feed: Feed, portal: _Portal) -> None:
    Feed.objects.filter(pk=feed.pk).update(address=portal.address.replace("kurser.json", "flyttet"))
    feed.refresh_from_db()
    run = _run(feed)
    services.check(run=run, clock=lambda: NOW, fetcher=_from_here)
    run.refresh_from_db()
    assert (run.state, run.lines, run.found["new"], portal.asked) == (State.READY, 8, 8, 2)


def test_a_private_address_is_never_asked_whatever_leads_there(feed: Feed, portal: _Portal) -> None:
    for address in (portal.address, f"https://127.0.0.1:{portal.server_port}/", "https://localhost/kurser.json"):
        Feed.objects.filter(pk=feed.pk).update(address=address)
        feed.refresh_from_db()
        run = _run(feed)
        services.check(run=run, clock=lambda: NOW)
        run.refresh_from_db()
        assert (run.state, run.trouble["code"]) == (State.UNREADABLE, "not_allowed")
    assert portal.asked == 0


@pytest.mark.usefixtures("_reachable")
def test_what_is_due_is_fetched_once_and_comes_in_by_itself(
    feed: Feed, portal: _Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = _run(feed)
    tasks.work.call(str(run.uuid))
    services.begin(run=run, by=None, now=NOW)
    tasks.work.call(str(run.uuid))
    services.renew_every(feed=feed, rhythm=Rhythm.WEEKLY, by=None, now=NOW)
    portal.content = item_list([*(course(number) for number in range(7)), course(9)])
    assert services.fetch_due(now=NOW + timedelta(days=6)) == []
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=7))
    call_command("fetch_feeds", verbosity=0)
    call_command("fetch_feeds", verbosity=0)
    latest = feed.runs.latest("pk")
    assert (feed.runs.count(), latest.state, latest.by_itself) == (2, State.FINISHED, True)
    assert (latest.added, latest.unchanged, latest.retired) == (1, 7, 1)
    assert OutsideOffer.objects.in_force().count() == 8
    feed.refresh_from_db()
    assert feed.due_at == NOW + timedelta(days=14)


@pytest.mark.usefixtures("_reachable")
def test_a_feed_that_has_lost_much_waits_for_somebody(feed: Feed, portal: _Portal) -> None:
    run = _run(feed)
    tasks.work.call(str(run.uuid))
    services.begin(run=run, by=None, now=NOW)
    tasks.work.call(str(run.uuid))
    services.renew_every(feed=feed, rhythm=Rhythm.DAILY, by=None, now=NOW)
    portal.content = item_list([course(1)])
    (due,) = services.fetch_due(now=NOW + timedelta(days=1))
    tasks.work.call(str(due.uuid))
    due.refresh_from_db()
    assert (due.state, OutsideOffer.objects.in_force().count()) == (State.READY, 8)
    assert services.fetch_due(now=NOW + timedelta(days=2)) == []


def test_only_what_has_an_address_is_fetched_by_itself(feed: Feed) -> None:
    with pytest.raises(Refused):
        services.renew_every(feed=make_feed(make_organisation()), rhythm=Rhythm.DAILY, by=None, now=NOW)
    services.renew_every(feed=feed, rhythm=Rhythm.DAILY, by=None, now=NOW)
    services.close_feed(feed=feed, by=None, now=NOW)
    assert services.fetch_due(now=NOW + timedelta(days=2)) == []
    with pytest.raises(Conflict):
        services.renew_every(feed=feed, rhythm=Rhythm.DAILY, by=None, now=NOW)
