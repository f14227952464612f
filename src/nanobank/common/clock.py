"""The one place where pages and tasks read the time; services are given it."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The time now, aware, UTC."""
    return timezone.now()
