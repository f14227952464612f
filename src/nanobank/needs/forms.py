"""What people fill in about needs and requests."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.catalogue.models import Competence, Form, Module
from nanobank.common.kroner import KronerField
from nanobank.needs.models import Sector
from nanobank.needs.services import LONGEST, LONGEST_MESSAGE, MOST_PARTS, AnswerTerms, PartTerms
from nanobank.organisations.models import Organisation
from nanobank.organisations.regions import Region

_ANY = ("", "–")
NEW_ROWS = 3
"""How many rows for modules to be written a page shows at first."""


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "form-input"})


def _line(**attrs: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "form-input", **attrs})


def _number(**attrs: Any) -> forms.NumberInput:
    return forms.NumberInput(attrs={"class": "form-input", **attrs})


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"class": "form-input", "type": "date"})


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "form-select"})


class WordsForm(forms.Form):
    """The need in the asker's own words."""

    words = forms.CharField(
        label=gettext_lazy("What do you need to be able to do?"),
        help_text=gettext_lazy(
            "Write it as you would say it to a colleague, or paste a job ad or a list of tasks. Danish or English."
        ),
        max_length=LONGEST * 4,
        widget=_text(5),
        error_messages={"required": gettext_lazy("Write what you need, in your own words.")},
    )


class NeedForm(WordsForm):
    """The whole need: the words, what they were read into, for how many, where, and who may know of it."""

    competences = forms.MultipleChoiceField(required=False)
    behalf = forms.ChoiceField(label=gettext_lazy("On whose behalf?"), required=False, widget=forms.RadioSelect)
    people = forms.IntegerField(
        label=gettext_lazy("For how many people?"), initial=1, min_value=1, max_value=100_000, widget=_number(min=1)
    )
    region = forms.ChoiceField(
        label=gettext_lazy("Region"), choices=[_ANY, *Region.choices], required=False, widget=_select()
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"), choices=[_ANY, *Sector.choices], required=False, widget=_select()
    )
    name_shown = forms.BooleanField(
        label=gettext_lazy("Show the organisation's name to the institutions we ask"), required=False
    )
    may_be_contacted = forms.BooleanField(
        label=gettext_lazy("Institutions may write to us about it"),
        help_text=gettext_lazy("They do not learn who you are until you say yes to them."),
        required=False,
    )
    hears = forms.BooleanField(label=gettext_lazy("Write to me when something new fits"), required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        competences: Iterable[Competence] = (),
        organisations: Iterable[Organisation] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competences"].choices = [(one.slug, one.label) for one in competences]  # type: ignore[attr-defined]  # a choice field
        choices = [(one.slug, one.name) for one in organisations]
        if choices:
            self.fields["behalf"].choices = [*choices, ("", _("Myself"))]  # type: ignore[attr-defined]  # the same
        else:
            del self.fields["behalf"], self.fields["name_shown"]


class AskForm(forms.Form):
    """Which institutions to ask: suggested ones that are ticked, and one more that is chosen by name."""

    institutions = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.providers(), to_field_name="slug", required=False
    )
    other = forms.ModelChoiceField(
        label=gettext_lazy("Another institution"),
        queryset=Organisation.objects.providers().order_by("name_da"),
        to_field_name="slug",
        required=False,
        empty_label="–",
        widget=_select(),
    )

    def chosen(self) -> list[Organisation]:
        """All of them."""
        other = self.cleaned_data["other"]
        return [*self.cleaned_data["institutions"], *([other] if other else [])]


class MessageForm(forms.Form):
    """A question, or an answer to one."""

    words = forms.CharField(label=gettext_lazy("Your message"), max_length=LONGEST_MESSAGE, widget=_text(4))


class DeclineForm(forms.Form):
    """Why the institution cannot."""

    note = forms.CharField(
        label=gettext_lazy("Why you cannot"),
        help_text=gettext_lazy("One or two sentences that help the asker to look elsewhere."),
        max_length=LONGEST_MESSAGE,
        widget=_text(3),
    )


class ReachOutForm(forms.Form):
    """What an institution writes to those who asked."""

    words = forms.CharField(
        label=gettext_lazy("What you want to say"),
        help_text=gettext_lazy("Say what you offer or think of offering, and what you would like to know."),
        max_length=2_000,
        widget=_text(7),
    )


