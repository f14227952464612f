"""What people type into the register."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nanobank.ai_register.models import AiSystem, Knowledge, Part, Requirement, Risk, StaffGroup, Training, Wording
from nanobank.ai_register.queries import module_named
from nanobank.ai_register.services import GroupFacts, SystemFacts, TrainingFacts
from nanobank.catalogue.models import Module
from nanobank.common.clock import months_after, now
from nanobank.organisations.models import Membership

_BETWEEN_REVIEWS = 12


def _day(label: object, *, required: bool, help_text: object = "") -> forms.DateField:
    return forms.DateField(
        label=label,  # type: ignore[arg-type]  # a lazy text, as everywhere
        help_text=help_text,  # type: ignore[arg-type]  # the same
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _("Choose the day."), "invalid": _("Write the day as year-month-day.")},
    )


def _several(label: object, *, help_text: object = "") -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,  # type: ignore[arg-type]  # a lazy text, as everywhere
        help_text=help_text,  # type: ignore[arg-type]  # the same
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple(),
    )


class SystemForm(forms.Form):
    """An AI system: what it is, what for, at what risk, under which rules."""

    name = forms.CharField(label=_("What is the system called?"), max_length=120)
    supplier = forms.CharField(label=_("Who supplies it?"), required=False, max_length=120)
    purpose = forms.CharField(
        label=_("What do you use it for?"),
        help_text=_("For example: Teachers let it suggest exercises. It does not assess pupils."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    part = forms.ChoiceField(label=_("Your own part"), choices=Part.choices, widget=forms.RadioSelect())
    risk = forms.ChoiceField(label=_("Risk"), choices=Risk.choices, widget=forms.RadioSelect())
    risk_grounds = forms.CharField(
        label=_("Why does it stand there?"),
        help_text=_("A sentence or two, so that whoever asks can follow it."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    uses_personal_data = forms.BooleanField(label=_("Personal data goes into it"), required=False)
    rules = forms.CharField(
        label=_("Rules for using it"),
        help_text=_("What colleagues may and may not do with it."),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    responsible = forms.CharField(
        label=_("Who looks after it?"), help_text=_("A name or a function."), required=False, max_length=160
    )
    in_use_since = _day(_("In use since"), required=False)
    review_on = _day(_("When do you look at it again?"), required=True)

    def __init__(self, *args: Any, system: AiSystem | None = None, **kwargs: Any) -> None:
        initial = (
            {name: getattr(system, name) for name in self.base_fields}
            if system
            else {
                "part": Part.DEPLOYER,
                "risk": Risk.NOT_ASSESSED,
                "review_on": months_after(timezone.localdate(now()), _BETWEEN_REVIEWS),
            }
        )
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)

    def facts(self) -> SystemFacts:
        """What was typed, once the form is valid."""
        given = self.cleaned_data
        return SystemFacts(**{**given, "part": Part(given["part"]), "risk": Risk(given["risk"])})


class GroupForm(forms.Form):
    """Who they are, what they use, and what they knew beforehand."""

    name = forms.CharField(
        label=_("What do you call them?"), help_text=_("For example: Teachers, years 7 to 9"), max_length=120
    )
    knowledge = forms.ChoiceField(
        label=_("What did they know about AI beforehand?"), choices=Knowledge.choices, widget=forms.RadioSelect()
    )
    systems = _several(_("Which systems do they use?"))
    use = forms.CharField(
        label=_("What do they use them for?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    members = _several(_("Who is in the group?"))

    def __init__(
        self,
        *args: Any,
        systems: Iterable[AiSystem],
        staff: Iterable[Membership],
        group: StaffGroup | None = None,
        **kwargs: Any,
    ) -> None:
        initial: dict[str, object] = {"knowledge": Knowledge.NONE}
        if group is not None:
            initial = {name: getattr(group, name) for name in ("name", "knowledge", "use")}
            initial["systems"] = [str(one.uuid) for one in group.systems.all()]
            initial["members"] = [str(one.uuid) for one in group.members.all()]
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        _offer(self, "systems", [(str(one.uuid), one.name) for one in systems])
        _offer(self, "members", [(str(one.uuid), one.person.name) for one in staff])

    def facts(self) -> GroupFacts:
        """What was typed, once the form is valid."""
        return GroupFacts(**{**self.cleaned_data, "knowledge": Knowledge(self.cleaned_data["knowledge"])})


class RequirementForm(forms.Form):
    """What a group must have learnt, and how long it holds."""

    module = forms.CharField(
        label=_("A module from the catalogue"),
        help_text=_("Its title, or the address of its page. Whoever says yes to it is noted on completing the module."),
        required=False,
        max_length=300,
    )
    title = forms.CharField(
        label=_("Or something else"),
        help_text=_("For example: Our own introduction to the rules for AI"),
        required=False,
        max_length=200,
    )
    months = forms.IntegerField(
        label=_("How many months does it hold?"),
        help_text=_("Empty: for good."),
        required=False,
        min_value=1,
        max_value=120,
    )

    def clean_module(self) -> Module | None:
        """The module that is meant."""
        words = str(self.cleaned_data["module"]).strip()
        module = module_named(words) if words else None
        if words and module is None:
            raise forms.ValidationError(_("No module is called that. Copy the address of its page in the catalogue."))
        return module


class TrainingForm(forms.Form):
    """Training that was held, and who was there."""

    title = forms.CharField(label=_("What was it?"), max_length=200)
    held_on = _day(_("When was it held?"), required=True)
    hours = forms.DecimalField(
        label=_("How many hours?"), min_value=0, max_value=200, max_digits=4, decimal_places=1, localize=True
    )
    held_by = forms.CharField(label=_("Who held it?"), required=False, max_length=160)
    content = forms.CharField(
        label=_("What was it about?"),
        help_text=_("Enough for somebody who was not there to see what was learnt."),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    meets = _several(_("Which requirements does it meet?"))
    attended = _several(_("Who was there?"))

    def __init__(
        self,
        *args: Any,
        requirements: Iterable[Requirement],
        staff: Iterable[Membership],
        training: Training | None = None,
        group: StaffGroup | None = None,
        **kwargs: Any,
    ) -> None:
        initial: dict[str, object] = {"held_on": timezone.localdate(now())}
        if group is not None:
            initial["attended"] = [str(one.uuid) for one in group.members.all()]
            initial["meets"] = [str(one.uuid) for one in group.requirements.all()]
        if training is not None:
            initial = {name: getattr(training, name) for name in ("title", "held_on", "hours", "held_by", "content")}
            initial["meets"] = [str(one.uuid) for one in training.meets.all()]
            present = training.attendance.select_related("membership__person")
            initial["attended"] = [str(one.membership.uuid) for one in present]
            staff = {one.pk: one for one in [*staff, *(one.membership for one in present)]}.values()
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.fields["hours"].widget.attrs["inputmode"] = "decimal"
        _offer(self, "meets", [(str(one.uuid), f"{one.title} – {one.group.name}") for one in requirements])
        _offer(self, "attended", [(str(one.uuid), one.person.name) for one in staff])

    def facts(self) -> TrainingFacts:
        """What was typed, once the form is valid."""
        return TrainingFacts(**self.cleaned_data)


class WordingForm(forms.Form):
    """What the register says of the law, in both languages."""

    text_da = forms.CharField(label=_("In Danish"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    text_en = forms.CharField(label=_("In English"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    source = forms.CharField(label=_("Where is it from?"), max_length=200)

    def __init__(self, *args: Any, wording: Wording, **kwargs: Any) -> None:
        initial = {name: getattr(wording, name) for name in self.base_fields}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)


def _offer(form: forms.Form, field: str, choices: list[tuple[str, str]]) -> None:
    form.fields[field].choices = choices  # type: ignore[attr-defined]  # a choice field, by its name
