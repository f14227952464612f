"""``manage.py seed``: lay the demo in an empty database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nanobank.common.clock import now
from nanobank.demo.seeding import seed
from nanobank.organisations.models import Organisation


class Command(BaseCommand):
    help = "Lays the demo's people, modules and stories in an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        if Organisation.objects.exists():
            raise CommandError("There is something in the database already; the demo is laid in an empty one.")
        seed(now=now(), say=lambda sentence: self.stdout.write(f"  · {sentence}"))
