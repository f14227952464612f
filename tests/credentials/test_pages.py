import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factories import make_member, make_person
from factories_credentials import make_awardable, make_credential, make_issuer, make_secretary
from nanobank.credentials.addresses import credential_address, status_list_address
from nanobank.credentials.models import Credential, IssuerKey
from nanobank.credentials.services import revoke
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db

REASON = "Opgaven viste sig at være skrevet af en anden."
DENIED = sorted(set(Role) - {Role.STUDY_SECRETARY, Role.PROGRAMME_LEAD})


def page_of(credential: Credential, prefix: str = "") -> str:
    return f"{prefix}/beviser/{credential.uuid}/"


def revoked(credential: Credential) -> Credential:
    revoke(credential=credential, reason=REASON, by=make_secretary(credential.issuer), now=timezone.now())
    return credential


def test_anybody_with_the_link_sees_the_credential_in_danish_and_english(client: Client) -> None:
    credential = make_credential(make_person("Maja", "Brandt"))
    danish = client.get(page_of(credential)).content.decode()
    english = client.get(page_of(credential, "/en")).content.decode()
    for page in (danish, english):
        assert "Maja Brandt" in page
    assert "Undersøgende datajournalistik" in danish
    assert "Beviset er ægte." in danish
    assert "Afdække en sag med data" in danish
    assert "Kvalitetssikret af studienævnet." in danish
    assert "Investigative data journalism" in english
    assert "The credential is genuine." in english
    assert "Uncover a case with data" in english
    assert "Quality-assured by the study board." in english


def test_it_is_kept_out_of_search_engines_and_tells_nobody_where_one_came_from(client: Client) -> None:
    response = client.get(page_of(make_credential()))
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert b'name="robots" content="noindex' in response.content


def test_a_credential_that_is_not_there_is_not_found(client: Client) -> None:
    nowhere = uuid4()
    paths = [f"/beviser/{nowhere}/", f"/en/beviser/{nowhere}/", f"/beviser/{nowhere}.json", f"/status/{nowhere}"]
    for path in [*paths, "/udbydere/ingen/did.json", f"/udbydere/{make_issuer().slug}/did.json"]:
        assert client.get(path).status_code == 404


def test_a_revocation_shows_at_once_and_its_reason_only_to_the_holder(client: Client) -> None:
    credential = make_credential()
    assert "Beviset er ægte." in client.get(page_of(credential)).content.decode()
    revoked(credential)
    public = client.get(page_of(credential)).content.decode()
    assert "Beviset gælder ikke længere. Udstederen har trukket det tilbage." in public
    assert REASON not in public
    client.force_login(make_person())
    assert REASON not in client.get(page_of(credential)).content.decode()
    client.force_login(credential.person)
    assert REASON in client.get(page_of(credential)).content.decode()


@pytest.mark.parametrize("kind", ["application/vc+ld+json", "application/ld+json", "application/json"])
def test_a_program_that_asks_for_json_gets_what_was_signed_to_the_letter(client: Client, kind: str) -> None:
    credential = make_credential()
    response = client.get(page_of(credential), headers={"Accept": kind})
    assert response.content.decode() == credential.document
    assert response.headers["Content-Type"] == kind
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in response.headers["Vary"]


@pytest.mark.parametrize("accept", ["*/*", "text/html,application/xhtml+xml,*/*;q=0.8"])
def test_a_browser_gets_the_page(client: Client, accept: str) -> None:
    response = client.get(page_of(make_credential()), headers={"Accept": accept})
    assert response.headers["Content-Type"].startswith("text/html")


def test_the_addresses_in_what_is_signed_lead_to_what_they_say(client: Client) -> None:
    credential = make_credential()
    document = json.loads(credential.document)
    status = document["credentialStatus"]["statusListCredential"]
    assert document["id"] == credential_address(credential.uuid) == f"http://testserver{page_of(credential)}"
    assert status == status_list_address(credential.status_list.uuid)
    assert client.get(status.removeprefix("http://testserver")).json()["id"] == status
    did = client.get(reverse("did_document", args=[credential.issuer.slug])).json()
    assert did["id"] == document["issuer"]["id"] == f"did:web:testserver:udbydere:{credential.issuer.slug}"
    assert document["proof"]["verificationMethod"] in did["assertionMethod"]


