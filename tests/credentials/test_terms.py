"""How long credentials are valid: set by the institution's office, for what is awarded from then on."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clients import signed_in
from credentials.test_api import DENIED, Program
from factories import make_member, make_person
from factories_credentials import make_awardable, make_credential, make_issuer, make_secretary
from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db


def page_of(micro_credential: MicroCredential) -> str:
    return reverse("credential_terms", args=[micro_credential.slug])


def put(person: Person, micro_credential: MicroCredential, **terms: Any) -> Any:
    path = f"/api/v1/micro-credentials/{micro_credential.slug}/terms"
    return Program(person).client.put(path, json.dumps(terms), content_type="application/json")


@pytest.mark.parametrize("role", [Role.STUDY_SECRETARY, Role.PROGRAMME_LEAD])
def test_the_office_says_how_long_and_the_next_credential_says_so(role: Role) -> None:
    micro_credential = make_awardable()
    before = make_credential(micro_credential=micro_credential)
    client = signed_in(make_member(role, micro_credential.provider))
    answer = client.post(page_of(micro_credential), {"validity_months": "24", "suspendable": "on"}, follow=True)
    assert "Det gælder for det, der udstedes fra nu af." in answer.content.decode()
    after = make_credential(micro_credential=MicroCredential.objects.get(pk=micro_credential.pk))
    assert (before.valid_until, before.suspension_list) == (None, None)
    assert json.loads(after.document)["validUntil"].startswith("2028-11-21T")
    assert after.suspension_list is not None


def test_empty_is_for_good_and_the_page_shows_what_holds() -> None:
    micro_credential = make_awardable(validity_months=12, suspendable=True)
    client = signed_in(make_secretary(micro_credential.provider))
    page = client.get(page_of(micro_credential)).content.decode()
    assert 'value="12"' in page
    assert " checked" in page
    office = client.get(reverse("credentials_office")).content.decode()
    assert page_of(micro_credential) in office
    assert "12 måneder" in office
    client.post(page_of(micro_credential), {"validity_months": ""})
    micro_credential.refresh_from_db()
    assert (micro_credential.validity_months, micro_credential.suspendable) == (None, False)


@pytest.mark.parametrize("months", ["0", "-3", "601", "1.5", "altid"])
def test_what_is_no_period_is_refused_beside_its_field_and_kept(months: str) -> None:
    micro_credential = make_awardable(validity_months=12)
    answer = signed_in(make_secretary(micro_credential.provider)).post(
        page_of(micro_credential), {"validity_months": months}
    )
    assert answer.status_code == 422
    assert f'value="{months}"' in answer.content.decode()
    assert answer.context["form"].errors["validity_months"]
    micro_credential.refresh_from_db()
    assert micro_credential.validity_months == 12


def test_the_message_is_in_danish() -> None:
    micro_credential = make_awardable()
    answer = signed_in(make_secretary(micro_credential.provider)).post(
        page_of(micro_credential), {"validity_months": "601"}
    )
    assert "Skriv et helt antal måneder fra 1 til 600." in answer.content.decode()


@pytest.mark.parametrize("role", DENIED)
def test_other_roles_set_no_terms(role: Role) -> None:
    micro_credential = make_awardable()
    member = make_member(role, micro_credential.provider)
    client = signed_in(member)
    assert client.get(page_of(micro_credential)).status_code == 404
    assert client.post(page_of(micro_credential), {"validity_months": "1"}).status_code == 404
    assert put(member, micro_credential, validity_months=1, suspendable=False).status_code == 404
    micro_credential.refresh_from_db()
    assert micro_credential.validity_months is None


@pytest.mark.parametrize("who", ["a neighbour", "a learner"])
def test_nor_do_others(who: str) -> None:
    micro_credential = make_awardable()
    person = make_secretary(make_issuer()) if who == "a neighbour" else make_person()
    assert signed_in(person).post(page_of(micro_credential), {"validity_months": "1"}).status_code == 404
    assert put(person, micro_credential, validity_months=1, suspendable=False).status_code == 404


def test_a_visitor_is_asked_to_sign_in() -> None:
    answer = Client().get(page_of(make_awardable()))
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


def test_a_program_sets_them_too() -> None:
    micro_credential = make_awardable()
    office = make_secretary(micro_credential.provider)
    answer = put(office, micro_credential, validity_months=36, suspendable=True)
    assert answer.json() == {"micro_credential": micro_credential.slug, "validity_months": 36, "suspendable": True}
    refused = put(office, micro_credential, validity_months=0, suspendable=True)
    assert (refused.status_code, refused.json()["field"]) == (422, "validity_months")
    shown = Client().get(f"/api/v1/micro-credentials/{micro_credential.slug}").json()
    assert (shown["validity_months"], shown["suspendable"]) == (36, True)


def test_the_office_asks_as_much_however_many_there_are(django_assert_max_num_queries: Any) -> None:
    issuer = make_issuer()
    client = signed_in(make_secretary(issuer))
    for _ in range(2):
        make_awardable(issuer)
    with django_assert_max_num_queries(50) as few:
        client.get(reverse("credentials_office"))
    for _ in range(5):
        make_awardable(issuer)
    with django_assert_max_num_queries(50) as many:
        client.get(reverse("credentials_office"))
    assert len(many) == len(few)
