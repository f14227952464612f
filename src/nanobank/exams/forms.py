"""What people fill in about exams."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential
from nanobank.exams.bridge import ects_letter, grades_for
from nanobank.exams.models import Grade
from nanobank.exams.services import ACCEPTED, MIN_GROUNDS

# The scale's own words, from the ministerial order on the 7-point grading scale.
GRADE_WORDS = {
    Grade.TWELVE: _("Excellent: the aims fulfilled exhaustively, with no or only a few minor flaws"),
    Grade.TEN: _("Very good: the aims fulfilled extensively, with some minor flaws"),
    Grade.SEVEN: _("Good: the aims fulfilled, with a number of flaws"),
    Grade.FOUR: _("Fair: the aims fulfilled to a lesser degree, with several major flaws"),
    Grade.TWO: _("Adequate: the aims fulfilled to the least acceptable degree"),
    Grade.ZERO: _("Inadequate: the aims not fulfilled to an acceptable degree"),
    Grade.MINUS_THREE: _("Unacceptable in all respects"),
    Grade.PASSED: _("The aims are fulfilled"),
    Grade.NOT_PASSED: _("The aims are not yet fulfilled"),
}


def _text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "form-input"})


def _number() -> forms.NumberInput:
    return forms.NumberInput(attrs={"class": "form-input"})


def _grade_choices(micro_credential: MicroCredential) -> list[tuple[str, str]]:
    choices = []
    for grade in grades_for(micro_credential.grading):
        letter = ects_letter(grade)
        label = f"{grade.label} ({letter})" if letter else str(grade.label)
        choices.append((grade.value, f"{label} – {GRADE_WORDS[grade]}"))
    return choices


class HandInForm(forms.Form):
    """A text, a file, or both."""

    text = forms.CharField(
        label=_("Your hand-in"),
        help_text=_("Write here, or choose a file below. You can do both."),
        required=False,
        widget=_text_area(14),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("At most 20 MB: PDF, Word, Excel, PowerPoint, OpenDocument, text, picture or zip."),
        required=False,
        widget=forms.FileInput(attrs={"class": "form-input", "accept": ",".join(ACCEPTED)}),
    )

    def handed_in(self) -> tuple[str, "UploadedFile[bytes] | None"]:
        """The text and the file, once valid."""
        return self.cleaned_data["text"], self.cleaned_data["file"]


class AssessForm(forms.Form):
    """A grade, its grounds, and which of the outcomes were shown."""

    shown = forms.MultipleChoiceField(
        label=_("What the learner showed"),
        help_text=_("What you tick is added to the grounds."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    grounds = forms.CharField(
        label=_("Grounds"),
        help_text=_("Tell the learner what was good and what was missing. At least 40 characters."),
        widget=_text_area(10),
    )
    grade = forms.ChoiceField(label=_("Grade"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, micro_credential: MicroCredential, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = _grade_choices(micro_credential)  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["shown"].choices = [(one, one) for one in micro_credential.outcomes]  # type: ignore[attr-defined]

    def grounds_in_full(self) -> str:
        """The grounds with the outcomes that were ticked."""
        grounds: str = self.cleaned_data["grounds"].strip()
        shown: list[str] = self.cleaned_data["shown"]
        if not shown or len(grounds) < MIN_GROUNDS:
            return grounds
        return "\n".join([grounds, "", gettext("You showed that you can:"), "", *(f"- {outcome}" for outcome in shown)])


class SlotsForm(forms.Form):
    """When and where an examiner examines: one slot or several in a row."""

    micro_credential = forms.ModelChoiceField(
        label=_("Exam"),
        queryset=MicroCredential.objects.none(),
        to_field_name="slug",
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    date = forms.DateField(
        label=_("Date"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "form-input", "type": "date"})
    )
    time = forms.TimeField(
        label=_("From what time"), widget=forms.TimeInput(format="%H:%M", attrs={"class": "form-input", "type": "time"})
    )
    minutes = forms.IntegerField(label=_("Minutes for each"), initial=30, widget=_number())
    count = forms.IntegerField(label=_("How many in a row"), initial=1, widget=_number())
    place = forms.CharField(
        label=_("Place or link"), max_length=120, help_text=_("A room, or the address of an online meeting."),
        widget=forms.TextInput(attrs={"class": "form-input"}),
    )  # fmt: skip

    def __init__(self, *args: Any, examiner: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        oral = MicroCredential.objects.filter(examiners__person=examiner, by_hand_in=False).order_by("title_da")
        self.fields["micro_credential"].queryset = oral  # type: ignore[attr-defined]  # a ModelChoiceField

    def starts_at(self) -> datetime:
        """The date and the time in Denmark."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["date"], self.cleaned_data["time"]))


class IllnessForm(forms.Form):
    """What the study secretary has seen."""

    documentation = forms.CharField(
        label=_("Documentation seen"),
        help_text=_("For example: doctor's note of 3 March. Never write the diagnosis."),
        widget=_text_area(3),
    )


class DispensationForm(forms.Form):
    """Why one attempt more is given."""

    reason = forms.CharField(
        label=_("Reason for one attempt more"), help_text=_("The learner can read it."), widget=_text_area(3)
    )


class CorrectForm(forms.Form):
    """The right grade and grounds, and why the published ones were wrong."""

    grade = forms.ChoiceField(label=_("The right grade"), widget=forms.RadioSelect)
    grounds = forms.CharField(label=_("Grounds"), widget=_text_area(6))
    reason = forms.CharField(
        label=_("Reason for the correction"), help_text=_("The learner can read it."), widget=_text_area(3)
    )

    def __init__(self, *args: Any, micro_credential: MicroCredential, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = _grade_choices(micro_credential)  # type: ignore[attr-defined]  # a ChoiceField


class ExaminerForm(forms.Form):
    """Who is to examine which of the office's exams."""

    micro_credential = forms.ModelChoiceField(
        label=_("Exam"),
        queryset=MicroCredential.objects.none(),
        to_field_name="slug",
        empty_label=_("Choose an exam"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    email = forms.EmailField(
        label=_("Email address"),
        help_text=_("The address that an educator or examiner signs in with, at any institution."),
        widget=forms.EmailInput(attrs={"class": "form-input"}),
    )

    def __init__(self, *args: Any, exams: QuerySet[MicroCredential], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["micro_credential"].queryset = exams  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """Somebody must have the address: ``person``."""
        cleaned = super().clean() or {}
        if "email" in cleaned:
            cleaned["person"] = Person.objects.filter(email=cleaned["email"].lower(), is_active=True).first()
            if cleaned["person"] is None:
                self.add_error("email", _("Nobody has an account with this address."))
        return cleaned


class HandOverForm(forms.Form):
    """Who holds the booked time instead."""

    to = forms.ModelChoiceField(
        label=_("New examiner"),
        queryset=Person.objects.none(),
        to_field_name="uuid",
        empty_label=_("Choose an examiner"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args: Any, examiners: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = examiners  # type: ignore[attr-defined]  # a ModelChoiceField
