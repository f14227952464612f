"""What every test of wallets may ask for."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_has_asked_anything_yet() -> Iterator[None]:
    """Each test begins with every limit unused."""
    cache.clear()
    yield
    cache.clear()
