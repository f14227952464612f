"""An amount in kroner, typed as people write it."""

import re
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.formats import get_format

_THOUSANDS: Final = {
    ",": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d*)?"),
    ".": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?"),
}
"""Numbers with a mark between their thousands, by the language's decimal mark."""
_AFTER: Final = re.compile(r"(?:,-|\s*(?:kr\.?|dkk))$", re.IGNORECASE)


class KronerField(forms.DecimalField):
    """DKK of 0 or more. In Danish ``4.800`` is four thousand eight hundred, and ``4.800,50 kr.`` is understood too."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_digits": 9, "decimal_places": 2, "localize": True, **kwargs})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Digits first on a phone's keyboard."""
        return {"inputmode": "decimal", **super().widget_attrs(widget)}

    def prepare_value(self, value: Any) -> Any:
        """Whole kroner without øre."""
        return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value

    def to_python(self, value: Any) -> Any:
        """What is between thousands, and what follows the number, is left out."""
        if isinstance(value, str):
            value = "".join(_AFTER.sub("", value.strip()).split())
            mark = str(get_format("DECIMAL_SEPARATOR"))
            if mark in _THOUSANDS and _THOUSANDS[mark].fullmatch(value):
                value = value.replace("." if mark == "," else ",", "")
        return super().to_python(value)
