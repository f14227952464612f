"""Vectors of what is published: made once, kept up with what changes, and gone on with after a kill."""

from contextlib import suppress

import numpy as np
import pytest
from numpy.typing import NDArray

from factories import NOW, make_competence, make_version
from factories_catalogue import published_bundle, published_module
from factories_meaning import Letters
from nanobank.catalogue.changes import latest
from nanobank.catalogue.indexing import index
from nanobank.catalogue.models import Competence, ListingKind, Module
from nanobank.search.meaning.models import Vector, VectorSet
from nanobank.search.meaning.services import begin, claim, embed, forget_others

pytestmark = pytest.mark.django_db


def _embed(by: Letters, batch: int = 2) -> VectorSet:
    return embed(by=by, now=lambda: NOW, batch=batch)


def _there() -> set[tuple[str, int, str]]:
    rows = Vector.objects.exclude(digest="")
    return set(rows.values_list("kind", "target_id", "language"))


class Killed(Exception):
    """What happens to a worker."""


class Mortal(Letters):
    """Dies after so many batches of texts."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self.batches = batches

    def _made(self, texts: list[str]) -> NDArray[np.float32]:
        self.batches -= 1
        if self.batches < 0:
            raise Killed
        return super()._made(texts)


def test_all_that_is_listed_and_every_competence_gets_a_vector() -> None:
    module = published_module(title_da="Sundhedskommunikation")
    bundle = published_bundle((module, published_module()))
    competence = make_competence()
    _embed(Letters())
    assert {
        ("module", module.pk, ""),
        ("bundle", bundle.pk, ""),
        ("competence", competence.pk, "da"),
        ("competence", competence.pk, "en"),
    } <= _there()


def test_embedding_again_does_nothing() -> None:
    published_module()
    by = Letters()
    first = _embed(by)
    made = by.texts
    assert _embed(by).version == first.version
    assert by.texts == made > 0


def test_a_changed_text_is_embedded_again_and_an_unchanged_one_is_not() -> None:
    module, other = published_module(), published_module()
    by = Letters()
    _embed(by)
    before = dict(Vector.objects.values_list("target_id", "digest"))
    made = by.texts
    make_version(module, number=2, title_da="Noget helt andet")
    Module.objects.filter(pk=module.pk).update(current=module.versions.get(number=2))
    index(ListingKind.MODULE, [module.pk, other.pk], now=NOW)
    _embed(by)
    assert by.texts == made + 1
    assert Vector.objects.get(kind="module", target_id=module.pk).digest != before[module.pk]


def test_what_is_withdrawn_is_emptied_so_that_every_process_hears_of_it() -> None:
    module = published_module()
    by = Letters()
    version = _embed(by).version
    Module.objects.filter(pk=module.pk).update(current=None)
    index(ListingKind.MODULE, [module.pk], now=NOW)
    assert _embed(by).version > version
    row = Vector.objects.get(kind="module", target_id=module.pk)
    assert (bytes(row.numbers), row.digest) == (b"", "")


@pytest.mark.parametrize("batches", range(6))
def test_whenever_it_is_killed_the_next_run_goes_on_and_nothing_is_made_twice(batches: int) -> None:
    for _n in range(4):
        published_module()
    make_competence()
    mortal = Mortal(batches)
    with suppress(Killed):
        _embed(mortal)
    by = Letters()
    _embed(by)
    rows = Vector.objects.count()
    assert rows == len(_there())
    assert mortal.texts + by.texts == rows
    assert VectorSet.objects.get().done == VectorSet.objects.get().total


def test_of_two_workers_with_the_same_batch_one_is_believed() -> None:
    published_module()

    class Twice(Letters):
        """While it works another does the same."""

        inner = False

        def _made(self, texts: list[str]) -> NDArray[np.float32]:
            if not self.inner:
                self.inner = True
                _embed(Letters())
            return super()._made(texts)

    _embed(Twice())
    assert Vector.objects.count() == len(_there())
    assert VectorSet.objects.get().done == VectorSet.objects.get().total


def test_another_model_gets_vectors_of_its_own_and_the_old_ones_stay_until_they_are_thrown_away() -> None:
    module = published_module()
    _embed(Letters("one"))
    _embed(Letters("two"))
    assert Vector.objects.filter(kind="module", target_id=module.pk).count() == 2
    forget_others(by=Letters("two"))
    assert set(Vector.objects.values_list("set__name", flat=True)) == {"two"}


def test_when_the_log_does_not_reach_back_all_is_gone_through_again_but_not_made_again() -> None:
    published_module()
    by = Letters()
    _embed(by)
    made = by.texts
    VectorSet.objects.update(position=10_000_000)
    assert _embed(by).position == latest().number  # type: ignore[union-attr]
    assert by.texts == made


def test_embedding_is_asked_for_once_a_minute_and_only_when_something_waits() -> None:
    published_module()
    by = Letters()
    assert claim(by=by, now=NOW)
    assert not claim(by=by, now=NOW)
    _embed(by)
    VectorSet.objects.update(asked_at=None)
    assert not claim(by=by, now=NOW)
    published_module()
    assert claim(by=by, now=NOW)


def test_a_new_competence_is_embedded_though_nothing_teaches_it() -> None:
    by = Letters()
    _embed(by)
    competence = make_competence()
    _embed(by)
    assert ("competence", competence.pk, "da") in _there()
    assert Competence.objects.count() == 1


def test_a_set_begins_where_the_log_stands() -> None:
    published_module()
    assert begin(by=Letters(), now=NOW).starts_from == latest().number  # type: ignore[union-attr]
