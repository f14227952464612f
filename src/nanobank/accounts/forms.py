"""Forms about a person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person


class NameForm(forms.Form):
    """The names asked for at sign-up, beside what allauth asks."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)

    def signup(self, request: object, person: Person) -> None:
        """allauth calls this once the account is made."""
        person.given_name = self.cleaned_data["given_name"]
        person.family_name = self.cleaned_data["family_name"]
        person.save(update_fields=["given_name", "family_name"])
