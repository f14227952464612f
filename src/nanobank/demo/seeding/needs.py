"""What people miss, one municipality's request with its answers, and what was searched for in vain."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, Form
from nanobank.demo.seeding.files import Row, load, rows
from nanobank.needs import services
from nanobank.needs.models import Contact, Enquiry, Need, Origin
from nanobank.needs.queries import modules_to_build_from
from nanobank.needs.services import AnswerTerms, PartTerms
from nanobank.organisations.models import Organisation
from nanobank.organisations.regions import region_of
from nanobank.search.models import SearchCount

_FILE: Final = "needs.toml"
_WEEKS: Final = 12


def seed_needs(
    organisations: dict[str, Organisation], people: dict[str, Person], competences: dict[str, Competence], now: datetime
) -> int:
    """The needs, the request and the searches; how many needs there are."""
    live_in = {row["key"]: row.get("postcode", "") for row in rows("people.toml", "person")}
    for row in rows(_FILE, "wish"):
        for number, (key, days_ago) in enumerate(row["asked"]):
            services.record_need(
                words=row["words"][number % len(row["words"])],
                language="da",
                competences=[competences[one] for one in row["competences"]],
                by=people[key],
                origin=Origin.LEARNER,
                region=region_of(live_in[key]) or "",
                sector=row["sector"],
                may_be_contacted=number % 3 != 0,
                now=now - timedelta(days=days_ago),
            )
    file = load(_FILE)
    for row in file["request"]:
        _request(row, organisations, people, competences, now)
    for row in file["outreach"]:
        _outreach(row, organisations, people, competences, now)
    _searches(now)
    return Need.objects.count()


def _request(
    row: Row,
    organisations: dict[str, Organisation],
    people: dict[str, Person],
    competences: dict[str, Competence],
    now: datetime,
) -> None:
    then = now - timedelta(days=row["days_ago"])
    need = services.record_need(
        words=row["words"],
        language="da",
        competences=[competences[one] for one in row["competences"]],
        by=people[row["by"]],
        organisation=organisations[row["organisation"]],
        origin=Origin.EMPLOYER,
        sector=row["sector"],
        people=row["people"],
        now=then,
    )
    asked = [organisations[one["institution"]] for one in row["asked"]]
    made = services.ask(need=need, institutions=asked, by=people[row["by"]], now=then)
    for one, enquiry in zip(row["asked"], made, strict=True):
        for said in one.get("said", ()):
            when = now - timedelta(days=said["days_ago"])
            services.say(enquiry=enquiry, words=said["words"], by=people[said["by"]], now=when)
        if "answer" in one:
            _answer(one["answer"], enquiry, people[one["by"]], competences, now)


def _answer(row: Row, enquiry: Enquiry, by: Person, competences: dict[str, Competence], now: datetime) -> None:
    """With so many of the institution's modules as fit best, and those to be written."""
    then = now - timedelta(days=row["days_ago"])
    fitting = modules_to_build_from(enquiry.institution, enquiry.need, by, now=then)[: row["modules"]]
    new = [
        PartTerms(
            title=one["title"],
            summary=one["summary"],
            ects=Decimal(one["ects"]),
            competences=tuple(competences[key] for key in one["competences"]),
        )
        for one in row["new"]
    ]
    today = timezone.localdate(now)
    terms = AnswerTerms(
        words=row["words"],
        price=Decimal(row["price"]),
        seats=row["seats"],
        starts_on=today + timedelta(days=row["starts_in"]),
        ends_on=today + timedelta(days=row["ends_in"]),
        form=Form(row["form"]),
        place=row["place"],
        postcode=row["postcode"],
        parts=(*(PartTerms(module=module) for module, _covers in fitting), *new),
    )
    services.answer(enquiry=enquiry, terms=terms, by=by, now=then)


def _outreach(
    row: Row,
    organisations: dict[str, Organisation],
    people: dict[str, Person],
    competences: dict[str, Competence],
    now: datetime,
) -> None:
    then = now - timedelta(days=row["days_ago"])
    made = services.reach_out(
        institution=organisations[row["institution"]],
        competence=competences[row["competence"]],
        words=row["words"],
        by=people[row["by"]],
        now=then,
    )
    for contact in Contact.objects.filter(outreach=made, need__by__in=[people[key] for key in row["yes"]]):
        by = contact.need.by
        if by is not None:
            services.reply(contact=contact, yes=True, words=row["reply"], by=by, now=then + timedelta(days=1))


def _searches(now: datetime) -> None:
    """Spread over the last weeks, as they are counted."""
    monday = timezone.localdate(now) - timedelta(days=timezone.localdate(now).weekday())
    made = []
    for row in rows(_FILE, "sought"):
        for week in range(_WEEKS):
            share = [row[name] // _WEEKS + (week < row[name] % _WEEKS) for name in ("searches", "without_hit")]
            if share[0]:
                counts = dict(zip(("searches", "without_hit"), share, strict=True))
                where = {"words": row["words"], "region": row.get("region", "")}
                made.append(SearchCount(week=monday - timedelta(weeks=week), **where, **counts))
    SearchCount.objects.bulk_create(made)
