"""``manage.py reindex``: builds the catalogue's listing anew and shows how far it is; goes on where it was killed."""

from typing import Any

from django.core.management.base import BaseCommand

from nanobank.catalogue import services
from nanobank.catalogue.models import IndexRun
from nanobank.common import clock


class Command(BaseCommand):
    """Runs in the foreground what ``catalogue.tasks.reindex`` does in a worker."""

    help = "Build the catalogue's listing anew; a killed run goes on where it stopped"

    def handle(self, *args: Any, **options: Any) -> None:
        services.reindex(now=clock.now(), report=self._report)

    def _report(self, run: IndexRun) -> None:
        self.stdout.write(f"\r{run.done:>9,} / {run.total:,}", ending="\n" if run.finished_at else "")
        self.stdout.flush()
