"""What people fill in about batches."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nanobank.catalogue.models import MicroCredential
from nanobank.organisations.models import Organisation


class ListForm(forms.Form):
    """A list to hand in."""

    organisation = forms.ModelChoiceField(
        label=_("Institution"),
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    file = forms.FileField(
        label=_("The list"),
        help_text=_("CSV with any number of people, or an Excel workbook (.xlsx) with up to 100,000."),
        widget=forms.FileInput(
            attrs={
                "class": "form-input",
                "accept": ".csv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            }
        ),
    )
    micro_credential = forms.ModelChoiceField(
        label=_("Micro-credential"),
        help_text=_("For rows that do not say themselves what is awarded."),
        queryset=MicroCredential.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("Each row says so itself"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    tells = forms.BooleanField(
        label=_("Send each of them an e-mail with their credential"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, organisations: Collection[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Organisation.objects.filter(pk__in=[one.pk for one in organisations]).order_by("name_da")
        published = MicroCredential.objects.filter(provider__in=mine, state="published").order_by("title_da", "pk")
        self._choose_from("organisation", mine)
        self._choose_from("micro_credential", published)
        if len(organisations) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.initial["organisation"] = next(iter(organisations)).slug

    def _choose_from(self, name: str, queryset: Any) -> None:
        field = self.fields[name]
        if not isinstance(field, forms.ModelChoiceField):
            raise TypeError(name)
        field.queryset = queryset


class RefuseForm(forms.Form):
    """Why a batch is not approved."""

    note = forms.CharField(
        label=_("What should be different?"),
        help_text=_("Whoever handed the list in will read this."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-input"}),
    )


class LimitForm(forms.Form):
    """How many awards one person may give out alone within a day."""

    alone = forms.IntegerField(
        label=_("Awards within a day without a colleague's approval"),
        help_text=_(
            "0: a second person approves every list. What one person awards alone within 24 hours counts together."
        ),
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "form-input", "inputmode": "numeric"}),
    )
