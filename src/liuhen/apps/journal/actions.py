"""The only writer of journal entries, and the publisher of the log.

An act is *sequenced* by `record` in the transaction of the act itself, *integrated* and *published* by `publish`
afterwards (docs/explanation/journal.md). `record` outside a transaction is refused: an entry and what it tells of
stand or fall together.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from liuhen.apps.journal.actors import Actor
from liuhen.apps.journal.kinds import EntryKind, kind_of
from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.queries import leaves_from
from liuhen.apps.journal.seals import row_key, stored_seal, stored_seals
from liuhen.core.tlog import (
    CHECKPOINT_PATH,
    EMPTY_ROOT,
    Checkpoint,
    append_leaves,
    open_checkpoint,
    parse_verifier_key,
    sign_checkpoint,
)
from liuhen.core.tlog.canonical import canonical_json
from liuhen.core.tlog.leaf import SALT_SIZE, commitment, format_time, leaf_bytes
from liuhen.ports.log_store import LogConflict
from liuhen.ports.outside import outside

BODY_VERSION = 1
SYSTEM_NAME = "系统"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an act concerns: kind and id of the thing, how people call it, and the case it belongs to, if any."""

    kind: str
    id: str
    label: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """Why an act was done: purpose 用途 and legal ground 依据, as the person stated them."""

    purpose: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """The content of an act: its details, and the rows it wrote (each gets a seal)."""

    data: Mapping[str, Any] = field(default_factory=dict)
    rows: Sequence[models.Model] = ()


PUBLISH_BATCH = 10_000
WRITTEN_TOGETHER = 500

Listener = Callable[[Entry], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Tell this function of every entry once its transaction is committed (wired in site/wiring.py)."""
    if listener not in _listeners:
        _listeners.append(listener)


@contextmanager
def unheard() -> Iterator[None]:
    """Write entries without telling the listeners: for loading many acts at once, after which the caller catches up."""
    heard = [*_listeners]
    _listeners.clear()
    try:
        yield
    finally:
        _listeners.extend(heard)


@dataclass(frozen=True, slots=True)
class _Act:
    """One act as it is about to be written."""

    kind: EntryKind
    actor: Actor | None
    about: About
    what: What
    why: Purpose


def record(kind: EntryKind, actor: Actor | None, about: About, what: What = What(), why: Purpose = Purpose()) -> Entry:
    """Write one entry within the caller's transaction and give it back.

    `actor` None is the system itself. Raises RuntimeError outside a transaction, KeyError for an undeclared kind.
    """
    seq, now = _begin(kind)
    seals = {row_key(row): stored_seal(row) for row in what.rows}
    entry = _entry(seq, now, _Act(kind, actor, about, what, why), seals)
    entry.save(force_insert=True)
    # Robust: the act stands even if a listener fails; the sweeps make up for it.
    transaction.on_commit(lambda: _tell(entry), robust=True)
    return entry


def record_many(kind: EntryKind, actor: Actor | None, acts: Sequence[tuple[About, What]]) -> list[Entry]:
    """Write an entry each for many acts of one kind, within the caller's transaction: the same entries as `record`.

    Rows are read for their seals, and entries written, all at once. Listeners are not told: who loads thousands of
    rows catches up afterwards, and the sweeps do where nobody does. Raises as `record` does.
    """
    first, now = _begin(kind)
    seals = stored_seals([row for _, what in acts for row in what.rows])
    entries = [
        _entry(
            seq, now, _Act(kind, actor, about, what, Purpose()), {key: seals[key] for key in map(row_key, what.rows)}
        )
        for seq, (about, what) in enumerate(acts, first)
    ]
    return Entry.objects.bulk_create(entries, batch_size=WRITTEN_TOGETHER)


def _begin(kind: EntryKind) -> tuple[int, datetime]:
    """The number and the time of the next entry."""
    if not connection.in_atomic_block:
        raise RuntimeError("a journal entry is written in the transaction of its act")
    kind_of(kind.code)
    return _next_seq(), outside().clock.now()


def _body(seq: int, now: datetime, act: _Act, seals: Mapping[str, str]) -> dict[str, Any]:
    return {
        "v": BODY_VERSION,
        "seq": seq,
        "kind": act.kind.code,
        "at": format_time(now),
        "actor": _actor(act.actor),
        "subject": {"kind": act.about.kind, "id": act.about.id, "label": act.about.label},
        "case": act.about.case,
        "purpose": act.why.purpose,
        "ground": act.why.ground,
        "data": dict(act.what.data),
        "rows": dict(seals),
    }


def _actor(actor: Actor | None) -> dict[str, Any]:
    if actor is None:
        return {"id": None, "name": SYSTEM_NAME, "certificate": "", "role": "", "unit": ""}
    return {
        "id": actor.pk,
        "name": actor.name,
        "certificate": actor.certificate or "",
        "role": actor.role_label,
        "unit": actor.unit_name,
    }


def _entry(seq: int, now: datetime, act: _Act, seals: Mapping[str, str]) -> Entry:
    """The entry, not stored yet, with its leaf over a fresh salt."""
    body, salt = _body(seq, now, act, seals), secrets.token_bytes(SALT_SIZE)
    sealed = commitment(salt, body)
    return Entry(
        seq=seq,
        kind=act.kind.code,
        at=now,
        actor_id=act.actor.pk if act.actor else None,
        actor_name=body["actor"]["name"],
        subject_kind=act.about.kind,
        subject_id=act.about.id,
        case_number=act.about.case,
        body=canonical_json(body).decode(),
        salt=salt,
        leaf=leaf_bytes(kind=act.kind.code, at=now, seq=seq, commitment=sealed),
    )


def _next_seq() -> int:
    """Number the next entry. SQLite holds the write lock (IMMEDIATE); PostgreSQL takes one advisory lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(5390)")
    last = Entry.objects.order_by("-seq").values_list("seq", flat=True).first()
    return 0 if last is None else last + 1


def _tell(entry: Entry) -> None:
    for listener in _listeners:
        listener(entry)


def publish() -> Checkpoint:
    """Bring the log up to the journal and sign its checkpoint; give the checkpoint that now stands.

    Costs what is new, not what is there. Run twice, or by two workers at once, it changes nothing further: the log
    store refuses a checkpoint that another publisher has overtaken, and we go on from the other's. Raises LogError when
    the tiles no longer give the root that was signed: nothing may be signed over a tree that was tampered with.
    """
    while True:
        checkpoint = _standing_checkpoint()
        leaves = leaves_from(checkpoint.size, PUBLISH_BATCH)
        if not leaves:
            return checkpoint
        try:
            _grow(checkpoint, leaves)
        except LogConflict:
            if _standing_checkpoint().size <= checkpoint.size:
                raise


def _grow(checkpoint: Checkpoint, leaves: list[bytes]) -> None:
    log = outside().log
    grown = append_leaves(log.fetch, checkpoint.size, leaves, expected_root=checkpoint.root)
    signed = sign_checkpoint(Checkpoint(checkpoint.origin, grown.size, grown.root), outside().signer)
    log.publish(grown.files, signed)


def _standing_checkpoint() -> Checkpoint:
    signer = outside().signer
    raw = outside().log.fetch(CHECKPOINT_PATH)
    if raw is None:
        return Checkpoint(signer.name, 0, EMPTY_ROOT)
    return open_checkpoint(raw, [parse_verifier_key(signer.verifier_key)])
