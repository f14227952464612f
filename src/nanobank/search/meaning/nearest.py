"""Who knows what lies near: this process's own copy of the vectors, or pgvector, as ``NANOBANK_VECTORS`` says."""

import logging
from functools import cache
from typing import Protocol

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from nanobank.search.meaning import in_database, shelf
from nanobank.search.meaning.bridge import Embedder

MEMORY, PGVECTOR = "memory", "pgvector"
_log = logging.getLogger(__name__)


class Nearest(Protocol):
    """The vectors of one model, to be asked."""

    @property
    def version(self) -> int:
        """Grows with what is embedded: what was found in one version may be kept as long as it lasts."""
        ...

    @property
    def is_empty(self) -> bool:
        """Whether nothing that can be found has a vector."""
        ...

    def nearest(self, vector: NDArray[np.float32], kinds: tuple[str, ...], most: int) -> list[tuple[int, float]]:
        """Lines of the catalogue of these kinds, each once, with the cosine of their centred vector; nearest first."""
        ...

    def of(self, listing: int) -> NDArray[np.float32] | None:
        """The centred vector of a line of the catalogue, to ask with; None when it has none."""
        ...


def known_by(by: Embedder) -> Nearest | None:
    """Whom to ask; None before anything is embedded. Raises CannotEmbed when the embedder does not answer.

    Where the settings ask for pgvector and its table is not laid for this model, the process's own copy answers.
    """
    if settings.VECTORS == PGVECTOR:
        held = in_database.standing(by)
        if held is not None:
            return held
    kept = shelf.kept(by)
    if kept is not None and settings.VECTORS == PGVECTOR:
        _say_that_memory_answers(by.name)
    return kept


@cache
def _say_that_memory_answers(name: str) -> None:
    """Once in each process for each model."""
    _log.warning(
        "NANOBANK_VECTORS is pgvector, but %s has no index in the database: this process answers from memory. "
        "Run manage.py nearest_in_database",
        name,
    )


def forget() -> None:
    """Ask anew what stands: a test begins with another database."""
    shelf.forget()
    in_database.forget_what_stands()
    _say_that_memory_answers.cache_clear()
