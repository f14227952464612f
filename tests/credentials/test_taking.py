"""*Tag det med*: one award in every form, for its holder and nobody else."""

import io
import json
from collections.abc import Iterator
from datetime import timedelta

import pikepdf
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clients import signed_in
from factories import make_member, make_person
from factories_credentials import make_awardable, make_credential, make_issuer, make_secretary
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.credentials import bridge
from nanobank.credentials.models import Credential
from nanobank.credentials.own_documents import known_issuer, only_own
from nanobank.credentials.services import renew, revoke, suspend
from nanobank.credentials.taking import FORMS, Form
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db

REASON = "Opgaven viste sig at være skrevet af en anden."
SLUGS = [form.slug for form in FORMS]


def make_taken(holder: Person | None = None, **fields: str) -> Credential:
    issuer = make_issuer(**{"cvr": "98414002", **fields})
    return make_credential(holder or make_person("Maja", "Brandt"), make_awardable(issuer))


def form_of(credential: Credential, slug: str) -> str:
    return reverse("credential_taken", args=[credential.uuid, slug])


def with_token(person: Person) -> Client:
    secret = create_token(person=person, name="Test", days=1, now=timezone.now()).secret
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.parametrize("form", FORMS, ids=SLUGS)
def test_the_holder_takes_it_in_every_form(form: Form) -> None:
    credential = make_taken()
    response = signed_in(credential.person).get(form_of(credential, form.slug))
    filename = f"{credential.micro_credential.slug}-{form.slug}.{form.extension}"
    assert response.status_code == 200
    assert response.headers["Content-Type"] == form.media_type
    assert response.headers["Content-Disposition"] == f'attachment; filename="{filename}"'
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("slug", SLUGS)
def test_nobody_else_does_not_even_the_issuers_office(slug: str) -> None:
    credential = make_taken()
    others = [
        make_person(),
        make_secretary(credential.issuer),
        *(make_member(role, credential.issuer) for role in Role),
    ]
    for other in others:
        assert signed_in(other).get(form_of(credential, slug)).status_code == 404
    assert Client().get(form_of(credential, slug)).status_code == 302


def test_the_certificate_holds_the_signed_credential_to_the_letter() -> None:
    credential = make_taken()
    for slug, name in (("certificate-da", "bevis.json"), ("certificate-en", "credential.json")):
        response = signed_in(credential.person).get(form_of(credential, slug))
        pdf = pikepdf.open(io.BytesIO(response.content))
        assert pdf.attachments[name].get_file().read_bytes().decode() == credential.document
        assert pdf.open_metadata()["pdfaid:part"] == "3"


def test_the_learning_model_says_what_was_signed_and_that_it_is_not_sealed() -> None:
    credential = make_taken()
    document = json.loads(signed_in(credential.person).get(form_of(credential, "elm")).content)
    signed = json.loads(credential.document)
    assert document["id"] == signed["id"]
    assert document["issuer"]["eIDASIdentifier"]["notation"] == "NTRDK-98414002"
    assert document["credentialSubject"]["fullName"] == {"da": "Maja Brandt"}
    assert document["credentialSubject"]["hasClaim"]["title"]["da"] == signed["name"]
    assert document["displayParameter"]["description"]["en"].startswith("Not sealed.")
    assert len(document["displayParameter"]["individualDisplay"]) == 2


def test_tokens_are_genuine_where_anybody_checks_them() -> None:
    credential = make_taken()
    for slug in ("vc-jwt", "sd-jwt"):
        token = signed_in(credential.person).get(form_of(credential, slug)).content.decode()
        verdict = bridge.verify(token, resolve=only_own, now=timezone.now(), trusted=known_issuer)
        assert verdict[bridge.Step.SIGNATURE].state is bridge.State.PASSED, verdict.reason
        assert verdict.outcome is bridge.Outcome.GENUINE, verdict.reason


def test_an_institution_from_abroad_is_identified_by_its_did() -> None:
    credential = make_taken(cvr="", country="SE")
    document = json.loads(signed_in(credential.person).get(form_of(credential, "elm")).content)
    assert document["issuer"]["eIDASIdentifier"]["notation"].startswith("did:web:")
    assert document["issuer"]["location"]["address"]["countryCode"]["id"].endswith("/country/SWE")


def test_a_name_that_cannot_be_set_says_why_not() -> None:
    credential = make_taken(make_person("花子", "山田"))
    response = signed_in(credential.person).get(form_of(credential, "certificate-da"))
    assert response.status_code == 422
    assert "et bogstav" in response.content.decode()


