"""Many rows in one go: COPY on PostgreSQL, one prepared statement on SQLite, and no object for each row."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, models


def insert_many(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of these fields (``person_id`` for a foreign key), in their order. Others get their model's default.

    Values are Python's own, as the model would hold them. Defaults are the same in all rows, so a field whose default
    differs from row to row (``uuid``) must be among the columns. Raises IntegrityError, and then nothing was inserted.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    left_out = [field for name, field in fields.items() if name not in columns and not field.primary_key]
    written = [*(fields[name] for name in columns), *left_out]
    rest = tuple(field.get_default() for field in left_out)
    table, quote = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in written)
    adapters = [(place, adapter) for place, field in enumerate(written) if (adapter := _adapter(field))]
    adapted = (_adapted([*row, *rest], adapters) for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in adapted:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(written))
            insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  # names from our models alone
            cursor.executemany(insert, list(adapted))


def new_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """That many ids that no other row gets, rising. Must be in a transaction, and on SQLite one that may write."""
    table = model._meta.db_table
    if not count:
        return range(0)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return sorted(number for (number,) in cursor.fetchall())
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        first = (found[0] if found else 0) + 1
        return range(first, first + count)


def _adapted(row: list[Any], adapters: Sequence[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    for place, adapter in adapters:
        row[place] = adapter(row[place])
    return row


def _adapter(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """What turns a value into what the driver takes, None where it takes it as it is."""
    if connection.vendor == "postgresql":
        return _as_json if isinstance(field, models.JSONField) else None
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.CharField | models.TextField | models.IntegerField | models.BooleanField):
        return None
    if isinstance(field, models.UUIDField):
        return _as_hex
    return lambda value: None if value is None else field.get_db_prep_save(value, connection)


def _as_hex(value: UUID | None) -> str | None:
    return None if value is None else value.hex


def _as_json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
