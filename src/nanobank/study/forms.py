"""The form for choosing a class."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nanobank.catalogue.models import Offering

_INPUT = {"class": "form-input"}
_SPARE_CHOICES = 2
_FEWEST_CHOICES = 4


def offering_words(offering: Offering) -> str:
    """When, where and how many seats: what one chooses between."""
    when = _("Begin today, at your own pace")
    if offering.starts_on:
        when = _("Starts %s") % format_date(offering.starts_on, "j. F Y")
        if offering.ends_on:
            when += " – " + format_date(offering.ends_on, "j. F Y")
    parts = [when]
    if offering.place:
        parts.append(offering.place)
    if offering.reserved_for is not None:
        parts.append(_("only for %s") % offering.reserved_for.short_name)
    left = offering.seats_left
    if left is not None:
        parts.append(ngettext("%d seat left", "%d seats left", left) % left if left else _("fully booked"))
    return " · ".join(parts)


class StartForm(forms.Form):
    """Which of a module's offerings to begin on."""

    offering = forms.ChoiceField(label=gettext_lazy("When will you begin?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, offerings: Iterable[Offering], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offerings = {str(one.uuid): one for one in offerings}
        field = self.fields["offering"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(uuid, offering_words(one)) for uuid, one in self.offerings.items()]
        first = next((uuid for uuid, one in self.offerings.items() if one.seats_left != 0), None)
        self.initial.setdefault("offering", first)

    def chosen(self) -> Offering:
        """The offering picked."""
        return self.offerings[self.cleaned_data["offering"]]
