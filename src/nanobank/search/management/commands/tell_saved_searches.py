"""``manage.py tell_saved_searches``: does at once what the daily task does."""

from typing import Any

from django.core.management.base import BaseCommand

from nanobank.search.tasks import tell_saved_searches


class Command(BaseCommand):
    help = "Write to those for whose saved searches something new was published"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{tell_saved_searches.func()} letters")
