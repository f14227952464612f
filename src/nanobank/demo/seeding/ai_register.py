"""A municipality's AI register: what its schools use, forty teachers, and what they have learnt of it."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.ai_register import services
from nanobank.ai_register.models import Knowledge, Part, Risk, StaffGroup
from nanobank.ai_register.queries import staff_of
from nanobank.catalogue.models import Module
from nanobank.common.clock import months_after
from nanobank.demo.seeding.files import rows
from nanobank.organisations.models import Organisation, Role
from nanobank.organisations.services import appoint


def seed_ai_register(
    organisations: dict[str, Organisation], people: dict[str, Person], modules: dict[str, Module], now: datetime
) -> int:
    """Everything in Åløse's register; how many people are in it."""
    organisation, keeper = organisations["aalose"], people["birthe-langvad"]
    teachers = _teachers(organisation, now)
    systems = {
        row.pop("key"): services.enter_system(organisation=organisation, facts=_facts(row, now), by=keeper, now=now)
        for row in rows("ai_register.toml", "system")
    }
    by_person = {one.person_id: one.uuid for one in staff_of(organisation, now=now)}
    members = [by_person[one.pk] for one in (*teachers, people["malene-hvilsted"])]
    for row in rows("ai_register.toml", "group"):
        chosen = members[row["first"] : row["last"]] if "first" in row else [by_person[keeper.pk]]
        facts = services.GroupFacts(
            name=row["name"],
            use=row["use"],
            knowledge=Knowledge(row["knowledge"]),
            systems=[systems[key].uuid for key in row["systems"]],
            members=chosen,
        )
        group = services.make_group(organisation=organisation, facts=facts, by=keeper, now=now)
        module = modules[row["module"]]
        services.require(group=group, title="", module=module, months=row.get("months"), by=keeper, now=now)
        _held(organisation, group, module, chosen, keeper, now)
    return len(teachers)


def _held(
    organisation: Organisation, group: StaffGroup, module: Module, members: list[UUID], keeper: Person, now: datetime
) -> None:
    for row in rows("ai_register.toml", "training"):
        if row["group"] != group.name:
            continue
        facts = services.TrainingFacts(
            title=row["title"],
            content=row["content"],
            held_on=timezone.localdate(now - timedelta(days=row["days_ago"])),
            hours=Decimal(row["hours"]),
            held_by=row["held_by"],
            module=module,
            meets=[one.uuid for one in group.requirements.all()],
            attended=members[: len(members) - row.get("absent", 0)],
        )
        services.record_training(organisation=organisation, facts=facts, by=keeper, now=now)


def _facts(row: dict[str, Any], now: datetime) -> services.SystemFacts:
    today = timezone.localdate(now)
    review = months_after(today, row.pop("review_in_months"))
    since = today - timedelta(days=row.pop("in_use_for_days"))
    kinds = {"part": Part(row["part"]), "risk": Risk(row["risk"])}
    return services.SystemFacts(**{**row, **kinds, "review_on": review, "in_use_since": since})


def _teachers(organisation: Organisation, now: datetime) -> list[Person]:
    """People who are not on the sign-in list; all invented."""
    teachers = []
    for name in rows("ai_register.toml", "teachers")[0]["names"]:
        given_name, _, family_name = name.partition(" ")
        local = name.lower().replace(" ", ".").translate(str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e"}))
        person = Person.objects.create(
            email=f"{local}@aalose.example",
            password=make_password(None),
            given_name=given_name,
            family_name=family_name,
            headline_da="Lærer i Åløse Kommune",
            headline_en="Teacher in Åløse Municipality",
        )
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        appoint(person=person, organisation=organisation, role=Role.EMPLOYEE, by=None, now=now - timedelta(days=500))
        teachers.append(person)
    return teachers
