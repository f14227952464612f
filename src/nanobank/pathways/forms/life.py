"""Saying what there is room for: hours month by month, money, where, when, and what one can already."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.catalogue.models import Competence, Form, Language, Level
from nanobank.common.kroner import KronerField
from nanobank.common.templatetags.nanobank import points
from nanobank.pathways.forms.days import A_DAY
from nanobank.pathways.terms import TIMES, CompetenceTerms, HeldTerms, HoursTerms, LifeTerms, WishTerms

MONTHS: Final = 24
_ORDERS: Final = {
    "finish": ("finish", "cost", "quality"),
    "cost": ("cost", "finish", "quality"),
    "quality": ("quality", "finish", "cost"),
}


@dataclass(frozen=True)
class Month:
    """One month of the hours: its first day, its field, and what stands in it."""

    first: date
    name: str
    value: str
    error: str

    @cached_property
    def in_words(self) -> str:
        """``marts 2027``."""
        return date_format(self.first, "F Y")

    @property
    def short(self) -> str:
        """``mar``."""
        return date_format(self.first, "M").rstrip(".").lower()[:3]

    @property
    def begins_year(self) -> bool:
        """Whether it is a January."""
        return self.first.month == 1


class HoursField(forms.DecimalField):
    """Hours a week; a comma and a point mean the same."""

    def to_python(self, value: Any) -> Any:
        """The number, as a Decimal, or None."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class LifeForm(forms.Form):
    """The life that the plan has to fit into."""

    usual = HoursField(
        label=gettext_lazy("Hours a week"),
        help_text=gettext_lazy("Each month, unless you say otherwise below."),
        min_value=0,
        max_value=80,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "maxlength": "5", "data-usual": ""}),
    )
    spread = forms.BooleanField(required=False, widget=forms.HiddenInput(attrs={"data-spread": ""}))
    begins = forms.DateField(label=gettext_lazy("When can you begin?"), **A_DAY)
    intensity = forms.IntegerField(min_value=10, max_value=300, required=False)
    at_once = forms.TypedChoiceField(
        label=gettext_lazy("How many modules at a time?"),
        coerce=int,
        choices=[(str(number), str(number)) for number in range(1, 7)],
        help_text=gettext_lazy("They share your hours evenly."),
    )
    deadline = forms.DateField(label=gettext_lazy("When must you be done?"), required=False, **A_DAY)
    budget = KronerField(
        label=gettext_lazy("What may it cost? (DKK)"), max_value=10_000_000, max_digits=10, required=False
    )
    gets_su = forms.BooleanField(
        label=gettext_lazy("I get SU, or count on it"),
        help_text=gettext_lazy("Then we tell where the plan runs into the rules of SU."),
        required=False,
    )
    order = forms.ChoiceField(
        label=gettext_lazy("What matters most?"),
        choices=[
            ("finish", gettext_lazy("To be done soon")),
            ("cost", gettext_lazy("That it is cheap")),
            ("quality", gettext_lazy("That it is as good as can be, and fits me")),
        ],
        widget=forms.RadioSelect(),
    )
    postcode = forms.RegexField(
        label=gettext_lazy("Your postcode"),
        regex=r"^\d{4}$",
        required=False,
        error_messages={"invalid": gettext_lazy("A Danish postcode has four digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code", "maxlength": "4"}),
    )
    distance_km = forms.IntegerField(
        label=gettext_lazy("At most so many kilometres away"), min_value=1, max_value=600, required=False
    )
    participation = forms.MultipleChoiceField(
        label=gettext_lazy("How do you want to take part?"),
        choices=Form.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("In which languages?"),
        choices=Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    times = forms.MultipleChoiceField(
        label=gettext_lazy("When are you free for teaching?"),
        choices=[(time, time) for time in TIMES],
        required=False,
    )
    only_assessed = forms.BooleanField(
        label=gettext_lazy("Only modules whose quality somebody has assessed"), required=False
    )
    knows = forms.MultipleChoiceField(required=False)
    holds = forms.MultipleChoiceField(required=False)
    held_title = forms.CharField(label=gettext_lazy("What is it called?"), max_length=200, required=False)
    held_ects = HoursField(label="ECTS", min_value=0, max_value=300, decimal_places=2, required=False)
    held_level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), coerce=int, empty_value=None, required=False, choices=Level.choices
    )

    def __init__(
        self,
        *args: Any,
        life: LifeTerms,
        wishes: WishTerms,
        competences: Iterable[Competence] = (),
        gets_su: bool = False,
        **kwargs: Any,
    ) -> None:
        """``gets_su``: whether what the person has said so far says so."""
        super().__init__(*args, **{"initial": {**_written(life, wishes), "gets_su": gets_su}, **kwargs})
        self.life, self._wishes = life, wishes
        names = [(one.slug, one.label) for one in competences]
        self.fields["knows"].choices = names  # type: ignore[attr-defined]  # a choice field, some lines up
        held = [(str(number), one.title) for number, one in enumerate(life.holds)]
        self.fields["holds"].choices = held  # type: ignore[attr-defined]  # a choice field, some lines up
        for first, hours in _by_month(life):
            field = HoursField(min_value=0, max_value=80, decimal_places=2, initial=points(hours), required=False)
            self.fields[_name(first)] = field

    def months(self) -> list[Month]:
        """The months and what stands in each."""
        return [
            Month(
                first,
                _name(first),
                str(self[_name(first)].value() or "0"),
                " ".join(map(str, self[_name(first)].errors)),
            )
            for first, _hours in _by_month(self.life)
        ]

    def held(self) -> Sequence[HeldTerms]:
        """What the person has told of already."""
        return self.life.holds

    def clean(self) -> dict[str, Any]:
        """A distance is from somewhere, a deadline after the beginning, and free at no time is nothing to plan in."""
        data = super().clean() or {}
        if data.get("distance_km") and not data.get("postcode") and "postcode" not in self.errors:
            self.add_error("postcode", _("From where? Write your postcode."))
        begins, deadline = data.get("begins"), data.get("deadline")
        if begins and deadline and deadline < begins:
            self.add_error("deadline", _("That is before you begin."))
        if not any(self._said_of(first, data) for first, _hours in _by_month(self.life)):
            self.add_error("intensity", _("There are no hours to study in. Give at least one month some."))
        return data

    def terms(self) -> LifeTerms:
        """The life, once the form is valid."""
        return LifeTerms.model_validate({**self.life.model_dump(), **self._kept(self.cleaned_data)})

    def wishes(self) -> WishTerms:
        """The wishes, with the aims in the order asked for."""
        chosen = self.cleaned_data["order"]
        if self._wishes.order[0] == chosen:
            return self._wishes
        return self._wishes.model_copy(update={"order": _ORDERS[chosen]})

    def _kept(self, data: dict[str, Any]) -> dict[str, Any]:
        knows = {one.slug: one for one in self.life.knows}
        return {
            "begins": data["begins"],
            "hours": self._hours(data),
            "intensity": data["intensity"] or 100,
            "at_once": data["at_once"],
            "deadline": data["deadline"],
            "budget": data["budget"],
            "postcode": data["postcode"] or None,
            "distance_km": data["distance_km"],
            "gets_su": self.life.gets_su if data["gets_su"] == self.initial["gets_su"] else data["gets_su"],
            "forms": _unless_all(data["participation"], Form.values),
            "languages": _unless_all(data["languages"], Language.values),
            "times": _unless_all(data["times"], TIMES),
            "accepts": ("own", "vetted") if data["only_assessed"] else ("own", "vetted", "unassessed"),
            "knows": tuple(knows.get(slug) or CompetenceTerms(slug=slug) for slug in data["knows"]),
            "holds": self._holds(data),
        }

    def _hours(self, data: dict[str, Any]) -> tuple[HoursTerms, ...]:
        """Periods out of months. As long as no month was changed, the periods stay as finely told as they were."""
        told = [(first, self._said_of(first, data), hours) for first, hours in _by_month(self.life)]
        if data["begins"] == self.life.begins and all(now == before for _first, now, before in told):
            return self.life.hours
        periods: list[HoursTerms] = []
        for first, hours, _before in told:
            if not periods or periods[-1].hours != hours:
                periods.append(HoursTerms(since=first if periods else min(first, data["begins"]), hours=hours))
        return tuple(periods)

    def _said_of(self, first: date, data: dict[str, Any]) -> Decimal:
        """The hours of a month: its own; the usual ones where it had those and no script has written them there yet."""
        hours: Decimal = data.get(_name(first)) or Decimal(0)
        usual, before = data.get("usual"), _usual(self.life)
        return usual if usual is not None and not data.get("spread") and hours == before else hours

    def _holds(self, data: dict[str, Any]) -> tuple[HeldTerms, ...]:
        kept = [self.life.holds[int(place)] for place in data["holds"]]
        if data["held_title"]:
            ects = data["held_ects"] or Decimal(0)
            kept.append(HeldTerms(title=data["held_title"], ects=ects, level=data["held_level"] or Level.SIX))
        return tuple(kept)


