"""The form for when a module can be begun: any day, or a class from a date to a date."""

from datetime import datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import TIMES, Module, Offering
from nanobank.catalogue.services import add_offering

_INPUT = {"class": "form-input"}
_ANY_DAY, _DATES = "any_day", "dates"


def _date(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={**_INPUT, "type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, help_text=_("Only for a class."))


def _times() -> list[tuple[str, str]]:
    """The days and evenings of a week, in words."""
    in_words = (_("%s, daytime"), _("%s, evening"))
    days = [str(WEEKDAYS[number]).capitalize() for number in range(7)]
    return [(time, str(in_words[number % 2]) % days[number // 2]) for number, time in enumerate(TIMES)]


class OfferingForm(forms.Form):
    """When, where and for how many. Dates and days of the week are asked for and read only for a class."""

    when = forms.ChoiceField(
        label=_("When can one begin?"),
        choices=[(_ANY_DAY, _("Any day, at one's own pace")), (_DATES, _("With a class, from a date to a date"))],
        widget=forms.RadioSelect,
        initial=_ANY_DAY,
    )
    starts_on = _date(_("First day of the class"))
    ends_on = _date(_("Last day of the class"))
    place = forms.CharField(
        label=_("Place"),
        max_length=80,
        required=False,
        help_text=_("A town or an address. Leave it empty when it is online."),
        widget=forms.TextInput(_INPUT),
    )
    postcode = forms.RegexField(
        r"^\d{4}$",
        label=_("Postcode"),
        required=False,
        help_text=_("Those who plan their education see by it how far away it is."),
        error_messages={"invalid": _("A postcode has four digits.")},
        widget=forms.TextInput({**_INPUT, "inputmode": "numeric", "maxlength": "4"}),
    )
    times = forms.MultipleChoiceField(
        label=_("When must one be there?"),
        choices=_times,
        required=False,
        help_text=_("Leave it empty when one's own time will do."),
        widget=forms.CheckboxSelectMultiple({"class": "form-checkbox"}),
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Leave it empty when there is room for everyone."),
        widget=forms.NumberInput(_INPUT),
    )

    def clean(self) -> None:
        """A class has both its days."""
        super().clean()
        given = self.cleaned_data
        if given.get("when") == _ANY_DAY:
            given |= {"starts_on": None, "ends_on": None, "times": []}
            for name in ("starts_on", "ends_on", "times"):
                self.errors.pop(name, None)
        elif given.get("when") == _DATES:
            for name in ("starts_on", "ends_on"):
                if name not in self.errors and given.get(name) is None:
                    self.add_error(name, _("Choose the day."))

    def of_a_class(self) -> list[BoundField]:
        """What is only asked about a class."""
        return [self[name] for name in ("starts_on", "ends_on", "times")]

    def of_both(self) -> list[BoundField]:
        """What is asked however one begins."""
        return [self[name] for name in ("place", "postcode", "seats")]

    def create(self, *, module: Module, by: Person, now: datetime) -> Offering:
        """Offer the module. Raises as ``catalogue.services.add_offering``."""
        given = {
            name: self.cleaned_data[name] for name in ("starts_on", "ends_on", "place", "postcode", "times", "seats")
        }
        return add_offering(module=module, by=by, now=now, **given)
