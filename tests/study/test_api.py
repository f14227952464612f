"""Study and the bank through the API: the same rules, one's own things only."""

from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from factories import NOW, make_competence, make_member, make_organisation, make_person
from factories_study import TEXT, make_enrolment, make_taught_module, right_answers, steps_of
from nanobank.accounts.models import Person, PersonalToken
from nanobank.catalogue.models import Offering
from nanobank.organisations.models import Role
from nanobank.study.models import QuizAttempt
from nanobank.study.services import start_draft

pytestmark = pytest.mark.django_db


class Api:
    """Somebody's program."""

    def __init__(self, person: Person) -> None:
        token = f"nb_{uuid4().hex}"
        PersonalToken.objects.create(
            person=person, name="test", digest=sha256(token.encode()).digest(), hint=token[-4:], created_at=NOW
        )
        self.headers = {"Authorization": f"Bearer {token}", "Accept-Language": "da"}

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        content = {"data": body, "content_type": "application/json"} if body is not None else {}
        return getattr(Client(), method)(f"/api/v1{path}", headers=self.headers, **content)


def test_a_module_is_begun_worked_through_and_completed() -> None:
    module, person = make_taught_module(), make_person()
    api = Api(person)
    begun = api("post", "/enrolments", {"module": module.slug})
    assert begun.status_code == 201
    path = f"/enrolments/{begun.json()['uuid']}"
    text, quiz = steps_of(module.current)
    for _ in range(2):
        told = api("put", f"{path}/steps/{text.uuid}/progress", {"seconds": 4, "done": True})
        assert told.json()["completed_at"]
    shown = api("get", f"{path}/steps/{quiz.uuid}").json()
    assert "correct" not in str(shown)
    assert "5.0" not in str(shown["questions"])
    answers = {"key": str(uuid4()), "answers": right_answers(quiz)}
    for _ in range(2):
        marked = api("post", f"{path}/steps/{quiz.uuid}/answers", answers).json()
        assert (marked["percent"], marked["passed"]) == (100, True)
    assert QuizAttempt.objects.count() == 1
    assert api("get", path).json()["state"] == "completed"
    assert api("get", "/enrolments").json()["count"] == 1
    assert float(api("get", "/bank").json()["balance"]["completed"]) == 2.5
    assert [event["kind"] for event in api("get", "/bank/timeline").json()["items"]] == ["completed", "started"]


def test_planning_through_the_api() -> None:
    module, api = make_taught_module(), Api(make_person())
    assert api("post", "/bank/plan", {"module": module.slug}).status_code == 204
    assert api("get", "/bank").json()["items"][0]["state"] == "planned"
    assert api("delete", f"/bank/plan/{module.slug}").status_code == 204
    assert api("get", "/bank").json()["items"] == []
    assert api("post", "/bank/plan", {"module": "findes-ikke"}).status_code == 404


def test_a_learner_only_reaches_their_own() -> None:
    enrolment, api = make_enrolment(), Api(make_person())
    step = steps_of(enrolment.version)[0]
    path = f"/enrolments/{enrolment.uuid}"
    assert api("get", path).status_code == 404
    assert api("delete", path).status_code == 404
    assert api("get", f"{path}/steps/{step.uuid}").status_code == 404
    assert api("put", f"{path}/steps/{step.uuid}/progress", {"done": True}).status_code == 404
    assert api("post", f"{path}/steps/{step.uuid}/answers", {"key": str(uuid4()), "answers": {}}).status_code == 404
    assert Client().get(f"/api/v1{path}").status_code == 401


def test_the_last_seat_is_told_as_a_conflict() -> None:
    module = make_taught_module()
    Offering.objects.filter(module=module).update(seats=1, seats_taken=1)
    refused = Api(make_person())("post", "/enrolments", {"module": module.slug})
    assert refused.status_code == 409
    assert refused.json()["detail"]


def test_a_quiz_cannot_simply_be_called_done() -> None:
    enrolment = make_enrolment()
    quiz = steps_of(enrolment.version)[1]
    path = f"/enrolments/{enrolment.uuid}/steps/{quiz.uuid}/progress"
    assert Api(enrolment.person)("put", path, {"done": True}).status_code == 422
    assert Api(enrolment.person)("put", path, {"seconds": -1}).status_code == 422


