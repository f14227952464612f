"""What the tests of this room share."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from factories import NOW
from nanobank.reuse.queries import likeness


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees what another one's catalogue was, and all of them are at the same time."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    cache.clear()
    likeness.forget()
    yield
    likeness.forget()
