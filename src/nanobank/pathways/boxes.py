"""Competences to tick: what some words are read into, with what was ticked or shown before."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from nanobank.catalogue.models import Competence
from nanobank.pathways.services.saying import read_words

_LIKELIEST: Final = 4


@dataclass(frozen=True)
class Box:
    """A competence to tick."""

    competence: Competence
    is_ticked: bool


def boxes_for(words: str, ticked: Iterable[str], seen: Iterable[str]) -> list[Box]:
    """What was ticked or shown before, then what the words are read into: the likeliest of that ticked."""
    ticked, before = set(ticked), list(dict.fromkeys([*ticked, *seen]))
    known = Competence.objects.in_bulk(before, field_name="slug")
    boxes = [Box(known[slug], slug in ticked) for slug in before if slug in known]
    if words.strip():
        found = [one for one in read_words(words) if one.slug not in known]
        boxes += [Box(one, is_ticked=place < _LIKELIEST) for place, one in enumerate(found)]
    return boxes
