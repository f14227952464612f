"""The forms of the editor. Each saves what it can of what was written, and says beside the rest why it cannot yet."""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.authoring.parts import Part, written
from nanobank.catalogue.models import Audience, Form, Language, Level, Module, ModuleVersion
from nanobank.catalogue.services import Facts, facts_of, what_is_missing
from nanobank.common.bilingual import in_english
from nanobank.common.kroner import KronerField
from nanobank.organisations.models import Organisation
from nanobank.study.models import Question, QuestionKind, Step, StepKind
from nanobank.study.revisions import digest, revision_of, values_of

_INPUT: Final = {"class": "form-input"}
_SELECT: Final = {"class": "form-select"}
_IN_BRACKETS: Final = re.compile(r"\[([-\w]+)\]")
_MOST_CHOICES: Final = 20
_FEWEST_CHOICES: Final = 4
_SPARE_CHOICES: Final = 2


class WrittenForm(forms.Form):
    """A form that knows the revision of what it shows, and gives what was written well whatever else is wrong."""

    revision = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """The inputs that were sent and can be kept. Asks the form to be bound."""
        self.full_clean()
        good = self.cleaned_data if hasattr(self, "cleaned_data") else {}
        return {name: value for name, value in good.items() if name != "revision" and self.was_sent(name)}

    def was_sent(self, name: str) -> bool:
        """Whether the input was in what was sent; no box ticked looks as if it was not."""
        several = isinstance(self.fields[name], forms.MultipleChoiceField)
        return several or self.add_prefix(name) in self.data

    def sent(self, name: str) -> list[str]:
        """All that was sent by one name: the boxes that were ticked."""
        return self.data.getlist(name) if isinstance(self.data, QueryDict) else []

    def faults(self) -> dict[str, str]:
        """What is wrong with the rest of what was sent, a sentence an input."""
        return {name: str(errors[0]) for name, errors in self.errors.items() if self.was_sent(name)}

    def based_on(self) -> str | None:
        """The revision that was written on; None when none was sent."""
        return self.cleaned_data.get("revision") or None


def _text(label: Any, longest: int, *, rows: int = 0, help_text: Any = "", **more: Any) -> forms.CharField:
    attributes = {**_INPUT, **more}
    widget = forms.Textarea({**attributes, "rows": rows}) if rows else forms.TextInput(attributes)
    return forms.CharField(
        label=label, max_length=longest, required=False, widget=widget, help_text=help_text, strip=not rows
    )


def _plain_lines(text: str) -> str:
    """With one kind of line break, so that a page with and one without JavaScript save the same."""
    return text.replace("\r\n", "\n")


def _by_title(facts: Facts) -> str:
    """What is required, a line each, as ``Title [address]``, so that one can read it: one query."""
    found = Module.objects.select_related("current").in_bulk({one.pk for group in facts.prerequisites for one in group})
    titled = {pk: f"{one.current.title if one.current else one.slug} [{one.slug}]" for pk, one in found.items()}
    either = _("or")
    return "\n".join(f" {either} ".join(titled[one.pk] for one in group) for group in facts.prerequisites)


def _addresses(line: str) -> list[str]:
    """The addresses on a line: those in brackets, or, where there are none, what commas separate."""
    return _IN_BRACKETS.findall(line) or [slug.strip() for slug in line.split(",") if slug.strip()]


def _with_comma(number: str) -> str:
    """A number as it is written in the language of the page."""
    return str(number) if in_english() else str(number).replace(".", ",")