class AnswerForm(forms.Form):
    """An outline with price, dates and seats. The new modules are rows of their own (``new_rows``)."""

    words = forms.CharField(
        label=gettext_lazy("What you offer"),
        help_text=gettext_lazy("How it is taught, and how it fits the work of those who asked."),
        max_length=LONGEST_MESSAGE,
        widget=_text(6),
    )
    modules = forms.ModelMultipleChoiceField(queryset=Module.objects.none(), to_field_name="slug", required=False)
    price = KronerField(label=gettext_lazy("Price for all of it, in kroner"), widget=_line())
    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=10_000, widget=_number(min=1))
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=_day())
    ends_on = forms.DateField(label=gettext_lazy("Last day"), widget=_day())
    form = forms.ChoiceField(label=gettext_lazy("How it is held"), choices=Form.choices, widget=_select())
    place = forms.CharField(label=gettext_lazy("Place"), max_length=80, required=False, widget=_line())
    postcode = forms.RegexField(
        r"^\d{4}$",
        label=gettext_lazy("Postcode"),
        required=False,
        widget=_line(inputmode="numeric", maxlength=4),
        error_messages={"invalid": gettext_lazy("A postcode has four digits.")},
    )

    def __init__(self, *args: Any, institution: Organisation, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["modules"].queryset = Module.objects.filter(  # type: ignore[attr-defined]  # a ModelChoiceField
            provider=institution, current__isnull=False
        ).select_related("current")
        for name in ("starts_on", "ends_on"):
            self.fields[name].widget.attrs["min"] = today.isoformat()

    def terms(self, new: Iterable[PartTerms]) -> AnswerTerms:
        """The answer, once the form and its rows are valid; existing modules first."""
        data = self.cleaned_data
        parts = (*(PartTerms(module=module) for module in data["modules"]), *new)
        names = ("words", "price", "seats", "starts_on", "ends_on", "place", "postcode")
        return AnswerTerms(**{name: data[name] for name in names}, form=Form(data["form"]), parts=parts)


class NewModuleForm(forms.Form):
    """A module that the institution will write. A row left empty counts for nothing."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, required=False, widget=_line())
    ects = forms.DecimalField(
        label="ECTS",
        min_value=Decimal("0.01"),
        max_value=10,
        decimal_places=2,
        required=False,
        widget=_number(step="0.5"),
    )
    summary = forms.CharField(
        label=gettext_lazy("What one learns, in a sentence"), max_length=400, required=False, widget=_line()
    )
    competences = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Which of the competences it teaches"),
        queryset=Competence.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, wanted: Iterable[Competence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pks = [one.pk for one in wanted]
        self.fields["competences"].queryset = Competence.objects.filter(pk__in=pks).order_by("label_da")  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """A title needs ECTS, and the other way round."""
        data = super().clean() or {}
        if "title" in data and "ects" in data and bool(data["title"]) != (data["ects"] is not None):
            missing = "ects" if data["title"] else "title"
            self.add_error(missing, _("Give both a title and ECTS, or leave the row empty."))
        return data

    def part(self) -> PartTerms | None:
        """The module, or None for an empty row."""
        data = self.cleaned_data
        if not data["title"]:
            return None
        return PartTerms(
            title=data["title"], summary=data["summary"], ects=data["ects"], competences=tuple(data["competences"])
        )


def new_rows(
    values: Any, *, wanted: Iterable[Competence], initial: Iterable[dict[str, Any]] = ()
) -> list[NewModuleForm]:
    """The rows for modules to be written: as many as were sent, or a few empty ones after the ``initial``."""
    wanted = list(wanted)
    if values is not None:
        sent = sum(f"new-{n}-title" in values for n in range(MOST_PARTS))
        return [NewModuleForm(values, prefix=f"new-{n}", wanted=wanted) for n in range(sent)]
    rows = [*initial]
    rows += [{}] * max(NEW_ROWS - len(rows), 1)
    return [NewModuleForm(prefix=f"new-{n}", wanted=wanted, initial=row) for n, row in enumerate(rows[:MOST_PARTS])]
