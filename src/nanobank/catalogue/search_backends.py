"""The two ways of finding words: SQLite's FTS5 over our own stems, PostgreSQL's tsvector with its dictionaries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.db import connection

from nanobank.catalogue.filters import Conditions
from nanobank.catalogue.question import KINDS, Sort
from nanobank.catalogue.words import danish_stem, english_stem, words

FREQUENT = 1_000

_ORDERS = {
    Sort.RELEVANCE: "l.published_at DESC, l.id DESC",
    Sort.PRICE: "l.price, l.id DESC",
    Sort.ECTS: "l.ects, l.id DESC",
    Sort.START: "l.rolling DESC, l.next_start, l.id DESC",
}


@dataclass(frozen=True)
class Document:
    """The words that one listing is found by, and its marks (see ``filters``).

    ``is_content``: something to take rather than somebody's or something's name, and so found by more than its title.
    ``title_length`` is the listing's.
    """

    listing_id: int
    is_content: bool
    title_length: int
    title_da: str
    title_en: str
    body_da: str
    body_en: str
    marks: Sequence[str]


class Backend(Protocol):
    """What each vendor can do."""

    def all_of(self, terms: Sequence[str], where: Conditions, *, in_title: bool, begun: bool, most: int) -> list[int]:
        """Ids of rows that hold every term; with ``begun`` the last term may be the beginning of a word.

        Short titles first, since a word weighs more there; what is not found by its title comes as it comes.
        """

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


def _kind_is(where: Conditions) -> str:
    return f"l.kind IN ({', '.join(['%s'] * len(where.kinds))})"


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


class _Shared:
    """What both do the same way. Every value goes in as a parameter; the SQL itself is made of constants."""

    def browse(self, sort: Sort, where: Conditions, most: int) -> list[int]:
        conditions = " AND ".join([*where.marked, *where.rest, _kind_is(where)])
        sql = f"SELECT l.id FROM catalogue_listing l WHERE {conditions} ORDER BY {_ORDERS[sort]} LIMIT %s"  # noqa: S608
        return [id_ for (id_,) in _rows(sql, [*where.marked_parameters, *where.rest_parameters, *where.kinds, most])]

    def _candidates(
        self, joined: str | None, alone: str, match: tuple[str, list[str]], where: Conditions, most: int
    ) -> list[int]:
        """Rows of the words' table, joined to the listing only where something of the listing is needed."""
        condition, parameters = match
        if joined is None:
            sql = f"{alone} WHERE {condition} LIMIT %s"
            rows = _rows(sql, [*parameters, most])
        else:
            conditions = " AND ".join([condition, *where.rest, _kind_is(where)])
            found = f"SELECT l.id, l.title_length {joined} WHERE {conditions} LIMIT %s"
            sql = f"WITH f AS MATERIALIZED ({found}) SELECT id FROM f ORDER BY title_length, id DESC"  # noqa: S608
            rows = _rows(sql, [*parameters, *where.rest_parameters, *where.kinds, most])
        return [id_ for (id_,) in rows]

    def ordered(self, ids: Sequence[int], sort: Sort) -> list[int]:
        if not ids:
            return []
        places = ", ".join(["%s"] * len(ids))
        sql = f"SELECT l.id FROM catalogue_listing l WHERE l.id IN ({places}) ORDER BY {_ORDERS[sort]}"  # noqa: S608
        return [id_ for (id_,) in _rows(sql, ids)]

    def erase(self, listing_ids: Sequence[int]) -> None:
        if listing_ids:
            with connection.cursor() as cursor:
                for statement in self._ERASE:
                    cursor.executemany(statement, [(id_,) for id_ in listing_ids])

    _ERASE: tuple[str, ...] = ()


_IDS = (1 << 40) - 1
_LENGTH = 1 << 40
_NAMES = 1 << 56


def _place(document: Document) -> int:
    """Which row of FTS5 a title is: names after content, then short before long, then new before old.

    FTS5 gives its rows in order, so what is first here is found first, and nothing is fetched to be put in order.
    """
    first = 0 if document.is_content else _NAMES
    return first + document.title_length * _LENGTH + _IDS - document.listing_id


