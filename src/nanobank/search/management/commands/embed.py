"""``manage.py embed``: vectors of all that is published, from where the last run left off. Killing it loses a batch."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nanobank.common import clock
from nanobank.search.meaning.embedders import CannotEmbed, embedder
from nanobank.search.meaning.models import VectorSet
from nanobank.search.meaning.services import embed, forget_others

_PAUSE = 5.0


class Command(BaseCommand):
    help = "Make vectors of what is published, so that it is found by meaning. Goes on where a killed run stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--follow", action="store_true", help="stay, and embed what changes")
        parser.add_argument("--forget-others", action="store_true", help="then throw away other models' vectors")

    def handle(self, *args: Any, **options: Any) -> None:
        by = embedder()
        if by is None:
            raise CommandError("NANOBANK_EMBEDDER is none: search is by words alone")
        while True:
            try:
                done = embed(by=by, now=clock.now, report=self._tell)
            except CannotEmbed as error:
                if not options["follow"]:
                    raise CommandError(str(error)) from error
                self.stderr.write(str(error))
            if not options["follow"]:
                break
            time.sleep(_PAUSE)
        self.stdout.write(f"{done.name}: {done.done} of {done.total} gone through, version {done.version}")
        if options["forget_others"]:
            self.stdout.write(f"{forget_others(by=by)} rows of other models thrown away")

    def _tell(self, vectors: VectorSet) -> None:
        self.stdout.write(f"{vectors.done} of {vectors.total}")
