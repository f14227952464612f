"""The inputs that designs, bundles and templates are written in. What is left empty is asked for later."""

from decimal import Decimal
from typing import Any, Final

from django import forms

from nanobank.common.kroner import KronerField

INPUT: Final = {"class": "form-input"}
SELECT: Final = {"class": "form-select"}


def text_field(label: Any, longest: int, *, rows: int = 0, help_text: Any = "", language: str = "") -> forms.CharField:
    """A text that may be empty, on one line or on ``rows``; in ``language``, where that is not the page's."""
    attributes = {**INPUT, "lang": language} if language else INPUT
    widget = forms.Textarea({**attributes, "rows": rows}) if rows else forms.TextInput(attributes)
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget, help_text=help_text)


def number_field(label: Any, *, places: int = 2, digits: int = 5, help_text: Any = "") -> forms.DecimalField:
    """A number of 0 or more, written as one writes numbers; it may be empty."""
    return forms.DecimalField(
        label=label,
        max_digits=digits,
        decimal_places=places,
        min_value=Decimal(0),
        localize=True,
        required=False,
        help_text=help_text,
        widget=forms.TextInput({**INPUT, "inputmode": "decimal"}),
    )


def radio_field(label: Any, choices: Any, help_text: Any = "") -> forms.ChoiceField:
    """One of few, all in sight; it may be left open."""
    widget = forms.RadioSelect({"class": "form-radio"})
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=widget, help_text=help_text)


def select_field(label: Any, choices: Any) -> forms.ChoiceField:
    """One of several, in a list."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select(SELECT))


def kroner_field(label: Any, help_text: Any = "") -> KronerField:
    """A price of 0 or more, which may be empty."""
    return KronerField(label=label, required=False, help_text=help_text, widget=forms.TextInput(INPUT))
