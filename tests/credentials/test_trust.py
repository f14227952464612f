import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import make_member, make_person
from factories_credentials import make_credential, make_issuer, make_secretary
from factories_trust import ELSEWHERE, make_known, make_proposed, make_staff
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.credentials.addresses import did_of
from nanobank.credentials.trust.models import Ground, TrustedIssuer
from nanobank.credentials.trust.queries import how_known, trusted_at
from nanobank.credentials.trust.services import confirm_issuer, withdraw_issuer
from nanobank.organisations.models import Role
from nanocore import signing

pytestmark = pytest.mark.django_db
REASON = "Domænet er solgt til en anden."
DENIED = sorted(set(Role) - {Role.STUDY_SECRETARY, Role.PROGRAMME_LEAD})


def known_as(identifier: str = ELSEWHERE) -> str | None:
    return trusted_at(timezone.now())(identifier)


def from_elsewhere(key: signing.SigningKey) -> str:
    """A credential that somebody with a key of their own has signed."""
    document = json.loads(make_credential().document)
    del document["proof"], document["credentialStatus"]
    document["issuer"]["id"] = key.did
    method = key.verification_method(key.did)
    return json.dumps(signing.sign(document, key=key, verification_method=method, created=timezone.now()))


def test_nobody_from_outside_is_known_before_a_second_person_has_confirmed_it() -> None:
    issuer = make_proposed()
    assert known_as() is None
    confirm_issuer(issuer=issuer, by=make_staff(), now=timezone.now())
    assert known_as() == "Universitetet i Nordfjord"


def test_nobody_confirms_what_they_proposed_themselves() -> None:
    staff = make_staff()
    issuer = make_proposed(by=staff)
    with pytest.raises(Refused):
        confirm_issuer(issuer=issuer, by=staff, now=timezone.now())
    assert known_as() is None


def test_an_issuer_is_known_for_the_days_that_were_checked() -> None:
    today = timezone.localdate()
    make_known("did:web:a.example", until=today)
    make_known("did:web:b.example", until=today - timedelta(days=1))
    make_known("did:web:c.example", since=today + timedelta(days=1))
    assert known_as("did:web:a.example")
    assert known_as("did:web:b.example") is None
    assert known_as("did:web:c.example") is None


def test_a_withdrawn_issuer_is_not_known_and_it_is_told_why() -> None:
    issuer = make_known()
    withdraw_issuer(issuer=issuer, reason=REASON, by=make_staff(), now=timezone.now())
    assert known_as() is None
    assert REASON in how_known(ELSEWHERE, now=timezone.now())
    with pytest.raises(Conflict):
        withdraw_issuer(issuer=issuer, reason=REASON, by=make_staff(), now=timezone.now())
    assert make_known(ELSEWHERE).pk != issuer.pk


