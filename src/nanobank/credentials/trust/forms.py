"""What people type about issuers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nanobank.credentials.trust.countries import Country
from nanobank.credentials.trust.models import Ground
from nanobank.credentials.trust.services import Evidence

_DAY = {"type": "date"}


def _day_field(label: object, *, required: bool, help_text: object = "") -> forms.DateField:
    return forms.DateField(
        label=label,  # type: ignore[arg-type]  # a lazy text, as everywhere
        help_text=help_text,  # type: ignore[arg-type]  # the same
        required=required,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _("Choose the day."), "invalid": _("Write the day as year-month-day.")},
    )


class ProposeForm(forms.Form):
    """An issuer from outside, and how we know who it is."""

    identifier = forms.CharField(
        label=_("The issuer's identifier"),
        help_text=_("As it stands in its credentials: did:web:…, did:key:…, did:jwk:… or https://…"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("Name"), help_text=_("In its own language."), max_length=160)
    country = forms.ChoiceField(label=_("Country"), choices=Country.choices, widget=forms.Select())
    homepage = forms.URLField(label=_("Homepage"), required=False, assume_scheme="https")
    ground = forms.ChoiceField(label=_("How do we know?"), choices=Ground.choices, widget=forms.RadioSelect())
    reference = forms.CharField(
        label=_("What was done or read?"),
        help_text=_(
            "Everybody can read this. For example: Called the registrar on the number in the public directory."
        ),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.URLField(
        label=_("The address of the list or register"),
        help_text=_("Needed for an official list."),
        required=False,
        assume_scheme="https",
    )
    register_number = forms.CharField(
        label=_("Number in the register"), help_text=_("Needed for a national register."), required=False, max_length=60
    )
    checked_on = _day_field(_("When was it checked?"), required=True)
    since = _day_field(_("Known from which day?"), required=False, help_text=_("Empty: from the day it was checked."))
    until = _day_field(_("Until which day?"), required=False, help_text=_("Empty: until somebody withdraws it."))

    def evidence(self) -> Evidence:
        """What was typed about how we know, once the form is valid."""
        given = self.cleaned_data
        return Evidence(
            ground=Ground(given["ground"]),
            reference=given["reference"],
            checked_on=given["checked_on"],
            source=given["source"],
            register_number=given["register_number"],
            since=given["since"],
            until=given["until"],
        )


class WithdrawForm(forms.Form):
    """Why an issuer is trusted no longer."""

    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        help_text=_("Everybody can read this. From now on, its credentials are shown as from somebody we do not know."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason in a sentence. Everybody can read it.")},
    )
