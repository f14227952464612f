"""A program designs, puts bundles together and starts from templates as a person does."""

import json
from typing import Any

import pytest
from django.test import Client

from factories import NOW, make_organisation
from factories_catalogue import published_module
from factories_designing import answer_all, make_design, make_designer
from nanobank.accounts.models import Person, PersonalToken
from nanobank.accounts.services import create_token
from nanobank.authoring.services.templates import lay_templates

pytestmark = pytest.mark.django_db


def call(client: Client, by: Person, method: str, path: str, sent: dict[str, Any] | None = None) -> Any:
    """The answer, with its JSON as ``told``."""
    PersonalToken.objects.filter(person=by).delete()
    secret = create_token(person=by, name="api", days=None, now=NOW).secret
    headers = {"Authorization": f"Bearer {secret}"}
    answer: Any = client.generic(method, f"/api/v1{path}", json.dumps(sent or {}), "application/json", headers=headers)
    answer.told = answer.json() if answer.content else None
    return answer


def test_a_design_is_answered_overtaken_and_finished(client: Client) -> None:
    provider = make_organisation()
    by = make_designer(provider)
    begun = call(client, by, "POST", "/designs", {"provider": provider.slug, "title": "AI i dansk"})
    assert begun.status_code == 201
    there = f"/designs/{begun.told['uuid']}"
    assert call(client, by, "POST", f"{there}/finish").status_code == 422
    put = call(client, by, "PUT", f"{there}/answers/level", {"revision": 0, "values": {"level": 7}})
    assert (put.told["revision"], put.told["values"]) == (1, {"level": 7})
    assert call(client, by, "PUT", f"{there}/answers/level", {"revision": 0, "values": {"level": 6}}).status_code == 409
    wrong = call(client, by, "PUT", f"{there}/answers/level", {"revision": 1, "values": {"level": 17}})
    assert (wrong.status_code, wrong.told["field"]) == (422, "level")
    parts = {"ects": "2.5", "elective_ects": "0", "parts": [{"title": "Ny", "ects": "2.5", "elective": False}]}
    put = call(client, by, "PUT", f"{there}/answers/modules", {"revision": 0, "values": parts})
    assert put.told["values"] == parts
    whole = answer_all(make_design(provider, by), by)
    told = call(client, by, "GET", f"/designs/{whole.uuid}").told
    assert told["is_ready"]
    assert told["assessments"][0]["assessment"] == "practical"
    assert call(client, by, "POST", f"/designs/{whole.uuid}/finish").told == {"micro_credential": "ai-i-dansk"}
    assert call(client, by, "GET", "/designs").told["count"] == 2
    stranger = make_designer(make_organisation())
    assert call(client, stranger, "GET", there).status_code == 404


def test_a_bundle_and_a_module_from_a_template(client: Client) -> None:
    provider = make_organisation()
    by = make_designer(provider)
    told = call(client, by, "POST", "/bundles", {"provider": provider.slug, "title": "Presse"}).told
    modules = [published_module(provider).slug for _ in range(2)]
    sent = {name: told[name] or "Tekst" for name in told if name not in ("slug", "state", "missing", "modules")}
    sent |= {"modules": modules, "micro_credentials": []}
    put = call(client, by, "PUT", f"/bundles/{told['slug']}/texts", sent)
    assert (put.told["modules"], put.told["missing"]) == (modules, {})
    sent["modules"] = modules[::-1]
    assert call(client, by, "PUT", f"/bundles/{told['slug']}/texts", sent).status_code == 409
    assert call(client, by, "POST", f"/bundles/{told['slug']}/publish").status_code == 204
    lay_templates(now=NOW)
    first = call(client, by, "GET", "/module-templates").told[0]
    started = call(
        client, by, "POST", f"/module-templates/{first['slug']}/modules", {"provider": provider.slug, "title": "Idéer"}
    )
    assert (started.status_code, started.told["module"]) == (201, "ideer")
