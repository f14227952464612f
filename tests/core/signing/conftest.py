"""What every signing test may ask for."""

import pytest

from core.signing.world import World, award, signed_badge
from nanocore.signing import JsonObject, open_badge


@pytest.fixture
def world() -> World:
    """A fresh world."""
    return World()


@pytest.fixture
def unsigned() -> JsonObject:
    """A complete badge, unsigned."""
    return open_badge(award())


@pytest.fixture
def signed() -> JsonObject:
    """A complete badge, signed."""
    return signed_badge()
