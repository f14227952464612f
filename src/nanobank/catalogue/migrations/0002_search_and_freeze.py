"""The words that the catalogue is found by, and a lock on what is published: each database vendor in its own way."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_FROZEN = (
    "module_id", "number", "published_at", "title_da", "title_en", "summary_da", "summary_en", "description",
    "learning_outcomes", "language", "ects", "level", "price", "form",
)  # fmt: skip

_FTS5 = """
    CREATE VIRTUAL TABLE catalogue_search_{} USING fts5(
        words, marks, detail = 'column', prefix = '2 3 4', tokenize = "unicode61 remove_diacritics 0 tokenchars '='"
    )
"""
_SQLITE = [
    _FTS5.format("title"),
    _FTS5.format("everything"),
    f"""
    CREATE TRIGGER catalogue_published_is_frozen BEFORE UPDATE ON catalogue_moduleversion
    WHEN OLD.state <> 'draft' AND (NEW.state = 'draft' OR {" OR ".join(f"NEW.{c} IS NOT OLD.{c}" for c in _FROZEN)})
    BEGIN SELECT RAISE(ABORT, 'a published version is frozen'); END
    """,
]
_SQLITE_BACK = [
    "DROP TRIGGER catalogue_published_is_frozen",
    "DROP TABLE catalogue_search_title",
    "DROP TABLE catalogue_search_everything",
]

_POSTGRESQL = [
    """
    CREATE TABLE catalogue_search (
        listing_id bigint PRIMARY KEY, title tsvector NOT NULL, everything tsvector NOT NULL
    )
    """,
    "CREATE INDEX catalogue_search_title ON catalogue_search USING gin (title)",
    "CREATE INDEX catalogue_search_everything ON catalogue_search USING gin (everything)",
    """
    CREATE FUNCTION catalogue_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a published version is frozen' USING ERRCODE = 'check_violation'; END $$
    """,
    f"""
    CREATE TRIGGER catalogue_published_is_frozen BEFORE UPDATE ON catalogue_moduleversion FOR EACH ROW
    WHEN (OLD.state <> 'draft'
          AND (NEW.state = 'draft' OR {" OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in _FROZEN)}))
    EXECUTE FUNCTION catalogue_refuse_change()
    """,
]
_POSTGRESQL_BACK = [
    "DROP TRIGGER catalogue_published_is_frozen ON catalogue_moduleversion",
    "DROP FUNCTION catalogue_refuse_change()",
    "DROP TABLE catalogue_search",
]


def _run(schema_editor: BaseDatabaseSchemaEditor, sqlite: list[str], postgresql: list[str]) -> None:
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement)


def lay(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table of words and the lock."""
    _run(schema_editor, _SQLITE, _POSTGRESQL)


def take_away(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Undo."""
    _run(schema_editor, _SQLITE_BACK, _POSTGRESQL_BACK)


class Migration(migrations.Migration):
    """Tables and triggers that no model describes."""

    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunPython(lay, take_away)]