class PartForm(WrittenForm):
    """One part of a draft's texts and facts. Only what a draft cannot be without is required."""

    title_da = _text(gettext_lazy("Title in Danish"), 200)
    title_en = _text(gettext_lazy("Title in English"), 200, lang="en")
    summary_da = _text(gettext_lazy("In one sentence, in Danish: what can one do afterwards?"), 400, rows=2)
    summary_en = _text(gettext_lazy("In one sentence, in English: what can one do afterwards?"), 400, rows=2, lang="en")
    description = _text(
        gettext_lazy("Description, in the language of teaching"),
        10_000,
        rows=12,
        **{"data-preview": "description"},
        help_text=gettext_lazy(
            "For whom is it, how is it taught, what does one take home? You can write **bold**, lists and links."
        ),
    )
    outcomes_da = _text(
        gettext_lazy("Learning outcomes in Danish"),
        4000,
        rows=6,
        help_text=gettext_lazy("One a line: what one does (a verb that can be seen), with what, and where."),
    )
    outcomes_en = _text(
        gettext_lazy("Learning outcomes in English"),
        4000,
        rows=6,
        help_text=gettext_lazy("In the same order."),
        lang="en",
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of teaching"), choices=Language.choices, widget=forms.Select(_SELECT)
    )
    ects = forms.DecimalField(
        label="ECTS",
        max_digits=4,
        decimal_places=2,
        max_value=10,
        localize=True,
        widget=forms.TextInput({**_INPUT, "inputmode": "decimal"}),
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), choices=Level.choices, coerce=int, widget=forms.Select(_SELECT)
    )
    price = KronerField(label=gettext_lazy("Price in kroner"), widget=forms.TextInput(_INPUT))
    form = forms.ChoiceField(label=gettext_lazy("Form"), choices=Form.choices, widget=forms.Select(_SELECT))
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("For whom"),
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-checkbox"}),
    )
    prerequisites = _text(
        gettext_lazy("Modules that one should have taken first"),
        2000,
        rows=4,
        help_text=gettext_lazy(
            "A module a line, its address in brackets. All lines must be met; of several on one line any one will do."
        ),
    )

    def __init__(self, *args: Any, part: Part, version: ModuleVersion, **kwargs: Any) -> None:
        self.part, self.version = part, version
        facts = facts_of(version)
        self.present = written(facts, part)
        initial = {**self.present, "revision": digest(self.present)}
        if "ects" in initial:
            initial |= {"ects": facts.ects.normalize(), "price": facts.price}
        if "prerequisites" in initial:
            initial["prerequisites"] = _by_title(facts)
        super().__init__(*args, **{"initial": initial, "auto_id": "%s", **kwargs})
        for name in set(self.fields) - {*part.inputs, "revision"}:
            del self.fields[name]
        self.order_fields(part.inputs)
        if "ects" in self.fields:
            self.fields["ects"].validators.append(
                MinValueValidator(0.01, gettext_lazy("A module is more than 0 and at most 10 ECTS."))
            )

    def _other_language(self) -> str:
        return "_da" if self.version.language == Language.ENGLISH else "_en"

    def first(self) -> list[BoundField]:
        """What is written in the language of teaching, or in none."""
        return [field for field in self.visible_fields() if not field.name.endswith(self._other_language())]

    def folded(self) -> list[BoundField]:
        """The same in the other language, which need not be in the way while one writes."""
        return [field for field in self.visible_fields() if field.name.endswith(self._other_language())]

    def asks_folded(self) -> bool:
        """Whether something is to be seen to there."""
        return any(field.errors for field in self.folded())

    def show_missing(self) -> None:
        """Say beside each input what publishing will ask for. Asks the form to be bound to what stands."""
        self.full_clean()
        for name, sentence in what_is_missing(self.version).items():
            field = "outcomes_da" if name == "outcomes" else name
            if field in self.fields and field not in self.errors:
                self.add_error(field, str(sentence))

    def clean(self) -> None:
        """As the catalogue takes it."""
        given = self.cleaned_data
        for name in given.keys() & {"summary_da", "summary_en", "description"}:
            given[name] = _plain_lines(given[name])
        for name in given.keys() & {"outcomes_da", "outcomes_en"}:
            given[name] = [line.strip() for line in given[name].splitlines()]
        for name, choices in (("language", Language), ("form", Form), ("level", Level)):
            if name in given:
                given[name] = choices(given[name])
        if "audiences" in given:
            given["audiences"] = tuple(Audience(one) for one in given["audiences"])

    def clean_prerequisites(self) -> tuple[tuple[Module, ...], ...]:
        """The modules that are named, or which name is not one."""
        lines = [_addresses(line) for line in self.cleaned_data["prerequisites"].splitlines()]
        known = Module.objects.in_bulk({slug for line in lines for slug in line}, field_name="slug")
        for slug in (slug for line in lines for slug in line):
            if slug not in known:
                raise ValidationError(_("There is no module with the address “%s”.") % slug)
            if known[slug].pk == self.version.module_id:
                raise ValidationError(_("A module cannot require itself."))
        return tuple(tuple(known[slug] for slug in line) for line in lines if line)


