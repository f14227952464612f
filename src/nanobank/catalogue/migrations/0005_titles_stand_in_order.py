"""In SQLite's index of titles the number of a row becomes its place in the order of results; see ADR 0058."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_FTS5 = """
    CREATE VIRTUAL TABLE catalogue_search_title USING fts5(
        words, marks, detail = 'column', prefix = '2 3 4', tokenize = "unicode61 remove_diacritics 0 tokenchars '='"
    )
"""
_PLACE = """
    CASE WHEN l.kind IN ('provider', 'competence') THEN 1 << 56 ELSE 0 END
    + (l.title_length << 40) + (1 << 40) - 1 - l.id
"""
_ORDERED = [
    "CREATE TABLE catalogue_search_place (listing_id integer PRIMARY KEY, place integer NOT NULL)",
    f"INSERT INTO catalogue_search_place (listing_id, place) SELECT l.id, {_PLACE} FROM catalogue_listing l",
    "ALTER TABLE catalogue_search_title RENAME TO catalogue_search_before",
    _FTS5,
    """
    INSERT INTO catalogue_search_title (rowid, words, marks)
    SELECT p.place, b.words, b.marks FROM catalogue_search_place p
    JOIN catalogue_search_before b ON b.rowid = p.listing_id ORDER BY p.place
    """,
    "DROP TABLE catalogue_search_before",
]
_BY_LISTING = [
    "ALTER TABLE catalogue_search_title RENAME TO catalogue_search_before",
    _FTS5,
    """
    INSERT INTO catalogue_search_title (rowid, words, marks)
    SELECT p.listing_id, b.words, b.marks FROM catalogue_search_place p
    JOIN catalogue_search_before b ON b.rowid = p.place ORDER BY p.listing_id
    """,
    "DROP TABLE catalogue_search_before",
    "DROP TABLE catalogue_search_place",
]


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for statement in statements:
            schema_editor.execute(statement)


def order(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Move each title to its place: all in SQL, some three seconds for 100,000 of them, so it is done in one go."""
    _run(schema_editor, _ORDERED)


def by_listing(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Undo: a row's number is its listing's again."""
    _run(schema_editor, _BY_LISTING)


class Migration(migrations.Migration):
    """Tables that no model describes."""

    dependencies = [("catalogue", "0004_validity_and_suspension")]
    operations = [migrations.RunPython(order, by_listing)]
