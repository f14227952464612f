"""An employer asks a wallet for a credential, and a learner shows one to the bank."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from clients import signed_in
from conftest import CountQueries
from factories import make_member, make_organisation, make_person
from factories_credentials import make_credential, make_secretary
from factories_wallets import Wallet
from nanobank.accounts.models import Person
from nanobank.credentials.models import Credential
from nanobank.credentials.services import revoke
from nanobank.organisations.models import Kind, Role
from nanobank.wallets.models import Format, PresentationRequest, ShownCredential, VerifierKey
from nanobank.wallets.requests import links_of
from nanobank.wallets.services import sweep
from nanocore.signing import Algorithm, SigningKey

pytestmark = pytest.mark.django_db
ASK = "/tegnebog/bed-om-et-bevis/"
SHOW = "/tegnebog/vis-et-bevis/"


@pytest.fixture
def credential() -> Credential:
    return make_credential(make_person("Maja", "Brandt"), now=timezone.now() - timedelta(days=2))


@pytest.fixture
def wallet() -> Wallet:
    return Wallet()


@pytest.fixture
def birthe() -> Person:
    return make_member(Role.EMPLOYER, make_organisation(Kind.EMPLOYER), given_name="Birthe")


@pytest.fixture
def employer(birthe: Person) -> Client:
    return signed_in(birthe)


def asked(client: Client, **chosen: Any) -> PresentationRequest:
    slug = client.get(ASK).context["form"]["organisation"].initial
    sent = client.post(ASK, {"organisation": slug, "purpose": "Stillingen som teamleder", **chosen})
    assert sent.status_code == 302
    return PresentationRequest.objects.latest("pk")


def shown_by(person: Person) -> tuple[Client, PresentationRequest]:
    client = signed_in(person)
    assert client.post(SHOW).status_code == 302
    return client, PresentationRequest.objects.latest("pk")


def page_of(request: PresentationRequest) -> str:
    return f"/tegnebog/anmodninger/{request.uuid}/"


def refused(response: Any) -> None:
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")
    assert not ShownCredential.objects.exists()


def test_an_employer_sees_what_was_achieved_and_not_whose_it_is(
    credential: Credential, wallet: Wallet, employer: Client
) -> None:
    request = asked(employer)
    assert wallet.shows(request, wallet.holds(credential, Format.SD_JWT)).json() == {}
    page = employer.get(page_of(request)).content.decode()
    assert "Beviset er ægte" in page
    assert "Undersøgende datajournalistik" in page
    assert "Maja" not in page
    shown = ShownCredential.objects.get()
    assert (shown.bound, shown.document) == (True, "")
    assert "Maja" not in json.dumps(shown.verdict)


def test_the_name_and_grade_are_asked_for_when_the_employer_ticks_them(
    credential: Credential, wallet: Wallet, employer: Client
) -> None:
    request = asked(employer, with_name="on", with_grade="on")
    held = wallet.holds(credential, Format.SD_JWT)
    refused(wallet.shows(request, held, claims=("grade",)))
    assert wallet.shows(request, held, claims=("name", "grade")).status_code == 200
    page = employer.get(page_of(request)).content.decode()
    assert "Maja Brandt" in page
    assert "<dd>10</dd>" in page


def test_a_whole_credential_is_taken_only_when_the_employer_says_so_and_the_rest_thrown_away(
    credential: Credential, wallet: Wallet, employer: Client
) -> None:
    held = wallet.holds(credential, Format.LDP)
    refused(wallet.shows(asked(employer), held, Format.LDP))
    assert wallet.shows(asked(employer, whole="on"), held, Format.LDP).status_code == 200
    assert "Maja" not in json.dumps(ShownCredential.objects.get().verdict)


@pytest.mark.parametrize("as_format", list(Format))
@pytest.mark.parametrize("link", ["elsewhere", "by_value"])
@pytest.mark.parametrize("algorithm", [Algorithm.EDDSA, Algorithm.ES256])
def test_a_learner_shows_each_form_and_decides_whether_it_is_kept(
    credential: Credential, as_format: Format, link: str, algorithm: Algorithm
) -> None:
    wallet = Wallet(SigningKey.generate(algorithm))
    client, request = shown_by(credential.person)
    answer = wallet.shows(request, wallet.holds(credential, as_format), as_format, link=link)
    assert answer.json() == {}
    page = client.get(page_of(request)).content.decode()
    assert "Beviset er ægte" in page
    shown = ShownCredential.objects.get()
    assert shown.bound
    assert shown.delete_at is not None
    client.post(f"/tegnebog/vist/{shown.uuid}/gem/")
    sweep(now=timezone.now() + timedelta(days=40))
    assert "Undersøgende datajournalistik" in client.get(SHOW).content.decode()
    client.post(f"/tegnebog/vist/{shown.uuid}/slet/")
    assert not ShownCredential.objects.exists()
    assert not PresentationRequest.objects.exists()


def test_what_nobody_said_yes_to_is_gone_within_the_hour(credential: Credential, wallet: Wallet) -> None:
    client, request = shown_by(credential.person)
    wallet.shows(request, wallet.holds(credential, Format.SD_JWT))
    assert "Undersøgende" not in client.get(SHOW).content.decode()
    sweep(now=timezone.now() + timedelta(minutes=61))
    assert not ShownCredential.objects.exists()


def test_a_revoked_credential_is_shown_as_what_it_is(credential: Credential, wallet: Wallet, employer: Client) -> None:
    held = wallet.holds(credential, Format.SD_JWT)
    revoke(credential=credential, reason="Givet ved en fejl.", by=make_secretary(credential.issuer), now=timezone.now())
    request = asked(employer)
    wallet.shows(request, held)
    page = employer.get(page_of(request)).content.decode()
    assert "cr-result--not_genuine" in page
    assert "Det er ikke godtgjort" in page


def test_an_answer_to_another_question_or_by_another_key_is_refused(
    credential: Credential, wallet: Wallet, employer: Client
) -> None:
    held = wallet.holds(credential, Format.SD_JWT)
    request, other = asked(employer), asked(employer)
    question, another = (wallet.read(links_of(one).elsewhere) for one in (request, other))
    replayed = wallet.shown(another, held, Format.SD_JWT)
    refused(wallet.answer(question, {"sd_jwt": [replayed]}))
    meant_for = wallet.shown({**question, "client_id": "redirect_uri:https://other.example/"}, held, Format.SD_JWT)
    refused(wallet.answer(question, {"sd_jwt": [meant_for]}))
    thief = Wallet()
    refused(wallet.answer(question, {"sd_jwt": [thief.shown(question, held, Format.SD_JWT)]}))
    refused(wallet.answer(question, {"sd_jwt": [held]}))
    right = wallet.shown(question, held, Format.SD_JWT)
    refused(wallet.answer(question, {"sd_jwt": [right, right]}))
    refused(wallet.answer(question, {"other": [right]}))
    refused(wallet.answer(question, {"sd_jwt": right}))
    refused(wallet.answer(question, [right]))
    refused(wallet.answer(question, {"sd_jwt": ["nonsense"]}))
    refused(wallet.answer(question, {"sd_jwt": [right]}, state=another["state"]))
    refused(wallet.answer({**question, "response_uri": another["response_uri"]}, {"sd_jwt": [right]}))
    assert wallet.answer(question, {"sd_jwt": [right]}).status_code == 200
    assert wallet.answer(question, {"sd_jwt": [right]}).status_code == 400  # once
    assert ShownCredential.objects.count() == 1


@pytest.mark.parametrize("as_format", [Format.JWT, Format.LDP])
def test_a_presentation_by_another_key_or_to_another_question_is_refused(
    credential: Credential, wallet: Wallet, as_format: Format
) -> None:
    held = wallet.holds(credential, as_format)
    _, request = shown_by(credential.person)
    question = wallet.read(links_of(request).elsewhere)
    query = {Format.JWT: "jwt", Format.LDP: "ldp"}[as_format]
    for changed in ({"nonce": "another"}, {"client_id": "https://other.example"}):
        refused(wallet.answer(question, {query: [wallet.shown({**question, **changed}, held, as_format)]}))
    thief = Wallet()
    assert thief.answer(question, {query: [thief.shown(question, held, as_format)]}).status_code == 200
    assert not ShownCredential.objects.get().bound  # it is genuine, but not theirs; the page says so


def test_a_presentation_as_older_wallets_write_it_is_taken_too(credential: Credential, wallet: Wallet) -> None:
    held = wallet.holds(credential, Format.JWT)
    client, request = shown_by(credential.person)
    question = wallet.read(links_of(request).by_value)
    did = wallet.key.public.did_jwk
    presentation = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [held],
    }
    said = {"iss": did, "aud": question["client_id"], "nonce": question["nonce"], "vp": presentation}
    signed = wallet.signed({"typ": "JWT", "alg": "ES256", "kid": f"{did}#0"}, said)
    assert wallet.answer(question, {"jwt": [signed]}).status_code == 200
    assert ShownCredential.objects.get().bound
    assert "Beviset er ægte" in client.get(page_of(request)).content.decode()


def test_a_wallet_on_the_same_device_leads_back_and_only_that_window_sees_the_answer(
    credential: Credential, wallet: Wallet
) -> None:
    client, request = shown_by(credential.person)
    answer = wallet.shows(request, wallet.holds(credential, Format.SD_JWT), link="here").json()
    assert answer["redirect_uri"].startswith(f"http://testserver{page_of(request)}?kode=")
    back = answer["redirect_uri"].removeprefix("http://testserver")
    assert "Beviset er ægte" in client.get(back).content.decode()
    assert "et andet vindue" in client.get(page_of(request)).content.decode()


def test_the_answer_is_shown_in_the_browser_that_asked_and_nowhere_else(
    credential: Credential, wallet: Wallet, birthe: Person, employer: Client
) -> None:
    request = asked(employer)
    wallet.shows(request, wallet.holds(credential, Format.SD_JWT))
    for other in (signed_in(birthe), signed_in(make_person()), signed_in(credential.person)):
        assert other.get(page_of(request)).status_code == 404
        assert other.post(f"{page_of(request)}luk/").status_code == 404
    assert Client().get(page_of(request)).status_code == 302
    shown = f"/tegnebog/vist/{ShownCredential.objects.get().uuid}/"
    assert signed_in(birthe).get(shown).status_code == 200  # the verdict itself is hers in any browser
    for other in (signed_in(make_person()), signed_in(credential.person)):
        for response in (other.get(shown), other.post(f"{shown}slet/"), other.post(f"{shown}gem/")):
            assert response.status_code == 404


def test_no_is_an_answer(wallet: Wallet, employer: Client) -> None:
    request = asked(employer)
    assert employer.get(f"{page_of(request)}?seen=waiting", headers={"HX-Request": "true"}).status_code == 204
    question = wallet.read(links_of(request).by_value)
    response = wallet.client.post(
        f"/tegnebog/svar/{request.uuid}", {"state": question["state"], "error": "access_denied"}
    )
    assert response.status_code == 200
    assert "sagde nej" in employer.get(page_of(request)).content.decode()


def test_a_request_ends(credential: Credential, wallet: Wallet, employer: Client) -> None:
    held = wallet.holds(credential, Format.SD_JWT)
    request = asked(employer)
    question = wallet.read(links_of(request).elsewhere)
    assert employer.post(f"{page_of(request)}luk/").status_code == 302
    refused(wallet.answer(question, {"sd_jwt": [wallet.shown(question, held, Format.SD_JWT)]}))
    assert "kan ikke længere besvares" in employer.get(page_of(request)).content.decode()
    path = links_of(request).elsewhere.partition("request_uri=")[2].partition("anmodning%2F")[2]
    assert wallet.client.get(f"/tegnebog/anmodning/{path}").status_code == 404


def test_the_request_is_signed_by_the_site_and_asks_for_no_more_than_was_ticked(
    wallet: Wallet, employer: Client
) -> None:
    request = asked(employer, with_grade="on")
    question = wallet.read(links_of(request).elsewhere)
    assert question["client_id"] == "decentralized_identifier:did:web:testserver"
    assert question["response_mode"] == "direct_post.jwt"
    paths = [claim["path"] for claim in question["dcql_query"]["credentials"][0]["claims"]]
    assert ["grade"] in paths
    assert ["name"] not in paths
    document = wallet.client.get("/.well-known/did.json").json()
    assert document["authentication"] == [document["verificationMethod"][0]["id"]]
    assert "assertionMethod" not in document  # it signs no credentials
    assert VerifierKey.objects.count() == 1


def test_a_wallet_that_posts_gets_its_nonce_back(wallet: Wallet, employer: Client) -> None:
    from urllib.parse import parse_qs, urlsplit

    from nanobank.wallets.jwts import read_token

    link = links_of(asked(employer)).elsewhere
    address = parse_qs(urlsplit(link).query)["request_uri"][0]
    token = wallet.client.post(urlsplit(address).path, {"wallet_nonce": "their-own"}).content.decode()
    assert read_token(token).payload["wallet_nonce"] == "their-own"
    assert read_token(token).header["typ"] == "oauth-authz-req+jwt"


def test_what_cannot_be_opened_is_refused(wallet: Wallet, employer: Client) -> None:
    request = asked(employer)
    for encrypted in ("", "x", "a.b.c.d.e", "é"):
        refused(wallet.client.post(f"/tegnebog/svar/{request.uuid}", {"response": encrypted}))
    refused(wallet.client.post(f"/tegnebog/svar/{request.uuid}", {"vp_token": "{", "state": "x"}))
    refused(wallet.client.post(f"/tegnebog/svar/{request.uuid}"))


@pytest.mark.parametrize("role", [None, *sorted(set(Role) - {Role.EMPLOYER})])
def test_only_those_who_hire_may_ask(role: Role | None) -> None:
    person = make_member(role, make_organisation(Kind.EMPLOYER)) if role else make_person()
    client = signed_in(person)
    assert client.get(ASK).status_code == 404
    assert client.post(ASK, {"purpose": "Stillingen"}).status_code == 404
    assert client.get(SHOW).status_code == 200
    assert Client().get(ASK).status_code == 302


def test_one_asks_on_behalf_of_ones_own_organisation_and_says_what_for(employer: Client) -> None:
    other = make_organisation(Kind.EMPLOYER)
    slug = employer.get(ASK).context["form"]["organisation"].initial
    assert employer.post(ASK, {"organisation": other.slug, "purpose": "Stillingen"}).status_code == 422
    short = employer.post(ASK, {"organisation": slug, "purpose": "job"})
    assert short.status_code == 422
    assert "Skriv, hvad du skal bruge det til" in short.content.decode()
    assert not PresentationRequest.objects.exists()


def test_more_that_was_shown_costs_no_more_queries(
    credential: Credential, wallet: Wallet, employer: Client, count_queries: CountQueries
) -> None:
    held = wallet.holds(credential, Format.SD_JWT)
    wallet.shows(asked(employer), held)
    few = count_queries(lambda: employer.get(ASK))
    for _ in range(3):
        wallet.shows(asked(employer), held)
    assert count_queries(lambda: employer.get(ASK)) == few
