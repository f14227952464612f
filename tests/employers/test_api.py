"""What the pages can do, programs can do; and another's workplace is not there for them either."""

import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from factories import NOW, make_competence, make_member, make_person
from factories_employers import (
    make_brief,
    make_colleague,
    make_cost_centre,
    make_employer,
    make_order,
    people_csv,
    read_list,
    teaching,
)
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.common import clock
from nanobank.employers import services
from nanobank.employers.services import RoleTerms
from nanobank.organisations.models import Role
from nanobank.study.models import Enrolment

pytestmark = pytest.mark.django_db


def as_program(person: Person) -> dict[str, str]:
    made = create_token(person=person, name="program", days=1, now=clock.now())
    return {"Authorization": f"Bearer {made.secret}"}


def send(client: Client, method: str, path: str, person: Person, body: Any = None) -> Any:
    return client.generic(
        method, f"/api/v1{path}", _json(body), content_type="application/json", headers=as_program(person)
    )


def _json(body: Any) -> bytes:
    return json.dumps(body).encode() if body is not None else b""


def test_a_program_goes_from_words_to_bundles_to_an_order(client: Client) -> None:
    organisation, boss = make_employer()
    colleague, wanted = make_colleague(organisation, boss), make_competence()
    teaching(wanted, price=1_000)
    make_cost_centre(organisation, boss)
    said = send(client, "POST", f"/workplaces/{organisation.slug}/needs", boss, {"words": "Vi skal kunne det hele."})
    assert said.status_code == 201
    terms = {"title": "Det", "wanted": [{"competence": wanted.slug}], "colleagues": [str(colleague.uuid)]}
    found = send(client, "PUT", f"/workplace-needs/{said.json()['uuid']}", boss, terms)
    assert found.json()["answer"]["bundles"][0]["price"] == "1000"
    order = {"bundle": 1, "cost_centre": "4711"}
    placed = send(client, "POST", f"/workplace-needs/{said.json()['uuid']}/orders", boss, order)
    assert placed.status_code == 201
    assert [line["state"] for line in placed.json()["lines"]] == ["offered"]
    assert colleague.membership is not None
    seat = placed.json()["lines"][0]["uuid"]
    assert send(client, "POST", f"/seats/{seat}/acceptance", colleague.membership.person).status_code == 204


def test_a_competence_that_nobody_knows_is_refused(client: Client) -> None:
    organisation, boss = make_employer()
    said = send(client, "POST", f"/workplaces/{organisation.slug}/needs", boss, {"words": "Vi skal kunne det hele."})
    terms = {"title": "Det", "wanted": [{"competence": "trylleri"}], "people": 1}
    answer = send(client, "PUT", f"/workplace-needs/{said.json()['uuid']}", boss, terms)
    assert (answer.status_code, answer.json()["field"]) == (422, "wanted")


def test_for_anybody_else_there_is_nothing(client: Client) -> None:
    organisation, boss = make_employer()
    colleague = make_colleague(organisation, boss)
    order = make_order(
        organisation, boss, teaching(make_competence()), colleague, cost_centre=make_cost_centre(organisation, boss)
    )
    said = send(client, "POST", f"/workplaces/{organisation.slug}/needs", boss, {"words": "Vi skal kunne det hele."})
    for person in (make_employer()[1], make_person()):
        for path in (
            f"/workplaces/{organisation.slug}/people",
            f"/workplace-needs/{said.json()['uuid']}",
            f"/workplace-orders/{order.uuid}",
        ):
            assert send(client, "GET", path, person).status_code == 404
    assert send(client, "GET", "/workplaces", make_person()).json() == []


