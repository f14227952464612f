"""The form for when a module can be begun: any day, or a class from a date to a date."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Module, Offering
from nanobank.catalogue.services import add_offering
from nanobank.common.errors import Refused

_INPUT = {"class": "form-input"}
_ANY_DAY, _DATES = "any_day", "dates"


def _date(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={**_INPUT, "type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, help_text=_("Only for a class."))


class OfferingForm(forms.Form):
    """When, where and for how many. The dates are only read for a class."""

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
            given["starts_on"] = given["ends_on"] = None
            for name in ("starts_on", "ends_on"):
                self.errors.pop(name, None)
        elif given.get("when") == _DATES:
            for name in ("starts_on", "ends_on"):
                if name not in self.errors and given.get(name) is None:
                    self.add_error(name, _("Choose the day."))

    def create(self, *, module: Module, by: Person, now: datetime) -> Offering:
        """Offer the module. Raises as ``catalogue.services.add_offering``."""
        given = {name: self.cleaned_data[name] for name in ("starts_on", "ends_on", "place", "seats")}
        return add_offering(module=module, by=by, now=now, **given)

    def refuse(self, refused: Refused) -> None:
        """Put what was refused beside the field that it is about."""
        self.add_error(refused.field if refused.field in self.fields else None, refused.message)
