"""Forms about a person."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person


class NameForm(forms.Form):
    """The names asked for at sign-up, beside what allauth asks."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    field_order = ["given_name", "family_name", "email", "password1", "password2"]

    def signup(self, request: HttpRequest, person: Person) -> None:
        """Keep the names; allauth calls this once the account is made."""
        person.given_name = self.cleaned_data["given_name"]
        person.family_name = self.cleaned_data["family_name"]
        person.save(update_fields=["given_name", "family_name"])


class TokenForm(forms.Form):
    """What a new token is called and how long it lasts."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("For example the program that will use it."), required=True
    )
    days = forms.TypedChoiceField(
        label=_("Lasts"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("One year"))],
        initial=90,
    )
