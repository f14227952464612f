"""Searching for programs."""

from pathlib import Path

import pytest
from django.test import Client

from factories import make_competence
from factories_catalogue import published_micro_credential, published_module

pytestmark = pytest.mark.django_db


def test_everything_is_searched_at_once_with_counts_and_reasons(client: Client, index: Path) -> None:
    module = published_module(
        title_da="Datajournalistik", competences=(make_competence(label_da="datajournalistik i praksis"),)
    )
    published_micro_credential(module.provider, required=(module,))
    answer = client.get("/api/v1/search?q=datajurnalistik&limit=1", headers={"Accept-Language": "da"}).json()
    assert answer["meant"] == [{"typed": "datajurnalistik", "meant": "datajournalistik"}]
    assert answer["items"][0]["title_da"] == "Datajournalistik"
    assert answer["items"][0]["reason"] == "Nævner ‘datajournalistik’"
    assert answer["names"][0]["kind"] == "competence"
    assert answer["counts"]["kind"] == {"module": 1, "competence": 1}
    assert answer["without_meaning"]


def test_kinds_and_filters_are_the_pages_own(client: Client, index: Path) -> None:
    published_module(title_da="Datajournalistik", competences=(make_competence(label_da="journalistik"),))
    assert client.get("/api/v1/search?q=journalistik&kind=competence").json()["items"][0]["title_da"] == "journalistik"
    assert client.get("/api/v1/search?level=5").json()["count"] == 0
    assert client.get("/api/v1/search?limit=101").status_code == 422


def test_suggestions_are_given_while_somebody_types(client: Client, index: Path) -> None:
    published_module(title_da="Datajournalistik")
    (first, *_rest) = client.get("/api/v1/search/suggestions?q=datajo").json()
    assert first["address"] == "/moduler/datajournalistik/"
