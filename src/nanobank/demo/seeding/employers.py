"""Workplaces: who pays, who is on file, a need that has been looked into, and seats that some have said yes to."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, Module
from nanobank.demo.seeding.files import rows
from nanobank.employers import services
from nanobank.employers.models import Brief, Colleague, CostCentre, Order
from nanobank.employers.services import Bounds, RoleTerms, Seat, WantedTerms, WorkplaceFacts
from nanobank.frameworks.models import Concept
from nanobank.organisations.models import Membership, Organisation, Role


def seed_employers(
    organisations: dict[str, Organisation], people: dict[str, Person], modules: dict[str, Module], now: datetime
) -> int:
    """All of it; how many people are on file."""
    keepers = {}
    for row in rows("employers.toml", "workplace"):
        organisation, keeper = organisations[row["organisation"]], people[row["keeper"]]
        keepers[row["organisation"]] = keeper
        _workplace(organisation, keeper, row, now)
    for row in rows("employers.toml", "colleague"):
        key = row.pop("organisation")
        services.add_colleague(organisation=organisations[key], by=keepers[key], now=now, **row)
    for row in rows("employers.toml", "job_role"):
        _job_role(organisations[row["organisation"]], keepers[row["organisation"]], row, now)
    for row in rows("employers.toml", "brief"):
        _brief(organisations[row["organisation"]], keepers[row["organisation"]], row, now)
    for row in rows("employers.toml", "order"):
        _order(organisations[row["organisation"]], keepers[row["organisation"]], modules[row["module"]], row, now)
    return Colleague.objects.count()


def _workplace(organisation: Organisation, keeper: Person, row: dict[str, Any], now: datetime) -> None:
    facts = WorkplaceFacts(
        name=organisation.name_da,
        cvr=organisation.cvr,
        street=organisation.street,
        postcode=organisation.postcode,
        city=organisation.city,
        domain=row["domain"],
        ean=row["ean"],
        is_public=row["is_public"],
    )
    services.change_workplace(organisation=organisation, facts=facts, by=keeper, now=now)
    for code, name, limit in row["cost_centres"]:
        services.keep_cost_centre(
            organisation=organisation, code=code, name=name, limit=Decimal(limit), approver=None, by=keeper, now=now
        )
    members = Membership.objects.at(now).filter(organisation=organisation, role=Role.EMPLOYEE).select_related("person")
    for at, membership in enumerate(members.order_by("pk")):
        person = membership.person
        colleague = services.add_colleague(
            organisation=organisation,
            given_name=person.given_name,
            family_name=person.family_name,
            email=person.email,
            team=row["teams"][at % len(row["teams"])] if row["teams"] else "",
            job_role="Lærer" if row["teams"] else "",
            by=keeper,
            now=now,
        )
        services.say_yes(colleague=colleague, person=person, now=now)
        colleague.refresh_from_db()
        if at % 3 == 0:
            services.consent(colleague=colleague, person=person, now=now)


def _job_role(organisation: Organisation, keeper: Person, row: dict[str, Any], now: datetime) -> None:
    """Of the workplace's own, or as a framework's role has it."""
    known = {one.slug: one for one in Competence.objects.filter(slug__in=[slug for slug, _ in row.get("asked", ())])}
    asked = [RoleTerms(known[slug], level or None) for slug, level in row["asked"]] if "asked" in row else None
    occupation = Concept.objects.occupations().get(label_da=row["occupation"]) if "occupation" in row else None
    services.begin_job_role(
        organisation=organisation, name=row["name"], occupation=occupation, asked=asked, by=keeper, now=now
    )


def _brief(organisation: Organisation, keeper: Person, row: dict[str, Any], now: datetime) -> Brief:
    brief = services.begin_brief(organisation=organisation, words=row["words"].strip(), by=keeper, now=now)
    competences = {one.slug: one for one in Competence.objects.filter(slug__in=[slug for slug, _ in row["wanted"]])}
    brief = services.correct_brief(
        brief=brief,
        title=row["title"],
        wanted=[WantedTerms(competences[slug], weight=weight) for slug, weight in row["wanted"]],
        colleagues=list(Colleague.objects.of(organisation).here().order_by("pk")[: row["people"]]),
        people=0,
        bounds=Bounds(),
        by=keeper,
        now=now,
    )
    return services.weigh(brief=brief, order=row["order"], by=keeper, now=now)


def _order(organisation: Organisation, keeper: Person, module: Module, row: dict[str, Any], now: datetime) -> Order:
    offering = module.offerings.filter(starts_on=None).first() or module.offerings.order_by("starts_on").first()
    colleagues = list(Colleague.objects.of(organisation).here().order_by("pk")[: row["people"]])
    price = module.current.price if module.current else Decimal(0)
    order = services.place_order(
        organisation=organisation,
        seats=[Seat(module, offering, one, price) for one in colleagues] if offering else [],
        cost_centre=CostCentre.objects.get(organisation=organisation, code=row["cost_centre"]),
        reference=row["reference"],
        by=keeper,
        now=now,
    )
    for line in order.lines.select_related("colleague__membership__person").order_by("pk")[: row["accepts"]]:
        if line.colleague.membership is not None:
            services.accept_seat(line=line, person=line.colleague.membership.person, now=now)
    return order
