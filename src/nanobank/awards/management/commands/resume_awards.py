"""``manage.py resume_awards``: what a worker that died has left is taken up again. Run it when the site starts."""

from typing import Any

from django.core.management.base import BaseCommand

from nanobank.awards.tasks import resume_abandoned


class Command(BaseCommand):
    help = "Let workers see to batches of awards whose worker has died."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{resume_abandoned()} taken up again")