_LISTING = f"{_IDS} - (t.rowid & {_IDS})"
"""The listing whose title it is."""


def _places(kinds: Iterable[str]) -> tuple[int, int]:
    """The first place and the last that titles of these kinds can have."""
    are_content = {kind in KINDS for kind in kinds}
    return (0 if True in are_content else _NAMES), (2 * _NAMES if False in are_content else _NAMES) - 1


class SQLiteBackend(_Shared):
    """FTS5 has no Danish: we stem on both sides. A term is met by its Danish or its English stem.

    Titles have a table of their own, so that the beginning of a word is looked for among few words. The row's number is
    the title's place in the order of results (see ``_place``), and ``catalogue_search_place`` tells it of a listing.
    """

    _ERASE = (
        "DELETE FROM catalogue_search_title "
        "WHERE rowid = (SELECT place FROM catalogue_search_place WHERE listing_id = %s)",
        "DELETE FROM catalogue_search_place WHERE listing_id = %s",
        "DELETE FROM catalogue_search_everything WHERE rowid = %s",
    )

    def all_of(self, terms: Sequence[str], where: Conditions, *, in_title: bool, begun: bool, most: int) -> list[int]:
        """See ``Backend``."""
        groups = [self._group(term, begun=begun and term == terms[-1]) for term in terms]
        parts = [f"words : ({group})" for group in groups]
        parts += [f"marks : ({' OR '.join(map(self._quoted, group))})" for group in where.marks]
        match = " AND ".join(parts)
        if in_title:
            return self._titles(match, where, most)
        table = "catalogue_search_everything"
        joined = f"FROM {table} CROSS JOIN catalogue_listing l ON l.id = {table}.rowid" if where.rest else None
        return self._candidates(joined, f"SELECT rowid FROM {table}", (f"{table} MATCH %s", [match]), where, most)  # noqa: S608

    def _titles(self, match: str, where: Conditions, most: int) -> list[int]:
        """Listings by their titles, in order; each is looked at only where a filter asks for an amount or a date."""
        join = f"CROSS JOIN catalogue_listing l ON l.id = {_LISTING}" if where.rest else ""
        conditions = " AND ".join(["catalogue_search_title MATCH %s", "t.rowid BETWEEN %s AND %s", *where.rest])
        found = f"SELECT {_LISTING} FROM catalogue_search_title t {join} WHERE {conditions}"  # noqa: S608
        rows = _rows(f"{found} ORDER BY t.rowid LIMIT %s", [match, *_places(where.kinds), *where.rest_parameters, most])
        return [id_ for (id_,) in rows]

    def frequency(self, term: str) -> int:
        """See ``Backend``."""
        sql = (
            "SELECT count(*) FROM ("
            "SELECT 1 FROM catalogue_search_everything WHERE catalogue_search_everything MATCH %s LIMIT %s)"
        )
        return int(_rows(sql, [f"words : ({self._group(term, begun=False)})", FREQUENT])[0][0])

    def write(self, documents: Sequence[Document]) -> None:
        """See ``Backend``."""
        self.erase([document.listing_id for document in documents])
        places, titles, everything = [], [], []
        for document in documents:
            title = self._stems(document.title_da, document.title_en)
            marks = " ".join(document.marks)
            place = _place(document)
            places.append((document.listing_id, place))
            titles.append((place, " ".join(title), marks))
            if document.is_content:
                body = self._stems(document.body_da, document.body_en)
                everything.append((document.listing_id, " ".join(title | body), marks))
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO catalogue_search_place (listing_id, place) VALUES (%s, %s)", places)
            cursor.executemany("INSERT INTO catalogue_search_title (rowid, words, marks) VALUES (%s, %s, %s)", titles)
            cursor.executemany(
                "INSERT INTO catalogue_search_everything (rowid, words, marks) VALUES (%s, %s, %s)", everything
            )

    def _group(self, term: str, *, begun: bool) -> str:
        """What a term may be met by; nothing that a shorter beginning meets as well, since FTS5 would read it twice."""
        danish, english = danish_stem(term), english_stem(term)
        beginnings = [danish, term] if begun and len(term) > 1 else []
        if term.startswith(danish):
            del beginnings[1:]
        whole = [stem for stem in dict.fromkeys((danish, english)) if not stem.startswith(tuple(beginnings))]
        return " OR ".join([*(f"{self._quoted(one)} *" for one in beginnings), *map(self._quoted, whole)])

    @staticmethod
    def _quoted(token: str) -> str:
        return f'"{token}"'

    @staticmethod
    def _stems(danish: str, english: str) -> set[str]:
        """The stems of both texts, each once."""
        return {*map(danish_stem, words(danish)), *map(english_stem, words(english))}


