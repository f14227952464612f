"""What a program can do about an institution's seal, and whose."""

import json
from typing import Any

import pytest
from django.utils import timezone

from core.documents.certificates import QC_COMPLIANCE, QC_ESEAL, chain_and_key, p256_key, pem_of
from credentials.test_api import DENIED, Program
from factories import make_member
from factories_credentials import make_issuer, make_secretary
from nanobank.accounts.models import Person
from nanobank.credentials.models import SealingCertificate
from nanobank.organisations.models import Organisation, Role

pytestmark = pytest.mark.django_db

CVR = "98414002"


def handed_in(**fields: Any) -> dict[str, str]:
    chain, key = chain_and_key(now=timezone.now(), **fields)
    return {"chain": chain.decode(), "key": key.decode()}


def ask(person: Person, organisation: Organisation, method: str, body: dict[str, str] | None = None) -> Any:
    client = Program(person).client
    path = f"/api/v1/organisations/{organisation.slug}/seal"
    return client.generic(method, path, b"" if body is None else json.dumps(body), content_type="application/json")


def test_a_program_puts_a_certificate_in_looks_at_it_and_takes_it_out() -> None:
    issuer = make_issuer(cvr=CVR)
    office = make_secretary(issuer)
    assert ask(office, issuer, "GET").status_code == 404
    put_in = ask(office, issuer, "PUT", handed_in(statements=(QC_COMPLIANCE, QC_ESEAL)))
    assert put_in.status_code == 200
    shown = ask(office, issuer, "GET").json()
    assert shown == put_in.json()
    assert (shown["legal_identifier"], shown["qualified"], shown["in_force"]) == (f"NTRDK-{CVR}", True, True)
    assert "key" not in shown
    assert SealingCertificate.objects.get().put_in_by == office
    assert ask(office, issuer, "DELETE").status_code == 204
    assert not SealingCertificate.objects.exists()
    assert ask(office, issuer, "DELETE").status_code == 409


def test_another_takes_its_place() -> None:
    issuer = make_issuer()
    office = make_member(Role.PROGRAMME_LEAD, issuer)
    assert [ask(office, issuer, "PUT", handed_in()).status_code for _ in range(2)] == [200, 200]
    assert SealingCertificate.objects.count() == 1


def test_a_key_under_a_password_is_opened_with_it() -> None:
    issuer, key = make_issuer(), p256_key()
    chain, _plain = chain_and_key(key, now=timezone.now())
    body = {"chain": chain.decode(), "key": pem_of(key, b"hemmelig").decode()}
    office = make_secretary(issuer)
    refused = ask(office, issuer, "PUT", {**body, "password": "forkert"})
    assert (refused.status_code, refused.json()["field"]) == (422, "key")
    assert ask(office, issuer, "PUT", {**body, "password": "hemmelig"}).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [({"chain": "intet"}, "chain"), ({"key": "intet"}, "key"), ({"chain": "x" * 70_000}, "chain")],
)
def test_what_cannot_seal_is_refused_with_its_field(change: dict[str, str], field: str) -> None:
    issuer = make_issuer()
    answer = ask(make_secretary(issuer), issuer, "PUT", {**handed_in(), **change})
    assert answer.status_code == 422
    assert field in (answer.json().get("field") or "") or field in answer.json()["errors"][0]["field"]
    assert not SealingCertificate.objects.exists()


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("role", DENIED)
def test_other_roles_do_not_come_near_the_seal(role: Role, method: str) -> None:
    issuer = make_issuer()
    ask(make_secretary(issuer), issuer, "PUT", handed_in())
    assert ask(make_member(role, issuer), issuer, method, handed_in()).status_code == 404
    assert SealingCertificate.objects.count() == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_nor_does_the_neighbours_office(method: str) -> None:
    issuer = make_issuer()
    ask(make_secretary(issuer), issuer, "PUT", handed_in())
    assert ask(make_secretary(make_issuer()), issuer, method, handed_in()).status_code == 404
    assert SealingCertificate.objects.count() == 1
