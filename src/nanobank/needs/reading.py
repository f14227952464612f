"""Words read into the competences of the catalogue, each with its sentence, for the person to correct."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from nanobank.catalogue.models import Competence, ListingKind
from nanobank.catalogue.question import Question
from nanobank.catalogue.search import search
from nanobank.search.reading.queries import read_document

_SURE: Final = 0.5
"""What is read with less certainty is shown, but not ticked, unless it is all there is."""
_MOST: Final = 12
_LONGEST_NAME: Final = 100


@dataclass(frozen=True)
class Box:
    """A competence to tick, and the sentence that it was read from, if any."""

    competence: Competence
    is_ticked: bool
    sentence: str = ""


@dataclass(frozen=True)
class Read:
    """Words as they were read: their language (ISO 639-1, or ``und``), and what the person should know of it."""

    boxes: list[Box]
    language: str = "und"
    remarks: tuple[str, ...] = ()


def read(words: str, *, ticked: Sequence[str] = (), seen: Iterable[str] = (), more: str = "") -> Read:
    """What was ticked or shown before, then what the words are read into, then what ``more`` words find by name.

    ``ticked`` and ``seen`` are slugs. Without words nothing is read.
    """
    boxes = _kept(ticked, seen)
    language = "und"
    remarks: tuple[str, ...] = ()
    if words.strip():
        document = read_document(words, most=_MOST)
        language = document.language
        remarks = tuple(remark.message for remark in document.remarks if remark.code != "empty")
        shown = {box.competence.pk for box in boxes}
        sure = any(one.strength >= _SURE for one in document.competences)
        boxes += [
            Box(one.competence, is_ticked=one.strength >= _SURE or not sure, sentence=one.sentence)
            for one in document.competences
            if one.competence.pk not in shown
        ]
    shown = {box.competence.pk for box in boxes}
    found = [Box(one, is_ticked=False) for one in named(more) if one.pk not in shown]
    return Read([*boxes, *found], language, remarks)


def named(words: str) -> list[Competence]:
    """The competences whose names hold the words."""
    if not words.strip():
        return []
    asked = Question(text=words[:_LONGEST_NAME], kinds=(ListingKind.COMPETENCE,), page_size=_MOST)
    lines = search(asked).listings
    competences = Competence.objects.in_bulk([line.target_id for line in lines])
    return [competences[line.target_id] for line in lines if line.target_id in competences]


def _kept(ticked: Sequence[str], seen: Iterable[str]) -> list[Box]:
    slugs = list(dict.fromkeys([*ticked, *seen]))
    known = Competence.objects.in_bulk(slugs, field_name="slug")
    return [Box(known[slug], slug in ticked) for slug in slugs if slug in known]
