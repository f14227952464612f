"""What a holder chooses when they make a link."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nanobank.common.clock import now
from nanobank.credentials.models import Credential
from nanobank.sharing.models import Choice

_USUAL: Final = timedelta(days=90)


class LinkForm(forms.Form):
    """Which credentials, what of them, for how long, and a word with it."""

    credentials = forms.TypedMultipleChoiceField(
        label=_("What do you want to show?"),
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _("Choose at least one credential.")},
    )
    title = forms.CharField(
        label=_("Heading"),
        help_text=_("For example: My application to Vestavisen"),
        required=False,
        max_length=120,
    )
    greeting = forms.CharField(
        label=_("A few words to whoever gets the link"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    shown = forms.MultipleChoiceField(
        label=_("What may they see?"),
        help_text=_("Title, institution, ECTS, level and date can always be seen, and whether it is genuine."),
        required=False,
        choices=[
            ("name", _("My name")),
            ("grade", _("My grade")),
            ("outcomes", _("What I have learnt (learning outcomes and competences)")),
            ("evidence", _("What it took (the modules, and how the exam was)")),
            (
                "document",
                _("The signed file, which says all of the above and can be checked by any program"),
            ),
        ],
        widget=forms.CheckboxSelectMultiple(),
    )
    last_day = forms.DateField(
        label=_("Until which day does the link work?"),
        help_text=_("You can stop it before that, whenever you like."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _("Choose the last day."), "invalid": _("Write the day as year-month-day.")},
    )

    def __init__(self, *args: Any, held: list[Credential], chosen: UUID | None = None, **kwargs: Any) -> None:
        initial = {
            "credentials": [str(chosen)] if chosen else [str(one.uuid) for one in held[:1] if len(held) == 1],
            "shown": ["name", "outcomes"],
            "last_day": timezone.localdate(now()) + _USUAL,
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        labels = [(str(one.uuid), f"{one.micro_credential.title} – {one.issuer.name}") for one in held]
        self.fields["credentials"].choices = labels  # type: ignore[attr-defined]  # a choice field, some lines up

    def choice(self) -> Choice:
        """What was ticked, once the form is valid."""
        shown = set(self.cleaned_data["shown"])
        return Choice(**{name: name in shown for name in ("name", "grade", "outcomes", "evidence", "document")})
