"""From who lacks it by the AI register to seats in the module for exactly those."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from employers.test_api import send
from factories import NOW, make_competence, make_member
from factories_ai_register import Employer
from factories_employers import make_colleague, make_cost_centre, teaching
from nanobank.ai_register.services import require
from nanobank.catalogue.models import Module
from nanobank.employers.models import Colleague, CostCentre, OrderLine
from nanobank.employers.seating import candidates
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db


class School(Employer):
    """One of three teachers is on file; all of them must have learnt a module."""

    def __init__(self) -> None:
        super().__init__()
        self.module: Module = teaching(make_competence(), price=900)
        require(group=self.group(), title="AI i praksis", module=self.module, by=self.keeper, now=NOW)
        self.on_file: Colleague = make_colleague(self.organisation, self.keeper, person=self.employees[0])
        self.other: Colleague = make_colleague(self.organisation, self.keeper)
        self.centre: CostCentre = make_cost_centre(self.organisation, self.keeper)
        self.address = reverse("module_seats", args=[self.organisation.slug, self.module.slug]) + "?mangler=1"

    def form(self, *people: Any, **fields: Any) -> dict[str, Any]:
        """What the page sends."""
        offering = self.module.offerings.get()
        return {"offering": offering.uuid, "cost_centre": self.centre.uuid, "person": [*people], **fields}


@pytest.fixture
def school(monkeypatch: pytest.MonkeyPatch) -> School:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return School()


def _ticked(page: str) -> list[str]:
    boxes = [one.partition(">")[0] for one in page.split('name="person" value="')[1:]]
    return [box.partition('"')[0] for box in boxes if "checked" in box]


def test_exactly_those_who_lack_it_are_ticked_and_get_seats(school: School, client: Client) -> None:
    client.force_login(school.keeper)
    register = client.get(reverse("ai_register_of", args=[school.organisation.slug])).content.decode()
    assert "Find pladser til dem" in register
    assert school.address in register
    ticked = _ticked(client.get(school.address).content.decode())
    assert (len(ticked), str(school.other.uuid) in ticked) == (3, False)
    client.post(school.address, school.form(*ticked))
    lines = OrderLine.objects.all()
    assert {line.colleague.name for line in lines} == {person.name for person in school.employees}
    assert {line.colleague.membership for line in lines} == set(school.memberships)
    again = client.get(school.address).content.decode()
    assert (again.count("der er bestilt en plads"), _ticked(again)) == (3, [])


def test_what_was_ticked_stays_when_something_is_wrong(school: School, client: Client) -> None:
    client.force_login(school.keeper)
    answer = client.post(school.address, school.form(school.other.uuid, offering="nej"))
    assert (answer.status_code, _ticked(answer.content.decode())) == (422, [str(school.other.uuid)])
    nobody = client.post(school.address, school.form())
    assert "Vælg mindst én plads." in nobody.content.decode()


def test_nobody_elses_people_get_seats(school: School, client: Client) -> None:
    client.force_login(school.keeper)
    neighbour = Employer()
    client.post(school.address, school.form(neighbour.memberships[0].uuid))
    assert not OrderLine.objects.exists()
    client.force_login(neighbour.keeper)
    assert client.get(school.address).status_code == 404


def test_a_program_orders_for_those_who_lack_it_too(school: School, client: Client) -> None:
    at = f"/workplaces/{school.organisation.slug}"
    told = send(client, "GET", f"{at}/seats/{school.module.slug}", school.keeper).json()
    lacking = [one["uuid"] for one in told["people"] if one["lacks"]]
    assert (len(lacking), told["classes"][0]["price"]) == (3, "900.00")
    body = {"offering": told["classes"][0]["offering"], "people": lacking, "cost_centre": school.centre.code}
    assert send(client, "POST", f"{at}/orders", make_member(Role.EMPLOYER), body).status_code == 404
    made = send(client, "POST", f"{at}/orders", school.keeper, body)
    assert (made.status_code, len(made.json()["lines"])) == (201, 3)


def test_more_people_take_no_more_queries(school: School, django_assert_max_num_queries: Any) -> None:
    for _ in range(5):
        make_colleague(school.organisation, school.keeper)
    with django_assert_max_num_queries(14):
        candidates(school.module, organisation=school.organisation, by_register=True, now=NOW)
