"""An amount in kroner is understood as people write it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from nanobank.common.kroner import KronerField


@pytest.mark.parametrize(
    ("language", "written", "meant"),
    [
        ("da", "4.800", "4800"),
        ("da", "4.800,50", "4800.50"),
        ("da", "1.234.567,5 kr.", "1234567.5"),
        ("da", "4 800,-", "4800"),
        ("da", "4800,50", "4800.50"),
        ("da", "4800.50", "4800.50"),
        ("en", "4,800.50", "4800.50"),
        ("en", "4,800 DKK", "4800"),
    ],
)
def test_an_amount_is_read_as_it_is_written(language: str, written: str, meant: str) -> None:
    with override(language):
        assert KronerField().clean(written) == Decimal(meant)


@pytest.mark.parametrize("written", ["-1", "4.80.0", "fire tusind", "12345678,00", "1,234"])
def test_what_is_no_amount_is_said_to_be_none(written: str) -> None:
    with override("da"), pytest.raises(ValidationError):
        KronerField().clean(written)


def test_whole_kroner_are_shown_without_oere() -> None:
    assert KronerField().prepare_value(Decimal("4800.00")) == 4800
    assert KronerField().prepare_value(Decimal("4800.50")) == Decimal("4800.50")
