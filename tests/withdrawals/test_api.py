"""Udtræk in the API: the same rules, for whoever holds a token."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factories import NOW, make_member, make_micro_credential, make_module, make_person
from factories_withdrawals import GROUNDS, educator_of, make_asked, make_decided
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.common import clock
from nanobank.organisations.models import Role
from nanobank.withdrawals.models import Criterion

pytestmark = pytest.mark.django_db
RUBRIC = {criterion.value: {"finding": "good"} for criterion in Criterion}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def _ask(person: Person, method: str, path: str, data: Any = None, **more: Any) -> Any:
    secret = create_token(person=person, name="test", days=30, now=NOW).secret
    headers = {"authorization": f"Bearer {secret}"}
    kind = {} if more or method == "get" else {"content_type": "application/json"}
    return getattr(Client(), method)(f"/api/v1{path}", data={**(data or {}), **more}, headers=headers, **kind)


def test_a_learner_begins_says_the_rest_and_sends_it_in() -> None:
    learner, exam = make_person(), make_micro_credential()
    begun = _ask(learner, "post", "/withdrawals", {"provider": exam.provider.slug, "title": "A masterclass"})
    assert begun.status_code == 201
    path = f"/withdrawals/{begun.json()['uuid']}"
    assert _ask(learner, "post", f"{path}/ask", {}).json()["field"] == "outside_provider"
    said = {"title": "A masterclass", "outside_provider": "The Night Desk", "description": "Sources", "hours": "56",
            "assessed": "Not at all", "completed_on": "2026-09-30"}  # fmt: skip
    assert _ask(learner, "put", path, said).json()["hours"] == "56.0"
    assert _ask(learner, "post", f"{path}/ask", {}).json()["state"] == "asked"
    assert _ask(learner, "get", "/withdrawals").json()["count"] == 1
    assert _ask(make_person(), "get", path).status_code == 404


def test_an_educator_decides_and_the_learner_complains() -> None:
    withdrawal = make_asked()
    educator, path = educator_of(withdrawal), f"/withdrawals/{withdrawal.uuid}"
    assert [one["days"] for one in _ask(educator, "get", "/withdrawals?of=queue").json()["items"]] == [0]
    module = make_module(withdrawal.provider)
    decided = {"outcome": "counts", "grounds": GROUNDS, "round": 1, "rubric": RUBRIC, "modules": [module.slug]}
    assert _ask(withdrawal.person, "post", f"{path}/decision", decided).status_code == 404
    answer = _ask(educator, "post", f"{path}/decision", decided).json()
    assert (answer["state"], answer["decisions"][0]["modules"]) == ("decided", [module.slug])
    assert _ask(educator, "post", f"{path}/decision", decided).status_code == 409
    bank = _ask(withdrawal.person, "get", "/bank").json()
    assert [item["from_outside"] for item in bank["items"]] == [withdrawal.named]
    words = {"words": "It should count as two modules, as I wrote."}
    assert _ask(withdrawal.person, "post", f"{path}/complaint", words).json()["state"] == "appealed"
    lead = make_member(Role.PROGRAMME_LEAD, withdrawal.provider)
    answered = _ask(lead, "post", f"{path}/complaint/answer", {"upheld": True, "answer": GROUNDS}).json()
    assert answered["decisions"][0]["complaint_answer"] == GROUNDS


def test_precedents_are_listed_offered_and_retired() -> None:
    decision = make_decided()
    again = make_asked(decision.by)
    offered = _ask(decision.by, "get", f"/withdrawals/{again.uuid}/precedents").json()
    assert [one["uuid"] for one in offered] == [str(decision.precedent.uuid)]
    path = f"/precedents/{decision.precedent.uuid}/retire"
    assert _ask(make_person(), "post", path, {"words": "It has been changed"}).status_code == 404
    assert _ask(decision.by, "post", path, {"words": "It has been changed"}).json()["retired_because"]
    assert _ask(decision.by, "get", "/precedents").json()["count"] == 1


def test_away_is_noted_and_taken_back() -> None:
    educator = make_member(Role.EDUCATOR)
    noted = _ask(educator, "post", "/away", {"first": "2026-12-21", "last": "2027-01-02"})
    assert noted.status_code == 201
    assert len(_ask(educator, "get", "/away").json()) == 1
    assert _ask(educator, "delete", f"/away/{noted.json()['uuid']}").status_code == 204
    assert _ask(make_person(), "get", "/away").status_code == 404


def test_a_file_that_is_no_credential_is_refused_beside_its_field() -> None:
    exam, file = make_micro_credential(), SimpleUploadedFile("badge.json", b"{}")
    answer = _ask(make_person(), "post", "/withdrawals/credential", provider=exam.provider.slug, file=file)
    assert (answer.status_code, answer.json()["field"]) == (422, "file")
