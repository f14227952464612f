"""``manage.py hvad_nu``: the weekly mail about what is next. Run it every day; nobody gets two in a week."""

from typing import Any

from django.core.management.base import BaseCommand

from nanobank.common import clock
from nanobank.pathways.letters import send_weekly


class Command(BaseCommand):
    """Writes to all who asked for it and have not had this week's."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many mails went out."""
        self.stdout.write(f"{send_weekly(clock.now())} sent")
