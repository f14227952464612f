"""What the pages can do, programs can do; and another's workplace is not there for them either."""

import json
from typing import Any

import pytest
from django.test import Client

from factories import make_competence, make_person
from factories_employers import make_colleague, make_cost_centre, make_employer, make_order, teaching
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.common import clock

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
