"""Weeks as the core counts them, from a Monday that all share, and back to days."""

from datetime import date, timedelta
from typing import Final

EPOCH: Final = date(2024, 1, 1)
"""The Monday of week 0."""
_DAYS_LEFT: Final = 4
"""From Thursday on, most of a week has passed."""


def week_of(day: date) -> int:
    """The number of the week that the day lies in; negative before the epoch."""
    return (day - EPOCH).days // 7


def week_from(day: date) -> int:
    """The first week that is still to be lived: the one of the day, or the next when most of it has passed."""
    return week_of(day + timedelta(days=_DAYS_LEFT))


def monday_of(week: int) -> date:
    """The first day of a week."""
    return EPOCH + timedelta(weeks=week)


def sunday_of(week: int) -> date:
    """The last day of a week."""
    return monday_of(week) + timedelta(days=6)
