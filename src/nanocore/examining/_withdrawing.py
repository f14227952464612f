"""Until when one may step back from a booked time without spending an attempt."""

from datetime import datetime, timedelta


def free_until(starts_at: datetime, *, hours: int) -> datetime:
    """The last moment at which a booked time can be changed or given up without it counting as an attempt."""
    return starts_at - timedelta(hours=hours)


def is_free(starts_at: datetime | None, *, hours: int, now: datetime) -> bool:
    """Whether stepping back at ``now`` costs nothing; without a booked time it never does."""
    return starts_at is None or now <= free_until(starts_at, hours=hours)
