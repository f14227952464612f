"""``manage.py resume``: what workers that died have left is taken up again. Run it when the site starts."""

from typing import Any

from django.core.management.base import BaseCommand

from nanobank.authoring.services import uploading
from nanobank.awards import tasks as awards
from nanobank.common import clock
from nanobank.employers import tasks as employers
from nanobank.feeds import tasks as feeds
from nanobank.frameworks import tasks as frameworks


class Command(BaseCommand):
    help = "Let workers see to lists and imports whose worker has died, and throw away what was left half sent."

    def handle(self, *args: Any, **options: Any) -> None:
        taken_up = sum(room.resume_abandoned() for room in (awards, employers, feeds, frameworks))
        self.stdout.write(f"{taken_up} taken up again, {uploading.sweep(now=clock.now())} thrown away")
