"""``manage.py fetch_feeds``: feeds that have become due are fetched anew. Run it every hour, from cron."""

from typing import Any

from django.core.management.base import BaseCommand

from nanobank.feeds.tasks import fetch_due, resume_abandoned


class Command(BaseCommand):
    help = "Fetch the feeds of outside offers that have become due, and take up what a dead worker has left."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{fetch_due()} fetched, {resume_abandoned()} taken up again")
