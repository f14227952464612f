"""What the office writes about how long credentials are valid."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TermsForm(forms.Form):
    """The terms of what is awarded from now on. The service says what a period is."""

    validity_months = forms.IntegerField(
        label=_("How many months is a credential valid?"),
        help_text=_("Leave it empty if it is valid for good. One that runs out can be renewed."),
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": "1"}),
    )
    suspendable = forms.BooleanField(
        label=_("Everybody who checks it is to see when it is suspended"),
        help_text=_(
            "For what is suspended now and then, such as a certificate for care or driving. Without this a suspension "
            "shows on Nanobanken only. With it some readers of Open Badges do not take the credential."
        ),
        required=False,
    )
