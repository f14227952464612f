"""What a learner fills in: what it is, and all that has to be known of it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from nanobank.catalogue.models import Competence, Level
from nanobank.organisations.models import Organisation
from nanobank.search.reading.queries import read_text
from nanobank.withdrawals.forms.words import INPUT, SELECT, text_area
from nanobank.withdrawals.models import Source, Withdrawal
from nanobank.withdrawals.services import Described

_LANGUAGES: Final = [
    ("", _("Choose")), ("da", _("Danish")), ("en", _("English")), ("no", _("Norwegian")), ("sv", _("Swedish")),
    ("de", _("German")), ("fr", _("French")), ("es", _("Spanish")), ("nl", _("Dutch")), ("pl", _("Polish")),
    ("uk", _("Ukrainian")), ("ar", _("Arabic")), ("xx", _("Another language")),
]  # fmt: skip
_COUNTRIES: Final = [
    ("", _("Choose")), ("DK", _("Denmark")), ("SE", _("Sweden")), ("NO", _("Norway")), ("DE", _("Germany")),
    ("GB", _("United Kingdom")), ("US", _("United States")), ("NL", _("Netherlands")), ("FR", _("France")),
    ("PL", _("Poland")), ("UA", _("Ukraine")), ("ZZ", _("Another country")),
]  # fmt: skip


class StartForm(forms.Form):
    """What one has in hand, and who is to look at it."""

    source = forms.ChoiceField(label=_("What do you have of it?"), choices=Source.choices, widget=forms.RadioSelect)
    url = forms.CharField(
        label=_("The address of the course"),
        help_text=_("We read the page once and take from it what we can."),
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={**INPUT, "placeholder": "https://"}),
    )
    credential = forms.FileField(
        label=_("The file of the credential or badge"),
        help_text=_("JSON, XML from Europass, a picture with a badge in it, or a PDF with one. It is checked at once."),
        required=False,
        widget=forms.FileInput(attrs={"class": "form-input"}),
    )
    document = forms.CharField(label=_("Or paste it here"), required=False, widget=text_area(4), max_length=400_000)
    pdf = forms.FileField(
        label=_("The PDF"),
        help_text=_("A diploma, a course description or a certificate of attendance. At most 20 MB."),
        required=False,
        widget=forms.FileInput(attrs={"class": "form-input", "accept": ".pdf"}),
    )
    cv = forms.FileField(
        label=_("Your CV from Europass"),
        help_text=_("XML or PDF, as you download it there. You choose what to bring of it; the CV itself is not kept."),
        required=False,
        widget=forms.FileInput(attrs={"class": "form-input", "accept": ".xml,.pdf"}),
    )
    title = forms.CharField(
        label=_("What was it called?"),
        help_text=_("You describe the rest on the next page."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=INPUT),
    )
    provider = forms.ModelChoiceField(
        label=_("Who is to look at it?"),
        help_text=_("The institution where you want it to count."),
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        empty_label=_("Choose an institution"),
        widget=forms.Select(attrs=SELECT),
    )

    def __init__(self, *args: Any, providers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = providers  # type: ignore[attr-defined]  # a ModelChoiceField
        if not self.is_bound:
            self._ask_for_what_is_needed()

    def _ask_for_what_is_needed(self) -> None:
        """Each way's own field is not called optional, though only that of the way chosen must be filled in."""
        for name in ("url", "pdf", "cv", "title"):
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """The field of what was chosen must be filled in."""
        cleaned = super().clean() or {}
        needed = {Source.LINK: ("url",), Source.CREDENTIAL: ("credential", "document")}
        needed |= {Source.PDF: ("pdf",), Source.CV: ("cv",)}
        fields = needed.get(cleaned.get("source", ""), ("title",) if cleaned.get("source") else ())
        if fields and not any(cleaned.get(field) for field in fields) and not self.errors.keys() & set(fields):
            self.add_error(fields[0], _("This is needed."))
        self._ask_for_what_is_needed()
        return cleaned


