"""What a program can do in the life of a credential, and whose."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from credentials.test_api import DENIED, Program
from factories import make_member, make_person
from factories_credentials import make_awardable, make_credential, make_issuer, make_secretary
from nanobank.accounts.models import Person
from nanobank.credentials.models import Credential, NameRequest
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db

REASON = {"reason": "Vi undersøger, om opgaven er din egen."}


def recent(person: Person | None = None, **fields: Any) -> Credential:
    return make_credential(person, make_awardable(**fields), now=timezone.now() - timedelta(hours=1))


def test_a_program_suspends_reinstates_and_renews() -> None:
    credential = recent(validity_months=12)
    office, holder = Program(make_secretary(credential.issuer)), Program(credential.person)
    path = f"/credentials/{credential.uuid}"
    answer = office.post(f"{path}/suspend", REASON)
    assert (answer.status_code, answer.json()["kind"]) == (200, "suspended")
    assert office.post(f"{path}/suspend", REASON).status_code == 409
    mine = holder.get("/credentials").json()["items"][0]
    assert (mine["revocation_reason"], mine["suspended_at"] is None) == (REASON["reason"], False)
    assert office.get(path).json()["reason"] == "status_suspended"
    assert office.post(f"{path}/reinstate", REASON).json()["kind"] == "reinstated"
    anew = office.post(f"{path}/renew", REASON)
    assert (anew.status_code, anew.json()["replaces"]) == (201, str(credential.uuid))
    old = holder.get("/credentials").json()["items"][1]
    assert old["replaced_by"] == anew.json()["id"]


def test_a_new_name_is_asked_for_and_granted_or_declined() -> None:
    credential = recent(make_person("Alma", "Dalgaard"))
    Person.objects.filter(pk=credential.person_id).update(family_name="Nyborg")
    holder, office = Program(credential.person), Program(make_secretary(credential.issuer))
    asked = holder.post(f"/credentials/{credential.uuid}/name-request")
    assert (asked.status_code, asked.json()["name"]) == (201, "Alma Nyborg")
    assert holder.post(f"/credentials/{credential.uuid}/name-request").status_code == 409
    listed = office.get("/name-requests").json()
    assert (listed["count"], listed["items"][0]["uuid"]) == (1, asked.json()["uuid"])
    assert holder.get("/name-requests").status_code == 404
    declined = office.post(f"/name-requests/{asked.json()['uuid']}/decline", REASON)
    assert (declined.status_code, declined.json()["granted"]) == (200, False)
    again = holder.post(f"/credentials/{credential.uuid}/name-request").json()
    granted = office.post(f"/name-requests/{again['uuid']}/grant")
    assert granted.json()["replaces"] == str(credential.uuid)
    assert office.post(f"/name-requests/{again['uuid']}/grant").status_code == 409


def test_a_program_tells_of_a_stolen_key_and_follows_the_work() -> None:
    credential = recent()
    office = Program(make_secretary(credential.issuer))
    slug, since = credential.issuer.slug, (timezone.now() - timedelta(days=1)).isoformat()
    path = f"/organisations/{slug}/keys/{credential.key.public_key_multibase}/compromised"
    for senseless in ("2020-01-01T00:00:00", "in spring", (timezone.now() + timedelta(days=1)).isoformat()):
        assert office.post(path, {"since": senseless, **REASON}).status_code == 422
    told = office.post(path, {"since": since, **REASON})
    assert (told.status_code, told.json()["total"], told.json()["done"]) == (202, 1, 1)
    assert office.post(path, {"since": since, **REASON}).status_code == 409
    assert office.get(f"/organisations/{slug}/reissues").json()[0]["finished_at"]
    assert office.post(f"/organisations/{slug}/reissues/{told.json()['id']}/resume").status_code == 404
    assert office.get(f"/organisations/{slug}/export").content.startswith(b"PK")


@pytest.mark.parametrize("role", DENIED)
def test_a_program_of_anybody_else_may_not(role: Role) -> None:
    credential = recent(make_person("Alma", "Dalgaard"), validity_months=12)
    Person.objects.filter(pk=credential.person_id).update(family_name="Nyborg")
    Program(credential.person).post(f"/credentials/{credential.uuid}/name-request")
    asked = NameRequest.objects.get()
    slug = credential.issuer.slug
    told = {"since": timezone.now().isoformat(), **REASON}
    for person in (make_member(role, credential.issuer), make_secretary(make_issuer())):
        program = Program(person)
        paths = [
            *(f"/credentials/{credential.uuid}/{verb}" for verb in ("suspend", "reinstate", "renew")),
            f"/credentials/{credential.uuid}/name-request",
            f"/name-requests/{asked.uuid}/grant",
            f"/name-requests/{asked.uuid}/decline",
        ]
        assert [program.post(path, REASON).status_code for path in paths] == [404] * len(paths)
        key = credential.key.public_key_multibase
        assert program.post(f"/organisations/{slug}/keys/{key}/compromised", told).status_code == 404
        assert program.get(f"/organisations/{slug}/reissues").status_code == 404
        assert program.get(f"/organisations/{slug}/export").status_code == 404
