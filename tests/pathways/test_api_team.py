from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from factories import make_competence, make_member, make_organisation
from factories_pathways import make_teaching
from factories_teams import make_workplace
from nanobank.organisations.models import Kind, Role
from nanobank.pathways.planner import Planner
from pathways.test_api import Program

pytestmark = pytest.mark.django_db
DAY = timezone.localdate()


def test_a_program_plans_for_a_team_and_each_answers_for_themselves() -> None:
    wanted = make_competence()
    make_teaching(make_organisation(), "modul", wanted, price=1500)
    workplace, lead, (ane, bo) = make_workplace(2)
    mine, hers = Program(lead), Program(ane)
    terms = {
        "goal": {"kind": "own_words", "competences": [{"slug": wanted.slug, "level": 6}]},
        "begins": str(DAY),
        "hours": "10",
        "deadline": str(DAY + timedelta(days=300)),
        "away_at_once": 1,
    }
    people = [{"person": str(ane.uuid)}, {"person": str(bo.uuid), "hours": "5"}]
    made = mine.send("POST", "/teams", organisation=workplace.slug, title="Vagthold", terms=terms, people=people)
    assert made.status_code == 201, made.content
    uuid = made.json()["uuid"]
    assert mine.send("GET", "/teams").json()["items"][0]["people"] == 2
    assert mine.send("GET", f"/teams/{uuid}/plan").status_code == 404
    assert mine.send("POST", f"/teams/{uuid}/planning").json()["state"] == "waiting"
    Planner(name="test").work()
    assert mine.send("GET", f"/teams/{uuid}/planning").json()["state"] == "done"
    plan = mine.send("GET", f"/teams/{uuid}/plan").json()
    assert (plan["status"], plan["is_current"], plan["cost"]) == ("best", True, "3000.00")
    assert [one["name"] for one in plan["placed"]] == [ane.name, bo.name] or len(plan["placed"]) == 2
    assert mine.send("POST", f"/teams/{uuid}/send").json() == {"sent": 2}
    (part,) = hers.send("GET", "/me/team-parts").json()
    assert [step["module"] for step in part["steps"]] == ["modul"]
    assert hers.send("PUT", f"/team-parts/{part['uuid']}/bank", counts=True).json()["counts_bank"] is True
    answer = hers.send("POST", f"/team-parts/{part['uuid']}/answer", accepted=True, words="Gerne")
    pathway = answer.json()["pathway"]
    assert hers.send("GET", f"/pathways/{pathway}").json()["title"] == "Vagthold"
    assert mine.send("GET", f"/pathways/{pathway}").status_code == 404
    again = hers.send("POST", f"/team-parts/{part['uuid']}/answer", accepted=False)
    assert again.status_code == 409
    members = {one["name"]: one for one in mine.send("GET", f"/teams/{uuid}").json()["members"]}
    assert (members[ane.name]["accepted"], members[ane.name]["words"]) == (True, "Gerne")
    changed = mine.send("PUT", f"/teams/{uuid}", title="Hold to", terms=terms, people=people[1:])
    assert changed.json()["title"] == "Hold to"
    assert mine.send("DELETE", f"/teams/{uuid}/planning").status_code == 204
    assert mine.send("POST", f"/teams/{uuid}/put-away").status_code == 204
    assert mine.send("GET", "/teams").json()["count"] == 0


def test_a_team_is_nobody_elses_in_the_api_either() -> None:
    wanted = make_competence()
    workplace, lead, (ane,) = make_workplace(1)
    terms = {"goal": {"kind": "own_words", "competences": [{"slug": wanted.slug}]}, "begins": str(DAY), "hours": "4"}
    given: Any = {"organisation": workplace.slug, "terms": terms, "people": [{"person": str(ane.uuid)}]}
    neighbour = Program(make_member(Role.EMPLOYER, make_organisation(Kind.EMPLOYER)))
    for other in (neighbour, Program(ane)):
        assert other.send("POST", "/teams", **given).status_code == 404
    uuid = Program(lead).send("POST", "/teams", **given).json()["uuid"]
    for other in (neighbour, Program(ane)):
        for method, path in (
            ("GET", ""),
            ("GET", "/plan"),
            ("POST", "/planning"),
            ("POST", "/send"),
            ("DELETE", "/planning"),
        ):
            assert other.send(method, f"/teams/{uuid}{path}").status_code == 404
        assert other.send("GET", "/teams").json()["count"] == 0
    stranger: Any = {**given, "people": [{"person": str(lead.uuid)}, {"person": str(neighbour_of(workplace.slug))}]}
    assert Program(lead).send("POST", "/teams", **stranger).status_code == 422
    assert Program(lead).send("POST", "/teams", **{**given, "terms": {**terms, "hours": "0"}}).status_code == 422


def neighbour_of(_slug: str) -> object:
    """Somebody who works elsewhere."""
    return make_member(Role.EMPLOYEE, make_organisation(Kind.EMPLOYER)).uuid
