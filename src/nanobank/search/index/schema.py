"""What the index knows of a listing: words, marks to filter and count by, numbers to order by. Nothing is stored."""

from typing import Final

from tantivy import Document as Row
from tantivy import Schema, SchemaBuilder

from nanobank.catalogue.models import Listing
from nanobank.catalogue.search_backends import Document
from nanobank.catalogue.words import danish_stem, english_stem, words
from nanobank.search.bridge import Lexicon

VERSION: Final = 1
"""To be raised when what is written below changes: indexes of another version are built anew."""

ROLLING: Final = "=r"
COUNTED: Final = frozenset("klgfa")
"""The letters of the marks that are counted: kind, level, language, form, audience."""
_TITLE, _PARTS = 8, 4
"""How many times a stem of the title, and one of a part of a compound in it, counts."""
_NEVER: Final = 9_999_999
_LONGEST: Final = 40
"""Of words that people look for; longer ones are addresses and the like."""


def _schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_unsigned_field("id", fast=True)
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    for field in ("everything", "name"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("surface", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("marks", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("counted", tokenizer_name="raw", index_option="basic", fast=True)
    for field in ("price", "ects", "start", "published"):
        builder.add_integer_field(field, indexed=True, fast=True)
    return builder.build()


SCHEMA: Final = _schema()
"""``everything`` has the stems of what can be taken and of the parts of its compounds, those of the title many times
over, so that one list of each stem tells both where it is and how much it weighs; ``name`` has those of the names of
providers and competences. ``surface`` has words as they are written in titles and summaries, ``counted`` the marks
whose letter is in ``COUNTED``. ``price`` is in øre, ``ects`` in hundredths, ``start`` a day's number (0: any day),
``published`` in seconds."""


class Analysis:
    """What texts are found by, with compounds taken apart by one lexicon; a word is worked out once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known: dict[str, tuple[str, ...]] = {}

    def parts(self, word: str) -> tuple[str, ...]:
        """The stems of the parts of a folded Danish word; none when it is no compound."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = tuple(danish_stem(part) for part in self._lexicon.parts(word))
        return found

    def row(self, listing: Listing, document: Document) -> Row:
        """The listing as the index keeps it."""
        danish, english = words(document.title_da), words(document.title_en)
        title = {*map(danish_stem, danish), *map(english_stem, english)}
        parts = {part for word in danish for part in self.parts(word)}
        row = Row()
        row.add_unsigned("id", listing.pk)
        row.add_text("key", str(listing.pk))
        row.add_text("surface", " ".join(_surface(listing, danish, english)))
        if document.is_content:
            body = words(document.body_da)
            everything = [*title] * _TITLE + [*parts] * _PARTS
            everything += [*map(danish_stem, body), *map(english_stem, words(document.body_en))]
            everything += [part for word in body for part in self.parts(word)]
            row.add_text("everything", " ".join(everything))
        else:
            row.add_text("name", " ".join((*title, *parts, *_named(listing, title) * (_TITLE - 1))))
        _fill_columns(row, listing, document)
        return row


def _named(listing: Listing, known: set[str]) -> list[str]:
    """The stems of the title, where a thing that is found like a name is found by more than that."""
    title = {*map(danish_stem, words(listing.title_da)), *map(english_stem, words(listing.title_en))}
    return [*title] if title != known else []


def _fill_columns(row: Row, listing: Listing, document: Document) -> None:
    for mark in (*document.marks, ROLLING) if listing.rolling else document.marks:
        row.add_text("marks", mark)
        if mark[1] in COUNTED:
            row.add_text("counted", mark)
    row.add_integer("price", int((listing.price or 0) * 100))
    row.add_integer("ects", int((listing.ects or 0) * 100))
    row.add_integer("start", start_of(listing))
    row.add_integer("published", int(listing.published_at.timestamp()))


def start_of(listing: Listing) -> int:
    """When it can be begun, so that the earliest is the least: any day, a date, not known."""
    if listing.rolling:
        return 0
    return listing.next_start.toordinal() if listing.next_start else _NEVER


def _surface(listing: Listing, danish: list[str], english: list[str]) -> set[str]:
    everything = {*danish, *english, *words(listing.summary_da), *words(listing.summary_en)}
    return {word for word in everything if 1 < len(word) <= _LONGEST and not word.isdigit()}
