"""What people fill in about offers from outside."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nanobank.catalogue.models import Competence, Level
from nanobank.feeds.formats import NAMES
from nanobank.feeds.models import OutsideOffer, Rhythm, Verdict, Vetting
from nanobank.feeds.services import Judgement
from nanobank.feeds.texts import FIELDS
from nanobank.frameworks.models import Kind
from nanobank.frameworks.queries import in_force, named
from nanobank.organisations.models import Organisation

_INPUT = {"class": "form-input"}
_SELECT = {"class": "form-select"}
_USUAL_VALIDITY = timedelta(days=730)


class FeedForm(forms.Form):
    """A feed to show offers from."""

    organisation = forms.ModelChoiceField(
        label=_("For which institution?"),
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=forms.Select(attrs=_SELECT),
    )
    title = forms.CharField(
        label=_("What is the feed called?"),
        help_text=_("For your colleagues to know it again, e.g. “Kursushuset, efterår”."),
        max_length=120,
        widget=forms.TextInput(attrs=_INPUT),
    )
    address = forms.CharField(
        label=_("Address that it is fetched from"),
        help_text=_("From https:// on. Leave it empty if you have a file."),
        max_length=600,
        required=False,
        widget=forms.TextInput(attrs={**_INPUT, "inputmode": "url"}),
    )
    file = forms.FileField(
        label=_("Or a file"),
        help_text=_("A web page or JSON with schema.org courses, learning opportunities of Europass (ELM), or CSV."),
        required=False,
        widget=forms.FileInput(attrs={**_INPUT, "accept": ".json,.jsonld,.xml,.csv,.tsv,.txt,.html,.htm"}),
    )
    whole = forms.BooleanField(
        label=_("The feed holds all offers: what is no longer in it is taken out of the catalogue"),
        required=False,
        initial=True,
    )

    def __init__(self, organisations: Sequence[Organisation], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        own = Organisation.objects.filter(pk__in=[one.pk for one in organisations]).order_by("name_da")
        field = self.fields["organisation"]
        field.queryset = own  # type: ignore[attr-defined]  # a field of models
        if len(organisations) == 1:
            field.initial, field.widget = organisations[0].slug, forms.HiddenInput()


class FileForm(forms.Form):
    """A newer list of a feed."""

    file = forms.FileField(label=_("The newer list"), widget=forms.FileInput(attrs=_INPUT))


class RhythmForm(forms.Form):
    """How often a feed is fetched by itself."""

    every_days = forms.TypedChoiceField(
        label=_("Fetch it by itself"),
        choices=[("", _("Only when somebody asks")), *Rhythm.choices],
        required=False,
        coerce=lambda value: Rhythm(int(value)),
        empty_value=None,
        widget=forms.Select(attrs=_SELECT),
    )


class ColumnsForm(forms.Form):
    """Which column is what."""

    def __init__(self, headings: Sequence[str], mapping: Mapping[str, str], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        choices = [("", _("not in the list")), *((heading, heading) for heading in headings if heading)]
        for name in NAMES:
            self.fields[name] = forms.ChoiceField(
                label=str(FIELDS[name]),
                choices=choices,
                required=name in ("title", "url"),
                initial=mapping.get(name, ""),
                widget=forms.Select(attrs=_SELECT),
            )


class VettingForm(forms.Form):
    """What an educator says of an offer."""

    verdict = forms.ChoiceField(label=_("What do you say of it?"), choices=Verdict.choices, widget=forms.RadioSelect())
    competences = forms.ModelMultipleChoiceField(
        label=_("Competences that it builds"),
        queryset=Competence.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    more = forms.CharField(
        label=_("Other competences"),
        help_text=_("By their names, one on each line."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"class": "form-input", "rows": 2}),
    )
    level = forms.TypedChoiceField(
        label=_("Level"),
        choices=[("", _("not said")), *Level.choices],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(attrs=_SELECT),
    )
    ects = forms.DecimalField(
        label=_("ECTS that it corresponds to"),
        required=False,
        max_digits=5,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={**_INPUT, "inputmode": "decimal"}),
    )
    hours = forms.DecimalField(
        label=_("Hours of work"),
        required=False,
        max_digits=7,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={**_INPUT, "inputmode": "decimal"}),
    )
    until = forms.DateField(
        label=_("Valid until"),
        help_text=_("Offers change. Two years is usual, five is the most."),
        widget=forms.DateInput(attrs={**_INPUT, "type": "date"}, format="%Y-%m-%d"),
    )
    grounds = forms.CharField(
        label=_("Grounds"),
        help_text=_("What did you look at, and why is it so? Everybody can read this."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"class": "form-input", "rows": 5}),
    )
    expects = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, offer: OutsideOffer, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        said = Q(outside_offers=offer)
        if offer.vetting is not None:
            said |= Q(pk__in=offer.vetting.competences.values("pk"))
        chosen = in_force(Competence.objects.filter(said)).distinct().order_by("label_da")
        self.fields["competences"].queryset = chosen  # type: ignore[attr-defined]  # a field of models

    def clean_more(self) -> list[Competence]:
        """The competences that are called so."""
        found = []
        for name in filter(None, (line.strip() for line in self.cleaned_data["more"].splitlines())):
            likeliest = next(iter(named(name, (Kind.COMPETENCE,), most=1)), None)
            if likeliest is None or likeliest.competence is None:
                raise forms.ValidationError(_("We know of no competence called “%(name)s”."), params={"name": name})
            found.append(likeliest.competence)
        return found

    def judgement(self) -> Judgement:
        """What was filled in; only when the form is valid."""
        given = self.cleaned_data
        return Judgement(
            verdict=Verdict(given["verdict"]),
            grounds=given["grounds"],
            until=given["until"],
            level=given["level"],
            ects=given["ects"],
            hours=given["hours"],
            competences={one.pk: one for one in (*given["competences"], *given["more"])}.values(),
        )


def beginning_of(offer: OutsideOffer, today: date) -> dict[str, Any]:
    """What a form about an offer says at first: what was said of it last, else what its source says."""
    last: Vetting | None = offer.vetting
    return {
        "verdict": last.verdict if last else Verdict.COUNTS,
        "competences": [one.slug for one in (last.competences if last else offer.competences).all()],
        "level": last.level if last else offer.level if offer.level in Level.values else None,
        "ects": last.ects if last else offer.ects,
        "hours": last.hours if last else offer.hours,
        "until": today + _USUAL_VALIDITY,
        "grounds": last.grounds if last else "",
        "expects": str(last.uuid) if last else "",
    }


class WithdrawForm(forms.Form):
    """Why a judgement is taken back."""

    grounds = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"class": "form-input", "rows": 3}),
    )
