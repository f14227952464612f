"""The whole addresses that leave the site."""

from django.conf import settings
from django.urls import reverse

from nanobank.guidance.models import CalendarFeed


def feed_address(feed: CalendarFeed) -> str:
    """Where a calendar fetches the person's appointments."""
    return f"{settings.BASE_URL}{reverse('guidance_calendar', args=[feed.secret])}"
