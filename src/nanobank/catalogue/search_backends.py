"""The two ways of finding words: SQLite's FTS5 over our own stems, PostgreSQL's tsvector with its dictionaries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from django.db import connection

from nanobank.catalogue.filters import Conditions
from nanobank.catalogue.question import Sort
from nanobank.catalogue.words import danish_stem, english_stem, words

FREQUENT = 1_000

_ORDERS = {
    Sort.RELEVANCE: "l.published_at DESC, l.id DESC",
    Sort.PRICE: "l.price, l.id DESC",
    Sort.ECTS: "l.ects, l.id DESC",
    Sort.START: "l.rolling DESC, l.next_start, l.id DESC",
}


class Candidate(NamedTuple):
    """A row that was found, and how long its title is."""

    id: int
    title_length: int


@dataclass(frozen=True)
class Document:
    """The words that one listing is found by, and its marks (see ``filters``)."""

    listing_id: int
    title_da: str
    title_en: str
    body_da: str
    body_en: str
    marks: Sequence[str]


class Backend(Protocol):
    """What each vendor can do."""

    def all_of(
        self, terms: Sequence[str], where: Conditions, *, in_title: bool, begun: bool, most: int
    ) -> list[Candidate]:
        """Rows that hold every term; with ``begun`` the last term may be the beginning of a word."""

    def frequency(self, term: str) -> int:
        """In how many rows a term occurs, counted to ``FREQUENT``."""

    def browse(self, sort: Sort, where: Conditions, most: int) -> list[int]:
        """Ids of the rows under the conditions, in order."""

    def ordered(self, ids: Sequence[int], sort: Sort) -> list[int]:
        """These ids in another order."""

    def write(self, documents: Sequence[Document]) -> None:
        """Put what each listing is found by in the place of what stood there."""

    def erase(self, listing_ids: Sequence[int]) -> None:
        """Forget these."""


def _rows(sql: str, parameters: Iterable[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [str(p) if isinstance(p, Decimal) and _is_sqlite() else p for p in parameters])
        return list(cursor.fetchall())


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


class _Shared:
    """What both do the same way. Every value goes in as a parameter; the SQL itself is made of constants."""

    def browse(self, sort: Sort, where: Conditions, most: int) -> list[int]:
        sql = (
            f"SELECT l.id FROM catalogue_listing l WHERE {' AND '.join([*where.marked, *where.rest])} "  # noqa: S608
            f"ORDER BY {_ORDERS[sort]} LIMIT %s"
        )
        return [row[0] for row in _rows(sql, [*where.marked_parameters, *where.rest_parameters, most])]

    def ordered(self, ids: Sequence[int], sort: Sort) -> list[int]:
        if not ids:
            return []
        places = ", ".join(["%s"] * len(ids))
        sql = f"SELECT l.id FROM catalogue_listing l WHERE l.id IN ({places}) ORDER BY {_ORDERS[sort]}"  # noqa: S608
        return [row[0] for row in _rows(sql, ids)]

    def erase(self, listing_ids: Sequence[int]) -> None:
        if listing_ids:
            with connection.cursor() as cursor:
                cursor.executemany(self._ERASE, [(id_,) for id_ in listing_ids])

    _ERASE = ""


class SQLiteBackend(_Shared):
    """FTS5 has no Danish: we stem on both sides. A term is met by its Danish or its English stem."""

    _ERASE = "DELETE FROM catalogue_search WHERE rowid = %s"

    def all_of(
        self, terms: Sequence[str], where: Conditions, *, in_title: bool, begun: bool, most: int
    ) -> list[Candidate]:
        """See ``Backend``."""
        columns = "title" if in_title else "title body"
        groups = [self._group(term, begun=begun and term == terms[-1]) for term in terms]
        parts = [f"{{{columns}}} : ({group})" for group in groups]
        parts += [f"{{facets}} : ({' OR '.join(map(self._quoted, group))})" for group in where.marks]
        if in_title or where.rest:
            start = (
                "SELECT l.id, l.title_length FROM catalogue_search "
                "CROSS JOIN catalogue_listing l ON l.id = catalogue_search.rowid "
            )
        else:
            start = "SELECT rowid, 0 FROM catalogue_search "
        sql = f"{start} WHERE {' AND '.join(['catalogue_search MATCH %s', *where.rest])} LIMIT %s"
        return [Candidate(*row) for row in _rows(sql, [" AND ".join(parts), *where.rest_parameters, most])]

    def frequency(self, term: str) -> int:
        """See ``Backend``."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM catalogue_search WHERE catalogue_search MATCH %s LIMIT %s)"
        query = f"{{title body}} : ({self._group(term, begun=False)})"
        return int(_rows(sql, [query, FREQUENT])[0][0])

    def write(self, documents: Sequence[Document]) -> None:
        """See ``Backend``."""
        self.erase([document.listing_id for document in documents])
        rows = [
            (
                document.listing_id,
                self._stemmed(document.title_da, document.title_en),
                self._stemmed(document.body_da, document.body_en),
                " ".join(document.marks),
            )
            for document in documents
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO catalogue_search (rowid, title, body, facets) VALUES (%s, %s, %s, %s)", rows
            )

    def _group(self, term: str, *, begun: bool) -> str:
        danish, english = danish_stem(term), english_stem(term)
        alternatives = dict.fromkeys(map(self._quoted, (danish, english)))
        if begun and len(term) > 1:
            alternatives |= dict.fromkeys(f"{self._quoted(part)} *" for part in (term, danish))
        return " OR ".join(alternatives)

    @staticmethod
    def _quoted(token: str) -> str:
        return f'"{token}"'

    @staticmethod
    def _stemmed(danish: str, english: str) -> str:
        """The stems of both texts, each once."""
        return " ".join({*map(danish_stem, words(danish)), *map(english_stem, words(english))})


