"""Queries that are built once. Making SQL of a QuerySet costs Django ten times what the database needs to answer it.

>>> @prepared
... def _named(slug: Any) -> QuerySet[Module]:
...     return Module.objects.filter(slug=slug).select_related("provider")
>>> _named(slug="datajournalistik")
[<Module: datajournalistik>]

The function is called once for each database, with stand-ins for its values, and the SQL is kept. So it may not look at
the values, nor at anything else that changes from call to call: the clock, the language, the person signed in. A list
of ids goes in through ``among``: ``filter(pk__in=among(modules))``. What ``prefetch_related`` would fetch is itself
asked for by a prepared query.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import update_wrapper
from inspect import signature
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler

_T = TypeVar("_T")
_related: Any = get_related_populators  # typed as a later Django has it
_UNNESTED = re.compile(r"IN \(SELECT unnest\(%s::(\w+)\[\]\)\)")
"""PostgreSQL looks an array up in an index; what is selected out of one it joins, and plans for at length."""
_GIVEN: tuple[Any, ...] = (ModelIterable, ValuesListIterable)


@dataclass(frozen=True)
class _Slot:
    """Where in the parameters a value belongs; ``many`` when it is a collection of ids."""

    name: str
    many: bool = False


class _Given(Expression):
    """Stands in for a value while the SQL is made."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """A placeholder."""
        return "%s", [_Slot(self.name)]


class _GivenMany(Expression):
    """Stands in for ids or texts while the SQL is made: however many they are, they are one parameter."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__()
        self.name = name
        self.kind = kind

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """A subquery of them."""
        sqlite = connection.vendor == "sqlite"
        one = "SELECT value FROM json_each(%s)" if sqlite else f"SELECT unnest(%s::{self.kind}[])"
        return f"({one})", [_Slot(self.name, many=True)]


def among(ids: Any) -> Expression:
    """The ids that a prepared query is given, for ``__in``."""
    return _GivenMany(ids.name, "bigint")


def among_texts(texts: Any) -> Expression:
    """The texts that a prepared query is given, for ``__in``."""
    return _GivenMany(texts.name, "text")


class _Kept:
    """A QuerySet's SQL with the places of its values, and what turns rows into what it gives: models, or tuples."""

    def __init__(self, queryset: QuerySet[Any], using: str) -> None:
        compiler: Any = queryset.query.get_compiler(using)
        sql, self.parameters = compiler.as_sql()
        self.sql = _UNNESTED.sub(r"= ANY(%s::\1[])", sql)
        self.width = compiler.col_count
        self.converters = compiler.get_converters([column for column, *_rest in compiler.select[: self.width]])
        self.models = _Models(compiler, using) if queryset._iterable_class is ModelIterable else None

    def rows(self, values: Mapping[str, Any], connection: BaseDatabaseWrapper) -> list[Any]:
        """The rows for these values: asked for as Django asks, with less between."""
        parameters = [
            _filled(one, values[one.name], connection) if isinstance(one, _Slot) else one for one in self.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            rows = self._converted(cursor.fetchall(), connection)
        return [self.models.made_of(row) for row in rows] if self.models else rows

    def _converted(self, rows: list[tuple[Any, ...]], connection: BaseDatabaseWrapper) -> list[tuple[Any, ...]]:
        """Each column in the form of its field; what is only there to order by is left out."""
        if not (rows and (self.converters or len(rows[0]) > self.width)):
            return rows
        columns: list[Any] = [*zip(*rows, strict=True)][: self.width]
        for at, (functions, expression) in self.converters.items():
            for convert in functions:
                columns[at] = [convert(value, expression, connection) for value in columns[at]]
        return list(zip(*columns, strict=True))


class _Models:
    """Makes the models of a query, which Django's own iterable learns anew for each query how to do."""

    def __init__(self, compiler: Any, using: str) -> None:
        info = compiler.klass_info
        fields = info["select_fields"]
        self.model, self.using = info["model"], using
        self.first, self.beyond = fields[0], fields[-1] + 1
        self.names = [column.target.attname for column, *_rest in compiler.select[self.first : self.beyond]]
        self.related = _related(info, compiler.select, using)
        self.annotations = compiler.annotation_col_map or {}

    def made_of(self, row: tuple[Any, ...]) -> Model:
        """One row's model, with those joined to it."""
        made: Model = self.model.from_db(self.using, self.names, row[self.first : self.beyond])
        for one in self.related:
            one.populate(row, made)
        for name, at in self.annotations.items():
            setattr(made, name, row[at])
        return made


class Prepared(Generic[_T]):
    """A function that builds a QuerySet, called with its values by name; gives the rows as a list."""

    def __init__(self, build: Callable[..., QuerySet[Any, _T]]) -> None:
        update_wrapper(self, build)
        self._build = build
        self._names = list(signature(build).parameters)
        self._kept: dict[str, _Kept] = {}

    def __call__(self, **values: Any) -> list[_T]:
        """The rows for these values. Raises TypeError unless exactly the function's own are given."""
        if values.keys() != set(self._names):
            raise TypeError(f"{self._build.__name__} takes {self._names}, not {list(values)}")
        using = DEFAULT_DB_ALIAS
        kept = self._kept.get(using) or self._keep(using)
        return kept.rows(values, connections[using])

    def _keep(self, using: str) -> _Kept:
        queryset: Any = self._build(**{name: _Given(name) for name in self._names}).using(using)
        if queryset._prefetch_related_lookups:
            raise TypeError(f"{self._build.__name__} fetches more than its rows")
        if queryset._iterable_class not in _GIVEN:
            raise TypeError(f"{self._build.__name__} gives neither models nor tuples")
        kept = self._kept[using] = _Kept(queryset, using)
        return kept


def prepared(build: Callable[..., QuerySet[Any, _T]]) -> Prepared[_T]:
    """See the module."""
    return Prepared(build)


def _filled(slot: _Slot, value: Any, connection: BaseDatabaseWrapper) -> Any:
    if not slot.many:
        return _adapted(value, connection)
    ids = _ids(value)
    return json.dumps(ids) if connection.vendor == "sqlite" else ids


def _ids(values: Collection[Any]) -> list[Any]:
    return [value.pk if isinstance(value, Model) else value for value in values]


def _adapted(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """The value as this database takes it."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, Decimal):
        return connection.ops.adapt_decimalfield_value(value)
    return value
