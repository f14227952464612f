"""What a question in whole words asks for: read into competences, as an ad is, and kept a while."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from django.core.cache import cache

from nanobank.catalogue.words import words
from nanobank.common.bilingual import in_english, said
from nanobank.search.meaning.embedders import as_asked
from nanobank.search.reading.queries import read_text, spoken_in

_READ_FROM: Final = 5
"""A question of so many words is read into competences; fewer are the name of something."""
_MOST: Final = 8
_SECONDS_KEPT: Final = 300


@dataclass(frozen=True)
class Wanted:
    """A competence that somebody asks for in own words. ``strength`` is 0 to 1: how sure that is."""

    pk: int
    slug: str
    label_da: str
    label_en: str
    strength: float
    sentence: str

    @property
    def label(self) -> str:
        """In the active language, the other where that is empty."""
        return said(self.label_da, self.label_en, english=in_english())


def wanted(text: str) -> tuple[Wanted, ...]:
    """The competences that a question in whole words asks for, surest first; read once in a while.

    It is kept under a number made of the words, with nobody's name.
    """
    if len(words(text)) < _READ_FROM:
        return ()
    key = f"search.wanted.{blake2b(text.encode(errors='replace'), digest_size=12).hexdigest()}"
    kept: tuple[Wanted, ...] | None = cache.get(key)
    if kept is None:
        read = read_text(as_asked(text)[0], language=spoken_in(text), most=_MOST)
        kept = tuple(
            Wanted(found.pk, found.slug, found.label_da, found.label_en, one.strength, one.sentence)
            for one, found in ((one, one.competence) for one in read)
        )
        cache.set(key, kept, _SECONDS_KEPT)
    return kept