class DescribeForm(forms.Form):
    """What could not be read, and what was read amiss."""

    title = forms.CharField(label=_("What is it called?"), max_length=300, widget=forms.TextInput(attrs=INPUT))
    outside_provider = forms.CharField(
        label=_("Who gives it?"), max_length=200, required=False, widget=forms.TextInput(attrs=INPUT)
    )
    description = forms.CharField(
        label=_("What you learnt"),
        help_text=_("In your own words: what can you do now that you could not do before?"),
        required=False,
        widget=text_area(5),
        max_length=10_000,
    )
    hours = forms.DecimalField(
        label=_("How many hours of work"), required=False,
        help_text=_("Hours or ECTS: one of the two is needed."), min_value=Decimal("0.5"), max_value=Decimal(9999),
        max_digits=6, decimal_places=1, localize=True, widget=forms.TextInput(attrs={**INPUT, "inputmode": "decimal"}),
    )  # fmt: skip
    ects = forms.DecimalField(
        label=_("ECTS, if it has them"), required=False, min_value=Decimal("0.25"), max_value=Decimal(120),
        max_digits=5, decimal_places=2, localize=True, widget=forms.TextInput(attrs={**INPUT, "inputmode": "decimal"}),
    )  # fmt: skip
    level = forms.TypedChoiceField(
        label=_("Level, if you know it"), required=False, coerce=int, empty_value=None,
        choices=[("", _("I do not know")), *Level.choices], widget=forms.Select(attrs=SELECT),
    )  # fmt: skip
    assessed = forms.CharField(
        label=_("How it was assessed"),
        help_text=_("An exam, assignments, attendance? Say so too if it was not assessed."),
        required=False,
        widget=text_area(3),
        max_length=5_000,
    )
    completed_on = forms.DateField(
        label=_("When you completed it"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={**INPUT, "type": "date"}),
    )
    country = forms.ChoiceField(
        label=_("Where it was given from"), choices=_COUNTRIES, required=False, widget=forms.Select(attrs=SELECT)
    )
    language = forms.ChoiceField(
        label=_("The language of it"), choices=_LANGUAGES, required=False, widget=forms.Select(attrs=SELECT)
    )
    competences = forms.MultipleChoiceField(
        label=_("What we think it is about"),
        help_text=_("Take away what does not fit."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    more = forms.CharField(
        label=_("Is something missing?"),
        help_text=_("Write a few words; we find the competences that they mean."),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs=INPUT),
    )
    is_formal = forms.BooleanField(label=_("It is part of a formal education (credit transfer, merit)"), required=False)
    disclosed = forms.TypedChoiceField(
        label=_("Have you passed other elements of an education earlier?"),
        help_text=_("For credit transfer you must tell of them. It can be decisive for what counts."),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        required=False,
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    elements = forms.CharField(label=_("Which ones?"), required=False, widget=text_area(3), max_length=5_000)
    translation = forms.FileField(
        label=_("Translation of the document"),
        help_text=_("Needed for formal education in a language other than Danish, English, Norwegian or Swedish. PDF."),
        required=False,
        widget=forms.FileInput(attrs={"class": "form-input", "accept": ".pdf"}),
    )

    def __init__(self, *args: Any, withdrawal: Withdrawal, **kwargs: Any) -> None:
        self.withdrawal = withdrawal
        self.suggested = list(withdrawal.competences.order_by("label_da"))
        super().__init__(*args, **{"initial": _said(withdrawal, self.suggested), **kwargs})
        chosen: Any = self.fields["competences"]
        chosen.choices = [(one.slug, one.label) for one in self.suggested]
        for name in _NEEDED_TO_SEND:
            self.fields[name].required = not self.is_bound or "send" in self.data
        for name in ("country", "language"):
            _offer(self.fields[name], getattr(withdrawal, name))
        if not self.is_bound and withdrawal.hours is None and withdrawal.ects is None:
            self._ask_for_work()
        if not self.suggested:
            del self.fields["competences"]

    def _ask_for_work(self) -> None:
        """Neither hours nor ECTS are called optional as long as one of the two is needed."""
        self.fields["hours"].required = self.fields["ects"].required = True

    def clean(self) -> dict[str, Any]:
        """To be sent in, it says how much work it was."""
        cleaned = super().clean() or {}
        lacks = not any(cleaned.get(name) or name in self.errors for name in ("hours", "ects"))
        if lacks and "send" in self.data:
            self.add_error("hours", _("Say how much work it was: in hours, or in ECTS if it has them."))
        if lacks:
            self._ask_for_work()
        return cleaned

    @property
    def folds_out(self) -> bool:
        """Whether something is wrong with what need not be said, which is folded away else."""
        return bool(self.errors.keys() & {"country", "language", "level", "more"})

    def described(self) -> Described:
        """What was said, of a valid form."""
        given = self.cleaned_data
        kept = [one for one in self.suggested if one.slug in given.get("competences", ())]
        if given["more"]:
            kept += [one.competence for one in read_text(given["more"], most=3) if one.competence not in kept]
        return Described(
            **{name: given[name] for name in _SAID},
            competences=tuple(kept) if self.suggested or kept else None,
        )


_NEEDED_TO_SEND: Final = ("outside_provider", "description", "assessed", "completed_on")
"""One can save without them."""
_SAID: Final = (
    *("title", "outside_provider", "country", "language", "description", "hours", "ects", "level", "assessed"),
    *("completed_on", "is_formal", "disclosed", "elements"),
)


def _said(withdrawal: Withdrawal, suggested: Iterable[Competence]) -> dict[str, Any]:
    said: dict[str, Any] = {name: getattr(withdrawal, name) for name in _SAID}
    said["disclosed"] = {True: "yes", False: "no", None: None}[withdrawal.disclosed]
    return {**said, "competences": [one.slug for one in suggested]}


def _offer(field: Any, value: str) -> None:
    """What was read is among the choices, whichever it is."""
    if value and value not in dict(field.choices):
        field.choices = [*field.choices, (value, value)]
