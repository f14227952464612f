"""Saying who is to learn what together, and what there is room for at work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Level
from nanobank.common.kroner import KronerField
from nanobank.common.templatetags.nanobank import points
from nanobank.pathways.forms.days import A_DAY
from nanobank.pathways.forms.life import HoursField
from nanobank.pathways.models import GoalKind, TeamMember
from nanobank.pathways.teams.terms import MemberTerms, TeamTerms
from nanobank.pathways.terms import CompetenceTerms, GoalTerms

KINDS: Final = (
    (GoalKind.OWN_WORDS.value, gettext_lazy("Competences")),
    (GoalKind.ROLE.value, gettext_lazy("A role")),
    (GoalKind.MICRO_CREDENTIAL.value, gettext_lazy("A micro-credential")),
)
Choice = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """One who works there, with what stands in the form about them."""

    person: Person
    is_in: bool
    hours: str
    goal: str
    error: str


class TeamForm(forms.Form):
    """Who, what, and what there is room for. ``goals`` are what somebody can have for a goal of their own."""

    title = forms.CharField(label=gettext_lazy("What do you call it?"), max_length=120, required=False)
    kind = forms.ChoiceField(choices=KINDS, widget=forms.RadioSelect())
    words = forms.CharField(
        label=gettext_lazy("What are you to be able to do?"),
        help_text=gettext_lazy("Write it as you would say it to a colleague."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    competences = forms.MultipleChoiceField(required=False)
    level = forms.TypedChoiceField(
        label=gettext_lazy("How deep should it go?"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("1", gettext_lazy("Any level")), *((str(value), label) for value, label in Level.choices)],
    )
    role = forms.SlugField(required=False)
    micro_credential = forms.SlugField(required=False)
    begins = forms.DateField(label=gettext_lazy("When can you begin?"), **A_DAY)
    deadline = forms.DateField(label=gettext_lazy("When must you be done?"), required=False, **A_DAY)
    hours = HoursField(
        label=gettext_lazy("Hours a week for each"), min_value=Decimal("0.5"), max_value=80, decimal_places=2
    )
    budget = KronerField(
        label=gettext_lazy("What may it cost for each? (DKK)"), max_value=10_000_000, max_digits=10, required=False
    )
    away_at_once = forms.IntegerField(
        label=gettext_lazy("How many can you do without at once?"),
        help_text=gettext_lazy("So many at most are at a class in the daytime, Monday to Friday, in the same week."),
        min_value=0,
        max_value=1000,
        required=False,
    )
    seats_a_class = forms.IntegerField(
        label=gettext_lazy("How many of you in one class at most?"), min_value=1, max_value=1000, required=False
    )
    people = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": gettext_lazy("Somebody you chose does not work with you.")}
    )

    def __init__(
        self,
        *args: Any,
        staff: Sequence[Person],
        competences: Iterable[Choice] = (),
        goals: Iterable[Choice] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff
        chosen = {"competences": list(competences), "people": [(str(one.uuid), one.name) for one in staff]}
        for name, choices in chosen.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # choice fields, some lines up
        for one in staff:
            self.fields[f"hours-{one.uuid}"] = HoursField(
                min_value=Decimal("0.5"), max_value=80, decimal_places=2, required=False
            )
            own = forms.ChoiceField(choices=[("", _("the same as all")), *goals], required=False)
            self.fields[f"goal-{one.uuid}"] = own

    def rows(self) -> list[Row]:
        """Everybody who works there."""
        inside = {str(value) for value in self["people"].value() or ()}
        return [
            Row(
                one,
                str(one.uuid) in inside,
                str(self[f"hours-{one.uuid}"].value() or ""),
                str(self[f"goal-{one.uuid}"].value() or ""),
                " ".join(map(str, self[f"hours-{one.uuid}"].errors)),
            )
            for one in self.staff
        ]

    def own_goals(self) -> list[Choice]:
        """What somebody can have for a goal of their own; the same for all."""
        field = next((self.fields[f"goal-{one.uuid}"] for one in self.staff), None)
        return list(field.choices) if isinstance(field, forms.ChoiceField) else []  # type: ignore[arg-type]  # pairs

    def clean(self) -> dict[str, Any]:
        """Something is wanted, of somebody, and there is an end after the beginning."""
        data = super().clean() or {}
        missing = {
            GoalKind.OWN_WORDS: ("competences", _("Tick at least one competence, or write what you want and search.")),
            GoalKind.MICRO_CREDENTIAL: ("micro_credential", _("Choose a micro-credential.")),
            GoalKind.ROLE: ("role", _("Choose a role.")),
        }
        if kind := data.get("kind"):
            name, sentence = missing[GoalKind(kind)]
            if not data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if not data.get("people") and "people" not in self.errors:
            self.add_error("people", _("Choose at least one person."))
        begins, deadline = data.get("begins"), data.get("deadline")
        if begins and deadline and deadline < begins:
            self.add_error("deadline", _("That is before you begin."))
        return data

    def terms(self, before: TeamTerms | None = None) -> TeamTerms:
        """What was said, once the form is valid; what the form does not ask about stays."""
        data = self.cleaned_data
        names = ("begins", "deadline", "hours", "budget", "away_at_once", "seats_a_class")
        kept = before.model_dump() if before is not None else {}
        return TeamTerms.model_validate({**kept, "goal": self._goal(), **{name: data[name] for name in names}})

    def _goal(self) -> GoalTerms:
        data = self.cleaned_data
        kind = data["kind"]
        if kind != GoalKind.OWN_WORDS:
            return GoalTerms(kind=kind, **{kind: data[kind]})
        level = data["level"] or 1
        wanted = tuple(CompetenceTerms(slug=slug, level=level) for slug in data["competences"])
        return GoalTerms(kind=kind, words=data["words"], competences=wanted)

    def members(self) -> list[MemberTerms]:
        """Those who were chosen, each with what is their own."""
        data = self.cleaned_data
        inside = set(data["people"])
        return [
            MemberTerms(
                person=one.uuid,
                goal=_named_goal(data.get(f"goal-{one.uuid}") or ""),
                hours=data.get(f"hours-{one.uuid}"),
            )
            for one in self.staff
            if str(one.uuid) in inside
        ]


def _named_goal(named: str) -> GoalTerms | None:
    """``role:datajournalist`` as a goal."""
    kind, _colon, slug = named.partition(":")
    return GoalTerms.model_validate({"kind": kind, kind: slug}) if slug else None


def written(terms: TeamTerms, title: str, members: Iterable[TeamMember]) -> dict[str, Any]:
    """What was said, as the form shows it."""
    said = {name: getattr(terms, name) for name in ("begins", "deadline", "budget", "away_at_once", "seats_a_class")}
    goal = terms.goal
    people: dict[str, Any] = {"people": []}
    for member in members:
        uuid = member.person.uuid
        people["people"].append(str(uuid))
        people[f"hours-{uuid}"] = "" if member.hours is None else points(member.hours)
        people[f"goal-{uuid}"] = _name_of(member)
    return {
        **said,
        **people,
        "title": title,
        "hours": points(terms.hours),
        "kind": goal.kind,
        "words": goal.words,
        "level": str(max((one.level for one in goal.competences), default=1)),
        "role": goal.role or "",
        "micro_credential": goal.micro_credential or "",
    }


def _name_of(member: TeamMember) -> str:
    if member.goal is None:
        return ""
    kind = member.goal["kind"]
    return f"{kind}:{member.goal[kind]}" if kind in (GoalKind.ROLE, GoalKind.MICRO_CREDENTIAL) else ""
