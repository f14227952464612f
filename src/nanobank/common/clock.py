"""The one place where pages and tasks read the time; services are given it. And how months are counted."""

from calendar import monthrange
from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The time now, aware, UTC."""
    return timezone.now()


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the month's last where it has no such day."""
    ahead = day.month - 1 + months
    year, month = day.year + ahead // 12, ahead % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
