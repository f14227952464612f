"""How one wants to be told."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from nanobank.notices.models import Language, NoticeKind, Way

_WAYS: Final = [
    (Way.AT_ONCE.value, _("Mail at once")),
    (Way.DIGEST.value, _("Daily mail")),
    (Way.APP.value, _("Only here")),
    (Way.OFF.value, _("Not at all")),
]
"""In few words, which fit a phone; the page says the rest."""
AT_WORK: Final = (
    NoticeKind.WITHDRAWAL_ASKED,
    NoticeKind.REVIEW,
    NoticeKind.QUALITY,
    NoticeKind.MODULE_CHANGED,
    NoticeKind.MODULE_TAKEN_UP,
    NoticeKind.HANDED_ON,
    NoticeKind.OFFERS,
    NoticeKind.NEED_ASKED,
)
"""What only those hear of who teach or work at a place of education."""


class PreferencesForm(forms.Form):
    """A way for each kind, and the language of mails."""

    language = forms.ChoiceField(label=_("Mails are written in"), choices=Language.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in NoticeKind:
            self.fields[kind.value] = forms.ChoiceField(label=kind.label, choices=_WAYS)

    def for_everybody(self) -> list[forms.BoundField]:
        """What anybody can be told of."""
        return [self[kind.value] for kind in NoticeKind if kind not in AT_WORK]

    def at_work(self) -> list[forms.BoundField]:
        """What those are told of who teach or work at a place of education."""
        return [self[kind.value] for kind in AT_WORK]

    def ways(self) -> dict[NoticeKind, Way]:
        """What was chosen, of a valid form."""
        return {kind: Way(self.cleaned_data[kind.value]) for kind in NoticeKind}
