import pytest
from django.test import Client
from django.urls import reverse

from factories import make_competence, make_organisation, make_person
from factories_pathways import chosen, make_mentor, make_pathway, make_teaching
from nanobank.pathways.models import PlanVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> PlanVersion:
    """A plan with one module."""
    make_teaching(make_organisation(), "data", wanted := make_competence())
    return chosen(make_pathway(wanted))


def test_a_plan_can_be_printed_by_those_who_see_it(client: Client, plan: PlanVersion) -> None:
    address = reverse("pathway_sheet", args=[plan.pathway.uuid, plan.number])
    assert client.get(address).status_code == 302
    for person, status in ((plan.pathway.person, 200), (make_mentor(plan.pathway.person), 200), (make_person(), 404)):
        client.force_login(person)
        assert client.get(address).status_code == status
    client.force_login(plan.pathway.person)
    printed = client.get(address)
    assert printed["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF-")
    assert client.get(reverse("pathway_sheet", args=[plan.pathway.uuid, 99])).status_code == 404


def test_it_is_printed_in_the_language_of_the_page(client: Client, plan: PlanVersion) -> None:
    client.force_login(plan.pathway.person)
    danish = reverse("pathway_sheet", args=[plan.pathway.uuid, plan.number])
    assert b"/Lang(da)" in client.get(danish).content
    assert b"/Lang(en)" in client.get(f"/en{danish}").content