def test_a_revoked_one_can_only_be_taken_as_it_was_signed() -> None:
    credential = make_taken()
    revoke(credential=credential, reason=REASON, by=make_secretary(credential.issuer), now=timezone.now())
    client = signed_in(credential.person)
    assert client.get(form_of(credential, "open-badge")).content.decode() == credential.document
    for slug in SLUGS[1:]:
        assert client.get(form_of(credential, slug)).status_code == 409


def test_a_form_that_there_is_not_is_not_found() -> None:
    credential = make_taken()
    assert signed_in(credential.person).get(form_of(credential, "stone-tablet")).status_code == 404


def test_the_section_is_on_the_holders_page_and_on_no_others() -> None:
    credential = make_taken()
    path = reverse("credential", args=[credential.uuid])
    mine = signed_in(credential.person).get(path).content.decode()
    assert "Tag det med" in mine
    for slug in SLUGS:
        assert form_of(credential, slug) in mine
    for client in (Client(), signed_in(make_person())):
        assert "Tag det med" not in client.get(path).content.decode()


def test_taking_costs_the_same_few_queries_however_many_credentials_there_are() -> None:
    credential = make_taken()
    client = signed_in(credential.person)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(form_of(credential, "certificate-da")).status_code == 200
        return len(captured)

    before = queries()
    for _ in range(5):
        make_credential(credential.person, make_awardable(credential.issuer))
    assert queries() == before


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("nanobank.credentials.taking.http.TAKEN_A_MINUTE", 2)
    cache.clear()
    yield
    cache.clear()


@pytest.mark.usefixtures("few")
def test_nobody_draws_certificates_all_day_long() -> None:
    credential = make_taken()
    client = signed_in(credential.person)
    answers = [client.get(form_of(credential, "open-badge")).status_code for _ in range(3)]
    assert answers[:2] == [200, 200]
    assert answers[2] in {422, 429}


def test_the_api_lists_the_forms_and_gives_them_to_the_holder_alone() -> None:
    credential = make_taken()
    client = with_token(credential.person)
    listed = client.get(f"/api/v1/credentials/{credential.uuid}/forms").json()
    assert [one["form"] for one in listed] == SLUGS
    for one in listed:
        answer = client.get(one["url"].removeprefix("https://nanobanken.example"))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == one["media_type"]
    other = with_token(make_person())
    assert other.get(f"/api/v1/credentials/{credential.uuid}/forms").status_code == 404
    assert other.get(f"/api/v1/credentials/{credential.uuid}/forms/elm").status_code == 404


def test_the_api_says_why_not() -> None:
    credential = make_taken(country="XX")
    client = with_token(credential.person)
    assert client.get(f"/api/v1/credentials/{credential.uuid}/forms/elm").status_code == 422
    assert client.get(f"/api/v1/credentials/{credential.uuid}/forms/stone-tablet").status_code == 404
    revoke(credential=credential, reason=REASON, by=make_secretary(credential.issuer), now=timezone.now())
    assert client.get(f"/api/v1/credentials/{credential.uuid}/forms/elm").status_code == 409


def test_anybody_can_have_the_certificate_checked_on_the_page() -> None:
    credential = make_taken()
    pdf = signed_in(credential.person).get(form_of(credential, "certificate-da")).content
    answer = Client().post(reverse("check"), {"file": SimpleUploadedFile("diplom.pdf", pdf, "application/pdf")})
    assert "Beviset er ægte" in answer.content.decode()
    assert "Maja Brandt" in answer.content.decode()


def test_one_that_expires_can_be_suspended_and_has_been_renewed_is_taken_in_every_form() -> None:
    issuer = make_issuer(cvr="98414002")
    awardable = make_awardable(issuer, validity_months=24, suspendable=True)
    office, now = make_secretary(issuer), timezone.now()
    old = make_credential(make_person("Maja", "Brandt"), awardable, now=now - timedelta(days=30))
    new = renew(credential=old, reason=REASON, by=office, now=now)
    client = signed_in(new.person)
    for slug in SLUGS:
        assert client.get(form_of(new, slug)).status_code == 200
    suspend(credential=new, reason=REASON, by=office, now=now)
    assert client.get(form_of(new, "certificate-da")).status_code == 409
    assert client.get(form_of(new, "open-badge")).status_code == 200