def test_an_institution_of_this_site_is_known_by_itself() -> None:
    did = did_of(make_issuer())
    assert known_as(did)
    assert "nøgler ligger her" in how_known(did, now=timezone.now())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"identifier": "nordfjord"}, "identifier"),
        ({"identifier": "http://nordfjord.example"}, "identifier"),
        ({"identifier": "did:web:testserver:udbydere:sydvest"}, "identifier"),
        ({"reference": "ja"}, "reference"),
        ({"ground": Ground.OFFICIAL_LIST}, "source"),
        ({"ground": Ground.REGISTER}, "register_number"),
        ({"checked_on": timezone.localdate() + timedelta(days=2)}, "checked_on"),
        ({"until": timezone.localdate() - timedelta(days=99)}, "until"),
    ],
)
def test_it_must_be_told_how_it_is_known(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        make_proposed(**wrong)  # type: ignore[arg-type]  # whatever is wrong
    assert refused.value.field == field


def test_an_issuer_is_in_the_list_once() -> None:
    make_known()
    with pytest.raises(Conflict):
        make_proposed()


def test_a_stranger_with_a_good_signature_is_called_a_stranger_and_not_false(client: Client) -> None:
    page = client.post("/kontroller/", {"document": from_elsewhere(signing.SigningKey.generate())}).content.decode()
    assert "Underskriften er god, men vi ved ikke, hvem det er." in page
    assert "Hvordan vi ved det:" not in page
    assert 'href="/tillid/"' in page


def test_a_credential_from_an_issuer_in_the_registry_is_genuine_and_it_is_told_how_we_know(client: Client) -> None:
    key = signing.SigningKey.generate()
    make_known(key.did)
    document = from_elsewhere(key)
    page = client.post("/kontroller/", {"document": document}).content.decode()
    assert "Beviset er ægte. Universitetet i Nordfjord har underskrevet det" in page
    assert "Hvordan vi ved det:" in page
    assert "Kontrolleret personligt af" in page
    answer = client.post("/api/v1/check", document, content_type="application/json").json()
    assert answer["outcome"] == "genuine"
    assert [bool(step["how_known"]) for step in answer["steps"] if step["step"] == "issuer"] == [True]


def test_the_list_is_public_and_can_be_searched(client: Client) -> None:
    make_credential()
    make_known()
    make_proposed("did:web:venter.example")
    for query in ("", "?q=nordfjord", "?q=norge", "?q=did:web:bevis"):
        assert "Universitetet i Nordfjord" in client.get(f"/tillid/{query}").content.decode()
    page = client.get("/tillid/").content.decode()
    assert "Kontrolleret personligt" in page
    assert "did:web:venter.example" not in page
    assert "Sydvest" in page
    assert "Universitetet i Nordfjord" not in client.get("/tillid/?q=sverige").content.decode()
    assert "Norway" in client.get("/en/tillid/").content.decode()


def test_the_list_costs_the_same_however_long_it_is(client: Client) -> None:
    counts = []
    for number in range(2):
        make_known(f"did:web:{number}.example")
        with CaptureQueriesContext(connection) as queries:
            client.get("/tillid/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_proposal_is_seen_only_by_those_who_look_after_the_list(client: Client) -> None:
    issuer = make_proposed()
    path = f"/tillid/{issuer.uuid}/"
    assert client.get(path).status_code == 404
    client.force_login(make_person())
    assert client.get(path).status_code == 404
    client.force_login(make_secretary(make_issuer()))
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("role", DENIED)
def test_other_roles_do_not_look_after_the_list(client: Client, role: Role) -> None:
    client.force_login(make_member(role, make_issuer()))
    for path in ("/tillid/kontor/", "/tillid/kontor/ny/"):
        assert client.get(path).status_code == 404


def test_an_office_proposes_and_cannot_decide(client: Client) -> None:
    secretary = make_secretary(make_issuer())
    issuer = make_proposed()
    client.force_login(secretary)
    assert client.get("/tillid/kontor/").status_code == 200
    assert client.post(f"/tillid/{issuer.uuid}/bekraeft/").status_code == 404
    assert client.post(f"/tillid/{issuer.uuid}/traek/", {"reason": REASON}).status_code == 404
    with pytest.raises(NotYours):
        confirm_issuer(issuer=issuer, by=secretary, now=timezone.now())


def test_a_proposal_is_typed_confirmed_and_withdrawn_on_pages(client: Client) -> None:
    client.force_login(make_secretary(make_issuer()))
    typed = {
        "identifier": ELSEWHERE,
        "name": "Universitetet i Nordfjord",
        "country": "NO",
        "ground": "register",
        "reference": "Slået op i det norske register",
        "checked_on": str(timezone.localdate()),
    }
    wrong = client.post("/tillid/kontor/ny/", typed)
    assert wrong.status_code == 422
    assert wrong.context["form"].errors["register_number"]
    assert "Slået op i det norske register" in wrong.content.decode()
    assert client.post("/tillid/kontor/ny/", typed | {"register_number": "912"}).status_code == 302
    issuer = TrustedIssuer.objects.get()
    client.force_login(make_staff())
    assert "Universitetet i Nordfjord" in client.get("/tillid/kontor/").content.decode()
    assert client.post(f"/tillid/{issuer.uuid}/bekraeft/").status_code == 302
    assert known_as()
    assert client.post(f"/tillid/{issuer.uuid}/traek/", {"reason": "nej"}).status_code == 422
    assert client.post(f"/tillid/{issuer.uuid}/traek/", {"reason": REASON}).status_code == 302
    assert known_as() is None
    assert REASON in client.get(f"/tillid/{issuer.uuid}/").content.decode()
    assert [change.kind for change in issuer.changes.order_by("pk")] == ["proposed", "confirmed", "withdrawn"]


def test_programs_read_the_list_too(client: Client) -> None:
    make_credential()
    make_known()
    answer = client.get("/api/v1/issuers").json()
    assert answer["count"] == 2
    assert [one["here"] for one in answer["items"]] == [True, False]
    assert client.get("/api/v1/issuers?offset=1&limit=1").json()["items"][0]["identifier"] == ELSEWHERE
    assert client.get("/api/v1/issuers?q=norge").json()["count"] == 1


def program(person: Person) -> Client:
    secret = create_token(person=person, name="Test", days=1, now=timezone.now() - timedelta(hours=1)).secret
    return Client(headers={"Authorization": f"Bearer {secret}", "Accept-Language": "da"})


def test_programs_propose_confirm_and_withdraw_as_their_persons_may() -> None:
    office, staff, stranger = program(make_secretary(make_issuer())), program(make_staff()), program(make_person())
    body = {
        "identifier": ELSEWHERE,
        "name": "Universitetet i Nordfjord",
        "country": "NO",
        "ground": "official_list",
        "reference": "Ministeriets liste over universiteter",
        "checked_on": str(timezone.localdate()),
    }

    def post(client: Client, path: str, given: dict[str, str]) -> Any:
        return client.post(f"/api/v1{path}", json.dumps(given), content_type="application/json")

    assert post(stranger, "/issuers", body).status_code == 404
    assert stranger.get("/api/v1/issuers/proposed").status_code == 404
    assert post(office, "/issuers", body).json()["field"] == "source"
    made = post(office, "/issuers", body | {"source": "https://liste.example/"})
    assert made.status_code == 201
    uuid = made.json()["uuid"]
    assert [one["uuid"] for one in office.get("/api/v1/issuers/proposed").json()] == [uuid]
    assert post(office, f"/issuers/{uuid}/confirm", {}).status_code == 404
    assert post(staff, f"/issuers/{uuid}/confirm", {}).status_code == 200
    assert post(staff, f"/issuers/{uuid}/confirm", {}).status_code == 409
    assert known_as()
    assert post(office, f"/issuers/{uuid}/withdraw", {"reason": REASON}).status_code == 404
    assert post(staff, f"/issuers/{uuid}/withdraw", {"reason": REASON}).json()["withdrawn_at"]
    assert known_as() is None
