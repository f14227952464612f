"""What people fill in about frameworks."""

from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _


class _SeveralFiles(forms.FileInput):
    """Lets one choose several at once."""

    allow_multiple_selected = True


class _Files(forms.FileField):
    """Several files in one field; each is cleaned by itself."""

    def clean(self, data: Any, initial: Any = None) -> list[File[bytes]]:
        """The files, in the order in which they were chosen."""
        given = data if isinstance(data, list | tuple) and data else [data or None]
        return [super(_Files, self).clean(one, initial) for one in given]


class ImportForm(forms.Form):
    """A framework to take in."""

    package = _Files(
        label=_("The files"),
        help_text=_(
            "ESCO: the zip files from its download page (classification, CSV), one or more languages. "
            "CASE 1.1: a package as JSON. Or a list of your own as CSV."
        ),
        widget=_SeveralFiles(attrs={"class": "form-input", "accept": ".zip,.csv,.tsv,.txt,.json"}),
    )
    title = forms.CharField(
        label=_("What is the list called?"),
        help_text=_("Only for a list of your own. A list of the same name is brought up to date."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-input"}),
    )
    whole = forms.BooleanField(
        label=_("These files hold the whole framework: retire what is not among them any more"), required=False
    )
