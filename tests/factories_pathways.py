"""Pathways for tests, in a small catalogue that the planner reads as it reads any other."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from factories import NOW, make_competence, make_person
from factories_catalogue import facts
from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship
from nanobank.bank.services import begin_mentorship
from nanobank.catalogue import services as catalogue
from nanobank.catalogue.models import Competence, Module
from nanobank.organisations.models import Organisation
from nanobank.pathways import services
from nanobank.pathways.models import Pathway, Planning, PlanningKind, PlanVersion
from nanobank.pathways.planner import Planner
from nanobank.pathways.terms import CompetenceTerms, GoalTerms, HoursTerms, LifeTerms

TODAY = timezone.localdate(NOW)


class Clock:
    """A clock that the test turns."""

    def __init__(self, now: datetime = NOW) -> None:
        """Shows ``now``."""
        self.now = now

    def __call__(self) -> datetime:
        """What it shows."""
        return self.now

    def turn(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


def make_teaching(
    provider: Organisation,
    slug: str,
    *competences: Competence,
    ects: str = "2",
    price: int = 1000,
    requires: tuple[tuple[Module, ...], ...] = (),
    starts_in: int | None = None,
    weeks: int = 4,
    **offering: Any,
) -> Module:
    """A published module that teaches these; any day, or in one class that starts in so many days."""
    written = facts(
        title_da=slug.capitalize(),
        title_en=slug.capitalize(),
        ects=Decimal(ects),
        price=Decimal(price),
        competences=competences or (make_competence(),),
        prerequisites=requires,
    )
    module = catalogue.create_module(provider=provider, slug=slug, facts=written, by=None, now=NOW)
    catalogue.publish_version(version=module.versions.get(), by=None, now=NOW)
    starts_on = None if starts_in is None else TODAY + timedelta(days=starts_in)
    ends_on = None if starts_on is None else starts_on + timedelta(weeks=weeks, days=-1)
    catalogue.add_offering(module=module, by=None, now=NOW, starts_on=starts_on, ends_on=ends_on, **offering)
    return Module.objects.select_related("current", "provider").get(pk=module.pk)


def make_goal(*competences: Competence, level: int = 6) -> GoalTerms:
    """These competences, in own words."""
    return GoalTerms(
        kind="own_words",
        words="Det vil jeg kunne",
        competences=tuple(CompetenceTerms(slug=one.slug, level=level) for one in competences),
    )


def make_life(hours: int = 10, **fields: Any) -> LifeTerms:
    """So many hours a week from today on."""
    return LifeTerms(begins=TODAY, hours=(HoursTerms(since=TODAY, hours=Decimal(hours)),), **fields)


def make_pathway(*competences: Competence, person: Person | None = None, life: LifeTerms | None = None) -> Pathway:
    """A pathway towards these competences."""
    return services.begin(
        person=person or make_person(),
        goal=make_goal(*(competences or (make_competence(),))),
        life=life or make_life(),
        now=NOW,
    )


def make_planner(name: str = "test", clock: Clock | None = None) -> Planner:
    """A planner whose clock stands still unless it is turned."""
    return Planner(name=name, now=clock or Clock())


def planned(pathway: Pathway, kind: PlanningKind = PlanningKind.PLAN, now: datetime = NOW) -> Planning:
    """What comes of asking now."""
    asked = services.ask(pathway=pathway, kind=kind, by=pathway.person, now=now)
    return answered(asked, now=now)


def answered(planning: Planning | None, now: datetime = NOW) -> Planning:
    """The planning, when a planner has been at work."""
    assert planning is not None
    planner = make_planner(clock=Clock(now))
    while planner.work():
        pass
    planning.refresh_from_db()
    return planning


def chosen(pathway: Pathway, now: datetime = NOW) -> PlanVersion:
    """The plan that comes of asking, chosen."""
    version = planned(pathway, now=now).versions.get()
    services.choose(version=version, by=pathway.person, now=now)
    pathway.refresh_from_db()
    return version


def make_mentor(learner: Person, kind: Mentorship.Kind = Mentorship.Kind.INTERNAL) -> Person:
    """Somebody who mentors the learner."""
    mentor = make_person(given_name="Torkil", family_name="Espegaard")
    begin_mentorship(learner=learner, mentor=mentor, kind=kind, now=NOW - timedelta(days=1))
    return mentor
