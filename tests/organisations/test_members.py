import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from conftest import CountQueries
from factories import NOW, make_member, make_organisation, make_person
from nanobank.accounts.services import create_token
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.organisations.models import Kind, Membership, Organisation, Role
from nanobank.organisations.services import OrganisationFacts, appoint, create_organisation, dismiss

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation(slug="sydvest")


def test_a_programme_lead_gives_and_ends_a_role(client: Client, organisation: Organisation) -> None:
    client.force_login(make_member(Role.PROGRAMME_LEAD, organisation))
    newcomer = make_person()
    client.post("/organisationer/sydvest/medlemmer/", {"email": newcomer.email.upper(), "role": "educator"})
    membership = Membership.objects.get(person=newcomer)
    assert membership.role == Role.EDUCATOR
    client.post(f"/organisationer/roller/{membership.uuid}/afslut/")
    membership.refresh_from_db()
    assert membership.until is not None


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PROGRAMME_LEAD])
def test_nobody_else_sees_who_does_what(client: Client, organisation: Organisation, role: Role) -> None:
    client.force_login(make_member(role, organisation))
    assert client.get("/organisationer/sydvest/medlemmer/").status_code == 404


def test_the_neighbours_programme_lead_sees_nothing_and_ends_nothing(
    client: Client, organisation: Organisation
) -> None:
    membership = Membership.objects.get(person=make_member(Role.EDUCATOR, organisation))
    client.force_login(make_member(Role.PROGRAMME_LEAD))
    assert client.get("/organisationer/sydvest/medlemmer/").status_code == 404
    assert client.post(f"/organisationer/roller/{membership.uuid}/afslut/").status_code == 404


def test_an_unknown_address_is_said_beside_the_field_and_kept(client: Client, organisation: Organisation) -> None:
    client.force_login(make_member(Role.PROGRAMME_LEAD, organisation))
    page = client.post("/organisationer/sydvest/medlemmer/", {"email": "x@example.dk", "role": "educator"})
    assert 'id="id_email_error"' in page.content.decode()
    assert 'value="x@example.dk"' in page.content.decode()


def test_the_same_role_twice_is_a_conflict(organisation: Organisation) -> None:
    member = make_member(Role.EDUCATOR, organisation)
    with pytest.raises(Conflict):
        appoint(person=member, organisation=organisation, role=Role.EDUCATOR, by=None, now=NOW)


def test_the_last_thing_a_lead_can_lose_is_not_lost_by_their_own_hand(organisation: Organisation) -> None:
    lead = make_member(Role.PROGRAMME_LEAD, organisation)
    with pytest.raises(Refused):
        dismiss(membership=Membership.objects.get(person=lead), by=lead, now=NOW)


def test_a_role_that_has_ended_cannot_be_ended_again(organisation: Organisation) -> None:
    lead = make_member(Role.PROGRAMME_LEAD, organisation)
    membership = Membership.objects.get(person=make_member(Role.EDUCATOR, organisation))
    dismiss(membership=membership, by=lead, now=NOW)
    with pytest.raises(NotYours):
        dismiss(membership=membership, by=lead, now=NOW)


def test_more_members_cost_no_more_queries(
    client: Client, organisation: Organisation, count_queries: CountQueries
) -> None:
    client.force_login(make_member(Role.PROGRAMME_LEAD, organisation))
    few = count_queries(lambda: client.get("/organisationer/sydvest/medlemmer/"))
    for _ in range(10):
        make_member(Role.EDUCATOR, organisation)
    assert count_queries(lambda: client.get("/organisationer/sydvest/medlemmer/")) == few


def test_a_wrong_cvr_number_is_refused() -> None:
    facts = OrganisationFacts(slug="x", kind=Kind.EMPLOYER, name_da="X", name_en="X", short_name="X", cvr="12345678")
    with pytest.raises(Refused):
        create_organisation(facts=facts)


def test_the_api_does_the_same_for_the_lead_alone(client: Client, organisation: Organisation) -> None:
    def headers(person_role: Role) -> dict[str, str]:
        made = create_token(person=make_member(person_role, organisation), name="x", days=None, now=NOW)
        return {"Authorization": f"Bearer {made.secret}"}

    lead, educator = headers(Role.PROGRAMME_LEAD), headers(Role.EDUCATOR)
    body = {"email": make_person().email, "role": "examiner"}
    path = "/api/v1/organisations/sydvest/members"
    assert client.post(path, body, content_type="application/json", headers=educator).status_code == 404
    made = client.post(path, body, content_type="application/json", headers=lead)
    assert made.status_code == 201
    assert client.get(path, headers=educator).status_code == 404
    assert len(client.get(path, headers=lead).json()) == 3
    assert client.delete(f"/api/v1/memberships/{made.json()['uuid']}", headers=lead).status_code == 204
    assert client.get("/api/v1/me/roles", headers=educator).json()[0]["role"] == "educator"
    assert client.get("/api/v1/organisations").json()[0]["slug"] == "sydvest"


def test_a_lead_gives_only_roles_that_such_an_organisation_has(organisation: Organisation) -> None:
    lead = make_member(Role.PROGRAMME_LEAD, organisation)
    with pytest.raises(Refused) as refused:
        appoint(person=make_person(), organisation=organisation, role=Role.FUNDER, by=lead, now=NOW)
    assert refused.value.field == "role"


def test_the_first_programme_lead_of_a_real_site_is_made_from_the_command_line(client: Client) -> None:
    lead = make_person(email="ingrid@example.dk")
    words = ["fjord", "Ingrid@example.dk", "Fjord Universitet", "Fjord University"]
    call_command("begin_organisation", *words, verbosity=0)
    client.force_login(lead)
    assert client.get("/organisationer/fjord/medlemmer/").status_code == 200
    for again in (words, ["bakke", "nobody@example.dk", "Bakke", "Hill"]):
        with pytest.raises(CommandError):
            call_command("begin_organisation", *again)
