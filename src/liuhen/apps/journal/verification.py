"""Checks the journal against itself, against the log and against the sealed rows; names whatever does not agree.

The steps, in order (their numbers are in the report):
1. every entry's number follows the last, its columns repeat its body, its leaf commits to its body
2. the checkpoint is signed by this instance's key and does not claim more entries than there are
3. the tiles and bundles hold exactly the journal's leaves and give the signed root
4. every sealed row is what its last entry says; none is missing, none is unaccounted for
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.dateparse import parse_datetime

from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.queries import all_entries, count
from liuhen.apps.journal.seals import row_key, row_seal, sealed_models
from liuhen.core.tlog import LogError, check_log, open_checkpoint, parse_verifier_key
from liuhen.core.tlog.canonical import canonical_json
from liuhen.core.tlog.leaf import commitment, leaf_bytes
from liuhen.ports.outside import outside

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree: the step that found it, what it is about, and what is wrong (Chinese)."""

    step: int
    about: str
    text: str


@dataclass(slots=True)
class JournalCheck:
    """What a check of the journal found; `seals` are the last seals of every row, for step 4."""

    entries: int = 0
    published: int = 0
    findings: list[Finding] = field(default_factory=list)
    seals: dict[str, str] = field(default_factory=dict)

    def find(self, step: int, about: str, text: str) -> None:
        """Note a finding."""
        self.findings.append(Finding(step, about, text))


def check_journal(progress: Progress = lambda _done: None) -> JournalCheck:
    """Run all steps over the whole journal; memory grows with the number of sealed rows, not with their content."""
    with _one_moment():
        check = JournalCheck(entries=count())
        _check_tree(check, _check_entries(check, progress))
        _check_rows(check)
    return check


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction in which entries and rows are seen as they stood at one moment, while the service goes on.

    Writers take SQLite's write lock as they begin (settings); a check of many minutes must not.
    """
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()  # connecting sets the mode anew
    usual = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = usual  # type: ignore[attr-defined]


def _check_entries(check: JournalCheck, progress: Progress) -> Iterator[bytes]:
    """Step 1, yielding each leaf for step 3."""
    expected = 0
    for entry in all_entries():
        if entry.seq != expected:
            check.find(1, f"条目 {expected}", f"日志条目缺失：{expected} 至 {entry.seq - 1}")
        expected = entry.seq + 1
        _check_entry(check, entry)
        progress(entry.seq)
        yield bytes(entry.leaf)


def _check_entry(check: JournalCheck, entry: Entry) -> None:
    about = f"条目 {entry.seq}"
    try:
        body = json.loads(entry.body)
        if canonical_json(body).decode() != entry.body:
            check.find(1, about, "内容不是原来的写法，已被改动")
        leaf, columns = _leaf(entry, body), _columns(body)
        seals = {str(row): str(seal) for row, seal in body["rows"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, LogError) as error:
        check.find(1, about, f"内容无法读出，已被改动：{error}")
        return
    if leaf != bytes(entry.leaf):
        check.find(1, about, "内容与其叶不符，条目已被改动")
    for column, value in columns.items():
        if str(getattr(entry, column)) != str(value):
            check.find(1, about, f"列 {column} 与内容不符，应为 {value}")
    check.seals.update(seals)


def _leaf(entry: Entry, body: dict[str, Any]) -> bytes:
    """The leaf the entry ought to have. Raises ValueError, KeyError or LogError for a forged body."""
    at = parse_datetime(body["at"]) or entry.at
    return leaf_bytes(kind=body["kind"], at=at, seq=body["seq"], commitment=commitment(bytes(entry.salt), body))


def _columns(body: dict[str, Any]) -> dict[str, Any]:
    return {
        "seq": body["seq"],
        "kind": body["kind"],
        "at": parse_datetime(body["at"]),
        "actor_id": body["actor"]["id"],
        "actor_name": body["actor"]["name"],
        "subject_kind": body["subject"]["kind"],
        "subject_id": body["subject"]["id"],
        "case_number": body["case"],
    }


def _check_tree(check: JournalCheck, leaves: Iterator[bytes]) -> None:
    """Steps 2 and 3. Consumes the leaves in any case, so that step 1 is complete."""
    log, signer = outside().log, outside().signer
    raw = log.fetch("checkpoint")
    try:
        if raw is None:
            raise LogError("没有检查点：日志从未发布，或检查点已被移走")
        checkpoint = open_checkpoint(raw, [parse_verifier_key(signer.verifier_key)])
    except LogError as error:
        check.find(2, "检查点", f"检查点不可信：{error}")
        for _leaf in leaves:
            pass
        return
    check.published = checkpoint.size
    if checkpoint.size > check.entries:
        text = f"检查点记有 {checkpoint.size} 条，日志只有 {check.entries} 条：末尾条目已被删除"
        check.find(2, "检查点", text)
    for fault in check_log(log.fetch, leaves, size=checkpoint.size, root=checkpoint.root):
        check.find(3, "日志树", str(fault))


def _seal_now(row: models.Model) -> str:
    """The seal of the row as it is; none when it holds what no action could have written."""
    try:
        return row_seal(row)
    except (ValidationError, ValueError, TypeError, LogError):
        return ""


def _check_rows(check: JournalCheck) -> None:
    """Step 4."""
    unseen = {key for key in check.seals if key.rsplit("/", 1)[0] in sealed_models()}
    for model in sealed_models().values():
        for row in model._base_manager.order_by("pk").iterator(chunk_size=2000):
            key = row_key(row)
            unseen.discard(key)
            if key not in check.seals:
                check.find(4, key, "该行没有任何日志条目，来历不明")
            elif check.seals[key] != _seal_now(row):
                check.find(4, key, "该行与日志所载不符，已被改动")
    for key in sorted(unseen):
        check.find(4, key, "该行已不存在，被人删除")
