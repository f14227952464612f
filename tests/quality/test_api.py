"""Everything that the pages can do, with a token."""

import json
from typing import Any

import pytest
from django.test import Client

from factories import make_member, make_organisation
from factories_quality import SCORES, ask_for_all, make_author, make_draft
from factories_study import TEXT, complete, make_enrolment, make_taught_module
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.common import clock
from nanobank.organisations.models import Role
from nanobank.quality.models import Evaluation, HouseItem, OwnItem

pytestmark = pytest.mark.django_db


class Caller:
    """A person with a token."""

    def __init__(self, person: Person) -> None:
        secret = create_token(person=person, name="test", days=1, now=clock.now()).secret
        self.headers = {"Authorization": f"Bearer {secret}"}

    def __call__(self, method: str, path: str, status: int = 200, **payload: Any) -> Any:
        answer = Client().generic(
            method, f"/api/v1{path}", data=json.dumps(payload), content_type="application/json",
            headers=self.headers,
        )  # fmt: skip
        assert answer.status_code == status, answer.content
        return answer.json() if answer.content else None


def test_a_module_goes_through_its_gates() -> None:
    provider = make_organisation()
    ask_for_all(provider)
    draft = make_draft(provider)
    author = Caller(make_author(draft, provider))
    reader, stranger = Caller(make_member(Role.EDUCATOR, provider)), Caller(make_member(Role.EDUCATOR))
    about = f"/quality/modules/{draft.uuid}"
    for path in ("gates", "panel", "checklist"):
        stranger("GET", f"{about}/{path}", 404)
    gates = {one["code"]: one for one in author("GET", f"{about}/gates")}
    assert (gates["review"]["required"], gates["review"]["passed"]) == (True, False)
    assert author("POST", f"/modules/{draft.module.slug}/publish", 422)["field"] == "gates"
    assert all(one["ticked"] for one in author("PUT", f"{about}/checklist", items=HouseItem.values))
    review = author("POST", f"{about}/reviews", 201, words="Se på trin 1.")
    author("POST", f"{about}/reviews", 409)
    assert reader("GET", "/quality/reviews")["count"] == 1
    judged = f"/quality/reviews/{review['uuid']}"
    stranger("GET", judged, 404)
    scores = {name: {"points": points, "grounds": grounds} for name, (points, grounds) in SCORES.items()}
    decision: dict[str, Any] = {"scores": scores, "verdict": "approved", "grounds": "Godt."}
    assert reader("POST", f"{judged}/decision", 422, **decision)["field"] == "has_interest"
    reader("POST", f"{judged}/declaration", has_interest=False)
    assert author("POST", f"{judged}/declaration", 422, has_interest=False)
    assert reader("POST", f"{judged}/decision", **decision)["verdict"] == "approved"
    reader("POST", f"{judged}/decision", 409, **decision)
    author("POST", f"/modules/{draft.module.slug}/publish")
    told = Client().get(f"/api/v1/quality/modules/{draft.module.slug}").json()
    assert told["line"]["standing"] == "assured"
    assert told["reviews"][0]["scores"][0]["points"] == 3
    assert author("GET", f"{about}/panel")["reviews"][0]["verdict"] == "approved"


def test_a_programme_lead_decides_what_is_asked_for() -> None:
    provider = make_organisation()
    lead = Caller(make_member(Role.PROGRAMME_LEAD, provider))
    url = f"/quality/policies/{provider.slug}"
    assert lead("GET", url)["is_decided"] is False
    assert lead("PUT", url, gates=["review"], valid_months=24)["valid_months"] == 24
    assert lead("PUT", url, 422, gates=["review"], valid_months=500)["field"] == "valid_months"
    item = lead("POST", f"{url}/items", 201, words_da="Skabelonen er fulgt.", words_en="It follows the template.")
    lead("DELETE", f"/quality/items/{item['key']}", 204)
    assert OwnItem.objects.get().retired_at is not None
    Caller(make_member(Role.EDUCATOR, provider))("GET", url, 404)


def test_a_learner_answers_once() -> None:
    enrolment = complete(make_enrolment(make_taught_module(TEXT)))
    learner = Caller(enrolment.person)
    given = {"answers": {"clear": 5, "learnt": 4, "useful": 5, "fitting": 4, "recommend": 5}, "hours": "24.5"}
    url = f"/enrolments/{enrolment.uuid}/evaluation"
    learner("POST", url, 204, **given)
    learner("POST", url, 409, **given)
    Caller(make_member(Role.EDUCATOR))("POST", url, 404, **given)
    assert Evaluation.objects.count() == 1
