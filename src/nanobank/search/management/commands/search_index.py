"""``manage.py search_index``: makes this node's index of words anew and shows how far it is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nanobank.search.index.node import Busy, State, node


class Command(BaseCommand):
    help = "Make this node's index of words from the database; a killed run goes on where it stopped"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anew", action="store_true", help="begin again, also where a run was killed")

    def handle(self, *args: Any, **options: Any) -> None:
        here = node()
        if here is None:
            raise CommandError("NANOBANK_SEARCH_INDEX is empty: this site answers from the database")
        try:
            state = here.rebuild(anew=options["anew"], report=self._report)
        except Busy as busy:
            raise CommandError("another process of this node is writing the index") from busy
        self.stdout.write(f"\n{state.done:,} listings, up to change {state.number:,}")

    def _report(self, state: State) -> None:
        self.stdout.write(f"\r{state.done:>9,} / {state.total:,}", ending="")
        self.stdout.flush()
