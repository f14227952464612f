"""An employer's AI register for tests."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from factories import NOW, make_member, make_organisation
from nanobank.accounts.models import Person
from nanobank.ai_register import services
from nanobank.ai_register.models import AiSystem, StaffGroup, Training, Wording
from nanobank.ai_register.queries import staff_of
from nanobank.organisations.models import Kind, Membership, Organisation, Role

TODAY = date(2026, 11, 21)


class Employer:
    """An organisation with somebody who keeps its register, and some employees."""

    def __init__(self, employees: int = 3) -> None:
        self.organisation: Organisation = make_organisation(Kind.EMPLOYER)
        self.keeper: Person = make_member(Role.EMPLOYER, self.organisation, given_name="Birthe")
        names = ("Asta", "Bo", "Ditte", "Emil", "Freja", "Gitte", "Hassan", "Ida")
        self.employees = [
            make_member(Role.EMPLOYEE, self.organisation, given_name=names[number % len(names)], family_name="Holt")
            for number in range(employees)
        ]

    @property
    def memberships(self) -> list[Membership]:
        """Of the employees, in the order they were made."""
        by_person = {one.person_id: one for one in staff_of(self.organisation, now=NOW)}
        return [by_person[one.pk] for one in self.employees]

    def system(self, **facts: Any) -> AiSystem:
        """In use, to be looked at in a year."""
        given: dict[str, Any] = {
            "name": "Skrivehjælp",
            "purpose": "Udkast til breve",
            "review_on": TODAY + timedelta(days=365),
        } | facts
        return services.enter_system(
            organisation=self.organisation, facts=services.SystemFacts(**given), by=self.keeper, now=NOW
        )

    def group(self, **facts: Any) -> StaffGroup:
        """Everybody, unless others are named."""
        given: dict[str, Any] = {"name": "Alle", "members": [one.uuid for one in self.memberships]} | facts
        return services.make_group(
            organisation=self.organisation, facts=services.GroupFacts(**given), by=self.keeper, now=NOW
        )

    def training(self, present: list[Membership], **facts: Any) -> Training:
        """Held last month, three hours long."""
        given: dict[str, Any] = {
            "title": "AI i praksis",
            "content": "Vores regler",
            "held_on": TODAY - timedelta(days=30),
            "hours": Decimal(3),
            "attended": [one.uuid for one in present],
        }
        return services.record_training(
            organisation=self.organisation, facts=services.TrainingFacts(**{**given, **facts}), by=self.keeper, now=NOW
        )


def make_wording(key: str) -> Wording:
    """As the migration lays it; a test that empties the database takes it away for those after it."""
    defaults = {"text_da": "Pligten", "text_en": "The duty", "source": "Artikel 4", "changed_at": NOW}
    return Wording.objects.get_or_create(key=key, defaults=defaults)[0]
