"""The forms of study: choosing a class, and writing steps and questions without any JavaScript."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nanobank.catalogue.models import Offering
from nanobank.study.models import Question, QuestionKind, Step, StepKind
from nanobank.study.services import NewQuestion, NewStep

_INPUT = {"class": "form-input"}
_SPARE_CHOICES = 2
_FEWEST_CHOICES = 4


def offering_words(offering: Offering) -> str:
    """When, where and how many seats: what one chooses between."""
    when = _("Begin today, at your own pace")
    if offering.starts_on:
        when = _("Starts %s") % format_date(offering.starts_on, "j. F Y")
        if offering.ends_on:
            when += " – " + format_date(offering.ends_on, "j. F Y")
    parts = [when]
    if offering.place:
        parts.append(offering.place)
    if offering.reserved_for is not None:
        parts.append(_("only for %s") % offering.reserved_for.short_name)
    left = offering.seats_left
    if left is not None:
        parts.append(ngettext("%d seat left", "%d seats left", left) % left if left else _("fully booked"))
    return " · ".join(parts)


class StartForm(forms.Form):
    """Which of a module's offerings to begin on."""

    offering = forms.ChoiceField(label=gettext_lazy("When will you begin?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, offerings: Iterable[Offering], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offerings = {str(one.uuid): one for one in offerings}
        field = self.fields["offering"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(uuid, offering_words(one)) for uuid, one in self.offerings.items()]
        first = next((uuid for uuid, one in self.offerings.items() if one.seats_left != 0), None)
        self.initial.setdefault("offering", first)

    def chosen(self) -> Offering:
        """The offering picked."""
        return self.offerings[self.cleaned_data["offering"]]


class StepForm(forms.Form):
    """One step; only the fields of its kind are asked for."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, widget=forms.TextInput(_INPUT))
    minutes = forms.IntegerField(
        label=gettext_lazy("Estimated minutes"), min_value=1, max_value=6000, widget=forms.NumberInput(_INPUT)
    )
    body = forms.CharField(
        label=gettext_lazy("Text"), required=False, max_length=100_000, widget=forms.Textarea({**_INPUT, "rows": 16})
    )
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    captions = forms.FileField(
        label=gettext_lazy("Captions"), required=False, help_text=gettext_lazy("A WebVTT file (.vtt)")
    )
    url = forms.URLField(
        label=gettext_lazy("Link to the video"), required=False, assume_scheme="https", widget=forms.URLInput(_INPUT)
    )
    pass_percent = forms.IntegerField(
        label=gettext_lazy("Per cent needed to pass"), min_value=0, max_value=100, widget=forms.NumberInput(_INPUT)
    )

    _ASKED = {
        StepKind.TEXT: ("title", "minutes", "body"),
        StepKind.VIDEO: ("title", "minutes", "file", "captions", "url", "body"),
        StepKind.FILE: ("title", "minutes", "file", "body"),
        StepKind.QUIZ: ("title", "minutes", "pass_percent", "body"),
    }

    def __init__(self, *args: Any, kind: StepKind, step: Step | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"minutes": 10, "pass_percent": 60}
        if step is not None:
            initial = {name: getattr(step, name) for name in ("title", "minutes", "body", "url", "pass_percent")}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.kind = kind
        for name in set(self.fields) - set(self._ASKED[kind]):
            del self.fields[name]
        self.order_fields(list(self._ASKED[kind]))
        self.fields["body"].label = {
            StepKind.VIDEO: _("Text alternative: what is said and shown"),
            StepKind.FILE: _("What the file is for"),
            StepKind.QUIZ: _("Introduction"),
        }.get(kind, _("Text"))
        self.fields["body"].help_text = _("Markdown: # heading, **bold**, - list, [link](https://…)")
        if step is not None and step.file:
            self.fields["file"].help_text = _("There is a file already. Choose another to replace it.")

    def new_step(self) -> NewStep:
        """What was written."""
        given = self.cleaned_data
        return NewStep(
            kind=self.kind,
            title=given["title"],
            minutes=given["minutes"],
            body=given["body"],
            file=_uploaded(given.get("file")),
            captions=_uploaded(given.get("captions")),
            url=given.get("url", ""),
            pass_percent=given.get("pass_percent", 60),
        )


def _uploaded(value: Any) -> "File[bytes] | None":
    return value if isinstance(value, File) else None


class QuestionForm(forms.Form):
    """One question of one kind. Choices have rows of their own; empty rows are left out."""

    prompt = forms.CharField(
        label=gettext_lazy("Question"), max_length=2000, widget=forms.Textarea({**_INPUT, "rows": 3})
    )
    answer = forms.CharField(label=gettext_lazy("The right number"), max_length=30, widget=forms.TextInput(_INPUT))
    tolerance = forms.CharField(
        label=gettext_lazy("How far off may an answer be?"),
        max_length=30,
        required=False,
        widget=forms.TextInput(_INPUT),
    )
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=40, required=False, widget=forms.TextInput(_INPUT))
    accepted = forms.CharField(
        label=gettext_lazy("Accepted answers, one a line"),
        help_text=gettext_lazy("Capitals, spaces and a full stop at the end make no difference."),
        max_length=4000,
        widget=forms.Textarea({**_INPUT, "rows": 4}),
    )
    explanation = forms.CharField(
        label=gettext_lazy("Explanation, shown after marking"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({**_INPUT, "rows": 3}),
    )

    _ASKED: dict[str, tuple[str, ...]] = {
        QuestionKind.SINGLE: (),
        QuestionKind.MULTIPLE: (),
        QuestionKind.NUMERIC: ("answer", "tolerance", "unit"),
        QuestionKind.SHORT_TEXT: ("accepted",),
    }

    def __init__(self, *args: Any, kind: QuestionKind, question: Question | None = None, **kwargs: Any) -> None:
        definition = question.definition if question else {}
        initial = {"tolerance": "0", **{name: definition[name] for name in definition if name != "choices"}}
        initial["accepted"] = "\n".join(definition.get("accepted", []))
        if question is not None:
            initial |= {"prompt": question.prompt, "explanation": question.explanation}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.kind = kind
        for name in {"answer", "tolerance", "unit", "accepted"} - set(self._ASKED[kind]):
            del self.fields[name]
        self.rows = 0
        if kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
            self._add_rows(definition.get("choices", []))
        self.order_fields(["prompt", *self._ASKED[kind], *self._row_names(), "explanation"])

    def _row_names(self) -> list[str]:
        return [f"choice_{row}_{part}" for row in range(self.rows) for part in ("text", "correct", "feedback")]

    def _add_rows(self, choices: list[dict[str, Any]]) -> None:
        self.rows = min(20, max(_FEWEST_CHOICES, len(choices) + _SPARE_CHOICES))
        for row in range(self.rows):
            choice = choices[row] if row < len(choices) else {}
            self.fields[f"choice_{row}_text"] = forms.CharField(
                label=_("Choice %d") % (row + 1), required=False, max_length=500, widget=forms.TextInput(_INPUT)
            )
            self.fields[f"choice_{row}_correct"] = forms.BooleanField(
                label=_("Choice %d is correct") % (row + 1),
                required=False,
                widget=forms.CheckboxInput({"class": "form-checkbox"}),
            )
            self.fields[f"choice_{row}_feedback"] = forms.CharField(
                label=_("What is said to whoever picks choice %d") % (row + 1),
                required=False,
                max_length=500,
                widget=forms.TextInput(_INPUT),
            )
            for part in ("text", "correct", "feedback"):
                self.initial[f"choice_{row}_{part}"] = choice.get(part, "")

    def new_question(self) -> NewQuestion:
        """What was written, in the shape that marking reads."""
        given = self.cleaned_data
        definition: dict[str, Any]
        if self.kind == QuestionKind.NUMERIC:
            numbers = {name: (given[name] or "0").strip().replace(",", ".") for name in ("answer", "tolerance")}
            definition = {**numbers, "unit": given["unit"].strip()}
        elif self.kind == QuestionKind.SHORT_TEXT:
            definition = {"accepted": [line.strip() for line in given["accepted"].splitlines() if line.strip()]}
        else:
            rows = [{part: given[f"choice_{row}_{part}"] for part in ("text", "correct", "feedback")}
                    for row in range(self.rows)]  # fmt: skip
            definition = {"choices": [row for row in rows if row["text"].strip()]}
        return NewQuestion(self.kind, given["prompt"], definition, given["explanation"])

    def field_for(self, field: str | None) -> str | None:
        """The input beside which to show what was refused about ``field``."""
        if field == "choices":
            return "choice_0_text"
        return field if field in self.fields else None
