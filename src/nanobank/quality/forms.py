"""What people fill in about quality."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.organisations.models import Organisation
from nanobank.quality.models import OF_OTHERS, AnyCriterion, Gate, Points, Policy, Question, Verdict
from nanobank.quality.queries import Item

_INPUT = {"class": "form-input"}


def _text(label: Any, *, required: bool = True, rows: int = 4, **options: Any) -> forms.CharField:
    widget = forms.Textarea({**_INPUT, "rows": rows})
    return forms.CharField(label=label, required=required, max_length=4_000, widget=widget, **options)


def _number(label: Any, least: int, most: int, **options: Any) -> forms.IntegerField:
    widget = forms.NumberInput({**_INPUT, "min": least, "max": most})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget, **options)


class AskForm(forms.Form):
    """Whom the author asks to review."""

    reviewer = forms.ModelChoiceField(
        label=_("Who shall review it?"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Anybody of ours who has not written on it"),
        widget=forms.Select({"class": "form-select"}),
    )
    words = _text(
        _("What do you want them to look at?"), required=False, rows=3, help_text=_("You need not write anything.")
    )

    def __init__(self, *args: Any, reviewers: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reviewer"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # as declared above
        field.queryset = Person.objects.filter(pk__in=[one.pk for one in reviewers]).order_by("given_name")


class HandOnForm(AskForm):
    """To whom a review is handed on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["words"]
        self.fields["reviewer"].label = _("Who shall have it instead?")


class DeclareForm(forms.Form):
    """Whether a reviewer has an interest."""

    has_interest = forms.TypedChoiceField(
        label=_("Have you an interest in it?"),
        help_text=_("You have one if you have worked on it, gain by it, or are close to somebody who has or does."),
        choices=[("no", _("No, I have no interest in it")), ("yes", _("Yes, and somebody else must judge it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you have an interest in it.")},
    )
    words = _text(_("Which interest?"), required=False, rows=2)


class ReviewForm(forms.Form):
    """Points and grounds for each criterion, and the decision."""

    def __init__(self, *args: Any, judged: Sequence[AnyCriterion] = OF_OTHERS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._judged = judged
        for criterion in judged:
            self.fields[f"{criterion.value}_points"] = forms.TypedChoiceField(
                label=criterion.label,
                choices=[(one.value, one.label) for one in reversed(Points)],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Give points.")},
            )
            grounds = _text(_("Why?"), rows=2, error_messages={"required": _("Write why.")})
            self.fields[f"{criterion.value}_grounds"] = grounds
        self.fields["verdict"] = forms.ChoiceField(
            label=_("Your decision"), choices=Verdict.choices, widget=forms.RadioSelect,
            error_messages={"required": _("Choose a decision.")},
        )  # fmt: skip
        self.fields["grounds"] = _text(
            _("Grounds"),
            help_text=_("What decided it, and what would make it better. The grounds are public; your name is not."),
            error_messages={"required": _("Write the grounds.")},
        )

    @property
    def criteria(self) -> Iterator[tuple[BoundField, BoundField]]:
        """The two inputs of each criterion."""
        for criterion in self._judged:
            yield self[f"{criterion.value}_points"], self[f"{criterion.value}_grounds"]

    @property
    def scores(self) -> dict[str, tuple[int, str]]:
        """What was given, by criterion."""
        given = self.cleaned_data
        return {one.value: (given[f"{one.value}_points"], given[f"{one.value}_grounds"]) for one in self._judged}


class ChangesForm(forms.Form):
    """What an author did about the changes that were asked for."""

    words = _text(_("What have you changed?"), error_messages={"required": _("Say what you have changed.")})


class ChecklistForm(forms.Form):
    """The author's checklist."""

    items = forms.MultipleChoiceField(label=_("This holds:"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, checklist: tuple[Item, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["items"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  # as declared above
        field.initial = [one.key for one in checklist if one.ticked]
        field.choices = [(one.key, one.words) for one in checklist]


class PolicyForm(forms.Form):
    """Which gates an institution asks for."""

    gates = forms.MultipleChoiceField(
        label=_("What do you ask for before something is published?"),
        help_text=_("Evaluations and completion are asked for when an approval is to be renewed."),
        choices=Gate.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    valid_months = _number(_("How many months does an approval hold?"), 1, 120)
    review_days = _number(_("How many days has a reviewer?"), 1, 90)
    least_rating = forms.DecimalField(
        label=_("The least that learners must give it, of 5"), min_value=1, max_value=5, max_digits=2,
        decimal_places=1, localize=True, widget=forms.TextInput({**_INPUT, "inputmode": "decimal"}),
    )  # fmt: skip
    least_completion = _number(_("How many in a hundred must complete it?"), 0, 100)

    @classmethod
    def of(cls, policy: Policy) -> "PolicyForm":
        """With what holds now; for who has decided nothing yet, with what is sensible."""
        names = ("valid_months", "review_days", "least_rating", "least_completion")
        gates = policy.gates if policy.pk else [Gate.CHECKS, Gate.CHECKLIST, Gate.REVIEW]
        return cls(initial={"gates": gates, **{name: getattr(policy, name) for name in names}})


class ItemForm(forms.Form):
    """A line of an institution's own on the checklist."""

    words_da = forms.CharField(label=_("The line in Danish"), max_length=300, widget=forms.TextInput(_INPUT))
    words_en = forms.CharField(label=_("The line in English"), max_length=300, widget=forms.TextInput(_INPUT))


class EvaluationForm(forms.Form):
    """What a learner answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scale = [(5, _("5 – very much")), (4, "4"), (3, "3"), (2, "2"), (1, _("1 – not at all"))]
        for question in Question:
            self.fields[question.value] = forms.TypedChoiceField(
                label=question.label, choices=scale, coerce=int, widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer from 1 to 5.")},
            )  # fmt: skip
        self.fields["hours"] = forms.DecimalField(
            label=_("How many hours did you spend on it in all?"), required=False, min_value=0, max_value=1_000,
            max_digits=5, decimal_places=1, localize=True, widget=forms.TextInput({**_INPUT, "inputmode": "decimal"}),
        )  # fmt: skip
        self.fields["comment"] = forms.CharField(
            label=_("What would make it better?"), required=False, max_length=2_000,
            help_text=_("Write nothing that shows who you or others are."),
            widget=forms.Textarea({**_INPUT, "rows": 4}),
        )  # fmt: skip

    @property
    def answers(self) -> dict[str, int]:
        """What was answered, by question."""
        return {one.value: self.cleaned_data[one.value] for one in Question}


class VetForm(forms.Form):
    """An institution vouches for what another offers."""

    organisation = forms.ModelChoiceField(
        label=_("On whose behalf?"),
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        widget=forms.Select({"class": "form-select"}),
    )
    valid_until = forms.DateField(
        label=_("Until when?"), widget=forms.DateInput({**_INPUT, "type": "date"}, format="%Y-%m-%d")
    )
    grounds = _text(
        _("Grounds"),
        help_text=_("Provider, content, level, workload, and how it is assessed. The grounds are public."),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # as declared above
        field.queryset = organisations


class WithdrawForm(forms.Form):
    """Why an institution does not stand by something any longer."""

    reason = _text(_("Why do you not stand by it any longer?"), rows=2)
