"""Statements reach SQLite as Django means them, the second time as well."""

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="it is SQLite's placeholders that are turned"),
]


@pytest.mark.parametrize("_time", [1, 2])
def test_placeholders_percents_and_names_are_turned(_time: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s, '100 %%', '%%s'", ["a"])
        assert cursor.fetchone() == ("a", "100 %", "%s")
        cursor.execute("SELECT %(one)s, %(two)s", {"two": 2, "one": 1})
        assert cursor.fetchone() == (1, 2)
        cursor.execute("SELECT '%s'")
        assert cursor.fetchone() == ("%s",)


def test_very_long_statements_are_turned_too() -> None:
    many = list(range(8_000))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' + '.join(['%s'] * 900)}", many[:900])
        assert cursor.fetchone() == (sum(many[:900]),)
        values = ", ".join(["(%s)"] * len(many))
        cursor.execute("SELECT max(column1) FROM (VALUES " + values + ")", many)  # noqa: S608  # placeholders alone
        assert cursor.fetchone() == (7_999,)
