"""What the office hands in to seal with."""

from typing import Final

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

_MOST_BYTES: Final = 64 * 1024


class SealForm(forms.Form):
    """A certificate, its key, and the password the key may be under."""

    chain = forms.FileField(
        label=_("The certificate"),
        help_text=_("A PEM file with the certificate first and then those that vouch for it."),
        widget=forms.FileInput(attrs={"accept": ".pem,.crt,.cer"}),
    )
    key = forms.FileField(
        label=_("The private key"),
        help_text=_("A PEM file. It is kept encrypted, and nobody can take it out again."),
        widget=forms.FileInput(attrs={"accept": ".pem,.key"}),
    )
    password = forms.CharField(
        label=_("The key's password"),
        help_text=_("If it has one."),
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean_chain(self) -> bytes:
        """The certificate's bytes."""
        return self._read("chain")

    def clean_key(self) -> bytes:
        """The key's bytes."""
        return self._read("key")

    def _read(self, name: str) -> bytes:
        file: File[bytes] = self.cleaned_data[name]
        if file.size > _MOST_BYTES:
            raise forms.ValidationError(_("The file is too large to be that."))
        content: bytes = file.read()
        return content
