"""The API: a program finds, takes up, adapts, follows and gives back; neighbours get 404."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from factories import NOW
from factories_reuse import House, current, make_house, make_shared_module, publish_draft, rewrite
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.reuse.models import Adaptation

pytestmark = pytest.mark.django_db
Asking = Callable[..., Any]


def asking(client: Client, person: Person) -> Asking:
    """``ask("get", "/reuse/modules")`` with the person's token: status and what was answered."""
    secret = create_token(person=person, name="test", days=None, now=NOW).secret

    def ask(method: str, path: str, sent: object = None) -> tuple[int, Any]:
        answer = client.generic(
            method.upper(), f"/api/v1{path}", data=_json(sent), content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )  # fmt: skip
        return answer.status_code, answer.json() if answer.content else None

    return ask


def _json(sent: object) -> bytes:
    return b"" if sent is None else json.dumps(sent).encode()


def test_a_program_goes_all_the_way_round(client: Client) -> None:
    giver, taker = make_house(), make_house()
    module = make_shared_module(giver)
    ask, source = asking(client, taker.educator), asking(client, giver.educator)
    status, found = ask("get", "/reuse/modules?q=datajournalistik&adaptable=true")
    assert (status, found["items"][0]["licence"]["licence"]) == (200, "cc_by_sa")
    sent = {"organisation": taker.organisation.slug, "licence": "cc_by_sa", "title_da": "Vores", "title_en": "Ours"}
    status, made = ask("post", f"/reuse/modules/{module.slug}/adaptations", sent)
    assert status == 201
    adaptation = Adaptation.objects.get(uuid=made["uuid"])
    publish_draft(adaptation.module, taker)
    rewrite(module, giver, "Kilder", "Skriv til kilden i dag.")
    publish_draft(module, giver)
    _status, changes = ask("get", f"/reuse/adaptations/{made['uuid']}/changes")
    (step,) = changes["steps"]
    assert (step["title"], step["standing"], step["is_core"]) == ("Kilder", "clean", True)
    status, _draft = ask("post", f"/reuse/adaptations/{made['uuid']}/take-over", {"step": step["origin"]})
    assert status == 200
    assert ask("post", f"/reuse/adaptations/{made['uuid']}/settled")[1]["looked_through"] == 2
    rewrite(adaptation.module, taker, "Etik", "Spørg altid.")
    publish_draft(adaptation.module, taker)
    etik = str(current(adaptation.module).steps.get(title="Etik").began_as)
    status, offer = ask(
        "post", f"/reuse/adaptations/{made['uuid']}/improvements", {"steps": [etik], "words": "Klarere"}
    )
    assert status == 201
    status, answered = source("post", f"/reuse/improvements/{offer['uuid']}/answer", {"accept": True})
    assert (status, answered["answer"]) == (200, "accepted")
    assert ask("delete", f"/reuse/improvements/{offer['uuid']}")[0] == 409


def test_a_neighbour_sees_no_uptake_and_ends_none(client: Client) -> None:
    giver, taker, neighbour = make_house(), make_house(), make_house()
    module = make_shared_module(giver)
    sent = {"organisation": taker.organisation.slug, "way": "pin", "version": 1}
    status, uptake = asking(client, taker.educator)("post", f"/reuse/modules/{module.slug}/uptakes", sent)
    assert status == 201
    ask = asking(client, neighbour.educator)
    assert ask("delete", f"/reuse/uptakes/{uptake['uuid']}")[0] == 404
    assert ask("get", "/reuse/uptakes") == (200, [])
    assert ask("post", f"/reuse/modules/{module.slug}/uptakes", sent)[0] == 404


def test_what_makes_no_sense_is_said_at_its_field(client: Client) -> None:
    giver: House = make_house()
    module = make_shared_module(giver)
    ask = asking(client, giver.educator)
    status, problem = ask("put", f"/reuse/modules/{module.slug}/licence", {"licence": "gpl"})
    assert (status, problem["field"]) == (422, "licence")
    assert ask("get", f"/reuse/modules/{module.slug}/changes/1/{10**30}")[0] == 404
