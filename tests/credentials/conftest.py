"""What every test of credentials may ask for."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_has_checked_anything_yet() -> Iterator[None]:
    """Each test begins with the limit of checks unused."""
    cache.clear()
    yield
    cache.clear()
