"""A vector for each line of the catalogue that can be taken: of the model's size, but drawn by lot.

To embed 100,000 texts takes a core some hours. What a search costs does not depend on what the vectors say.
"""

from random import Random

import numpy as np
from django.utils import timezone

from nanobank.catalogue import changes
from nanobank.catalogue.models import Listing
from nanobank.catalogue.question import KINDS
from nanobank.search.meaning.embedders import embedder
from nanobank.search.models import Vector, VectorSet

_CHUNK = 2_000


def main() -> None:
    """Lay what is missing."""
    by, last = embedder(), changes.latest()
    if by is None or last is None:
        raise RuntimeError("the site is set to have no embedder")
    held, _made = VectorSet.objects.get_or_create(name=by.name, defaults={"dimensions": by.dimensions})
    if held.done:
        return  # a set without any is begun by whoever searched first
    rng = np.random.default_rng(Random(3).randrange(1 << 30))
    listed = Listing.objects.filter(kind__in=KINDS).order_by("pk").values_list("kind", "target_id", "pk")
    rows = list(listed)
    for first in range(0, len(rows), _CHUNK):
        numbers = rng.standard_normal((_CHUNK, by.dimensions)).astype(np.float32)
        numbers /= np.linalg.norm(numbers, axis=1, keepdims=True)
        Vector.objects.bulk_create(
            Vector(
                set=held, kind=kind, target_id=target, listing_id=listing, digest="by lot", version=1,
                numbers=one.astype("<f2").tobytes(),
            )
            for (kind, target, listing), one in zip(rows[first : first + _CHUNK], numbers, strict=False)
        )  # fmt: skip
    held.version, held.position, held.starts_from = 1, last.number, last.number
    held.done = held.total = len(rows)
    held.worked_at = timezone.now()
    held.save()
