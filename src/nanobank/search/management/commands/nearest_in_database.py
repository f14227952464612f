"""``manage.py nearest_in_database``: lays vectors in PostgreSQL itself, for ``NANOBANK_VECTORS=pgvector``."""

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from nanobank.search.meaning import in_database
from nanobank.search.meaning.embedders import CannotEmbed, embedder
from nanobank.search.meaning.models import VectorSet

_LOCK = 7_609_130
"""Any number that nobody else locks."""


class Command(BaseCommand):
    help = "Lay the vectors in PostgreSQL with pgvector, and index them. Goes on where a killed run stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--drop", action="store_true", help="take the table away again")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["drop"]:
            in_database.drop()
            self.stdout.write("The table is gone; each process answers from memory")
            return
        by = embedder()
        if by is None:
            raise CommandError("NANOBANK_EMBEDDER is none: there are no vectors")
        vectors = VectorSet.objects.filter(name=by.name).first()
        if vectors is None:
            raise CommandError(f"{by.name} has embedded nothing yet: run manage.py embed")
        try:
            in_database.lay()
            with _alone():
                there = in_database.fill(vectors, by, report=self._report)
                began = time.monotonic()
                self.stdout.write(f"\nIndexing {there:,} texts: about a minute for each 100,000")
                in_database.index(vectors)
        except (in_database.CannotHold, CannotEmbed) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{there:,} texts lie in the database, indexed in {time.monotonic() - began:.0f} s")

    def _report(self, there: int, total: int) -> None:
        self.stdout.write(f"\r{there:>9,} / {total:,}", ending="")
        self.stdout.flush()


@contextmanager
def _alone() -> Iterator[None]:
    """While nobody else does the same. The database forgets the lock when whoever has it is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise CommandError("Another run is laying them (one that was just killed may still be ending)")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
