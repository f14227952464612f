"""What every test of the catalogue needs."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Pages keep some things for a minute; a test keeps nothing."""
    cache.clear()
    yield
    cache.clear()