def test_a_frozen_version_refuses_steps_and_others_find_nothing() -> None:
    provider = make_organisation()
    educator = make_member(Role.EDUCATOR, provider)
    version = make_taught_module(TEXT, provider=provider).current
    assert version is not None
    api, stranger = Api(educator), Api(make_member(Role.EDUCATOR))
    frozen = f"/versions/{version.uuid}/steps"
    step = {"kind": "quiz", "title": "Regn", "minutes": 5}
    assert api("get", frozen).json()[0]["title"] == TEXT.title
    assert api("post", frozen, step).status_code == 409
    assert stranger("get", frozen).status_code == 404


def test_a_drafts_quiz_is_written_through_the_api() -> None:
    provider = make_organisation()
    api = Api(make_member(Role.EDUCATOR, provider))
    module = make_taught_module(TEXT, provider=provider)
    draft = start_draft(module=module, by=make_member(Role.EDUCATOR, provider), now=NOW)
    made = api("post", f"/versions/{draft.uuid}/steps", {"kind": "quiz", "title": "Regn", "minutes": 5}).json()
    question = {"kind": "numeric", "prompt": "1 + 1?", "definition": {"answer": "2"}}
    added = api("post", f"/steps/{made['uuid']}/questions", question)
    assert added.status_code == 201
    refused = api("post", f"/steps/{made['uuid']}/questions", {**question, "definition": {"answer": "to"}})
    assert (refused.status_code, refused.json()["field"]) == (422, "answer")
    changed = api("put", f"/questions/{added.json()['uuid']}", {**question, "definition": {"answer": "3"}})
    assert changed.json()["definition"] == {"answer": "3"}
    moved = api("post", f"/steps/{made['uuid']}/move", {"direction": "up"}).json()
    assert [step["title"] for step in moved] == ["Regn", TEXT.title]
    assert api("put", f"/steps/{made['uuid']}", {"kind": "quiz", "title": "Tæl"}).json()["title"] == "Tæl"
    assert api("delete", f"/questions/{added.json()['uuid']}").status_code == 204
    assert api("delete", f"/steps/{made['uuid']}").status_code == 204
    assert len(steps_of(draft)) == 1


WRITTEN = {
    "title_en": "Solar panels",
    "summary_da": "Du kan sætte dem op.",
    "summary_en": "You can put them up.",
    "description": "Tag trygt.",
    "outcomes": [{"da": "Montere", "en": "Mount"}],
    "audiences": ["professionals"],
}


def test_a_module_goes_from_nothing_to_a_learner_through_the_api() -> None:
    provider, competence = make_organisation(slug="fjord"), make_competence()
    api, path = Api(make_member(Role.EDUCATOR, provider)), "/modules/solceller"
    begun = {"provider": "fjord", "ects": "2.5", "level": 6, "form": "online", "title_da": "Solceller"}
    version = api("post", "/modules", begun).json()["uuid"]
    changed = api("patch", f"{path}/draft", {**WRITTEN, "competences": [competence.slug]})
    assert changed.json()["title_da"] == "Solceller"
    refused = api("post", f"{path}/publish")
    assert (refused.status_code, refused.json()["field"]) == (422, "steps")
    assert "trin" in refused.json()["detail"]
    step = {"kind": "text", "title": "Begynd", "minutes": 5, "body": "Læs."}
    assert api("post", f"/versions/{version}/steps", step).status_code == 201
    refused = api("post", f"{path}/publish")
    assert (refused.status_code, refused.json()["field"]) == (422, "offerings")
    assert api("post", f"{path}/offerings", {"seats": 10}).status_code == 201
    assert api("post", f"{path}/publish").json()["state"] == "published"
    assert Client().get("/api/v1/modules?q=solcelle&starts=now").json()["count"] == 1
    enrolment = Api(make_person())("post", "/enrolments", {"module": "solceller"}).json()
    assert [line["title"] for line in enrolment["steps"]] == ["Begynd"]
    assert api("patch", f"{path}/draft", {"title_da": "Ny"}).status_code == 422


def test_the_next_version_drafted_through_the_api_has_the_steps_of_the_last() -> None:
    module = make_taught_module()
    path = f"/modules/{module.slug}"
    api = Api(make_member(Role.EDUCATOR, module.provider))
    begun = api("post", f"{path}/draft")
    assert (begun.status_code, begun.json()["number"]) == (201, 2)
    steps = api("get", f"/versions/{begun.json()['uuid']}/steps").json()
    assert [step["title"] for step in steps] == [step.title for step in steps_of(module.current)]
    assert len(steps[1]["questions"]) == 2
    assert api("post", f"{path}/draft").status_code == 409
