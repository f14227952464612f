"""``manage.py tell_of_new_versions``: those who use a module that has a new version are told; from cron, every hour."""

from typing import Any

from django.core.management.base import BaseCommand

from nanobank.common import clock
from nanobank.reuse.services import tell_users


class Command(BaseCommand):
    help = "Tells those who use a module that has a new version since they last were told."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{tell_users(now=clock.now())} uses told of")