class StepTextForm(WrittenForm):
    """What is written in one step; only the inputs of its kind are asked for."""

    title = _text(gettext_lazy("Title of the step"), 200)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes it takes"), min_value=1, max_value=6000, widget=forms.NumberInput(_INPUT)
    )
    url = forms.URLField(
        label=gettext_lazy("Link to the video"),
        max_length=200,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(_INPUT),
        help_text=gettext_lazy("Or upload a file below."),
    )
    pass_percent = forms.IntegerField(
        label=gettext_lazy("Per cent needed to pass"), min_value=0, max_value=100, widget=forms.NumberInput(_INPUT)
    )
    body = _text(gettext_lazy("Text"), 100_000, rows=18, **{"data-preview": "body"})

    _ASKED: Final = {
        StepKind.TEXT: ("title", "minutes", "body"),
        StepKind.VIDEO: ("title", "minutes", "url", "body"),
        StepKind.FILE: ("title", "minutes", "body"),
        StepKind.QUIZ: ("title", "minutes", "pass_percent", "body"),
    }

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        self.step = step
        initial = {**values_of(step), "revision": revision_of(step)}
        super().__init__(*args, **{"initial": initial, "auto_id": "%s", **kwargs})
        for name in set(self.fields) - {*self._ASKED[StepKind(step.kind)], "revision"}:
            del self.fields[name]
        body = self.fields["body"]
        body.help_text = _("You can write # heading, **bold**, - list, [link](https://…), ![what the picture shows](…)")
        if step.kind == StepKind.VIDEO:
            body.label = _("What is said and shown, as text")
        elif step.kind == StepKind.QUIZ:
            body.label, body.widget.attrs["rows"] = _("What is said before the questions"), 5

    def clean_body(self) -> str:
        """With one kind of line break."""
        return _plain_lines(self.cleaned_data["body"])


class StepFilesForm(forms.Form):
    """The file of a step, and a film's captions."""

    file = forms.FileField(label=gettext_lazy("File"), required=False)
    captions = forms.FileField(
        label=gettext_lazy("Captions"), required=False, help_text=gettext_lazy("A WebVTT file (.vtt)")
    )

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "file_%s", **kwargs})
        if step.kind == StepKind.VIDEO:
            self.fields["file"].label = _("Video")
        else:
            del self.fields["captions"]
        if step.file:
            self.fields["file"].help_text = _("There is a file already. Choose another to replace it.")


