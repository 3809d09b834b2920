"""Looking things up by how their text begins, or by any part of it, in the way an index can answer on either database.

Parts are found by the pairs of signs that stand side by side in a row's texts: the pairs of a word narrow down the
rows, however large the table, and whoever asks looks for the word itself in what is left. Pairs and not threes, because
two signs are already a word in Chinese. On SQLite they lie in a full-text table which triggers keep up; on PostgreSQL
in an index of the table.
"""

# ruff: noqa: S608 - the names in these statements are those migrations and models give, checked by `_PLAIN`
from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import connection, models
from django.db.migrations.operations import RunPython
from django.db.models import Q

LAST_SIGN = "\U0010ffff"
LONGEST = 200
"""Signs of a column beyond these are not looked for in parts."""
_PLAIN = re.compile(r"[a-z_]+")


def begins(column: str, text: str) -> Q:
    """The condition that a column begins with a text.

    SQLite orders text by its bytes, so a range will do; PostgreSQL has indexes made for beginnings
    (`varchar_pattern_ops`), whatever the language it sorts by.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": text, f"{column}__lt": text + LAST_SIGN})
    return Q(**{f"{column}__startswith": text})


def occurs(columns: Sequence[str], word: str) -> Q:
    """The condition that a word stands somewhere in one of these columns, in large letters or small."""
    return reduce(or_, (Q(**{f"{column}__icontains": word}) for column in columns))


def holding(
    model: type[models.Model], columns: Sequence[str], words: Collection[str], at_most: int
) -> list[int] | None:
    """The keys of the rows in which every word stands in one of the columns; None for more than `at_most`.

    The columns are those `find_parts` was called with in a migration. Reads along that index and no further than asked.
    """
    table, pairs = model._meta.db_table, [pair for word in words for pair in _pairs(word)]
    ask = _ask_postgresql if connection.vendor == "postgresql" else _ask_sqlite
    with connection.cursor() as cursor:
        cursor.execute(*ask(table, columns, pairs, at_most + 1))
        found = [key for (key,) in cursor.fetchall()]
    if len(found) > at_most:
        return None
    exact = reduce(and_, (occurs(columns, word) for word in words))
    return list(model._base_manager.filter(exact, pk__in=found).order_by().values_list("pk", flat=True))


def _pairs(word: str) -> list[str]:
    """The pairs of signs in a word, in small letters; of one sign alone that sign."""
    small = "".join(sign.lower() if sign.isascii() else sign for sign in word[:LONGEST])
    return list(dict.fromkeys(small[at : at + 2] for at in range(max(len(small) - 1, 1))))


def _ask_sqlite(table: str, _columns: Sequence[str], pairs: Sequence[str], limit: int) -> tuple[str, list[Any]]:
    asked = " AND ".join(
        f'"{pair.encode("utf-8", "surrogatepass").hex()}"{"" if len(pair) > 1 else " *"}' for pair in pairs
    )
    parts = f'"{table}_parts"'
    return f"SELECT rowid FROM {parts} WHERE {parts} MATCH %s ORDER BY rowid DESC LIMIT {limit}", [asked]


def _ask_postgresql(table: str, columns: Sequence[str], pairs: Sequence[str], limit: int) -> tuple[str, list[Any]]:
    return f'SELECT id FROM "{table}" WHERE {_of_columns(columns)} @> %s LIMIT {limit}', [list(pairs)]


def _of_columns(columns: Sequence[str]) -> str:
    return "liuhen_parts(" + ", ".join(f'"{column}"' for column in columns) + ")"


def find_parts(table: str, columns: Sequence[str]) -> RunPython:
    """Migration step: from now on rows of the table are found by parts of these columns, those that are there as well.

    To be run again after a migration that makes the table anew, as `journal.triggers.forbid` is.
    """
    if not all(map(_PLAIN.fullmatch, [table, *columns])):
        raise ValueError("names of tables and columns are plain")

    def install(_apps: Any, editor: Any) -> None:
        make: Callable[..., list[str]] = _postgresql if editor.connection.vendor == "postgresql" else _sqlite
        for statement in make(table, columns):
            editor.execute(statement)

    return RunPython(install, RunPython.noop)


def _postgresql(table: str, columns: Sequence[str]) -> list[str]:
    large, small = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
    return [
        "CREATE OR REPLACE FUNCTION liuhen_parts(VARIADIC texts text[]) RETURNS text[] "
        "LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ "
        "SELECT coalesce(array_agg(DISTINCT substr(small, at, long)), '{}') "
        f"FROM (SELECT translate(one, '{large}', '{small}') AS small FROM unnest(texts) AS one) AS texts, "
        f"generate_series(1, least(char_length(small), {LONGEST})) AS at, generate_series(1, 2) AS long $$",
        f'DROP INDEX IF EXISTS "{table}_parts"',
        f'CREATE INDEX "{table}_parts" ON "{table}" USING gin ({_of_columns(columns)})',
    ]


def _sqlite(table: str, columns: Sequence[str]) -> list[str]:
    """A full-text table without the texts: it is told what to add and, with every change, what to take out."""
    parts, watched = f'"{table}_parts"', ", ".join(f'"{column}"' for column in columns)
    add = f"INSERT INTO {parts}(rowid, pairs) VALUES (NEW.id, {_pairs_in('NEW', columns)});"
    drop = f"INSERT INTO {parts}({parts}, rowid, pairs) VALUES ('delete', OLD.id, {_pairs_in('OLD', columns)});"
    events = {"insert": ("INSERT", add), "update": (f"UPDATE OF {watched}", drop + add), "delete": ("DELETE", drop)}
    triggers = [
        statement
        for name, (event, does) in events.items()
        for statement in (
            f'DROP TRIGGER IF EXISTS "{table}_parts_{name}"',
            f'CREATE TRIGGER "{table}_parts_{name}" AFTER {event} ON "{table}" BEGIN {does} END',
        )
    ]
    return [
        f"DROP TABLE IF EXISTS {parts}",
        f"CREATE VIRTUAL TABLE {parts} USING fts5(pairs, content='', detail=none, columnsize=0, tokenize='ascii')",
        *triggers,
        f'INSERT INTO {parts}(rowid, pairs) SELECT id, {_pairs_in(table, columns)} FROM "{table}"',
    ]


def _pairs_in(row: str, columns: Sequence[str]) -> str:
    """SQL that gives the pairs in these columns of a row, each by its bytes in hexadecimal: so any sign will do."""
    texts = ", ".join(f'lower({row}."{column}")' for column in columns)
    places = ",".join(map(str, range(1, LONGEST + 1)))
    return (
        "(SELECT group_concat(hex(substr(one.value, place.value, 2)), ' ') "
        f"FROM json_each(json_array({texts})) AS one, json_each('[{places}]') AS place "
        "WHERE place.value <= length(one.value))"
    )
