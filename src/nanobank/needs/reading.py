"""Words read into the competences of the catalogue, each with its sentence, for the person to correct."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from nanobank.catalogue.models import Competence, ListingKind
from nanobank.catalogue.question import Question
from nanobank.catalogue.search import search
from nanobank.search.reading.queries import read_need, read_text

_SURE: Final = 0.5
"""What is read with less certainty is shown, but not ticked, unless it is all there is."""
_MOST: Final = 12
_LONGEST_NAME: Final = 100
_MOST_NEAR: Final = 6


@dataclass(frozen=True)
class Box:
    """A competence to tick, and the sentence that it was read from, if any."""

    competence: Competence
    is_ticked: bool
    sentence: str = ""


@dataclass(frozen=True)
class Read:
    """Words as they were read: their language (ISO 639-1, or ``und``), and what the person should know of it.

    ``not_understood``: what of them gave no competence, in order; ``nothing_called``: a name, or a part of them, that
    nothing comes near.
    """

    boxes: list[Box]
    language: str = "und"
    remarks: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    nothing_called: str = ""


@dataclass(frozen=True)
class Shown:
    """What a page has shown before: slugs that are ticked, slugs that were there to be ticked, and parts that were not
    understood."""

    ticked: Sequence[str] = ()
    seen: Iterable[str] = ()
    not_understood: Iterable[str] = ()


def read(words: str, shown: Shown = Shown(), *, more: str = "", about: str = "") -> Read:
    """What was ticked or shown before, then what the words are read into, then what ``more`` words find by name.

    ``about`` is a part that was not understood: what comes nearest to it is added, and it no longer counts as one.
    Without words nothing is read.
    """
    boxes = _kept(shown.ticked, shown.seen)
    language = "und"
    remarks: tuple[str, ...] = ()
    left = tuple(dict.fromkeys(shown.not_understood))
    if words.strip():
        document = read_need(words, most=_MOST)
        language, left = document.language, document.not_understood
        remarks = tuple(remark.message for remark in document.remarks if remark.code != "empty")
        sure = any(one.strength >= _SURE for one in document.competences)
        boxes += [
            Box(one.competence, is_ticked=one.strength >= _SURE or not sure, sentence=one.sentence)
            for one in document.competences
        ]
    near, called = nearest(about), nearest(more)
    boxes += [Box(one, is_ticked=False, sentence=about) for one in near]
    boxes += [Box(one, is_ticked=False) for one in called]
    left = tuple(part for part in left if not near or part != about)
    in_vain = [words for words, found in ((about, near), (more, called)) if words and not found]
    return Read(_once(boxes), language, remarks, left, " ".join(in_vain))


def nearest(words: str) -> list[Competence]:
    """The competences that come nearest to some words, by what is meant and by their names; empty without words."""
    if not words.strip():
        return []
    meant = [one.competence for one in read_text(words, most=_MOST_NEAR)]
    return list({one.pk: one for one in [*meant, *named(words)]}.values())[:_MOST_NEAR]


def named(words: str) -> list[Competence]:
    """The competences whose names hold the words."""
    if not words.strip():
        return []
    asked = Question(text=words[:_LONGEST_NAME], kinds=(ListingKind.COMPETENCE,), page_size=_MOST)
    lines = search(asked).listings
    competences = Competence.objects.in_bulk([line.target_id for line in lines])
    return [competences[line.target_id] for line in lines if line.target_id in competences]


def _once(boxes: Iterable[Box]) -> list[Box]:
    """Each competence where it first stands."""
    first: dict[int, Box] = {}
    for box in boxes:
        first.setdefault(box.competence.pk, box)
    return list(first.values())


def _kept(ticked: Sequence[str], seen: Iterable[str]) -> list[Box]:
    slugs = list(dict.fromkeys([*ticked, *seen]))
    known = Competence.objects.in_bulk(slugs, field_name="slug")
    return [Box(known[slug], slug in ticked) for slug in slugs if slug in known]
