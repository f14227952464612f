"""What is filled in about media."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nanobank.catalogue.models import Language

_ACCEPTED = ".png,.jpg,.jpeg,.webp,.mp4,.webm,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.zip,.txt,.md,.csv"


class SendForm(forms.Form):
    """A file for the shelf."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "Picture (PNG, JPEG, WebP; 20 MB), video (MP4, WebM; 500 MB) or file (PDF, Word, Excel, text …; 50 MB). "
            "Where and when a picture was taken is removed."
        ),
        widget=forms.FileInput(attrs={"class": "form-input", "accept": _ACCEPTED}),
    )


class AltForm(forms.Form):
    """What a picture shows, in words, or that it is decoration; one of them is asked for."""

    asks_later = True
    alt_da = forms.CharField(
        label=_("What the picture shows, in Danish"),
        help_text=_("As you would say it to somebody on the telephone. Not “picture of”."),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-input"}),
    )
    alt_en = forms.CharField(
        label=_("The same in English"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-input", "lang": "en"}),
    )
    is_decorative = forms.BooleanField(
        label=_("The picture is only decoration: who cannot see it misses nothing"), required=False
    )


class CaptionsForm(forms.Form):
    """A video's captions."""

    captions = forms.FileField(
        label=_("Captions (WebVTT)"),
        help_text=_("A .vtt file. Most tools that make captions can save one."),
        widget=forms.FileInput(attrs={"class": "form-input", "accept": ".vtt"}),
    )
    language = forms.ChoiceField(
        label=_("The language of the captions"),
        choices=Language.choices,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
