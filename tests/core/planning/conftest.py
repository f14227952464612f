"""Loops are compiled before the first test, so that no answer is cut short while they are."""

import pytest

from nanocore.planning import warm


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    warm()
