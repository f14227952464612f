"""Nobody in the demo writes at twenty to three."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from django.utils import timezone

from nanobank.demo.seeding.hours import by_day


def test_what_happens_at_night_is_moved_to_the_evening_before_and_keeps_its_order() -> None:
    start = datetime(2026, 10, 24, tzinfo=UTC)  # summer time ends in the night after
    moments = [start + timedelta(minutes=17 * step) for step in range(250)]
    moved = [by_day(then) for then in moments]
    assert all(7 <= timezone.localtime(then).hour < 22 for then in moved)
    assert all(earlier < later for earlier, later in pairwise(moved))
    assert all(then <= was for then, was in zip(moved, moments, strict=True))
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert by_day(noon) == noon
