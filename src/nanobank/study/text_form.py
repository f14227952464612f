"""The form for what a module says and demands: the catalogue's facts, written without any JavaScript."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.accounts.models import Person
from nanobank.catalogue.errors import Incomplete
from nanobank.catalogue.models import Audience, Competence, Form, Language, Level, Module, ModuleVersion
from nanobank.catalogue.services import Facts, create_module, edit_draft, facts_of, what_is_missing
from nanobank.common.bilingual import in_english
from nanobank.common.errors import Refused
from nanobank.frameworks.queries import in_force
from nanobank.organisations.models import Organisation

_MOST_TO_CHOOSE_FROM = 500
_INPUT = {"class": "form-input"}
_SELECT = {"class": "form-select"}


def _text(label: Any, longest: int, *, rows: int = 0, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea({**_INPUT, "rows": rows}) if rows else forms.TextInput(_INPUT)
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget, help_text=help_text)


def _to_choose_from(version: ModuleVersion | None) -> QuerySet[Competence]:
    """All of them, or where a large framework has been taken in those that are in use and the draft's own."""
    found = in_force(Competence.objects.order_by("label_en" if in_english() else "label_da", "pk"))
    if found.count() <= _MOST_TO_CHOOSE_FROM:
        return found
    used = ModuleVersion.competences.through.objects.filter(competence=OuterRef("pk"))
    used = used.filter(Q(moduleversion__current_of__isnull=False) | Q(moduleversion=version))
    return found.filter(Exists(used))


