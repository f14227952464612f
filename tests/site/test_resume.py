from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from factories import NOW
from factories_awards import make_batch
from factories_feeds import course, hand_over, item_list, make_feed
from nanobank.awards import services as awards
from nanobank.awards.models import State as AwardState
from nanobank.common import clock
from nanobank.feeds import services as feeds
from nanobank.feeds.models import State as FeedState


@pytest.mark.django_db
def test_what_dead_workers_have_left_in_any_room_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = make_batch(1)
    awards.submit(batch=batch, by=batch.made_by, now=NOW)
    run = feeds.begin(run=hand_over(make_feed(), item_list([course(1)])), by=None, now=NOW)
    said = StringIO()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=2))
    call_command("resume", stdout=said)
    batch.refresh_from_db()
    run.refresh_from_db()
    assert (batch.state, run.state) == (AwardState.FINISHED, FeedState.FINISHED)
    assert said.getvalue() == "2 taken up again, 0 thrown away\n"
