"""An index of a test's own, which takes in each change at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import Settings

from factories import NOW
from nanobank.catalogue.models import ListingChange
from nanobank.search.index import node


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Pages keep some things for a minute; a test keeps nothing."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def index(db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a node's index, looked after at every question.

    The log of changes begins with a row that a migration lays; a test that empties the database takes it away.
    """
    if not ListingChange.objects.exists():
        ListingChange.objects.create(kind="", target_id=0, listing_id=0, at=NOW)
    monkeypatch.setattr(node, "LOOKED_AFTER", -1.0)
    settings.SEARCH_INDEX = str(tmp_path / "search")
    return tmp_path / "search"
