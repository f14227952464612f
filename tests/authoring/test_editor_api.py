"""The editor in the API: what a page saves, a program saves, on the same revisions."""

import json
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from factories import NOW, make_member, make_module, make_organisation
from factories_study import QUIZ, TEXT, steps_of
from nanobank.accounts.models import PersonalToken
from nanobank.catalogue.models import ModuleVersion
from nanobank.organisations.models import Organisation, Role
from nanobank.study import services as study

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider() -> Organisation:
    return make_organisation()


@pytest.fixture
def draft(provider: Organisation) -> ModuleVersion:
    version = make_module(provider, published=False).versions.get()
    study.write_steps(version=version, steps=[TEXT, QUIZ], by=None, now=NOW)
    return version


class Program:
    """Somebody's program."""

    def __init__(self, person: Any) -> None:
        token = f"nb_{uuid4().hex}"
        PersonalToken.objects.create(
            person=person, name="test", digest=sha256(token.encode()).digest(), hint=token[-4:], created_at=NOW
        )
        self.client = Client(headers={"Authorization": f"Bearer {token}"})

    def __call__(self, method: str, path: str, **body: Any) -> Any:
        return self.client.generic(method, f"/api/v1{path}", json.dumps(body), content_type="application/json")


def test_a_program_writes_a_part_on_its_revision(draft: ModuleVersion, provider: Organisation) -> None:
    ask = Program(make_member(Role.EDUCATOR, provider))
    parts = {one["part"]: one for one in ask("GET", f"/versions/{draft.uuid}/texts").json()}
    assert parts.keys() == {"about", "outcomes", "facts", "prerequisites"}
    url, old = f"/versions/{draft.uuid}/texts/facts", parts["facts"]["revision"]
    saved = ask("PUT", url, texts={"ects": "3.5", "title_da": "Hører ikke til her"}, revision=old)
    assert (saved.status_code, saved.json()["values"]["ects"]) == (200, "3.5")
    draft.refresh_from_db()
    assert draft.title_da != "Hører ikke til her"
    late = ask("PUT", url, texts={"price": "9"}, revision=old)
    assert (late.status_code, late.json()["present"]["ects"]) == (409, "3.5")
    assert ask("PUT", f"/versions/{draft.uuid}/texts/else", texts={}).status_code == 404


def test_a_program_saves_moves_and_deletes_steps_on_their_revisions(
    draft: ModuleVersion, provider: Organisation
) -> None:
    ask = Program(make_member(Role.EDUCATOR, provider))
    text, quiz = ask("GET", f"/versions/{draft.uuid}/steps").json()
    step = f"/steps/{text['uuid']}"
    saved = ask("PATCH", f"{step}/text", body="Ny", revision=text["revision"])
    assert saved.status_code == 200
    again = ask("PUT", step, kind="text", title="T", body="Anden", revision=text["revision"])
    assert (again.status_code, again.json()["present"]["body"]) == (409, "Ny")
    assert again.json()["revision"] == saved.json()["revision"]
    order = ask("POST", f"/steps/{quiz['uuid']}/move", position=1).json()
    assert [one["uuid"] for one in order] == [quiz["uuid"], text["uuid"]]
    assert ask("POST", f"{step}/move", position=1, direction="up").status_code == 422
    question = quiz["questions"][0]
    lacking = ask(
        "PATCH", f"/questions/{question['uuid']}/text", definition={"choices": []}, revision=question["revision"]
    )
    assert lacking.json()["faults"].keys() == {"choices"}
    assert ask("DELETE", f"{step}?revision={text['revision']}").status_code == 409
    assert ask("DELETE", f"{step}?revision={saved.json()['revision']}").status_code == 204
    assert len(steps_of(draft)) == 1


def test_a_neighbours_program_is_told_nothing(draft: ModuleVersion, provider: Organisation) -> None:
    text, quiz = steps_of(draft)
    for person in (make_member(Role.EDUCATOR), make_member(Role.EXAMINER, provider)):
        ask = Program(person)
        for method, path, body in (
            ("GET", f"/versions/{draft.uuid}/texts", {}),
            ("PUT", f"/versions/{draft.uuid}/texts/about", {"texts": {"title_da": "x"}}),
            ("PUT", f"/versions/{draft.uuid}/presence", {"part": "about"}),
            ("PATCH", f"/steps/{text.uuid}/text", {"body": "x"}),
            ("PATCH", f"/questions/{quiz.questions.all()[0].uuid}/text", {"prompt": "x"}),
        ):
            assert ask(method, path, **body).status_code == 404, path


def test_a_program_hears_who_is_there_and_looks_at_a_text(draft: ModuleVersion, provider: Organisation) -> None:
    one, other = (make_member(Role.EDUCATOR, provider) for _ in range(2))
    assert Program(one)("PUT", f"/versions/{draft.uuid}/presence", part="about").json() == []
    there = Program(other)("PUT", f"/versions/{draft.uuid}/presence", part="overview").json()
    assert [person["name"] for person in there] == [one.name]
    assert Program(one)("POST", "/text-preview", text="**fed**<script>").json()["html"].startswith("<p><strong>fed")