def test_a_firm_begins_by_its_cvr_number(client: Client) -> None:
    person = make_person()
    wrong = send(client, "POST", "/workplaces", person, {"name": "Klintø", "cvr": "99442183"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "cvr")
    right = send(client, "POST", "/workplaces", person, {"name": "Klintø", "cvr": "99442182"})
    assert (right.status_code, right.json()["slug"]) == (201, "klintoe")


class Place:
    """A workplace with a teacher who has completed what it paid for, and another who has not."""

    def __init__(self) -> None:
        self.organisation, self.boss = make_employer()
        self.centre = make_cost_centre(self.organisation, self.boss)
        self.wanted = make_competence()
        self.module = teaching(self.wanted)
        self.has, self.lacks = (make_colleague(self.organisation, self.boss, job_role="Lærer") for _ in range(2))
        order = make_order(self.organisation, self.boss, self.module, self.has, cost_centre=self.centre)
        assert self.has.membership is not None
        services.accept_seat(line=order.lines.get(), person=self.has.membership.person, now=NOW)
        Enrolment.objects.update(completed_at=NOW)
        self.order = order
        self.role = services.begin_job_role(
            organisation=self.organisation, name="Lærer", asked=[RoleTerms(self.wanted)], by=self.boss, now=NOW
        )
        self.list = read_list(self.organisation, self.boss, "Ida Holm;ida@firma.dk", "Bo;")
        self.brief = make_brief(self.organisation, self.boss, self.wanted)

    def paths(self) -> list[str]:
        """All that can be asked for about it."""
        at = f"/workplaces/{self.organisation.slug}"
        return [
            at, *(f"{at}/{name}" for name in ("people", "people-lists", "cost-centres", "job-roles", "skills", "gaps")),
            f"{at}/needs", f"{at}/orders", f"{at}/gaps?job_role={self.role.uuid}",
            f"/workplace-people/{self.has.uuid}", f"/people-lists/{self.list.uuid}",
            f"/people-lists/{self.list.uuid}/faults", f"/workplace-job-roles/{self.role.uuid}",
            f"/workplace-needs/{self.brief.uuid}", f"/workplace-orders/{self.order.uuid}",
        ]  # fmt: skip


@pytest.fixture
def place() -> Place:
    return Place()


def test_all_of_a_workplace_is_there_for_whoever_acts_for_it_and_for_nobody_else(place: Place, client: Client) -> None:
    assert place.lacks.membership is not None
    allowed = {path: send(client, "GET", path, place.boss).status_code for path in place.paths()}
    assert allowed == dict.fromkeys(place.paths(), 200)
    for person in (place.lacks.membership.person, make_employer()[1], make_member(Role.PROGRAMME_LEAD)):
        assert {send(client, "GET", path, person).status_code for path in place.paths()} == {404}


def test_a_neighbour_changes_nothing(place: Place, client: Client) -> None:
    neighbour = make_employer()[1]
    at = f"/workplaces/{place.organisation.slug}"
    for method, path, body in (
        ("PUT", at, {"name": "x", "cvr": "99442182"}),
        ("POST", f"{at}/people", {"given_name": "Bo", "family_name": "Holm", "email": "bo@x.dk"}),
        ("POST", f"{at}/cost-centres", {"code": "1"}),
        ("POST", f"{at}/job-roles", {"name": "Pedel"}),
        ("PUT", f"/workplace-people/{place.has.uuid}", {"team": "x"}),
        ("DELETE", f"/workplace-people/{place.has.uuid}", None),
        ("POST", f"/people-lists/{place.list.uuid}/take-in", {}),
        ("POST", f"/people-lists/{place.list.uuid}/withdrawal", None),
        ("PUT", f"/workplace-cost-centres/{place.centre.uuid}", {"code": "1"}),
        ("DELETE", f"/workplace-cost-centres/{place.centre.uuid}", None),
        ("PUT", f"/workplace-job-roles/{place.role.uuid}", {"name": "x", "asked": []}),
        ("DELETE", f"/workplace-job-roles/{place.role.uuid}", None),
        ("POST", f"/workplace-job-roles/{place.role.uuid}/needs", None),
        ("DELETE", f"/workplace-needs/{place.brief.uuid}", None),
        ("POST", f"/workplace-needs/{place.brief.uuid}/ask", {}),
        ("POST", f"/workplace-orders/{place.order.uuid}/withdrawal", None),
        ("GET", f"/me/workplaces/{place.has.uuid}", None),
        ("PUT", f"/me/workplaces/{place.has.uuid}/consent", {"consents": True}),
        ("DELETE", f"/me/workplaces/{place.has.uuid}", None),
    ):
        assert send(client, method, path, neighbour, body).status_code == 404, path


def test_a_list_is_handed_in_by_a_program_told_row_by_row_and_taken_in_whole(client: Client) -> None:
    organisation, boss = make_employer()
    address = f"/api/v1/workplaces/{organisation.slug}/people-lists"
    csv = people_csv("Ida Holm;ida@firma.dk;;Lærer;", "Bo;;;;")
    handed = client.post(address, {"file": csv}, headers=as_program(boss))
    assert (handed.status_code, handed.json()["state"]) == (201, "ready")
    assert (handed.json()["fit"], handed.json()["with_problems"]) == (1, 1)
    uuid = handed.json()["uuid"]
    faults = send(client, "GET", f"/people-lists/{uuid}/faults", boss).json()
    assert (faults["count"], {one["line"] for one in faults["items"]}) == (1, {3})
    assert send(client, "GET", f"/workplaces/{organisation.slug}/people", boss).json()["count"] == 0
    taken = send(client, "POST", f"/people-lists/{uuid}/take-in", boss, {"invites": False})
    assert taken.json() == {"on_file": 1}
    again = send(client, "POST", f"/people-lists/{uuid}/take-in", boss, {})
    assert again.status_code == 409
    wrong = client.post(address, {"file": ContentFile(b"x", name="folk.exe")}, headers=as_program(boss))
    assert (wrong.status_code, wrong.json()["field"]) == (422, "file")


def test_gaps_against_a_job_are_told_with_what_is_shown_and_become_a_need(place: Place, client: Client) -> None:
    path = f"/workplaces/{place.organisation.slug}/gaps?job_role={place.role.uuid}"
    gaps = send(client, "GET", path, place.boss).json()
    assert gaps["count"] == 2
    assert [(one["colleague"], one["lack"]) for one in gaps["gaps"]] == [(str(place.lacks.uuid), "missing")]
    table = send(client, "GET", path.replace("gaps", "skills", 1), place.boss).json()
    assert [column["have"] for column in table["columns"]] == [1]
    shown = next(row for row in table["items"] if row["colleague"] == str(place.has.uuid))
    assert (shown["cells"][0]["enough"], shown["cells"][0]["evidence"]["kind"]) == (True, "module")
    need = send(client, "POST", f"/workplace-job-roles/{place.role.uuid}/needs", place.boss)
    assert [one["competence"] for one in need.json()["wanted"]] == [place.wanted.slug]
    unknown = {"name": "Pedel", "asked": [{"competence": "trylleri"}]}
    answer = send(client, "POST", f"/workplaces/{place.organisation.slug}/job-roles", place.boss, unknown)
    assert (answer.status_code, answer.json()["field"]) == (422, "asked")


def test_a_cost_centre_is_kept_and_closed_by_a_program(client: Client) -> None:
    organisation, boss = make_employer()
    path = f"/workplaces/{organisation.slug}/cost-centres"
    made = send(client, "POST", path, boss, {"code": "4110", "limit": "25000"})
    assert (made.status_code, made.json()["limit"], made.json()["approver"]) == (201, "25000.00", None)
    assert send(client, "POST", path, boss, {"code": "4110"}).status_code == 409
    at = f"/workplace-cost-centres/{made.json()['uuid']}"
    changed = send(client, "PUT", at, boss, {"code": "4110", "name": "Skoler", "approver": str(boss.uuid)})
    assert (changed.json()["name"], changed.json()["approver"]) == ("Skoler", str(boss.uuid))
    assert send(client, "DELETE", at, boss).status_code == 204
    assert send(client, "GET", path, boss).json() == []


def test_an_employee_sees_by_program_all_that_their_workplace_sees_and_decides_on_more(
    place: Place, client: Client
) -> None:
    assert place.lacks.membership is not None
    person, path = place.lacks.membership.person, f"/me/workplaces/{place.lacks.uuid}"
    mine = send(client, "GET", path, person).json()
    theirs = send(client, "GET", f"/workplace-people/{place.lacks.uuid}", place.boss).json()
    assert {name: mine[name] for name in theirs} == theirs
    assert [gap["competence"] for gap in mine["gaps"]] == [place.wanted.slug]
    assert send(client, "PUT", f"{path}/consent", person, {"consents": True}).json()["consents"] is True
    said = send(client, "PUT", f"{path}/declared", person, {"competence": place.wanted.slug, "level": 6}).json()
    assert [(one["kind"], one["paid"]) for one in said["evidence"]] == [("declared", False)]
    assert [gap["lack"] for gap in said["gaps"]] == ["only_said"]
    assert send(client, "DELETE", path, person).status_code == 204
    assert send(client, "GET", "/me/workplaces", person).json()["at"] == []


def test_an_invitation_is_answered_by_program(client: Client) -> None:
    organisation, boss = make_employer()
    asked, other = (make_colleague(organisation, boss, joined=False) for _ in range(2))
    people = {one: Person.objects.get(email=one.email) for one in (asked, other)}
    mine = send(client, "GET", "/me/workplaces", people[asked]).json()
    assert [one["uuid"] for one in mine["invitations"]] == [str(asked.uuid)]
    assert send(client, "POST", f"/me/workplaces/{asked.uuid}/acceptance", people[other]).status_code == 404
    assert send(client, "POST", f"/me/workplaces/{asked.uuid}/acceptance", people[asked]).status_code == 200
    assert send(client, "POST", f"/me/workplaces/{other.uuid}/refusal", people[other]).status_code == 204
    on_file = send(client, "GET", f"/workplaces/{organisation.slug}/people", boss).json()
    assert [one["has_said_yes"] for one in on_file["items"]] == [True]