def test_a_status_list_is_asked_for_anew_and_not_sent_twice(client: Client) -> None:
    credential = make_credential()
    path = reverse("status_list", args=[credential.status_list.uuid])
    first = client.get(path)
    assert first.headers["Cache-Control"] == "public, max-age=1"
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    revoked(credential)
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_qr_code_is_an_image_without_style(client: Client) -> None:
    response = client.get(reverse("credential_qr", args=[make_credential().uuid]))
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in response.content
    assert b"style=" not in response.content


def test_a_visitors_credential_page_costs_one_query(client: Client) -> None:
    credential = make_credential()
    with CaptureQueriesContext(connection) as queries:
        client.get(page_of(credential))
    assert len(queries) == 1


@pytest.mark.parametrize("role", [Role.STUDY_SECRETARY, Role.PROGRAMME_LEAD])
def test_the_office_sees_what_its_institution_has_awarded(client: Client, role: Role) -> None:
    issuer = make_issuer()
    make_credential(make_person("Maja", "Brandt"), make_awardable(issuer))
    make_credential(make_person("Karl", "Nabo"))
    client.force_login(make_member(role, issuer))
    page = client.get("/beviser/kontor/").content.decode()
    assert "Maja Brandt" in page
    assert "Karl Nabo" not in page


@pytest.mark.parametrize("role", DENIED)
def test_no_other_role_gets_into_the_office(client: Client, role: Role) -> None:
    credential = make_credential()
    client.force_login(make_member(role, credential.issuer))
    for path in (
        "/beviser/kontor/",
        f"/beviser/kontor/noegler/{credential.issuer.slug}/",
        page_of(credential) + "tilbagekald/",
    ):
        assert client.get(path).status_code == 404


def test_the_office_next_door_sees_neither_keys_nor_revocation(client: Client) -> None:
    credential = make_credential()
    client.force_login(make_secretary(make_issuer()))
    assert client.get(f"/beviser/kontor/noegler/{credential.issuer.slug}/").status_code == 404
    assert client.post(page_of(credential) + "tilbagekald/", {"reason": REASON}).status_code == 404
    assert not Credential.objects.revoked().exists()


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    for path in ("/beviser/kontor/", page_of(make_credential()) + "tilbagekald/"):
        assert client.get(path).status_code == 302


def test_the_office_searches_by_name_and_state(client: Client) -> None:
    issuer = make_issuer()
    micro_credential = make_awardable(issuer)
    make_credential(make_person("Maja", "Brandt"), micro_credential)
    revoked(make_credential(make_person("Karl", "Holm"), micro_credential))
    client.force_login(make_secretary(issuer))

    def found(query: str) -> list[str]:
        page = client.get(f"/beviser/kontor/?{query}").content.decode()
        return [name for name in ("Maja Brandt", "Karl Holm") if f"<strong>{name}" in page]

    assert found("name=maja+brandt") == ["Maja Brandt"]
    assert found("state=revoked") == ["Karl Holm"]
    assert found("state=standing") == ["Maja Brandt"]
    assert found("name=ingen") == []


def test_ten_more_credentials_cost_the_office_no_more_queries(client: Client) -> None:
    issuer = make_issuer()
    micro_credential = make_awardable(issuer)
    client.force_login(make_secretary(issuer))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/beviser/kontor/")
        return len(captured)

    make_credential(make_person(), micro_credential)
    before = queries()
    for _ in range(10):
        make_credential(make_person(), micro_credential)
    assert queries() == before


def test_the_office_revokes_with_a_reason_and_what_was_typed_is_kept(client: Client) -> None:
    credential = make_credential()
    client.force_login(make_secretary(credential.issuer))
    path = page_of(credential) + "tilbagekald/"
    refused = client.post(path, {"reason": "fordi"})
    assert refused.status_code == 422
    assert "fordi" in refused.content.decode()
    assert "Skriv begrundelsen i en sætning." in refused.content.decode()
    assert client.post(path, {"reason": REASON}).status_code == 302
    assert Credential.objects.revoked().get() == credential
    assert client.post(path, {"reason": REASON}).status_code == 422


def test_the_office_makes_a_new_key(client: Client) -> None:
    credential = make_credential()
    client.force_login(make_secretary(credential.issuer))
    path = f"/beviser/kontor/noegler/{credential.issuer.slug}/"
    assert credential.key.public_key_multibase in client.get(path).content.decode()
    client.post(path)
    assert IssuerKey.objects.current().count() == 1
    assert IssuerKey.objects.count() == 2
    assert "Beviset er ægte." in client.get(page_of(credential)).content.decode()
