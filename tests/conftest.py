"""What every test may ask for."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import activate


@pytest.fixture(autouse=True)
def _danish() -> None:
    """A page in English does not change the language of the next test."""
    activate("da")


CountQueries = Callable[[Callable[[], object]], int]


@pytest.fixture
def count_queries() -> CountQueries:
    """How many queries something takes: ``count_queries(lambda: client.get("/bank/"))``."""

    def count(what: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            what()
        return len(captured)

    return count
