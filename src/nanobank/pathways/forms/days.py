"""A day in a form."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

A_DAY: Final[dict[str, Any]] = {
    "widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    "input_formats": ["%Y-%m-%d"],
    "error_messages": {"invalid": gettext_lazy("Write the day as year-month-day.")},
}
"""What every date field of this room is made with."""
