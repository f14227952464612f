"""What every test may ask for."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import activate

import laid
import nanobank.site.api_urls  # which nobody else loads
import nanobank.site.urls  # noqa: F401  # all is imported before any test stops the clock, and nothing keeps its clock


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, only what asks a database: the rest has been tried when SQLite was."""
    if connection.vendor == "postgresql":
        config.hook.pytest_deselected(items=[item for item in items if not _asks_a_database(item)])
        items[:] = filter(_asks_a_database, items)


def _asks_a_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or "db" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The database is there already: see below."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Each worker gets a copy of one migrated database."""
    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        shutil.copy(laid.migrated_file(), database["TEST"]["NAME"])
    else:
        name = database["TEST"]["NAME"] or f"test_{database['NAME']}"
        laid.copy_migrated_database(laid.shared_folder(tmp_path_factory), os.environ["DATABASE_URL"], name)


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


@pytest.fixture
def database_of_its_own(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a migrated database for processes that a test starts and kills."""
    if connection.vendor == "sqlite":
        file = tmp_path / "of_its_own.sqlite3"
        shutil.copy(laid.migrated_file(), file)
        yield f"sqlite:///{file}"
        return
    server, name = os.environ["DATABASE_URL"], f"of_its_own_{uuid4().hex}"
    laid.copy_migrated_database(laid.shared_folder(tmp_path_factory), server, name)
    try:
        yield laid.at(server, name)
    finally:
        laid.drop_database(server, name)


CountQueries = Callable[[Callable[[], object]], int]


@pytest.fixture
def count_queries() -> CountQueries:
    """How many queries something takes: ``count_queries(lambda: client.get("/bank/"))``."""

    def count(what: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            what()
        return len(captured)

    return count
