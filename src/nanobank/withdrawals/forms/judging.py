"""What an institution fills in: the decision, an answer to a complaint, who takes it over, who is away."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Level, Module
from nanobank.withdrawals.forms.words import INPUT, SELECT, text_area
from nanobank.withdrawals.models import Criterion, Decision, Finding, Outcome, Precedent
from nanobank.withdrawals.queries import Fitting, ToJudge
from nanobank.withdrawals.services import Terms


class DecideForm(forms.Form):
    """The rubric, the decision and its grounds."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=Outcome.choices, widget=forms.RadioSelect)
    modules = forms.MultipleChoiceField(
        label=_("Counts as these modules"), required=False, widget=forms.CheckboxSelectMultiple
    )
    ects = forms.DecimalField(
        label=_("ECTS that count by themselves"),
        help_text=_("When it matches none of your modules. They are seen in the bank as from outside."),
        required=False, max_digits=4, decimal_places=2, localize=True,
        widget=forms.TextInput(attrs={**INPUT, "inputmode": "decimal"}),
    )  # fmt: skip
    level = forms.TypedChoiceField(
        label=_("At which level"), required=False, coerce=int, empty_value=None,
        choices=[("", _("None")), *Level.choices], widget=forms.Select(attrs=SELECT),
    )  # fmt: skip
    competences = forms.MultipleChoiceField(
        label=_("Competences that it shows"), required=False, widget=forms.CheckboxSelectMultiple
    )
    micro_credential = forms.ChoiceField(label=_("Examined in"), required=False, widget=forms.Select(attrs=SELECT))
    grounds = forms.CharField(
        label=_("Grounds"),
        help_text=_("The learner reads this, and a board if there is a complaint. At least 40 characters."),
        widget=text_area(7),
        max_length=10_000,
    )
    round = forms.IntegerField(widget=forms.HiddenInput)
    offered = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, shown: ToJudge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fitting = {str(one.module.uuid): one for one in shown.fitting if not one.held}
        self.exams = {one.slug: one for one in shown.exams}
        self.own = {one.slug: one for one in shown.competences}
        choices: dict[str, list[tuple[str, Any]]] = {
            "modules": [(key, one.version.title) for key, one in self.fitting.items()],
            "micro_credential": [("", _("Choose a micro-credential")), *((k, e.title) for k, e in self.exams.items())],
            "competences": [(key, one.label) for key, one in self.own.items()],
        }
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = offered
        for criterion in Criterion:
            self.fields[f"finding_{criterion.value}"] = forms.ChoiceField(
                label=criterion.label, choices=list(criterion.answers.items()), required=False, widget=forms.RadioSelect
            )
            self.fields[f"note_{criterion.value}"] = forms.CharField(
                label=_("Note"), required=False, max_length=1000, widget=forms.TextInput(attrs=INPUT)
            )

    def rubric(self) -> list[tuple[Any, Any]]:
        """Each criterion's two fields."""
        return [(self[f"finding_{one.value}"], self[f"note_{one.value}"]) for one in Criterion]

    def likely(self) -> list[Fitting]:
        """The modules that share a competence with it, best first."""
        return [one for one in self.fitting.values() if one.shared][:8]

    def others(self) -> list[Fitting]:
        """The rest of the institution's modules."""
        likely = {one.module.pk for one in self.likely()}
        return [one for one in self.fitting.values() if one.module.pk not in likely]

    def chosen(self) -> list[str]:
        """The modules that are ticked."""
        return [str(one) for one in self["modules"].value() or []]

    def terms(self, offered: Precedent | None) -> Terms:
        """What was decided, of a valid form."""
        given = self.cleaned_data
        rubric = {
            one: (Finding(given[f"finding_{one.value}"]), given[f"note_{one.value}"])
            for one in Criterion
            if given[f"finding_{one.value}"]
        }
        return Terms(
            outcome=Outcome(given["outcome"]),
            grounds=given["grounds"],
            round=given["round"],
            rubric=rubric,
            modules=[self.fitting[key].module for key in given["modules"]],
            ects=given["ects"],
            level=given["level"],
            competences=[self.own[key] for key in given["competences"]],
            micro_credential=self.exams.get(given["micro_credential"]),
            offered=offered,
        )


def as_decided(decision: Decision) -> dict[str, Any]:
    """A decision as the form is first filled in with it."""
    filled: dict[str, Any] = {
        "outcome": decision.outcome,
        "grounds": decision.grounds,
        "modules": [str(one.module.uuid) for one in decision.versions.select_related("module")],
        "ects": decision.ects,
        "level": decision.level,
        "competences": [one.slug for one in decision.competences.all()],
        "micro_credential": decision.micro_credential.slug if decision.micro_credential else "",
    }
    for name, found in decision.rubric.items():
        filled |= {f"finding_{name}": found["finding"], f"note_{name}": found["note"]}
    return filled


def terms_of(decision: Decision, *, of_round: int, offered: Precedent) -> Terms:
    """The same decision once more, on this round: current modules, the same grounds."""
    return Terms(
        outcome=Outcome(decision.outcome),
        grounds=decision.grounds,
        round=of_round,
        rubric={Criterion(name): (Finding(one["finding"]), one["note"]) for name, one in decision.rubric.items()},
        modules=list(Module.objects.filter(versions__in=decision.versions.all()).select_related("current").distinct()),
        ects=decision.ects,
        level=decision.level,
        competences=list(decision.competences.all()),
        micro_credential=decision.micro_credential,
        offered=offered,
    )


class AnswerForm(forms.Form):
    """What a complaint is answered."""

    upheld = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("no", _("It is judged again by somebody else")), ("yes", _("The decision stands"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Grounds"), help_text=_("The learner reads this. At least 40 characters."), widget=text_area(5)
    )


class HandOnForm(forms.Form):
    """Who takes it over."""

    to = forms.ChoiceField(label=_("Hand on to"), required=False, widget=forms.Select(attrs=SELECT))

    def __init__(self, *args: Any, educators: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.educators = {str(one.uuid): one for one in educators}
        field: Any = self.fields["to"]
        field.choices = [("", _("Whom it fits best")), *((key, one.name) for key, one in self.educators.items())]


class AwayForm(forms.Form):
    """From when until when."""

    first = forms.DateField(
        label=_("First day away"), widget=forms.DateInput(format="%Y-%m-%d", attrs={**INPUT, "type": "date"})
    )
    last = forms.DateField(
        label=_("Last day away"), widget=forms.DateInput(format="%Y-%m-%d", attrs={**INPUT, "type": "date"})
    )

    def days(self) -> tuple[date, date]:
        """Both, of a valid form."""
        return self.cleaned_data["first"], self.cleaned_data["last"]
