"""What lies near in meaning."""

from nanobank.catalogue.models import ListingKind
from nanobank.search.meaning.embedders import CannotEmbed, embedder, query_vector
from nanobank.search.meaning.models import VectorSet
from nanobank.search.meaning.nearest import known_by

EVERYTHING = tuple(kind.value for kind in ListingKind)


def near(text: str, kinds: tuple[str, ...] = EVERYTHING, most: int = 50) -> list[tuple[int, float]] | None:
    """Lines of the catalogue that mean something like the text: their ids and how near (at most 1), nearest first.

    None when meaning cannot be had: no embedder, nothing embedded yet, or its service does not answer. The same words
    asked again cost no vector. For as-you-type ask only words.
    """
    made_by = embedder()
    try:
        held = known_by(made_by) if made_by else None
        if held is None or held.is_empty:
            return None
        if not text.strip():
            return []
        vector = query_vector(text)
        return None if vector is None else held.nearest(vector, tuple(kinds), most)
    except CannotEmbed:
        return None


def progress() -> tuple[int, int] | None:
    """How many texts have been gone through and how many there are; None without an embedder or before it began."""
    made_by = embedder()
    vectors = VectorSet.objects.filter(name=made_by.name).first() if made_by else None
    return (vectors.done, vectors.total) if vectors else None