class QuestionForm(WrittenForm):
    """One question of one kind, finished or not. Choices have rows of their own; empty rows are left out."""

    prompt = _text(gettext_lazy("Question"), 2000, rows=2)
    answer = _text(gettext_lazy("The right number"), 30, inputmode="decimal")
    tolerance = _text(gettext_lazy("How far off may an answer be?"), 30, inputmode="decimal")
    unit = _text(gettext_lazy("Unit"), 40)
    accepted = _text(
        gettext_lazy("Accepted answers, one a line"),
        4000,
        rows=4,
        help_text=gettext_lazy("Capitals, spaces and a full stop at the end make no difference."),
    )
    explanation = _text(gettext_lazy("Explanation, shown after marking"), 4000, rows=2)

    _ASKED: Final[dict[str, tuple[str, ...]]] = {
        QuestionKind.SINGLE: (),
        QuestionKind.MULTIPLE: (),
        QuestionKind.NUMERIC: ("answer", "tolerance", "unit"),
        QuestionKind.SHORT_TEXT: ("accepted",),
    }

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        self.question = question
        definition = question.definition
        initial = {"prompt": question.prompt, "explanation": question.explanation, "revision": revision_of(question)}
        initial |= {name: _with_comma(definition.get(name, "")) for name in ("answer", "tolerance")}
        initial["unit"] = definition.get("unit", "")
        initial["accepted"] = "\n".join(definition.get("accepted", []))
        super().__init__(*args, **{"initial": initial, "auto_id": f"q{question.pk}_%s", **kwargs})
        asked = self._ASKED[question.kind]
        for name in {"answer", "tolerance", "unit", "accepted"} - set(asked):
            del self.fields[name]
        self.order_fields(["prompt", *asked, "explanation"])
        self.has_choices = not asked

    def rows(self) -> list[dict[str, Any]]:
        """The choices as the page shows them, with some empty ones after them."""
        if not self.has_choices:
            return []
        choices = self._choices() if self.is_bound else self.question.definition.get("choices", [])
        most = min(_MOST_CHOICES, max(_FEWEST_CHOICES, len(choices) + _SPARE_CHOICES))
        empty = {"text": "", "correct": False, "feedback": ""}
        return [choices[place] if place < len(choices) else empty for place in range(most)]

    def _choices(self) -> list[dict[str, Any]]:
        correct = set(self.sent("correct"))
        rows = [
            {
                "text": self.data.get(f"choice_{row}_text", "").strip()[:500],
                "correct": str(row) in correct,
                "feedback": self.data.get(f"choice_{row}_feedback", "").strip()[:500],
            }
            for row in range(_MOST_CHOICES)
        ]
        return [row for row in rows if row["text"]]

    def values(self) -> dict[str, Any]:
        """The question's texts and its definition, in the shape that marking reads."""
        given = super().values()
        kept: dict[str, Any] = {
            name: _plain_lines(given[name]).strip() for name in ("prompt", "explanation") if name in given
        }
        definition = {name: given[name] for name in self._ASKED[self.question.kind] if name in given}
        if self.has_choices:
            definition = {"choices": self._choices()}
        elif "accepted" in definition:
            lines = [line.strip() for line in definition["accepted"].splitlines()]
            definition["accepted"] = [line for line in lines if line]
        for name in definition.keys() & {"answer", "tolerance"}:
            definition[name] = definition[name].strip().replace(",", ".")
        return {**kept, "definition": {**self.question.definition, **definition}}


class NewModuleForm(forms.Form):
    """What a module cannot begin without: whose it is, and what it is called."""

    provider = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=forms.Select(_SELECT),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of teaching"), choices=Language.choices, widget=forms.Select(_SELECT)
    )
    title = forms.CharField(
        label=gettext_lazy("What is it called, so far?"),
        max_length=200,
        widget=forms.TextInput({**_INPUT, "autofocus": True}),
        help_text=gettext_lazy("It can be changed until it is published."),
    )
    ects = forms.DecimalField(
        label="ECTS",
        max_digits=4,
        decimal_places=2,
        max_value=10,
        validators=[MinValueValidator(0.01, gettext_lazy("A module is more than 0 and at most 10 ECTS."))],
        localize=True,
        initial="2,5",
        widget=forms.TextInput({**_INPUT, "inputmode": "decimal"}),
    )

    def __init__(self, *args: Any, providers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provider = self.fields["provider"]
        if isinstance(provider, forms.ModelChoiceField):
            provider.queryset = providers

    def facts(self) -> Facts:
        """A module with a title and nothing else."""
        given = self.cleaned_data
        language = Language(given["language"])
        title = {"title_en" if language == Language.ENGLISH else "title_da": given["title"]}
        return Facts(ects=given["ects"], level=Level.SIX, form=Form.ONLINE, language=language, **title)
