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
from collections.abc import Callable, Collection
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import update_wrapper
from inspect import signature
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

_T = TypeVar("_T")


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


class _GivenIds(Expression):
    """Stands in for ids while the SQL is made: however many they are, they are one parameter."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """A subquery of them."""
        one = "SELECT value FROM json_each(%s)" if connection.vendor == "sqlite" else "SELECT unnest(%s::bigint[])"
        return f"({one})", [_Slot(self.name, many=True)]


def among(ids: Any) -> Expression:
    """The ids that a prepared query is given, for ``__in``."""
    return _GivenIds(ids.name)


class _Kept:
    """A QuerySet's SQL with the places of its values, and what turns rows into models."""

    def __init__(self, queryset: QuerySet[Any], using: str) -> None:
        self.queryset = queryset
        self.compiler: Any = queryset.query.get_compiler(using)
        self.sql, self.parameters = self.compiler.as_sql()
        columns = [column for column, *_rest in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)


@dataclass
class _Bound:
    """A kept query with its values: what Django's own iterables want to see of a QuerySet, and of its query."""

    kept: _Kept
    db: str
    parameters: tuple[Any, ...]
    _known_related_objects: dict[Any, Any] = field(default_factory=dict)

    @property
    def query(self) -> "_Bound":
        """Itself, since only ``get_compiler`` is asked of it."""
        return self

    def get_compiler(self, using: str) -> Any:
        """The kept compiler, for this call's connection and values."""
        compiler = copy(self.kept.compiler)
        compiler.connection = connections[using]
        compiler.as_sql = lambda: (self.kept.sql, self.parameters)
        compiler.get_converters = lambda columns: self.kept.converters
        return compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self.kept.queryset.query, name)


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
        connection = connections[using]
        parameters = tuple(
            _filled(one, values[one.name], connection) if isinstance(one, _Slot) else one for one in kept.parameters
        )
        queryset: Any = kept.queryset
        return list(queryset._iterable_class(_Bound(kept, using, parameters)))

    def _keep(self, using: str) -> _Kept:
        queryset: Any = self._build(**{name: _Given(name) for name in self._names}).using(using)
        if queryset._prefetch_related_lookups:
            raise TypeError(f"{self._build.__name__} fetches more than its rows")
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


def _ids(values: Collection[Any]) -> list[int]:
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
