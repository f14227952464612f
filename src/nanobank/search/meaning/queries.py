"""What lies near in meaning."""

import numpy as np
from numpy.typing import NDArray

from nanobank.catalogue.models import ListingKind
from nanobank.search.meaning import shelf
from nanobank.search.meaning.embedders import CannotEmbed, embedder, query_vector
from nanobank.search.meaning.models import VectorSet

EVERYTHING = tuple(kind.value for kind in ListingKind)


def near(text: str, kinds: tuple[str, ...] = EVERYTHING, most: int = 50) -> list[tuple[int, float]] | None:
    """Lines of the catalogue that mean something like the text: their ids and how near (at most 1), nearest first.

    None when meaning cannot be had: no embedder, nothing embedded yet, or its service does not answer. The same words
    asked again cost no vector. For as-you-type ask only words.
    """
    made_by = embedder()
    try:
        held = shelf.kept(made_by.name) if made_by else None
        if not held or not len(held):
            return None
        if not text.strip():
            return []
        vector = query_vector(text)
    except CannotEmbed:
        return None
    return None if vector is None else _nearest(held, vector, tuple(kinds), most)


def near_vector(
    vector: NDArray[np.float32], kinds: tuple[str, ...] = EVERYTHING, most: int = 50
) -> list[tuple[int, float]]:
    """As ``near``, of a vector that ``query_vector`` gave."""
    made_by = embedder()
    held = shelf.kept(made_by.name) if made_by else None
    return _nearest(held, vector, tuple(kinds), most) if held and len(held) else []


def _nearest(
    held: shelf.Kept, vector: NDArray[np.float32], kinds: tuple[str, ...], most: int
) -> list[tuple[int, float]]:
    twice = ListingKind.COMPETENCE in kinds  # which has a name in each language
    rows, scores = held.shelf.nearest(vector, most * 2 if twice else most, held.among(kinds))
    best: dict[int, float] = {}
    for row, score in zip(rows.tolist(), scores.tolist(), strict=True):
        best.setdefault(int(held.listings[row]), score)
    return list(best.items())[:most]


def progress() -> tuple[int, int] | None:
    """How many texts have been gone through and how many there are; None without an embedder or before it began."""
    made_by = embedder()
    vectors = VectorSet.objects.filter(name=made_by.name).first() if made_by else None
    return (vectors.done, vectors.total) if vectors else None
