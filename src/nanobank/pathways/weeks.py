"""Weeks as the core counts them, from a Monday that all share, and back to days."""

from datetime import date, timedelta
from typing import Final

EPOCH: Final = date(2024, 1, 1)
"""The Monday of week 0."""


def week_of(day: date) -> int:
    """The number of the week that the day lies in; negative before the epoch."""
    return (day - EPOCH).days // 7


def monday_of(week: int) -> date:
    """The first day of a week."""
    return EPOCH + timedelta(weeks=week)


def sunday_of(week: int) -> date:
    """The last day of a week."""
    return monday_of(week) + timedelta(days=6)
