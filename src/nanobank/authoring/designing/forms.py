"""One form a question. What a form holds is what a design keeps: ``shown`` fills it in, ``values`` gives it back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from nanobank.authoring.designing.answers import Values
from nanobank.authoring.designing.asking import AnswerForm
from nanobank.authoring.designing.fields import INPUT, kroner_field, radio_field, select_field, text_field
from nanobank.authoring.designing.modules_form import ModulesForm
from nanobank.authoring.designing.proposing import Proposal
from nanobank.authoring.models import Approach, DesignQuestion
from nanobank.catalogue.models import Assessment, Audience, Competence, Form, Grading, Language, Level
from nanobank.frameworks.queries import in_force

LONGEST_OUTCOMES: Final = 4000


class WhomForm(AnswerForm):
    """For whom it is."""

    question = DesignQuestion.WHOM
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("Whom does it speak to?"),
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-checkbox"}),
    )
    target_da = text_field(
        gettext_lazy("Who are they, in Danish?"),
        3000,
        rows=4,
        help_text=gettext_lazy("What do they do today, what do they know already, and what do they lack?"),
    )
    target_en = text_field(gettext_lazy("The same in English"), 3000, rows=4, language="en")


class CompetenceForm(AnswerForm):
    """What they can afterwards."""

    question = DesignQuestion.COMPETENCE
    outcomes_da = text_field(
        gettext_lazy("What can they do afterwards? In Danish"),
        LONGEST_OUTCOMES,
        rows=5,
        help_text=gettext_lazy(
            "One a line. Begin with what an assessor can see: do, make, weigh – then what, and where."
        ),
    )
    outcomes_en = text_field(
        gettext_lazy("The same in English"),
        LONGEST_OUTCOMES,
        rows=5,
        help_text=gettext_lazy("In the same order."),
        language="en",
    )
    competences = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Competences"),
        queryset=Competence.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-checkbox"}),
        help_text=gettext_lazy("The common language: by these it is found, compared and put in plans."),
    )

    def __init__(self, *args: Any, offered: Sequence[Competence] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["competences"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = in_force(Competence.objects.order_by("label_da", "pk"))
            field.widget.choices = [(one.slug, one.label) for one in offered]

    @classmethod
    def shown(cls, values: Values) -> dict[str, Any]:
        """Outcomes as lines."""
        outcomes = values.get("outcomes", [])
        lines = {f"outcomes_{of}": "\n".join(one.get(of, "") for one in outcomes) for of in ("da", "en")}
        return {**lines, "competences": list(values.get("competences", []))}

    def values(self) -> Values:
        """Outcomes in pairs."""
        return {
            "outcomes": in_pairs(self.cleaned_data["outcomes_da"], self.cleaned_data["outcomes_en"]),
            "competences": [one.slug for one in self.cleaned_data["competences"]],
        }


def in_pairs(danish: str, english: str) -> list[dict[str, str]]:
    """Outcomes, one a line, side by side in both languages."""
    lines = ([line.strip() for line in text.splitlines() if line.strip()] for text in (danish, english))
    return [{"da": one, "en": other} for one, other in zip_longest(*lines, fillvalue="")]


class DidacticsForm(AnswerForm):
    """How it is learnt."""

    question = DesignQuestion.DIDACTICS
    approach = radio_field(gettext_lazy("What do they work with?"), Approach.choices)
    didactics_da = text_field(
        gettext_lazy("How do they learn it, in Danish?"),
        4000,
        rows=6,
        help_text=gettext_lazy("What do they do from week to week, with whom, and where does feedback come from?"),
    )
    didactics_en = text_field(gettext_lazy("The same in English"), 4000, rows=6, language="en")


class FormatForm(AnswerForm):
    """How one takes part."""

    question = DesignQuestion.FORMAT
    participation = radio_field(gettext_lazy("How does one take part?"), Form.choices)
    language = select_field(gettext_lazy("Language of teaching"), Language.choices)
    weeks = forms.IntegerField(
        label=gettext_lazy("Over how many weeks?"),
        min_value=1,
        max_value=260,
        required=False,
        widget=forms.TextInput({**INPUT, "inputmode": "numeric"}),
        help_text=gettext_lazy("Then we say how many hours a week it takes."),
    )


class LevelForm(AnswerForm):
    """How demanding it is."""

    question = DesignQuestion.LEVEL
    level = forms.TypedChoiceField(
        label=gettext_lazy("At which level?"),
        choices=Level.choices,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect({"class": "form-radio"}),
        help_text=gettext_lazy("The Danish qualification level, which is the European one (EQF) too."),
    )


class AssessmentForm(AnswerForm):
    """How the competence is shown."""

    question = DesignQuestion.ASSESSMENT
    assessment = radio_field(gettext_lazy("How is it examined?"), Assessment.choices)
    by_hand_in = forms.BooleanField(
        label=gettext_lazy("Something is handed in; otherwise a time is booked"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-checkbox"}),
    )
    grading = select_field(gettext_lazy("How is the result expressed?"), Grading.choices)
    second_examiner = forms.BooleanField(
        label=gettext_lazy("There is a second examiner"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-checkbox"}),
    )
    exam_guidance_da = text_field(
        gettext_lazy("What must one do at the exam? In Danish"),
        4000,
        rows=5,
        help_text=gettext_lazy("The task from practice, its size, and what the assessor looks for."),
    )
    exam_guidance_en = text_field(gettext_lazy("The same in English"), 4000, rows=5, language="en")
    identity_check_da = text_field(gettext_lazy("How is it checked who is examined? In Danish"), 1000, rows=2)
    identity_check_en = text_field(gettext_lazy("The same in English"), 1000, rows=2, language="en")

    def __init__(self, *args: Any, proposals: Sequence[Proposal] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = proposals

    def values(self) -> Values:
        """What was written, and with ``do=use:<assessment>`` what is proposed of that kind put into it."""
        do, _colon, kind = str(self.data.get("do", "")).partition(":")
        used = next((one for one in self.proposals if do == "use" and one.assessment == kind), None)
        return used.put_into(super().values(), self.proposals) if used else super().values()


class TermsForm(AnswerForm):
    """What it costs and who vouches for it."""

    question = DesignQuestion.TERMS
    price = kroner_field(gettext_lazy("Price in kroner"))
    quality_assurance_da = text_field(
        gettext_lazy("Who assures its quality, and how? In Danish"),
        2000,
        rows=3,
        help_text=gettext_lazy("Such as the study board, an accreditation, or a panel of employers."),
    )
    quality_assurance_en = text_field(gettext_lazy("The same in English"), 2000, rows=3, language="en")
    prerequisites_da = text_field(gettext_lazy("What must one be able to do beforehand? In Danish"), 2000, rows=2)
    prerequisites_en = text_field(gettext_lazy("The same in English"), 2000, rows=2, language="en")
    validity_months = forms.IntegerField(
        label=gettext_lazy("For how many months is the credential valid?"),
        min_value=1,
        max_value=600,
        required=False,
        widget=forms.TextInput({**INPUT, "inputmode": "numeric"}),
        help_text=gettext_lazy("For good when empty."),
    )

    @classmethod
    def shown(cls, values: Values) -> dict[str, Any]:
        """The price as a number."""
        return {**values, "price": Decimal(values["price"])} if values.get("price") else dict(values)

    def values(self) -> Values:
        """No price is 0."""
        return {**super().values(), "price": str(self.cleaned_data["price"] or 0)}


class NameForm(AnswerForm):
    """What it is called, which is easier said last."""

    question = DesignQuestion.NAME
    title_da = text_field(gettext_lazy("Title in Danish"), 200)
    title_en = text_field(gettext_lazy("Title in English"), 200, language="en")
    summary_da = text_field(gettext_lazy("In one sentence, in Danish: what can one do afterwards?"), 400, rows=2)
    summary_en = text_field(
        gettext_lazy("In one sentence, in English: what can one do afterwards?"), 400, rows=2, language="en"
    )


FORMS: Final[Mapping[DesignQuestion, type[AnswerForm]]] = {
    form.question: form
    for form in (
        WhomForm, CompetenceForm, DidacticsForm, FormatForm, LevelForm, ModulesForm, AssessmentForm, TermsForm, NameForm
    )
}  # fmt: skip
