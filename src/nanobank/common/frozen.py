"""Triggers by which the database itself refuses to change rows, whoever asks: for migrations, on both vendors.

SQLite drops a table's triggers when Django rebuilds the table: a later migration that alters it must lay them again.
"""

from collections.abc import Iterable, Mapping

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def freeze(schema_editor: BaseDatabaseSchemaEditor, tables: Mapping[str, str], *, why: str) -> None:
    """Refuse to add, change and delete a table's rows where its query, about ``{row}``, finds something."""
    lay = _sqlite if schema_editor.connection.vendor == "sqlite" else _postgresql
    for table, query in tables.items():
        for statement in lay(table, query, why):
            schema_editor.execute(statement)


def thaw(schema_editor: BaseDatabaseSchemaEditor, tables: Iterable[str]) -> None:
    """Undo ``freeze``."""
    for table in tables:
        if schema_editor.connection.vendor == "sqlite":
            for change in _ROWS:
                schema_editor.execute(f"DROP TRIGGER {table}_is_frozen_{change.lower()}")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_is_frozen ON {table}")
            schema_editor.execute(f"DROP FUNCTION {table}_is_frozen()")


def _sqlite(table: str, query: str, why: str) -> list[str]:
    return [
        f"""
        CREATE TRIGGER {table}_is_frozen_{change.lower()} BEFORE {change} ON {table}
        WHEN {" OR ".join(f"EXISTS ({query.format(row=row)})" for row in rows)}
        BEGIN SELECT RAISE(ABORT, '{why}'); END
        """
        for change, rows in _ROWS.items()
    ]


def _postgresql(table: str, query: str, why: str) -> list[str]:
    old, new = (f"EXISTS ({query.format(row=row)})" for row in ("OLD", "NEW"))
    return [
        f"""
        CREATE FUNCTION {table}_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP <> 'INSERT' AND {old} OR TG_OP <> 'DELETE' AND {new} THEN
                RAISE EXCEPTION '{why}' USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END $$
        """,
        f"""
        CREATE TRIGGER {table}_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_is_frozen()
        """,
    ]
