"""What people type about credentials."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from nanobank.organisations.models import Organisation

_FILES: Final = ".json,.jsonld,.1ob,.jwt,.txt,.png,.svg,application/json,image/png,image/svg+xml,.pdf,application/pdf"


class CheckForm(forms.Form):
    """A credential to check: pasted, as a file, or by its link. One of the three."""

    document = forms.CharField(
        label=_("Paste the credential"),
        help_text=_("All of the text: JSON, or a token that begins with ey."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("Choose the file"),
        help_text=_("The file that you were sent: text, a PDF certificate, or a badge as a picture (PNG or SVG)."),
        required=False,
        widget=forms.FileInput(attrs={"accept": _FILES}),
    )
    link = forms.CharField(
        label=_("Write the link"),
        help_text=_("As it stands under the QR code, for example."),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Exactly one of the three ways."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        given = [name for name in ("document", "file", "link") if self._is_given(cleaned.get(name))]
        if not given:
            self.add_error(None, _("Give the credential in one of the three ways."))
        elif len(given) > 1:
            self.add_error(None, _("Give the credential in one way only, so that it is clear which one you mean."))
        else:
            cleaned["way"] = given[0]
        return cleaned

    @staticmethod
    def _is_given(value: Any) -> bool:
        return bool(value.strip()) if isinstance(value, str) else value is not None


class ReasonForm(forms.Form):
    """Why something is done to a credential, in words that its holder will read."""

    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason in a sentence. The holder will read it.")},
    )

    def __init__(self, *args: Any, question: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = question
        self.fields["reason"].help_text = hint


class CompromiseForm(forms.Form):
    """Since when a key has been in the wrong hands."""

    since = forms.DateTimeField(
        label=_("Since when?"),
        help_text=_("The last moment at which you are sure that nobody else had it. Earlier is safer."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(
        label=_("What has happened?"),
        help_text=_("Everybody whose credential is issued anew will read this as the reason."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason in a sentence. The holder will read it.")},
    )
    everything = forms.BooleanField(
        label=_("Take the key away altogether, and issue anew all that it has ever signed"),
        help_text=_(
            "Many programs elsewhere do not look whether a key is in the wrong hands: they accept whatever it has "
            "signed as long as it is published. If there may be forgeries about, choose this."
        ),
        required=False,
    )


class SearchForm(forms.Form):
    """Which awarded credentials to show."""

    name = forms.CharField(label=_("Name or title"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("standing", _("In force")),
            ("expiring", _("Expires within three months")),
            ("suspended", _("Suspended")),
            ("revoked", _("Revoked")),
            ("replaced", _("Replaced by a new one")),
        ],
        widget=forms.Select(),
    )
    issuer = forms.ChoiceField(label=_("Institution"), required=False, widget=forms.Select())

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(organisations) > 1:
            choices = [("", _("All")), *((one.slug, one.name) for one in organisations)]
            self.fields["issuer"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, two lines up
        else:
            del self.fields["issuer"]
