"""The one field's page, with the index and without."""

from pathlib import Path

import pytest
from django.test import Client

from conftest import CountQueries
from factories import NOW, make_competence
from factories_catalogue import published_module
from nanobank.catalogue import services

pytestmark = pytest.mark.django_db


def text(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_keeps_what_was_asked_and_counts_the_filters(client: Client, index: Path) -> None:
    published_module()
    page = text(client, "/katalog/?q=datajour&level=7&ects_max=5")
    assert 'value="datajour"' in page
    assert 'name="level" value="7" checked' in page
    assert "Højst 5 ECTS" in page
    assert "Alle udbydere" in page
    assert "1 resultat" in page
    assert '<span class="search-count" id="count-level-7">1</span>' in page
    assert "Nævner ‘datajournalistik’" in page


def test_htmx_gets_the_results_alone_and_each_count_for_its_place(client: Client, index: Path) -> None:
    published_module()
    part = text(client, "/katalog/?q=data", **{"HX-Request": "true"})
    assert "<html" not in part
    assert '<span class="search-count" id="count-level-7" hx-swap-oob="true">1</span>' in part
    restored = text(client, "/katalog/?q=data", **{"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in restored
    typed = client.get("/katalog/?q=data&starts=&ects_min=&page=1&form=online", headers={"HX-Request": "true"})
    assert typed.headers["HX-Push-Url"] == "/katalog/?q=data&form=online"


def test_an_empty_result_leads_on_to_the_nearest_if_there_is_any_and_to_asking(client: Client, index: Path) -> None:
    published_module(title_da="Datajournalistik")
    page = text(client, "/katalog/?q=xyzzyq")
    assert "Det nærmeste, der findes" not in page
    assert "Intet i kataloget kommer i nærheden" in page
    assert "?ord=xyzzyq" in page
    page = text(client, "/katalog/?q=data&level=8")
    assert "Det nærmeste, der findes" in page
    assert "/moduler/datajournalistik/" in page


def test_a_slip_is_told_of_and_escaped(client: Client, index: Path) -> None:
    published_module(title_da="Datajournalistik")
    assert "Her er resultaterne for <strong>datajournalistik</strong>" in text(client, "/katalog/?q=datajurnalistik")
    assert "<script>alert" not in text(client, "/katalog/?q=<script>alert(1)</script>")


def test_without_the_index_the_page_says_that_nothing_is_lost(client: Client) -> None:
    published_module()
    assert "Intet er gået tabt." in text(client, "/katalog/?q=datajournalistik")


def test_what_is_likeliest_is_offered_while_one_types(client: Client, index: Path) -> None:
    published_module(title_da="Datajournalistik", competences=(make_competence(label_da="dataetik"),))
    options = text(client, "/katalog/forslag/?q=data")
    assert options.count('role="option"') == 2
    assert 'data-address="/moduler/datajournalistik/"' in options
    assert "Kompetence" in options
    assert text(client, "/katalog/forslag/?q=d").strip() == ""


def test_more_results_take_no_more_queries(client: Client, index: Path, count_queries: CountQueries) -> None:
    published_module(title_da="Data")
    client.get("/katalog/?q=data")
    few = count_queries(lambda: client.get("/katalog/?q=data"))
    with services.together(now=NOW):
        for number in range(10):
            published_module(title_da=f"Data {number}", competences=(make_competence(),))
    client.get("/katalog/?q=data")
    assert count_queries(lambda: client.get("/katalog/?q=data")) == few
