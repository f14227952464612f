"""What the demo's learners have brought from outside, in every state that an udtræk can be in."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, MicroCredential, Module
from nanobank.demo.people import DATA
from nanobank.demo.seeding.files import Row, rows
from nanobank.demo.seeding.hours import by_day
from nanobank.notices.letters import no_letters
from nanobank.organisations.models import Membership, Organisation, Role
from nanobank.withdrawals import services
from nanobank.withdrawals.bridge import Found
from nanobank.withdrawals.models import Criterion, Finding, Outcome, Precedent, Source, Withdrawal
from nanobank.withdrawals.reading import Material


@no_letters()
def seed_withdrawals(
    organisations: dict[str, Organisation],
    people: dict[str, Person],
    competences: dict[str, Competence],
    now: datetime,
) -> int:
    """All of them, through the services, each step on its day; how many."""
    found = rows("withdrawals.toml", "withdrawal")
    for row in found:
        steps = row["steps"]
        begun = by_day(now - timedelta(days=max((step["days_ago"] for step in steps), default=1), hours=1))
        withdrawal = _begun(row, organisations[row["provider"]], people[row["by"]], competences, begun)
        for step in steps:
            _take(step, withdrawal, now - timedelta(days=step["days_ago"]))
    return len(found)


def _begun(
    row: Row, provider: Organisation, person: Person, competences: dict[str, Competence], now: datetime
) -> Withdrawal:
    material = Material(Source(row["source"]), Found(title=row["title"]), url=row.get("url", ""))
    name = row.get("paper")
    paper = services.Paper(name, (DATA / "assets" / name).read_bytes()) if name else None
    made = services.begin(person=person, provider=provider, material=material, paper=paper, now=now)
    months = row.get("months_ago")
    described = services.Described(
        title=row["title"],
        outside_provider=row["outside_provider"],
        country=row["country"],
        language=row["language"],
        description=row["description"],
        hours=Decimal(row["hours"]) if "hours" in row else None,
        ects=Decimal(row["ects"]) if "ects" in row else None,
        level=row.get("level"),
        assessed=row.get("assessed", ""),
        completed_on=timezone.localdate(now) - timedelta(days=30 * months) if months else None,
        is_formal=row.get("is_formal", False),
        disclosed=row.get("disclosed"),
        elements=row.get("elements", ""),
        competences=tuple(competences[key] for key in row["competences"]),
    )
    return services.describe(withdrawal=made, by=person, described=described, now=now)


def _take(
    step: Row,
    withdrawal: Withdrawal,
    now: datetime,
) -> None:
    withdrawal.refresh_from_db()
    educator = withdrawal.educator or withdrawal.person
    match step["do"]:
        case "ask":
            services.ask(withdrawal=withdrawal, by=withdrawal.person, now=now)
        case "return":
            services.return_to_learner(withdrawal=withdrawal, by=educator, question=step["question"], now=now)
        case "appeal":
            services.appeal(withdrawal=withdrawal, by=withdrawal.person, words=step["words"], now=now)
        case "overrule":
            lead = _lead(withdrawal, now)
            services.answer_appeal(withdrawal=withdrawal, by=lead, upheld=False, answer=step["answer"], now=now)
        case "retire":
            precedent = Precedent.objects.get(decision__withdrawal=withdrawal)
            services.retire_precedent(precedent=precedent, by=educator, because=step["because"], now=now)
        case "take_back":
            services.take_back(withdrawal=withdrawal, by=withdrawal.person, now=now)
        case decision:
            terms = _terms(step, Outcome(decision), withdrawal)
            services.decide(withdrawal=withdrawal, by=educator, terms=terms, now=now)


def _terms(
    step: Row,
    outcome: Outcome,
    withdrawal: Withdrawal,
) -> services.Terms:
    notes = step["notes"]
    return services.Terms(
        outcome=outcome,
        grounds=step["grounds"],
        round=withdrawal.round,
        rubric={Criterion(name): (Finding(found), notes.get(name, "")) for name, found in step["rubric"].items()},
        modules=list(Module.objects.filter(slug__in=step.get("modules", ())).select_related("current__module")),
        ects=Decimal(step["ects"]) if "ects" in step else None,
        level=step.get("level"),
        competences=list(withdrawal.competences.all()) if outcome != Outcome.NOT else [],
        micro_credential=MicroCredential.objects.filter(slug=step.get("micro_credential")).first(),
    )


def _lead(withdrawal: Withdrawal, now: datetime) -> Person:
    """Who answers complaints at the institution."""
    running = Membership.objects.at(now).filter(organisation=withdrawal.provider_id, role=Role.PROGRAMME_LEAD)
    return running.select_related("person").order_by("pk")[0].person
