"""``manage.py dagens_beskeder``: the daily mail of what has gathered. Run it once a day; nobody gets two in a day."""

from typing import Any

from django.core.management.base import BaseCommand

from nanobank.common import clock
from nanobank.notices.letters import send_digests


class Command(BaseCommand):
    """Writes to all who want a daily mail and for whom something has come."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many mails went out."""
        self.stdout.write(f"{send_digests(clock.now())} sent")