class TextForm(forms.Form):
    """A draft's texts and facts. Only what a draft cannot be without is required; publishing asks for the rest."""

    title_da = _text(gettext_lazy("Title in Danish"), 200)
    title_en = _text(gettext_lazy("Title in English"), 200)
    summary_da = _text(gettext_lazy("In one sentence, in Danish: what can one do afterwards?"), 400, rows=2)
    summary_en = _text(gettext_lazy("In one sentence, in English: what can one do afterwards?"), 400, rows=2)
    description = _text(
        gettext_lazy("Description, in the language of teaching"),
        10_000,
        rows=10,
        help_text=gettext_lazy("For whom is it, how is it taught, what does one take home? Markdown."),
    )
    outcomes_da = _text(
        gettext_lazy("Learning outcomes in Danish"), 4000, rows=4, help_text=gettext_lazy("One a line: verb, object.")
    )
    outcomes_en = _text(
        gettext_lazy("Learning outcomes in English"), 4000, rows=4, help_text=gettext_lazy("In the same order.")
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of teaching"), choices=Language.choices, widget=forms.Select(_SELECT)
    )
    ects = forms.DecimalField(
        label="ECTS", max_digits=4, decimal_places=2, localize=True, widget=forms.TextInput(_INPUT)
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), choices=Level.choices, coerce=int, widget=forms.Select(_SELECT)
    )
    price = forms.DecimalField(
        label=gettext_lazy("Price in kroner"),
        max_digits=9,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(_INPUT),
    )
    form = forms.ChoiceField(label=gettext_lazy("Form"), choices=Form.choices, widget=forms.Select(_SELECT))
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("For whom"),
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-checkbox"}),
    )
    competences = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Competences"),
        queryset=Competence.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.SelectMultiple({**_SELECT, "size": 8}),
        help_text=gettext_lazy("Hold Ctrl (on a Mac: Cmd) to choose several."),
    )
    prerequisites = _text(
        gettext_lazy("Prerequisites"),
        2000,
        rows=3,
        help_text=gettext_lazy(
            "The addresses of modules. All lines must be met; commas separate modules of which any one will do."
        ),
    )

    def __init__(self, *args: Any, version: ModuleVersion | None = None, **kwargs: Any) -> None:
        self.version = version
        initial = self.as_written() if version is not None else {"ects": "2,5", "level": Level.SIX, "price": "0"}
        super().__init__(*args, **{"initial": initial, **kwargs})
        competences = self.fields["competences"]
        if isinstance(competences, forms.ModelMultipleChoiceField):
            competences.queryset = in_force(Competence.objects.order_by("label_da", "pk"))
            offered = _to_choose_from(version)
            competences.widget.choices = [(one.slug, one.label) for one in offered]  # any other is found by its name

    def as_written(self) -> dict[str, Any]:
        """The draft as it stands, as the form shows it."""
        if self.version is None:
            return {}
        facts = facts_of(self.version)
        plain = ("title_da", "title_en", "summary_da", "summary_en", "description", "language", "level", "form")
        return {
            **{name: getattr(facts, name) for name in plain},
            "ects": facts.ects.normalize(),
            "price": facts.price,
            "outcomes_da": "\n".join(danish for danish, _english in facts.outcomes),
            "outcomes_en": "\n".join(english for _danish, english in facts.outcomes),
            "audiences": list(facts.audiences),
            "competences": [one.slug for one in facts.competences],
            "prerequisites": "\n".join(", ".join(one.slug for one in group) for group in facts.prerequisites),
        }

    def clean_prerequisites(self) -> tuple[tuple[Module, ...], ...]:
        """The modules that are named, or which name is not one."""
        lines = [[slug.strip() for slug in line.split(",") if slug.strip()]
                 for line in self.cleaned_data["prerequisites"].splitlines()]  # fmt: skip
        known = Module.objects.in_bulk({slug for line in lines for slug in line}, field_name="slug")
        for line in lines:
            for slug in line:
                if slug not in known:
                    raise ValidationError(_("There is no module with the address “%s”.") % slug)
        return tuple(tuple(known[slug] for slug in line) for line in lines if line)

    def facts(self) -> Facts:
        """What was written."""
        given = dict(self.cleaned_data)
        danish, english = given.pop("outcomes_da").splitlines(), given.pop("outcomes_en").splitlines()
        longest = max(len(danish), len(english))
        danish, english = danish + [""] * (longest - len(danish)), english + [""] * (longest - len(english))
        given.pop("provider", None)
        return Facts(
            **{
                **given,
                "language": Language(given["language"]),
                "level": Level(given["level"]),
                "form": Form(given["form"]),
                "audiences": tuple(Audience(one) for one in given["audiences"]),
                "competences": tuple(given["competences"]),
                "outcomes": tuple(zip(danish, english, strict=True)),
            }
        )

    def save(self, *, by: Person, now: datetime) -> None:
        """Write the draft. Raises as ``catalogue.services.edit_draft``."""
        if self.version is not None:
            edit_draft(version=self.version, facts=self.facts(), by=by, now=now)

    def refuse(self, refused: Refused) -> None:
        """Put what was refused beside the fields that it is about."""
        missing = refused.missing if isinstance(refused, Incomplete) else {refused.field: refused.message}
        for field, sentence in missing.items():
            name = "outcomes_da" if field == "outcomes" else field
            self.add_error(name if name in self.fields else None, str(sentence))

    def show_missing(self) -> None:
        """Say beside each field what publishing will ask for."""
        if self.version is not None and self.is_valid() and (missing := what_is_missing(self.version)):
            self.refuse(Incomplete(missing))


class NewModuleForm(TextForm):
    """A module that is not there yet: for which of the educator's organisations, and what it says."""

    provider = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        widget=forms.Select(_SELECT),
    )

    def __init__(self, *args: Any, providers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provider = self.fields["provider"]
        if isinstance(provider, forms.ModelChoiceField):
            provider.queryset = providers
            provider.empty_label = None
        self.order_fields(["provider", *self.fields])

    def create(self, *, by: Person, now: datetime) -> Module:
        """Make the module with its first draft."""
        return create_module(provider=self.cleaned_data["provider"], facts=self.facts(), by=by, now=now)
