"""Vectors as they are compared: each seen from the middle of what people ordinarily write, of length one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nanobank.catalogue.models import ListingKind
from nanobank.search.meaning.bridge import Embedder, unit
from nanobank.search.meaning.embedders import ordinary

Floats = NDArray[np.float32]


def directions(numbers: Sequence[bytes], kinds: Sequence[str], by: Embedder) -> Floats:
    """``(n, dimensions)`` of what ``Vector.numbers`` holds of texts of these kinds. Raises CannotEmbed."""
    rows = np.frombuffer(b"".join(numbers), dtype="<f2").reshape(-1, by.dimensions).astype(np.float32)
    names = np.array([kind == ListingKind.COMPETENCE for kind in kinds], dtype=np.bool_)
    for are_names in (False, True):
        some = names == are_names
        if some.any():
            rows[some] = unit(rows[some] - ordinary(are_names=are_names, by=by))
    return rows
