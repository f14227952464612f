"""``manage.py sweep_uploads``: what has been left half sent for a day is thrown away. Run it when the site starts."""

from typing import Any

from django.core.management.base import BaseCommand

from nanobank.authoring.services import uploading
from nanobank.common import clock


class Command(BaseCommand):
    help = "Throw away uploads that nobody has gone on with for a day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{uploading.sweep(now=clock.now())} thrown away")
