"""Held against what we did not write: Danish titles to be linked to Danish ESCO occupations (MELO, Avature, MIT)."""

import os
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from nanocore.matching import Label, Labels

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "yardsticks" / "melo_da_da"


@pytest.fixture
def folder() -> Path:
    if not FOLDER.exists():
        if os.environ.get("CI"):
            pytest.fail("the yardsticks are not beside the project")
        pytest.skip("the yardsticks are not beside the project")
    return FOLDER


def _table(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_fifth_danish_title_is_linked_better_than_published_models_do_even_by_letters_alone(folder: Path) -> None:
    corpus = _table(folder / "corpus_elements.tsv")
    place = {row[0]: at for at, row in enumerate(corpus)}
    right: defaultdict[str, list[int]] = defaultdict(list)
    for query, _zero, element, _one in _table(folder / "annotations.tsv"):
        right[query].append(place[element])
    labels = Labels([Label(int(id_[1:7]), text, "da", id_.endswith("_000")) for id_, text in corpus])
    ranks = []
    for query, title in _table(folder / "queries.tsv")[::5]:
        scores = labels.scores(title, language="da")
        ranks.append(int((scores >= scores[right[query]].max()).sum()))
    assert float(np.mean([1 / rank for rank in ranks])) > 0.62