class PostgreSQLBackend(_Shared):
    """Two columns of lexemes, the title's and everything's, each in Danish and English and with the marks."""

    _ERASE = "DELETE FROM catalogue_search WHERE listing_id = %s"

    def all_of(
        self, terms: Sequence[str], where: Conditions, *, in_title: bool, begun: bool, most: int
    ) -> list[Candidate]:
        """See ``Backend``."""
        column = "title" if in_title else "everything"
        query, parameters = self._query(terms, begun=begun)
        for group in where.marks:
            query += " && %s::tsquery"
            parameters.append(" | ".join(f"'{mark}'" for mark in group))
        if in_title or where.rest:
            start = (
                "SELECT l.id, l.title_length FROM catalogue_search s JOIN catalogue_listing l ON l.id = s.listing_id"
            )
        else:
            start = "SELECT s.listing_id, 0 FROM catalogue_search s"
        sql = f"{start} WHERE {' AND '.join([f's.{column} @@ ({query})', *where.rest])} LIMIT %s"
        return [Candidate(*row) for row in _rows(sql, [*parameters, *where.rest_parameters, most])]

    def frequency(self, term: str) -> int:
        """See ``Backend``."""
        query, parameters = self._query([term], begun=False)
        sql = f"SELECT count(*) FROM (SELECT 1 FROM catalogue_search WHERE everything @@ ({query}) LIMIT %s) f"  # noqa: S608
        return int(_rows(sql, [*parameters, FREQUENT])[0][0])

    def write(self, documents: Sequence[Document]) -> None:
        """See ``Backend``."""
        self.erase([document.listing_id for document in documents])
        rows: list[tuple[int | str | list[str], ...]] = [
            (
                document.listing_id,
                *(" ".join(words(text)) for text in (document.title_da, document.title_en)),
                *(" ".join(words(text)) for text in (document.body_da, document.body_en)),
                list(document.marks),
            )
            for document in documents
        ]
        with connection.cursor() as cursor:
            cursor.executemany(self._WRITE, rows)

    _WRITE = """
        INSERT INTO catalogue_search (listing_id, title, everything)
        SELECT id, title || marks, title || body || marks FROM (
            SELECT t.id, to_tsvector('danish', t.title_da) || to_tsvector('english', t.title_en) AS title,
                   to_tsvector('danish', t.body_da) || to_tsvector('english', t.body_en) AS body,
                   array_to_tsvector(t.marks) AS marks
            FROM (VALUES (%s::bigint, %s, %s, %s, %s, %s::text[]))
                AS t (id, title_da, title_en, body_da, body_en, marks)
        ) AS lexemes
    """

    @staticmethod
    def _query(terms: Sequence[str], *, begun: bool) -> tuple[str, list[str]]:
        """A term is met in Danish or in English. Only letters and digits come here, so none has a meaning."""
        parameters: list[str] = []
        for term in terms:
            end = ":*" if begun and term == terms[-1] and len(term) > 1 else ""
            parameters += [term + end] * 2
        query = " && ".join(["(to_tsquery('danish', %s) || to_tsquery('english', %s))"] * len(terms))
        return query, parameters
