"""Addresses that leave the house: where calendars fetch a plan."""

from django.conf import settings
from django.urls import reverse

from nanobank.pathways.models import Feed


def calendar_address(feed: Feed) -> str:
    """What its owner gives to their calendar; whoever has it sees the plan."""
    return f"{settings.BASE_URL}{reverse('pathway_calendar', args=[feed.secret])}"