class PostgreSQLBackend(_Shared):
    """Two columns of lexemes, the title's and everything's, each in Danish and English and with the marks."""

    _ERASE = ("DELETE FROM catalogue_search WHERE listing_id = %s",)

    def all_of(self, terms: Sequence[str], where: Conditions, *, in_title: bool, begun: bool, most: int) -> list[int]:
        """See ``Backend``."""
        column = "title" if in_title else "everything"
        query, parameters = self._query(terms, begun=begun)
        for group in where.marks:
            query += " && %s::tsquery"
            parameters.append(" | ".join(f"'{mark}'" for mark in group))
        joined = "FROM catalogue_search s JOIN catalogue_listing l ON l.id = s.listing_id"
        alone = "SELECT s.listing_id FROM catalogue_search s"
        match = (f"s.{column} @@ ({query})", parameters)
        return self._candidates(joined if in_title or where.rest else None, alone, match, where, most)

    def ordered(self, ids: Sequence[int], sort: Sort) -> list[int]:
        """See ``Backend``; one array is read much faster than a thousand parameters."""
        sql = f"SELECT l.id FROM catalogue_listing l WHERE l.id = ANY(%s) ORDER BY {_ORDERS[sort]}"  # noqa: S608
        return [id_ for (id_,) in _rows(sql, [list(ids)])]

    def frequency(self, term: str) -> int:
        """See ``Backend``."""
        query, parameters = self._query([term], begun=False)
        sql = f"SELECT count(*) FROM (SELECT 1 FROM catalogue_search WHERE everything @@ ({query}) LIMIT %s) f"  # noqa: S608
        return int(_rows(sql, [*parameters, FREQUENT])[0][0])

    def write(self, documents: Sequence[Document]) -> None:
        """See ``Backend``."""
        self.erase([document.listing_id for document in documents])
        rows: list[tuple[int | str | list[str] | bool, ...]] = [
            (
                document.listing_id,
                *(" ".join(words(text)) for text in (document.title_da, document.title_en)),
                *(" ".join(words(text)) for text in self._bodies(document)),
                list(document.marks),
                document.is_content,
            )
            for document in documents
        ]
        with connection.cursor() as cursor:
            cursor.executemany(self._WRITE, rows)

    @staticmethod
    def _bodies(document: Document) -> tuple[str, str]:
        """Only of what the bank offers are they looked in; of the rest all that counts stands in the title."""
        return (document.body_da, document.body_en) if document.is_content else ("", "")

    _WRITE = """
        INSERT INTO catalogue_search (listing_id, title, everything)
        SELECT id, title || marks, CASE WHEN is_content THEN title || body || marks ELSE ''::tsvector END FROM (
            SELECT t.id, to_tsvector('danish', t.title_da) || to_tsvector('english', t.title_en) AS title,
                   to_tsvector('danish', t.body_da) || to_tsvector('english', t.body_en) AS body,
                   array_to_tsvector(t.marks) AS marks, t.is_content
            FROM (VALUES (%s::bigint, %s, %s, %s, %s, %s::text[], %s))
                AS t (id, title_da, title_en, body_da, body_en, marks, is_content)
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
