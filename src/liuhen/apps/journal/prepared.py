"""Queries whose SQL is written once per process: for the few that are asked whenever a case is judged.

Django writes the SQL of a query anew each time, which takes several times as long as SQLite takes to answer it. What is
kept here is the statement and the converters of its columns; the rows come as named tuples of plain values.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

Row = Any
"""One row as a named tuple of the columns asked for."""
Rows = Iterable[Any]
Asking = Callable[[Collection[int]], QuerySet[Any]]

SHAPES = 64
"""For so many keys, and each number below, a statement is kept; for more the time it takes to write it is no matter."""
_STAND_IN = -(10**15)
"""No key of a row: stands where the first key belongs; the next ones follow downwards."""


class _Statement(NamedTuple):
    sql: str
    values: Sequence[Any]
    converted: Callable[[Sequence[Any]], Rows]


class Prepared:
    """The same question asked about different keys."""

    def __init__(self, asking: Asking, *columns: str) -> None:
        """`asking` gives the query about some keys and may look at nothing else; `columns` are what is wanted."""
        self._asking = asking
        self._columns = columns
        made: Any = namedtuple("Row", columns)  # type: ignore[misc]  # its columns are known only here
        self._row: Callable[[Iterable[Any]], Row] = made._make
        self._statement = lru_cache(maxsize=SHAPES)(self._write)

    def rows(self, keys: Collection[int]) -> Rows:
        """The rows about these keys, each key given once; about no keys nothing, and nothing is asked."""
        if not keys:
            return ()
        found = self._ask([*keys]) if len(keys) <= SHAPES else self._query(keys)
        return map(self._row, found)

    def _query(self, keys: Collection[int]) -> QuerySet[Any]:
        return self._asking(keys).values_list(*self._columns)

    def _ask(self, keys: Sequence[int]) -> Rows:
        sql, values, converted = self._statement(len(keys))
        with connection.cursor() as cursor:
            cursor.execute(sql, [keys[_STAND_IN - v] if _is_stand_in(v, len(keys)) else v for v in values])
            return converted(cursor.fetchall())

    def _write(self, number: int) -> _Statement:
        """The statement for a number of keys, written with numbers in their place that no row has."""
        query = self._query([_STAND_IN - place for place in range(number)]).query
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        sql, values = compiler.as_sql()
        converters = compiler.get_converters(column for column, _, _ in compiler.select or ())
        return _Statement(sql, values, lambda rows: compiler.apply_converters(rows, converters))


def _is_stand_in(value: Any, number: int) -> bool:
    return isinstance(value, int) and _STAND_IN - number < value <= _STAND_IN
