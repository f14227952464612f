"""What a wallet reads of us before anything else."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from factories import make_organisation
from factories_credentials import make_credential
from factories_wallets import make_offer
from nanobank.organisations.models import Kind
from nanobank.wallets.formats import FORMS
from nanobank.wallets.models import Format
from nanobank.wallets.offers import shown_offer

pytestmark = pytest.mark.django_db


def read(client: Client, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return response.json()


def test_an_institution_is_a_credential_issuer_whose_identifier_is_that_of_its_did(client: Client) -> None:
    issuer = make_organisation(slug="sydvest")
    told = read(client, "/.well-known/openid-credential-issuer/udbydere/sydvest")
    assert told["credential_issuer"] == "http://testserver/udbydere/sydvest"
    assert {one["name"] for one in told["display"]} == {issuer.name_da, issuer.name_en}
    assert {one["format"] for one in told["credential_configurations_supported"].values()} == set(FORMS)
    for configuration in told["credential_configurations_supported"].values():
        assert configuration["proof_types_supported"] == {
            "jwt": {"proof_signing_alg_values_supported": ["EdDSA", "ES256"]}
        }


def test_one_who_does_not_teach_issues_nothing(client: Client) -> None:
    employer = make_organisation(Kind.EMPLOYER)
    for slug in (employer.slug, "nobody"):
        assert client.get(f"/.well-known/openid-credential-issuer/udbydere/{slug}").status_code == 404


def test_every_endpoint_that_is_named_is_there(client: Client) -> None:
    issuer = make_organisation()
    told = read(client, f"/.well-known/openid-credential-issuer/udbydere/{issuer.slug}")
    server = read(client, "/.well-known/oauth-authorization-server")
    assert told["authorization_servers"] == [server["issuer"]] == ["http://testserver"]
    for document in (told, server):
        for name, address in document.items():
            if name.endswith("_endpoint"):
                assert client.post(urlsplit(address).path).status_code not in {404, 405, 500}, name


def test_the_contexts_that_are_promised_are_those_of_the_credential(client: Client) -> None:
    credential = make_credential(now=timezone.now())
    told = read(client, f"/.well-known/openid-credential-issuer/udbydere/{credential.issuer.slug}")
    promised = told["credential_configurations_supported"][FORMS[Format.LDP].configuration]["credential_definition"]
    document = json.loads(credential.document)
    assert (promised["@context"], promised["type"]) == (document["@context"], document["type"])


def test_an_offer_says_the_same_by_value_and_by_reference(client: Client, settings: Settings) -> None:
    settings.BASE_URL = "http://testserver"
    credential = make_credential(now=timezone.now())
    shown = shown_offer(make_offer(credential), now=timezone.now())
    by_value = json.loads(parse_qs(urlsplit(shown.by_value).query)["credential_offer"][0])
    reference = parse_qs(urlsplit(shown.by_reference).query)["credential_offer_uri"][0]
    assert read(client, urlsplit(reference).path) == by_value
    assert set(by_value["grants"]) == {
        "authorization_code",
        "urn:ietf:params:oauth:grant-type:pre-authorized_code",
    }
