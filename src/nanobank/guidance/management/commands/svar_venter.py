"""``manage.py svar_venter``: reminds, once, whoever has let another wait two days for an answer. Run it every hour."""

from typing import Any

from django.core.management.base import BaseCommand

from nanobank.common import clock
from nanobank.guidance.services import nudge


class Command(BaseCommand):
    """Reminds those who are awaited."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Say in how many talks somebody was reminded."""
        self.stdout.write(f"{nudge(clock.now())} reminded")
