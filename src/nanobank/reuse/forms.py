"""What is typed when a module is taken up, adapted, or an improvement is offered or answered."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from nanobank.catalogue.models import Audience, ModuleVersion
from nanobank.organisations.models import Organisation
from nanobank.reuse.models import Licence, Way
from nanobank.reuse.queries.comparing import Followable
from nanobank.reuse.services import NewAdaptation
from nanobank.study.models import Step


class TakeUpForm(forms.Form):
    """Which of one's organisations uses it, in which way, for what."""

    organisation = forms.ChoiceField(label=_("Who will use it?"))
    way = forms.ChoiceField(label=_("How?"), choices=Way.choices, widget=forms.RadioSelect, initial=Way.FOLLOW)
    purpose = forms.CharField(
        label=_("What for?"),
        required=False,
        max_length=300,
        help_text=_("For your colleagues: the course or the people you will use it with."),
    )

    def __init__(self, *args: Any, takers: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.takers = {one.slug: one for one in takers}
        field = self.fields["organisation"]
        field.choices = [(one.slug, one.name) for one in takers]  # type: ignore[attr-defined]  # a ChoiceField's
        if len(takers) == 1:
            field.widget, field.initial = forms.HiddenInput(), takers[0].slug

    @property
    def taker(self) -> Organisation:
        """The one that was chosen."""
        return self.takers[self.cleaned_data["organisation"]]


KEEP = (
    ("core", _("Follow the source")),
    ("own", _("Copy, to change it")),
    ("out", _("Leave out")),
)


class AdaptForm(forms.Form):
    """For whom the adaptation is, its licence, and for each step whether it is followed, copied or left out."""

    organisation = forms.ChoiceField(label=_("Whose module will it be?"))
    title_da = forms.CharField(label=_("Title in Danish"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    audience = forms.ChoiceField(
        label=_("For whom?"), required=False, choices=[("", _("The same readers as the source")), *Audience.choices]
    )
    licence = forms.ChoiceField(
        label=_("Licence"), help_text=_("What others may do with yours. The source decides what you can choose.")
    )
    purpose = forms.CharField(label=_("What must be different?"), required=False, max_length=300)

    def __init__(
        self, *args: Any, version: ModuleVersion, steps: list[Step], takers: list[Organisation],
        licences: tuple[Licence, ...], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.takers, self.steps = {one.slug: one for one in takers}, steps
        self.fields["title_da"].initial, self.fields["title_en"].initial = version.title_da, version.title_en
        owner, licence = self.fields["organisation"], self.fields["licence"]
        owner.choices = [(one.slug, one.name) for one in takers]  # type: ignore[attr-defined]  # a ChoiceField's
        licence.choices = [(one.value, one.label) for one in licences]  # type: ignore[attr-defined]  # likewise
        if len(takers) == 1:
            owner.widget, owner.initial = forms.HiddenInput(), takers[0].slug
        for step in steps:
            self.fields[f"step_{step.began_as}"] = forms.ChoiceField(
                label=f"{step.position}. {step.title}", choices=KEEP, initial="core"
            )

    @property
    def taker(self) -> Organisation:
        """The one that was chosen."""
        return self.takers[self.cleaned_data["organisation"]]

    def new(self) -> NewAdaptation:
        """What was filled in."""
        data = self.cleaned_data
        return NewAdaptation(
            licence=Licence(data["licence"]),
            core=self._chosen("core"),
            own=self._chosen("own"),
            title_da=data["title_da"],
            title_en=data["title_en"],
            audience=Audience(data["audience"]) if data["audience"] else None,
            purpose=data["purpose"],
        )

    def _chosen(self, how: str) -> list[UUID]:
        return [one.began_as for one in self.steps if self.cleaned_data.get(f"step_{one.began_as}") == how]


class LicenceForm(forms.Form):
    """What others may do with a module."""

    licence = forms.ChoiceField(label=_("What may others do with it?"), choices=Licence.choices)


class FollowForm(forms.Form):
    """Which steps of the source one follows."""

    followed = forms.MultipleChoiceField(
        label=_("You are asked about a change in these:"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, steps: list[Followable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["followed"] = [one.key for one in steps if one.is_core]
        self.fields["followed"].choices = [  # type: ignore[attr-defined]  # a MultipleChoiceField's
            (one.key, one.title) for one in steps
        ]


class StepsForm(forms.Form):
    """Some steps, by what they began as, and words."""

    steps = forms.MultipleChoiceField(label=_("Steps"), required=False, widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(
        label=_("Why is it better?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Say why it is better; a sentence will do.")},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steps"].choices = choices  # type: ignore[attr-defined]  # a MultipleChoiceField's

    @property
    def chosen(self) -> list[UUID]:
        """The steps that were ticked."""
        return [UUID(key) for key in self.cleaned_data["steps"]]


class AnswerForm(StepsForm):
    """Which of the offered steps are taken in, or why none is."""

    field_order = ["steps", "grounds"]
    grounds = forms.CharField(
        label=_("What do you say to them?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("Needed when you decline; kind when you accept."),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, choices=choices, **kwargs)
        del self.fields["words"]
