"""How one wants to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nanobank.notices.models import Language, NoticeKind, Way


class PreferencesForm(forms.Form):
    """A way for each kind, and the language of mails."""

    language = forms.ChoiceField(label=_("Mails are written in"), choices=Language.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in NoticeKind:
            self.fields[kind.value] = forms.ChoiceField(label=kind.label, choices=Way.choices)

    def ways(self) -> dict[NoticeKind, Way]:
        """What was chosen, of a valid form."""
        return {kind: Way(self.cleaned_data[kind.value]) for kind in NoticeKind}
