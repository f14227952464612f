"""``manage.py hand_on_udtraek``, every day: what waits for an educator who is away or has left goes to another."""

from typing import Any

from django.core.management.base import BaseCommand

from nanobank.common import clock
from nanobank.withdrawals.services import hand_on_from_absent


class Command(BaseCommand):
    """Hands on what nobody here has in hand."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many went to somebody else."""
        self.stdout.write(f"{hand_on_from_absent(clock.now())} handed on")