def _name(first: date) -> str:
    return f"h-{first:%Y-%m}"


def _by_month(life: LifeTerms) -> list[tuple[date, Decimal]]:
    """The months from the life's beginning on, with the hours in force when each begins."""
    months, first = [], life.begins.replace(day=1)
    for _number in range(MONTHS):
        begun = max(first, life.begins)
        given = [period.hours for period in life.hours if period.since <= begun]
        months.append((first, given[-1] if given else life.hours[0].hours))
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return months


def _usual(life: LifeTerms) -> Decimal:
    """The hours that most months have, the soonest of those that are as many."""
    return Counter(hours for _first, hours in _by_month(life)).most_common(1)[0][0]


def _unless_all(chosen: Sequence[str], everything: Iterable[str]) -> tuple[str, ...] | None:
    """None lets everything through: when nothing is ruled out, and when nothing was said."""
    return None if not chosen or set(chosen) == set(everything) else tuple(chosen)


def _written(life: LifeTerms, wishes: WishTerms) -> dict[str, Any]:
    return {
        "usual": points(_usual(life)),
        "begins": life.begins,
        "intensity": life.intensity,
        "at_once": str(life.at_once),
        "deadline": life.deadline,
        "budget": life.budget,
        "order": wishes.order[0],
        "postcode": life.postcode or "",
        "distance_km": life.distance_km,
        "participation": list(life.forms or Form.values),
        "languages": list(life.languages or Language.values),
        "times": list(life.times or TIMES),
        "only_assessed": "unassessed" not in life.accepts,
        "knows": [one.slug for one in life.knows],
        "holds": [str(number) for number in range(len(life.holds))],
        "held_level": 6,
    }
