"""Plans for many, by the real planner: a team at work, whose members answer, and modules over terms."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.demo.seeding.files import Row, rows
from nanobank.organisations.models import Organisation
from nanobank.pathways.cohorts.services import begin_balance
from nanobank.pathways.cohorts.terms import BalanceTerms
from nanobank.pathways.planner import Planner
from nanobank.pathways.shelf import Shelves
from nanobank.pathways.teams import answers, services
from nanobank.pathways.teams.queries import staff_of
from nanobank.pathways.teams.terms import MemberTerms, TeamTerms
from nanobank.pathways.terms import CompetenceTerms, GoalTerms


def seed_teams(people: dict[str, Person], now: datetime) -> int:
    """The teams; how many there are."""
    shelves, listed = Shelves(), rows("pathways.toml", "team")
    for row in listed:
        _seed(row, people, now - timedelta(days=row["begun_days_ago"]), shelves)
    return len(listed)


def seed_balances(people: dict[str, Person], now: datetime) -> int:
    """Modules laid over terms; how many times."""
    shelves, listed = Shelves(), rows("pathways.toml", "balance")
    for row in listed:
        then = now - timedelta(days=row["days_ago"])
        organisation = Organisation.objects.get(slug=row["organisation"])
        terms = BalanceTerms(modules=tuple(row["modules"]), terms=row["terms"])
        begin_balance(organisation=organisation, title=row["title"], terms=terms, by=people[row["by"]], now=then)
        Planner(name="demo", shelves=shelves, now=lambda then=then: then).work()  # type: ignore[misc]  # its own then
    return len(listed)


def _seed(row: Row, people: dict[str, Person], then: datetime, shelves: Shelves) -> None:
    organisation, by = Organisation.objects.get(slug=row["organisation"]), people[row["by"]]
    named = [people[key] for key in row["people"]]
    others = [one for one in staff_of(organisation, then) if one not in (*named, by)]
    own = {key: Decimal(hours) for key, hours in row["own_hours"]}
    hours = {people[key].pk: amount for key, amount in own.items()}
    wanted = tuple(CompetenceTerms(slug=slug, level=level) for slug, level in row["competences"])
    today = timezone.localdate(then)
    team = services.begin_team(
        organisation=organisation,
        title=row["title"],
        terms=TeamTerms(
            goal=GoalTerms(kind="own_words", words=row["title"], competences=wanted),
            begins=today,
            hours=Decimal(row["hours"]),
            deadline=today + timedelta(days=row["deadline_in_days"]),
            away_at_once=row["away_at_once"],
            seats_a_class=row["seats_a_class"],
        ),
        people=[
            MemberTerms(person=one.uuid, hours=hours.get(one.pk)) for one in (*named, *others[: row["and_others"]])
        ],
        by=by,
        now=then,
    )
    services.ask_team(team=team, by=by, now=then, unattended=True)
    Planner(name="demo", shelves=shelves, now=lambda: then).work()
    sent = {part.member.person_id: part for part in services.send(team=team, by=by, now=then)}
    for key, accepted, words in row["answers"]:
        person = people[key]
        if person.pk in sent:
            answers.answer(part=sent[person.pk], accepted=accepted, words=words, by=person, now=then)
