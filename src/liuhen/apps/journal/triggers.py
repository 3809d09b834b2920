"""Database triggers that refuse to change what must never change, on SQLite and on PostgreSQL, as migration steps.

They stop mistakes and casual tampering. Someone who may drop triggers is found out by `liuhen log verify`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import RunPython

REFUSAL = "liuhen: evidence is never changed or removed; make a new, linked record instead"


def forbid(table: str, *, delete: bool = True, update: bool | Sequence[str] = True) -> RunPython:
    """Refuse DELETE and UPDATE on a table; `update` may name the only columns that must not change.

    To be run again after a migration that adds a column: SQLite makes the table anew for it, without its triggers.
    """

    def install(_apps: Any, editor: Any) -> None:
        for statement in _statements(editor.connection.vendor, table, delete, update):
            editor.execute(statement)

    return RunPython(install, RunPython.noop)


def _statements(vendor: str, table: str, delete: bool, update: bool | Sequence[str]) -> list[str]:
    events = ["DELETE"] if delete else []
    if update:
        events.append("UPDATE" if update is True else "UPDATE OF " + ", ".join(f'"{name}"' for name in update))
    make = _postgresql if vendor == "postgresql" else _sqlite
    return [statement for event in events for statement in make(table, event)]


def _name(table: str, event: str) -> str:
    return f"{table}_no_{event.split(maxsplit=1)[0].lower()}"


def _sqlite(table: str, event: str) -> list[str]:
    return [
        f'DROP TRIGGER IF EXISTS "{_name(table, event)}"',
        f'CREATE TRIGGER "{_name(table, event)}" BEFORE {event} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ]


def _postgresql(table: str, event: str) -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION liuhen_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f'DROP TRIGGER IF EXISTS "{_name(table, event)}" ON "{table}"',
        f'CREATE TRIGGER "{_name(table, event)}" BEFORE {event} ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION liuhen_refuse()",
    ]
