"""``manage.py ryd_beskeder``: forgets what was read long ago (``NANOBANK_NOTICES_KEPT_DAYS``). Run it once a day."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from nanobank.common import clock
from nanobank.notices.services import forget_read


class Command(BaseCommand):
    """Deletes old notices that have been read; those that wait stay."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many were deleted."""
        self.stdout.write(f"{forget_read(now=clock.now(), days=settings.NOTICES_KEPT_DAYS)} forgotten")
