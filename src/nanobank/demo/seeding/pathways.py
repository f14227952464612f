"""Roles, degrees, and three people's pathways: asked of the real planner, with the clock turned back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence
from nanobank.demo.seeding.files import Row, rows
from nanobank.organisations.models import Organisation
from nanobank.pathways import services
from nanobank.pathways.models import (
    DegreeProgramme,
    EventKind,
    Pathway,
    Planning,
    PlanningKind,
    Role,
    RoleCompetence,
)
from nanobank.pathways.planner import Planner
from nanobank.pathways.queries import said
from nanobank.pathways.services.mentoring import co_sign, comment, propose
from nanobank.pathways.shelf import Shelves
from nanobank.pathways.terms import Change, DegreeTerms, GoalTerms, LifeTerms

_FILE = "pathways.toml"
_WORDS = ("title_da", "title_en", "summary_da", "summary_en")


def seed_goals(organisations: dict[str, Organisation], competences: dict[str, Competence]) -> None:
    """The roles and degrees that one can want by name."""
    for row in rows(_FILE, "role"):
        labels = {name: row[name] for name in ("label_da", "label_en", "summary_da", "summary_en")}
        role = Role.objects.create(slug=row["key"], uri=row.get("uri", ""), **labels)
        RoleCompetence.objects.bulk_create(
            RoleCompetence(role=role, competence=competences[key], level=level) for key, level in row["competences"]
        )
    for row in rows(_FILE, "degree"):
        rules = DegreeTerms.model_validate(row["rules"]).kept() if "rules" in row else None
        degree = DegreeProgramme.objects.create(
            slug=row["key"],
            provider=organisations[row["provider"]] if "provider" in row else None,
            level=row["level"],
            ects=Decimal(row["ects"]),
            months=row["months"],
            price=Decimal(row["price_dkk"]),
            rules=rules,
            **{name: row[name] for name in _WORDS},
        )
        degree.gives.set(competences[key] for key in row["gives"])


def seed_pathways(people: dict[str, Person], now: datetime) -> int:
    """The pathways, each with its story up to today; how many there are."""
    shelves, listed = Shelves(), rows(_FILE, "pathway")
    for row in listed:
        _Story(row, people, now, shelves).tell()
    return len(listed)


@dataclass
class _Story:
    """One pathway, and what has happened to it so far."""

    row: Row
    people: dict[str, Person]
    now: datetime
    shelves: Shelves
    pathway: Pathway = field(init=False)
    last: Planning | None = None

    @property
    def person(self) -> Person:
        """Whose pathway it is."""
        return self.people[self.row["person"]]

    def tell(self) -> None:
        """From its beginning to today."""
        deadline = self.row.get("deadline_in_days")
        life = LifeTerms.model_validate(
            {
                **self.row["life"],
                "begins": self._day(self.row["hours"][0][0]),
                "hours": self._hours(self.row["hours"]),
                "deadline": None if deadline is None else self._day(deadline),
            }
        )
        self.pathway = services.begin(
            person=self.person,
            goal=GoalTerms.model_validate(self.row["goal"]),
            title=self.row["title"],
            life=life,
            now=self._ago(self.row["begun_days_ago"]),
        )
        for step in self.row["story"]:
            then = self._ago(step["days_ago"])
            for name in step.keys() - {"days_ago"}:
                _STORY[name](self, step[name], then)

    def _day(self, days: int) -> date:
        return timezone.localdate(self.now) + timedelta(days=days)

    def _ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    def _hours(self, hours: list[list[int]]) -> list[dict[str, Any]]:
        return [{"from": self._day(days), "hours": amount} for days, amount in hours]

    def ask(self, kind: str, then: datetime) -> None:
        """Ask the planner, and wait for it."""
        self._answer(
            services.ask(pathway=self.pathway, kind=PlanningKind(kind), by=self.person, now=then, unattended=True), then
        )

    def _answer(self, planning: Planning, then: datetime) -> None:
        Planner(name="demo", shelves=self.shelves, now=lambda: then).work()
        self.last = planning

    def choose(self, place: int, then: datetime) -> None:
        """Go by one of the plans that came of it."""
        if self.last is not None:
            version = self.last.versions.filter(place=place).first()
            if version is not None:
                services.choose(version=version, by=self.person, now=then)
                self.pathway.refresh_from_db()

    def hours(self, hours: list[list[int]], then: datetime) -> None:
        """Have other hours."""
        life = said(self.pathway).life
        changed = LifeTerms.model_validate({**life.kept(), "hours": self._hours(hours)})
        services.say_life(pathway=self.pathway, life=changed, by=self.person, now=then)

    def event(self, event: Row, then: datetime) -> None:
        """Something happens, and the plan is repaired."""
        kind = EventKind(event["kind"])
        given = {name: value for name, value in event.items() if name != "kind"}
        self._answer(
            services.happened(pathway=self.pathway, kind=kind, by=self.person, now=then, unattended=True, **given),
            then,
        )

    def comment(self, words: Row, then: datetime) -> None:
        """A mentor says something."""
        by = self.people[words["by"]]
        comment(pathway=self.pathway, words=words["words"], module=words["module"], by=by, now=then)

    def propose(self, proposal: Row, then: datetime) -> None:
        """A mentor proposes something."""
        change = Change.model_validate(proposal["change"])
        by = self.people[proposal["by"]]
        propose(pathway=self.pathway, change=change, words=proposal["words"], by=by, now=then)

    def sign(self, by: str, then: datetime) -> None:
        """A mentor stands behind the plan that is chosen."""
        if self.pathway.chosen is not None:
            co_sign(version=self.pathway.chosen, by=self.people[by], now=then)


_STORY: dict[str, Callable[[_Story, Any, datetime], None]] = {
    name: getattr(_Story, name) for name in ("ask", "choose", "hours", "event", "comment", "propose", "sign")
}
