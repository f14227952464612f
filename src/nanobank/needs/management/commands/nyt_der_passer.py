"""``manage.py nyt_der_passer``: tell those who miss something what has come that fits. Run it every day."""

from typing import Any

from django.core.management.base import BaseCommand

from nanobank.common import clock
from nanobank.needs.services import look_for_fits


class Command(BaseCommand):
    """Holds what is new against every need that stands; nothing is told twice."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many needs something fits."""
        self.stdout.write(f"{look_for_fits(now=clock.now())} needs with something new")
