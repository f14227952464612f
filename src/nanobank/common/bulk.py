"""Many rows in one go: COPY on PostgreSQL, one prepared statement on SQLite, and no object for each row."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any, Final, TypeAlias
from uuid import UUID

from django.db import connection, models

_Field: TypeAlias = "models.Field[Any, Any]"

_NULL: Final = "\\N"
_ESCAPES: Final = (("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r"))  # the backslash first
_encode: Final = json.JSONEncoder(ensure_ascii=False).encode
_ROWS_A_WRITE: Final = 50  # some 300 kB of credentials: enough for the driver, and little to keep


def insert_many(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of these fields (``person_id`` for a foreign key), in their order. Others get their model's default.

    Values are Python's own, as the model would hold them. Defaults are the same in all rows, so a field whose default
    differs from row to row (``uuid``) must be among the columns. Raises IntegrityError, and then nothing was inserted.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    given = [fields[name] for name in columns]
    left_out = [field for name, field in fields.items() if name not in columns and not field.primary_key]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in (*given, *left_out))
    table, rest = quote(model._meta.db_table), [field.get_default() for field in left_out]
    if connection.vendor == "postgresql":
        lines = _lines(given, rows, ending=list(map(_written, left_out, rest)))
        statement = f"COPY {table} ({names}) FROM STDIN"
        with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
            while some := "".join(islice(lines, _ROWS_A_WRITE)):
                copy.write(some)
    else:
        marks = ", ".join(["%s"] * (len(given) + len(left_out)))
        insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  # names from our models alone
        with connection.cursor() as cursor:
            cursor.executemany(insert, _adapted([*given, *left_out], ([*row, *rest] for row in rows)))


def new_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """That many ids that no other row gets, rising. Must be in a transaction, and on SQLite one that may write."""
    table = model._meta.db_table
    if not count:
        return range(0)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(sequence) FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS sequence OFFSET 0)"
                " AS found, generate_series(1, %s)",
                [table, count],
            )
            return sorted(number for (number,) in cursor.fetchall())
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        first = (found[0] if found else 0) + 1
        return range(first, first + count)


def _lines(fields: Sequence[_Field], rows: Iterable[Sequence[Any]], *, ending: Sequence[str]) -> Iterator[str]:
    """The rows in COPY's text format: tabs between values, ``ending`` the same in each."""
    writers = [_writer(field) for field in fields]
    for row in rows:
        yield "\t".join([*[write(value) for write, value in zip(writers, row, strict=True)], *ending]) + "\n"


def _written(field: _Field, value: Any) -> str:
    return _writer(field)(value)


def _writer(field: _Field) -> Callable[[Any], str]:
    """What writes a value of the field for COPY. Raises TypeError for a kind of field that nothing has needed yet."""
    field = _of_foreign_key(field)
    for kind, write in _WRITERS.items():
        if isinstance(field, kind):
            return write
    raise TypeError(f"{field} has no way into COPY")


def _write_text(value: str | None) -> str:
    if value is None:
        return _NULL
    for character, escaped in _ESCAPES:
        if character in value:
            value = value.replace(character, escaped)
    return value


def _write_number(value: int | Decimal | None) -> str:
    return _NULL if value is None else str(value)


def _write_uuid(value: UUID | None) -> str:
    return _NULL if value is None else value.hex


@lru_cache(maxsize=64)
def _write_moment(value: date | None) -> str:
    """Most rows that are written together have the same one."""
    return _NULL if value is None else value.isoformat()


def _write_json(value: Any) -> str:
    return _NULL if value is None else _write_text(_encode(value))


_WRITERS: Final[dict[type[_Field], Callable[[Any], str]]] = {
    models.CharField: _write_text,
    models.TextField: _write_text,
    models.FileField: _write_text,
    models.IntegerField: _write_number,
    models.BooleanField: _write_number,
    models.DecimalField: _write_number,
    models.UUIDField: _write_uuid,
    models.DateField: _write_moment,
    models.JSONField: _write_json,
}


def _adapted(fields: Sequence[_Field], rows: Iterable[list[Any]]) -> list[list[Any]]:
    """The rows as SQLite's driver takes them."""
    adapters = [(place, adapter) for place, field in enumerate(fields) if (adapter := _adapter(field))]
    adapted = list(rows)
    for row in adapted:
        for place, adapter in adapters:
            row[place] = adapter(row[place])
    return adapted


def _adapter(field: _Field) -> Callable[[Any], Any] | None:
    """What turns a value into what SQLite's driver takes, None where it takes it as it is."""
    field = _of_foreign_key(field)
    if isinstance(field, models.CharField | models.TextField | models.IntegerField | models.BooleanField):
        return None
    if isinstance(field, models.UUIDField):
        return _as_hex
    return lambda value: None if value is None else field.get_db_prep_save(value, connection)


def _as_hex(value: UUID | None) -> str | None:
    return None if value is None else value.hex


def _of_foreign_key(field: _Field) -> _Field:
    """The field itself, or the one that it points at."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field
