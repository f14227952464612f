"""The database itself refuses to change a ledger entry, whoever asks.

SQLite drops a table's triggers when Django rebuilds the table: a later migration that alters ``ledger_entry`` must run
``refuse_updates`` again. A test tries to update a row on both databases.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_SQLITE = (
    """
    CREATE TRIGGER ledger_entry_is_final BEFORE UPDATE ON ledger_entry
    BEGIN SELECT RAISE(ABORT, 'ledger entries are never edited'); END
    """,
)
_POSTGRESQL = (
    """
    CREATE FUNCTION ledger_entry_is_final() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'ledger entries are never edited' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE TRIGGER ledger_entry_is_final BEFORE UPDATE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_is_final()
    """,
)


def refuse_updates(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Lay the trigger."""
    for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL:
        schema_editor.execute(statement)


def allow_updates(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the trigger away."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER ledger_entry_is_final")
    else:
        schema_editor.execute("DROP TRIGGER ledger_entry_is_final ON ledger_entry")
        schema_editor.execute("DROP FUNCTION ledger_entry_is_final()")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(refuse_updates, allow_updates)]
