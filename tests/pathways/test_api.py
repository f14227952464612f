import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from factories import make_competence, make_micro_credential, make_organisation, make_person
from factories_pathways import make_mentor, make_teaching
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.catalogue.models import Competence
from nanobank.ledger.queries import balance_of
from nanobank.pathways.models import Pathway, Planning
from nanobank.pathways.planner import Planner

pytestmark = pytest.mark.django_db

LIFE = {"begins": str(timezone.localdate()), "hours": [{"from": str(timezone.localdate()), "hours": 10}]}


class Program(Client):
    """A program with somebody's token."""

    def __init__(self, person: Person) -> None:
        secret = create_token(person=person, name="Test", days=1, now=timezone.now() - timedelta(hours=1)).secret
        super().__init__(headers={"Authorization": f"Bearer {secret}", "Accept-Language": "da"})

    def send(self, method: str, path: str, **body: Any) -> Any:
        return self.generic(method, f"/api/v1{path}", json.dumps(body), content_type="application/json")

    def begin(self, *wanted: Competence) -> str:
        goal = {"kind": "own_words", "competences": [{"slug": one.slug, "level": 6} for one in wanted]}
        made = self.send("POST", "/pathways", goal=goal, life=LIFE)
        assert made.status_code == 201, made.content
        uuid: str = made.json()["uuid"]
        return uuid

    def plan(self, uuid: str, **body: Any) -> Any:
        asked = self.send("POST", f"/pathways/{uuid}/plannings", **body)
        assert asked.status_code == 202, asked.content
        return self.progress(asked.json()["uuid"])

    def progress(self, uuid: str) -> Any:
        planner = Planner(name="test")
        while planner.work():
            pass
        return self.send("GET", f"/plannings/{uuid}").json()


def test_a_program_says_a_goal_gets_a_plan_and_puts_it_in_the_bank() -> None:
    wanted = make_competence()
    make_teaching(make_organisation(), "data", wanted, ects="3")
    person = make_person()
    mine = Program(person)
    uuid = mine.begin(wanted)
    done = mine.plan(uuid)
    assert (done["state"], done["result"]["status"], done["place"]) == ("done", "best", 0)
    plan = mine.send("GET", f"/plans/{done['plans'][0]}").json()
    assert [step["module"] for step in plan["steps"]] == ["data"]
    assert plan["is_chosen"] is False
    for planned in (1, 0):
        assert mine.send("POST", f"/plans/{plan['uuid']}/bank").json() == {"planned": planned}
    assert balance_of(person).planned == 3
    assert mine.send("GET", f"/pathways/{uuid}").json()["chosen"] == plan["uuid"]
    assert mine.send("GET", f"/pathways/{uuid}/plans").json()["count"] == 1
    week = mine.send("GET", "/me/this-week").json()
    assert "data" in {due["module"] for due in [*week["due"], week["coming"]] if due}


def test_a_wish_repairs_the_plan_and_is_kept() -> None:
    wanted, university = make_competence(), make_organisation()
    make_teaching(university, "billig", wanted, price=100)
    make_teaching(university, "dyr", wanted, price=900)
    mine = Program(make_person())
    uuid = mine.begin(wanted)
    first = mine.plan(uuid)["plans"][0]
    mine.send("POST", f"/plans/{first}/choose")
    wished = mine.send("POST", f"/pathways/{uuid}/changes", kind="ban", module="billig")
    assert wished.status_code == 202
    assert wished.json()["wishes"]["bans"] == ["billig"]
    repaired = mine.send("GET", f"/plans/{mine.progress(wished.json()['planning']['uuid'])['plans'][0]}").json()
    assert (repaired["cause"], repaired["changes"]) == ("wish", {"went": ["billig"], "came": ["dyr"], "moved": []})


def test_something_happens_to_a_plan() -> None:
    wanted, university = make_competence(), make_organisation()
    make_teaching(university, "hold", wanted, ects="1", starts_in=30)
    make_teaching(university, "andet", wanted, ects="1", starts_in=60)
    mine = Program(make_person())
    uuid = mine.begin(wanted)
    mine.send("POST", f"/plans/{mine.plan(uuid)['plans'][0]}/choose")
    happened = mine.send(
        "POST", f"/pathways/{uuid}/events", kind="cancelled", module="hold", note="Underviseren er syg"
    )
    assert happened.status_code == 202, happened.content
    plan = mine.send("GET", f"/plans/{mine.progress(happened.json()['uuid'])['plans'][0]}").json()
    assert [step["module"] for step in plan["steps"]] == ["andet"]
    assert mine.send("GET", f"/pathways/{uuid}/events").json()["items"][0]["kind"] == "cancelled"


