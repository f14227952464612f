"""One form a question. What a form holds is what a design keeps: ``shown`` fills it in, ``values`` gives it back."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.formats import get_format, localize_input
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.authoring.designing.answers import Values
from nanobank.authoring.models import Approach, DesignQuestion
from nanobank.catalogue.models import Assessment, Audience, Competence, Form, Grading, Language, Level, Module
from nanobank.frameworks.queries import in_force
from nanobank.organisations.models import Organisation

_INPUT: Final = {"class": "form-input"}
_SELECT: Final = {"class": "form-select"}
_MOST_PARTS: Final = 40
_THOUSANDS: Final = re.compile(r"\d{1,3}(\.\d{3})+(,\d{1,2})?")


def text_field(label: Any, longest: int, *, rows: int = 0, help_text: Any = "") -> forms.CharField:
    """A text that may be empty, on one line or on ``rows``."""
    widget = forms.Textarea({**_INPUT, "rows": rows}) if rows else forms.TextInput(_INPUT)
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget, help_text=help_text)


def number_field(label: Any, *, places: int = 2, digits: int = 5, help_text: Any = "") -> forms.DecimalField:
    """A number of 0 or more, written as one writes numbers; it may be empty."""
    return forms.DecimalField(
        label=label,
        max_digits=digits,
        decimal_places=places,
        min_value=Decimal(0),
        localize=True,
        required=False,
        help_text=help_text,
        widget=forms.TextInput({**_INPUT, "inputmode": "decimal"}),
    )


def _radio(label: Any, choices: Any, help_text: Any = "") -> forms.ChoiceField:
    widget = forms.RadioSelect({"class": "form-radio"})
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=widget, help_text=help_text)


def _select(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select(_SELECT))


class KronerField(forms.DecimalField):
    """An amount as one writes it: in Danish ``4.800`` is four thousand eight hundred."""

    def clean(self, value: Any) -> Any:
        """Points between thousands are left out."""
        if isinstance(value, str) and get_format("DECIMAL_SEPARATOR") == "," and _THOUSANDS.fullmatch(value.strip()):
            value = value.replace(".", "")
        return super().clean(value)


def kroner_field(label: Any, help_text: Any = "") -> KronerField:
    """A price of 0 or more, which may be empty."""
    return KronerField(
        label=label,
        max_digits=9,
        decimal_places=2,
        min_value=Decimal(0),
        localize=True,
        required=False,
        help_text=help_text,
        widget=forms.TextInput({**_INPUT, "inputmode": "decimal"}),
    )


def _in_words(said: Any) -> str:
    if isinstance(said, bool):
        return _("Yes") if said else _("No")
    return ", ".join(map(str, said)) if isinstance(said, list) else str(said)


class NewDesignForm(forms.Form):
    """For whom one designs, and a working title."""

    provider = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=forms.Select(_SELECT),
    )
    title = forms.CharField(
        label=gettext_lazy("What do you call it for now?"),
        max_length=200,
        widget=forms.TextInput(_INPUT),
        help_text=gettext_lazy("It can be changed until it is published."),
    )

    def __init__(self, *args: Any, providers: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["provider"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in providers]).order_by("name_da", "pk")


class AnswerForm(forms.Form):
    """The answer to one question. Nothing is required: what is missing is told in the overview, not in the way."""

    question: ClassVar[DesignQuestion]
    asks_later = True
    """What is left empty is asked for before anything comes of it, so no field says that it is optional."""

    def __init__(self, *args: Any, fixed: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in fixed:
            if name in self.fields:
                self.fields[name].disabled = True

    @classmethod
    def shown(cls, values: Values) -> dict[str, Any]:
        """What is kept, as the form shows it."""
        return dict(values)

    @classmethod
    def sent(cls, values: Values) -> "MultiValueDict[str, Any]":
        """What is kept, as a browser would send it: for programs, who send values."""
        sent: MultiValueDict[str, Any] = MultiValueDict()
        for name, value in cls.shown(values).items():
            if isinstance(value, list | tuple):
                sent.setlist(name, list(value))
            elif value not in (None, "", False):
                sent[name] = localize_input(value)
        return sent

    @classmethod
    def told(cls, values: Values) -> list[tuple[str, str]]:
        """What is kept as pairs of a label and words, for whoever is to compare."""
        form = cls(initial=cls.shown(values))
        return [
            (str(form.fields[name].label), _in_words(said))
            for name, said in form.initial.items()
            if name in form.fields
        ]

    def values(self) -> Values:
        """What was written, as it is kept."""
        return {name: str(value) if isinstance(value, Decimal) else value for name, value in self.cleaned_data.items()}


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
    target_en = text_field(gettext_lazy("The same in English"), 3000, rows=4)


class CompetenceForm(AnswerForm):
    """What they can afterwards."""

    question = DesignQuestion.COMPETENCE
    outcomes_da = text_field(
        gettext_lazy("What can they do afterwards? In Danish"),
        4000,
        rows=5,
        help_text=gettext_lazy(
            "One a line. Begin with what an assessor can see: do, make, weigh – then what, and where."
        ),
    )
    outcomes_en = text_field(
        gettext_lazy("The same in English"), 4000, rows=5, help_text=gettext_lazy("In the same order.")
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
        danish, english = (
            [line.strip() for line in self.cleaned_data[f"outcomes_{of}"].splitlines()] for of in ("da", "en")
        )
        danish, english = [one for one in danish if one], [one for one in english if one]
        longest = max(len(danish), len(english))
        pairs = zip(danish + [""] * (longest - len(danish)), english + [""] * (longest - len(english)), strict=True)
        return {
            "outcomes": [{"da": one, "en": other} for one, other in pairs],
            "competences": [one.slug for one in self.cleaned_data["competences"]],
        }


class DidacticsForm(AnswerForm):
    """How it is learnt."""

    question = DesignQuestion.DIDACTICS
    approach = _radio(gettext_lazy("What do they work with?"), Approach.choices)
    didactics_da = text_field(
        gettext_lazy("How do they learn it, in Danish?"),
        4000,
        rows=6,
        help_text=gettext_lazy("What do they do from week to week, with whom, and where does feedback come from?"),
    )
    didactics_en = text_field(gettext_lazy("The same in English"), 4000, rows=6)


class FormatForm(AnswerForm):
    """How one takes part."""

    question = DesignQuestion.FORMAT
    participation = _radio(gettext_lazy("How does one take part?"), Form.choices)
    language = _select(gettext_lazy("Language of teaching"), Language.choices)
    weeks = forms.IntegerField(
        label=gettext_lazy("Over how many weeks?"),
        min_value=1,
        max_value=260,
        required=False,
        widget=forms.TextInput({**_INPUT, "inputmode": "numeric"}),
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


class ModulesForm(AnswerForm):
    """How many ECTS, and of which modules. The rows of parts are read from lists side by side."""

    question = DesignQuestion.MODULES
    ects = number_field(gettext_lazy("How many ECTS in all?"))
    elective_ects = number_field(
        gettext_lazy("How many of them from the modules one chooses among?"),
        help_text=gettext_lazy("0 when everybody takes the same."),
    )
    new_title = text_field(gettext_lazy("A module that is still to be written"), 200)
    new_ects = number_field(gettext_lazy("Its ECTS"), digits=4)

    def __init__(self, *args: Any, fixed: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, fixed=fixed, **kwargs)
        self.is_fixed = "parts" in fixed

    @classmethod
    def sent(cls, values: Values) -> "MultiValueDict[str, Any]":
        """The parts as the page's rows send them."""
        sent = super().sent({name: value for name, value in values.items() if name != "parts"})
        rows = values.get("parts", [])
        sent.setlist("part_module", [row.get("module") or "" for row in rows])
        sent.setlist("part_title", [row.get("title") or "" for row in rows])
        sent.setlist("part_ects", [localize_input(row["ects"]) if row.get("ects") else "" for row in rows])
        sent.setlist("part_kind", ["elective" if row.get("elective") else "required" for row in rows])
        return sent

    @classmethod
    def shown(cls, values: Values) -> dict[str, Any]:
        """Numbers as short as they are written; the parts are shown by the page."""
        numbers = {name: Decimal(values[name]) for name in ("ects", "elective_ects") if values.get(name)}
        short = {name: round(number, 0) if number == round(number, 0) else number for name, number in numbers.items()}
        return {**short, "parts": values.get("parts", [])}

    @classmethod
    def told(cls, values: Values) -> list[tuple[str, str]]:
        """With the parts in their order."""
        parts = ", ".join(row.get("module") or row["title"] for row in values.get("parts", []))
        return [*super().told(values), (_("Modules"), parts)]

    def clean(self) -> dict[str, Any]:
        """The rows, moved as was asked, and what is to be added."""
        cleaned = super().clean() or self.cleaned_data
        if self.is_fixed:
            return {**cleaned, "parts": self.initial.get("parts", [])}
        rows = self._rows()
        do, _colon, about = str(self.data.get("do", "")).partition(":")
        if do == "add":
            rows.append({"module": about, "elective": False})
        elif do in ("up", "down", "drop") and about.isdigit() and int(about) < len(rows):
            row = rows.pop(int(about))
            if do != "drop":
                rows.insert(max(int(about) + (-1 if do == "up" else 1), 0), row)
        if title := cleaned.get("new_title", "").strip():
            rows.append({"title": title, "ects": self._ects(cleaned.get("new_ects"), "new_ects"), "elective": False})
        self._check(rows)
        cleaned["parts"] = rows
        return cleaned

    def _rows(self) -> list[dict[str, Any]]:
        data = self.data
        lists = (
            [data.getlist(f"part_{name}") for name in ("module", "title", "ects", "kind")]
            if hasattr(data, "getlist")
            else [[], [], [], []]
        )
        rows: list[dict[str, Any]] = []
        for module, title, ects, kind in zip(*lists, strict=False):
            elective = kind == "elective"
            if module:
                rows.append({"module": module, "elective": elective})
            elif title.strip():
                rows.append({"title": title.strip()[:200], "ects": self._ects(ects, "ects"), "elective": elective})
        return rows

    def _ects(self, text: Any, field: str) -> str:
        try:
            number = forms.DecimalField(max_digits=4, decimal_places=2, localize=True).clean(
                localize_input(text) if isinstance(text, Decimal) else text
            )
            if not Decimal(0) < number <= 10:
                raise ValidationError("")
        except ValidationError:
            self.add_error(field, _("A module is more than 0 and at most 10 ECTS: say how many for the new one."))
            return "1"
        return str(number)

    def _check(self, rows: list[dict[str, Any]]) -> None:
        slugs = [row["module"] for row in rows if row.get("module")]
        known = set(Module.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        for slug in slugs:
            if slug not in known:
                self.add_error(None, _("There is no module with the address “%s”.") % slug)
        keys = [row.get("module") or row["title"] for row in rows]
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            self.add_error(None, _("“%s” is there twice. Take one of them out.") % key)
        if len(rows) > _MOST_PARTS:
            self.add_error(None, _("At most %d modules.") % _MOST_PARTS)

    def values(self) -> Values:
        """Numbers as text; the fields for a new one are not kept."""
        return {
            "ects": str(self.cleaned_data["ects"] or ""),
            "elective_ects": str(self.cleaned_data["elective_ects"] or 0),
            "parts": self.cleaned_data["parts"],
        }


class AssessmentForm(AnswerForm):
    """How the competence is shown."""

    question = DesignQuestion.ASSESSMENT
    assessment = _radio(gettext_lazy("How is it examined?"), Assessment.choices)
    by_hand_in = forms.BooleanField(
        label=gettext_lazy("Something is handed in; otherwise a time is booked"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-checkbox"}),
    )
    grading = _select(gettext_lazy("How is the result expressed?"), Grading.choices)
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
    exam_guidance_en = text_field(gettext_lazy("The same in English"), 4000, rows=5)
    identity_check_da = text_field(gettext_lazy("How is it checked who is examined? In Danish"), 1000, rows=2)
    identity_check_en = text_field(gettext_lazy("The same in English"), 1000, rows=2)


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
    quality_assurance_en = text_field(gettext_lazy("The same in English"), 2000, rows=3)
    prerequisites_da = text_field(gettext_lazy("What must one be able to do beforehand? In Danish"), 2000, rows=2)
    prerequisites_en = text_field(gettext_lazy("The same in English"), 2000, rows=2)
    validity_months = forms.IntegerField(
        label=gettext_lazy("For how many months is the credential valid?"),
        min_value=1,
        max_value=600,
        required=False,
        widget=forms.TextInput({**_INPUT, "inputmode": "numeric"}),
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
    title_en = text_field(gettext_lazy("Title in English"), 200)
    summary_da = text_field(gettext_lazy("In one sentence, in Danish: what can one do afterwards?"), 400, rows=2)
    summary_en = text_field(gettext_lazy("In one sentence, in English: what can one do afterwards?"), 400, rows=2)


FORMS: Final[Mapping[DesignQuestion, type[AnswerForm]]] = {
    form.question: form
    for form in (
        WhomForm, CompetenceForm, DidacticsForm, FormatForm, LevelForm, ModulesForm, AssessmentForm, TermsForm, NameForm
    )
}  # fmt: skip
