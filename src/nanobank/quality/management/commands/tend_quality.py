"""``manage.py tend_quality``: hands on what the departed have left and tries links; to be run daily."""

from typing import Any

from django.core.management.base import BaseCommand

from nanobank.quality import tasks


class Command(BaseCommand):
    """Runs in the foreground what ``quality.tasks.tend`` does in a worker."""

    help = "Hand on the open reviews of those who have left, and try the links of what is published"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(tasks.tend.call()))