@pytest.mark.parametrize(
    ("goal", "field"),
    [
        ({"kind": "own_words"}, "competences"),
        ({"kind": "own_words", "competences": [{"slug": "findes-ikke"}]}, "competences"),
        ({"kind": "micro_credential", "micro_credential": "findes-ikke"}, "micro_credential"),
        ({"kind": "role"}, "role"),
        ({"kind": "drøm"}, "goal.kind"),
        ({"kind": "own_words", "ukendt": 1}, "goal.ukendt"),
    ],
)
def test_a_goal_that_makes_no_sense_is_refused(goal: dict[str, Any], field: str) -> None:
    refused = Program(make_person()).send("POST", "/pathways", goal=goal)
    assert refused.status_code == 422
    assert refused.json()["field"] == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "pin", "module": "findes-ikke"}, "module"),
        ({"kind": "pin", "module": "provider:sydvest"}, "module"),
        ({"kind": "swap", "module": "data"}, "other"),
        ({"kind": "move", "module": "data"}, "from"),
        ({"kind": "move", "module": "data", "from": "2020-01-01"}, "from"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(change: dict[str, Any], field: str) -> None:
    wanted = make_competence()
    make_teaching(make_organisation(), "data", wanted)
    mine = Program(make_person())
    refused = mine.send("POST", f"/pathways/{mine.begin(wanted)}/changes", **change)
    assert refused.status_code == 422
    assert refused.json()["field"] == field


def test_a_micro_credential_is_a_goal_with_its_rule() -> None:
    make_teaching(make_organisation(), "andet")
    required = make_teaching(make_organisation(), "krav", ects="5")
    make_micro_credential(required=[required], slug="bevis", ects=5)
    mine = Program(make_person())
    made = mine.send("POST", "/pathways", goal={"kind": "micro_credential", "micro_credential": "bevis"}, life=LIFE)
    done = mine.plan(made.json()["uuid"])
    assert [step["module"] for step in mine.send("GET", f"/plans/{done['plans'][0]}").json()["steps"]] == ["krav"]


WRITES: list[tuple[str, str, dict[str, Any]]] = [
    ("PUT", "/pathways/{pathway}/life", LIFE),
    ("PUT", "/pathways/{pathway}/wishes", {}),
    ("PUT", "/pathways/{pathway}/goal", {"kind": "own_words", "modules": ["data"]}),
    ("PATCH", "/pathways/{pathway}", {"title": "Mit"}),
    ("POST", "/pathways/{pathway}/put-away", {}),
    ("DELETE", "/pathways/{pathway}", {}),
    ("POST", "/pathways/{pathway}/plannings", {}),
    ("POST", "/pathways/{pathway}/changes", {"kind": "pin", "module": "data"}),
    ("POST", "/pathways/{pathway}/events", {"kind": "fell_out", "module": "data"}),
    ("POST", "/pathways/{pathway}/calendar", {}),
    ("DELETE", "/pathways/{pathway}/calendar", {}),
    ("POST", "/plans/{plan}/choose", {}),
    ("POST", "/plans/{plan}/bank", {}),
    ("DELETE", "/plannings/{planning}", {}),
]
READS = [
    "/pathways/{pathway}",
    "/pathways/{pathway}/plans",
    "/pathways/{pathway}/events",
    "/pathways/{pathway}/talk",
    "/plans/{plan}",
    "/plannings/{planning}",
]


@pytest.fixture
def learner() -> tuple[Person, dict[str, str]]:
    """Somebody with a plan that is chosen, and where it is."""
    wanted, person = make_competence(), make_person()
    make_teaching(make_organisation(), "data", wanted)
    mine = Program(person)
    pathway = mine.begin(wanted)
    done = mine.plan(pathway)
    mine.send("POST", f"/plans/{done['plans'][0]}/choose")
    return person, {"pathway": pathway, "planning": done["uuid"], "plan": done["plans"][0]}


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_only_the_learner_changes_anything(
    learner: tuple[Person, dict[str, str]], method: str, path: str, body: dict[str, Any]
) -> None:
    person, there = learner
    for other in (make_mentor(person), make_person()):
        assert Program(other).send(method, path.format(**there), **body).status_code == 404
    assert Program(person).send(method, path.format(**there), **body).status_code < 300


@pytest.mark.parametrize("path", READS)
def test_mentors_look_along_and_for_everybody_else_it_is_not_there(
    learner: tuple[Person, dict[str, str]], path: str
) -> None:
    person, there = learner
    assert Program(person).send("GET", path.format(**there)).status_code == 200
    assert Program(make_mentor(person)).send("GET", path.format(**there)).status_code == 200
    assert Program(make_person()).send("GET", path.format(**there)).status_code == 404
    nowhere = dict.fromkeys(there, str(uuid4()))
    assert Program(person).send("GET", path.format(**nowhere)).status_code == 404


def test_mentors_say_propose_and_sign(learner: tuple[Person, dict[str, str]]) -> None:
    person, there = learner
    mentor, neighbour, mine = Program(make_mentor(person)), Program(make_person()), Program(person)
    said = {"words": "Tag den først.", "module": "data"}
    change = {"change": {"kind": "ban", "module": "data"}, "words": "Du kan det."}
    for path, body in (("comments", said), ("proposals", change)):
        assert neighbour.send("POST", f"/pathways/{there['pathway']}/{path}", **body).status_code == 404
        assert mentor.send("POST", f"/pathways/{there['pathway']}/{path}", **body).status_code == 201
    assert neighbour.send("POST", f"/plans/{there['plan']}/sign").status_code == 404
    assert mentor.send("POST", f"/plans/{there['plan']}/sign").status_code == 204
    talk = mine.send("GET", f"/pathways/{there['pathway']}/talk").json()
    assert (talk["comments"][0]["words"], talk["signed"]) == ("Tag den først.", ["internal"])
    proposal = talk["proposals"][0]["uuid"]
    assert neighbour.send("POST", f"/proposals/{proposal}/answer", accepted=True).status_code == 404
    assert mine.send("POST", f"/proposals/{proposal}/answer", accepted=True).json()["accepted"] is True
    assert mine.send("POST", f"/proposals/{proposal}/answer", accepted=True).status_code == 409
    assert Planning.objects.filter(pathway__uuid=there["pathway"], kind="repair").count() == 1


def test_a_calendar_fetches_the_plan_until_its_address_is_stopped(
    client: Client, learner: tuple[Person, dict[str, str]]
) -> None:
    person, there = learner
    mine, path = Program(person), f"/pathways/{there['pathway']}/calendar"
    address = mine.send("POST", path).json()["address"]
    assert mine.send("POST", path).json()["address"] == address
    where = urlsplit(address).path
    fetched = client.get(where)
    assert fetched["Content-Type"].startswith("text/calendar")
    assert b"SUMMARY:Data" in fetched.content
    assert mine.send("DELETE", path).status_code == 204
    assert client.get(where).status_code == 404
    assert mine.send("POST", path).json()["address"] != address


def test_a_problem_of_ones_own_goes_through_the_same_queue() -> None:
    person = make_person()
    mine = Program(person)
    catalogue = {"modules": [{"id": "a", "ects": "2", "teaches": [["x", 6]]}]}
    goal = {"competences": [{"competence": "x", "level": 6}]}
    question = {"goal": goal, "life": {"begins": 0, "hours": [{"week": 0, "hours": "8"}]}}
    asked = mine.send("POST", "/plan", catalogue=catalogue, question=question)
    assert asked.status_code == 202, asked.content
    done = mine.progress(asked.json()["uuid"])
    assert (done["result"]["status"], done["result"]["plan"]["steps"][0]["module"]) == ("best", "a")
    assert Program(make_person()).send("GET", f"/plannings/{done['uuid']}").status_code == 404
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    Planner(name="test", now=lambda: tomorrow).look_after_the_dead()
    assert mine.send("GET", f"/plannings/{done['uuid']}").status_code == 404
    wrong = mine.send("POST", "/plan", catalogue=catalogue, question={"goal": goal, "life": {"begins": "mandag"}})
    assert wrong.status_code == 422
    assert wrong.json()["field"].startswith("question.life")


def test_words_are_read_into_competences_without_a_token(client: Client) -> None:
    competence = make_competence(label_da="sundhedskommunikation", label_en="health communication")
    make_teaching(make_organisation(), "sund", competence)
    read = client.get("/api/v1/goals/words", {"q": "Jeg vil arbejde med sundhedskommunikation"})
    assert [one["slug"] for one in read.json()] == [competence.slug]


def test_a_list_of_pathways_is_a_constant_number_of_queries(django_assert_max_num_queries: Any) -> None:
    wanted = make_competence()
    mine = Program(make_person())
    for _ in range(5):
        mine.begin(wanted)
    with django_assert_max_num_queries(5):
        assert mine.send("GET", "/pathways").json()["count"] == 5
    assert Pathway.objects.count() == 5
