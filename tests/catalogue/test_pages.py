"""What everybody sees, in both languages."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from factories import NOW, make_competence, make_organisation
from factories_catalogue import draft_module, published_bundle, published_micro_credential, published_module
from nanobank.catalogue import services
from nanobank.organisations.models import Kind

pytestmark = pytest.mark.django_db


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_front_page_asks_one_question_and_shows_live_figures(client: Client) -> None:
    provider = make_organisation(name_da="Fjordens Akademi")
    published_micro_credential(provider)
    page = text(client, "/")
    assert "Hvad vil du kunne?" in page
    assert "Undersøgende journalistik" in page
    assert "Fjordens Akademi" in page
    assert "What do you want to be able to do?" in text(client, "/en/")


def test_an_empty_bank_still_has_a_front_page(client: Client) -> None:
    text(client, "/")
    text(client, "/katalog/")


def test_the_catalogue_keeps_what_was_asked(client: Client) -> None:
    published_module()
    page = text(client, "/katalog/?q=datajour&level=7&ects_max=5")
    assert 'value="datajour"' in page
    assert 'name="level" value="7" checked' in page
    assert "Højst 5 ECTS" in page
    assert "1 resultat" in page


def test_an_empty_result_leads_on(client: Client) -> None:
    published_module(title_da="Datajournalistik")
    page = text(client, "/katalog/?q=datajournalistik&level=5")
    assert "Søg uden filtre" in page
    assert "/moduler/datajournalistik/" in page


def test_htmx_gets_the_results_alone(client: Client) -> None:
    published_module()
    response = client.get("/katalog/?q=data", headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response.headers["Vary"]


def test_what_is_typed_is_shown_as_text(client: Client) -> None:
    assert "<script>alert" not in text(client, "/katalog/?q=<script>alert(1)</script>")


@pytest.mark.parametrize(
    ("prefix", "title", "word"),
    [("", "Datajournalistik", "Bagefter kan du"), ("/en", "Data journalism", "Afterwards you can")],
)
def test_a_module_says_everything_in_both_languages(client: Client, prefix: str, title: str, word: str) -> None:
    first, second = published_module(title_da="Kildekritik"), published_module(title_da="Faktatjek")
    module = published_module(prerequisites=((first, second),))
    published_micro_credential(module.provider, required=(module,))
    page = text(client, f"{prefix}/moduler/{module.slug}/")
    assert title in page
    assert word in page
    assert ("eller" if not prefix else "or") in page
    assert f"{prefix}/micro-credentials/bevis/" in page


def test_a_text_in_another_language_says_so(client: Client) -> None:
    published_module(title_da="Datajournalistik")
    assert 'class="nb-prose" lang="da"' in text(client, "/en/moduler/datajournalistik/")


def test_an_earlier_version_stays_readable_and_points_to_the_newest(client: Client) -> None:
    module = published_module()
    draft = services.start_draft(module=module, by=None, now=NOW)
    assert text(client, f"/moduler/{module.slug}/v2/", 404)
    services.publish_version(version=draft, by=None, now=NOW)
    assert "Du læser version 1" in text(client, f"/moduler/{module.slug}/v1/")


def test_drafts_and_what_does_not_exist_are_not_found(client: Client) -> None:
    draft = draft_module(title_da="Kladde")
    text(client, f"/moduler/{draft.module.slug}/", 404)
    for address in ("moduler", "micro-credentials", "fagpakker", "udbydere", "kompetencer"):
        text(client, f"/{address}/findes-ikke/", 404)
    employer = make_organisation(Kind.EMPLOYER, slug="firma")
    text(client, f"/udbydere/{employer.slug}/", 404)


def test_a_withdrawn_module_says_so(client: Client) -> None:
    module = published_module()
    services.withdraw_module(module=module, by=None, now=NOW)
    assert "taget ud af kataloget" in text(client, f"/moduler/{module.slug}/")


def test_a_bundle_shows_what_is_saved(client: Client) -> None:
    published_bundle((published_module(), published_module()))
    page = text(client, "/fagpakker/pakke/")
    assert "Du sparer 1.400 kr." in page
    assert "I drukner i regneark." in page


def test_a_micro_credential_shows_the_elements_of_the_eu(client: Client) -> None:
    published_micro_credential()
    page = text(client, "/micro-credentials/bevis/")
    for words in ("Studienævnet", "5 ECTS", "EQF 7", "Mundtlig eksamen", "Afdække en sag"):
        assert words in page


def test_a_provider_and_a_competence_show_what_they_have(client: Client) -> None:
    competence = make_competence(slug="grave", label_da="grave")
    module = published_module(make_organisation(slug="fjord"), competences=(competence,))
    assert f"/moduler/{module.slug}/" in text(client, "/udbydere/fjord/")
    page = text(client, "/kompetencer/grave/")
    assert f"/moduler/{module.slug}/" in page
    assert "uofficielle oversættelse" in page


@pytest.mark.parametrize(
    "address", ["/katalog/?q=datajournalistik", "/udbydere/fjord/", "/kompetencer/grave/", "/moduler/emne/", "/"]
)
def test_ten_more_rows_cost_no_more_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    provider = make_organisation(slug="fjord")
    competence = make_competence(slug="grave")

    def one_more() -> None:
        module = published_module(provider, competences=(competence, make_competence()))
        subject.append(module)

    subject = [published_module(provider, title_da="Emne", competences=(competence,))]
    one_more()
    client.get(address)
    counted = _queries(client, address)
    for _ in range(10):
        one_more()
    with django_assert_num_queries(counted):
        text(client, address)


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        text(client, address)
    return len(captured)
