"""What people choose about wallets."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nanobank.credentials.models import Credential
from nanobank.organisations.models import Organisation
from nanobank.wallets.formats import FORMS
from nanobank.wallets.models import Format


class OfferForm(forms.Form):
    """Which kind of wallet the credential is for."""

    format = forms.ChoiceField(label=_("Which wallet do you have?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, one.label) for one in Format if one in FORMS]
        field = self.fields["format"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # tells mypy, and nothing can make it otherwise
        field.choices = choices
        field.initial = choices[0][0]


class _CredentialChoice(forms.ModelChoiceField[Credential]):
    def label_from_instance(self, obj: Credential) -> str:
        return f"{obj.micro_credential.title} – {obj.issuer.name}"


class ConsentForm(forms.Form):
    """Which credential the wallet may fetch, and the request that it came with."""

    asked = forms.CharField(widget=forms.HiddenInput)
    credential = _CredentialChoice(
        queryset=Credential.objects.none(),
        to_field_name="uuid",
        widget=forms.RadioSelect,
        empty_label=None,
        label=_("Which credential?"),
        error_messages={"required": _("Choose a credential.")},
    )

    def __init__(self, *args: Any, credentials: QuerySet[Credential], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["credential"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # as above
        self.credentials = credentials
        field.queryset = credentials
        if len(credentials) == 1:
            field.initial = credentials[0].uuid


class AskForm(forms.Form):
    """What an employer asks a wallet for."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), to_field_name="slug", empty_label=None, label=_("On behalf of")
    )
    purpose = forms.CharField(
        label=_("What do you need it for?"),
        help_text=_("Whoever you ask can read it. For example: the position as team leader."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    with_name = forms.BooleanField(label=_("Their name"), required=False)
    with_grade = forms.BooleanField(label=_("Their grade"), required=False)
    whole = forms.BooleanField(
        label=_("Take wallets that can only show a whole credential too"),
        help_text=_("You will be sent more than you ask for. We throw the rest away."),
        required=False,
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # as above
        field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations])
        field.initial = organisations[0].slug
        if len(organisations) == 1:
            field.widget = forms.HiddenInput()

    def wanted(self) -> dict[str, Any]:
        """What was chosen, as the service takes it."""
        return dict(self.cleaned_data)
