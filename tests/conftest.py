"""What every test may ask for."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import activate

import nanobank.site.urls  # noqa: F401  # all is imported before any test stops the clock, and nothing keeps its clock


@pytest.fixture(autouse=True)
def _danish() -> None:
    """A page in English does not change the language of the next test."""
    activate("da")


@pytest.fixture(autouse=True)
def _published_can_be_cleared(request: pytest.FixtureRequest, _django_db_marker: None) -> Iterator[None]:
    """A test that commits ends by emptying every table; on SQLite the steps of what is published would refuse that."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction") and connection.vendor == "sqlite":
        with connection.constraint_checks_disabled(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM catalogue_moduleversion")


CountQueries = Callable[[Callable[[], object]], int]


@pytest.fixture
def count_queries() -> CountQueries:
    """How many queries something takes: ``count_queries(lambda: client.get("/bank/"))``."""

    def count(what: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            what()
        return len(captured)

    return count
