"""Row seals: the digest of a database row, written into the journal entry of the act that wrote the row.

A row changed or removed behind the journal's back no longer agrees with its last seal, and `liuhen log verify` names
it. A model takes part by being listed with `sealed`; every action that writes such a row passes it to `record`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models

from liuhen.core.tlog.canonical import canonical_json

M = TypeVar("M", bound=models.Model)
M_co = TypeVar("M_co", bound=models.Model, covariant=True)
_READ_TOGETHER = 500
_sealed: dict[str, type[models.Model]] = {}


def sealed(model: type[M]) -> type[M]:
    """Class decorator: rows of this model are sealed by the journal."""
    _sealed[model._meta.label_lower] = model
    return model


class Standing(models.Manager[M_co]):
    """The rows that stand of sealed facts, which are corrected by rows of their own that take their place."""

    def get_queryset(self) -> models.QuerySet[M_co]:
        """Leave out what a later row replaces (`replaced_by`)."""
        return super().get_queryset().filter(replaced_by=None)


def sealed_models() -> dict[str, type[models.Model]]:
    """The models whose rows are sealed, by label."""
    return dict(_sealed)


def row_key(row: models.Model) -> str:
    """Name a row: "room.model/primary-key"."""
    return f"{row._meta.label_lower}/{row.pk}"


def row_seal(row: models.Model) -> str:
    """Give the SHA-256 (hex) of the row's own columns in canonical form, without its `unsealed` ones.

    A column named in `sealed_later` came with a later version of the program: it takes part once it holds more than
    its default, so that rows sealed before it existed still agree with their seals.
    """
    unsealed: frozenset[str] = getattr(row, "unsealed", frozenset())
    later: frozenset[str] = getattr(row, "sealed_later", frozenset())
    fields = [
        field
        for field in row._meta.concrete_fields
        if field.attname not in unsealed and not (field.attname in later and _untouched(field, row))
    ]
    content = {field.attname: _plain(field, row) for field in fields}
    return hashlib.sha256(canonical_json(content)).hexdigest()


def _untouched(field: models.Field[Any, Any], row: models.Model) -> bool:
    return bool(getattr(row, field.attname) == field.get_default())


def stored_seal(row: models.Model) -> str:
    """Give the seal of the row as the database holds it now, within the transaction that wrote it.

    What an action has in its hands may have been read before somebody else completed other columns of the same row; a
    seal over that would name an honest row as tampered with.
    """
    stored = type(row)._base_manager.filter(pk=row.pk).first()
    if stored is None:
        raise LookupError(f"{row_key(row)} is sealed before it was written")
    return row_seal(stored)


def stored_seals(rows: Sequence[models.Model]) -> dict[str, str]:
    """The same for many rows at once: row key → seal, read with a few queries per model."""
    keys: dict[type[models.Model], list[Any]] = {}
    for row in rows:
        keys.setdefault(type(row), []).append(row.pk)
    found = {row_key(row): row_seal(row) for model, wanted in keys.items() for row in _stored(model, wanted)}
    if missing := [row_key(row) for row in rows if row_key(row) not in found]:
        raise LookupError(f"{missing[0]} is sealed before it was written")
    return found


def _stored(model: type[models.Model], keys: Sequence[Any]) -> Iterator[models.Model]:
    for start in range(0, len(keys), _READ_TOGETHER):
        yield from model._base_manager.filter(pk__in=keys[start : start + _READ_TOGETHER])


def _plain(field: models.Field[Any, Any], row: models.Model) -> Any:
    value = field.to_python(getattr(row, field.attname))
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | Decimal():
            return str(value)
        case bytes() | memoryview():
            return bytes(value).hex()
    return value
