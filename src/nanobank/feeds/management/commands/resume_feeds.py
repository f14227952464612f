"""``manage.py resume_feeds``: what a worker that died has left is taken up again. Run it when the site starts."""

from typing import Any

from django.core.management.base import BaseCommand

from nanobank.feeds.tasks import resume_abandoned


class Command(BaseCommand):
    help = "Let workers see to imports of outside offers whose worker has died."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{resume_abandoned()} taken up again")
