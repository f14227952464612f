"""Forms about an organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.organisations.models import Organisation
from nanobank.organisations.services import roles_in


class AppointForm(forms.Form):
    """Whom to give which role."""

    email = forms.EmailField(
        label=_("Email address"), help_text=_("The person must have an account. They sign in with this address.")
    )
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)  # noqa: S101  # tells the type checker
        role.choices = [(one.value, one.label) for one in roles_in(organisation)]

    def clean_email(self) -> str:
        """Somebody must have the address."""
        email: str = self.cleaned_data["email"].lower()
        if not Person.objects.filter(email=email, is_active=True).exists():
            raise forms.ValidationError(_("Nobody has an account with this address."))
        return email
