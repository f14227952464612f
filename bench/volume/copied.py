"""Gives PostgreSQL the very rows that were laid in SQLite, then lists them anew for its own search."""

import sqlite3
import sys
from contextlib import closing

from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone

from bench.volume import tables
from nanobank.catalogue.models import IndexRun, Listing
from nanobank.catalogue.services.reindexing import reindex


def fill(sqlite_file: str) -> None:
    """Copy the rows of every model, each kept under its own id."""
    tables = connection.introspection.django_table_names(only_existing=True)
    own = {Listing._meta.db_table, IndexRun._meta.db_table}
    with closing(sqlite3.connect(sqlite_file)) as source, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the rows come from where they were checked
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        for table in set(tables) - own:
            _copy(source, table)
        models = list(connection.introspection.get_migratable_models())
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")
    reindex(now=timezone.now(), batch=2_000)


def _copy(source: sqlite3.Connection, table: str) -> None:
    columns = [row[1] for row in source.execute(f'PRAGMA table_info("{table}")')]
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in source.execute(f"SELECT {names} FROM {table}"):
            copy.write_row(row)


def main(*arguments: str) -> None:
    """Without a file only the tables."""
    if arguments:
        fill(*arguments)
    else:
        tables.lay()
    print(f"    postgresql: {'rows' if arguments else 'tables'} laid", file=sys.stderr)
