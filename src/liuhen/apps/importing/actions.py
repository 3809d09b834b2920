"""All writes of the room: permit → rule → one transaction → journal entry for each case that is brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction

from liuhen.apps.cases.actions import LaidDown, lay_down
from liuhen.apps.importing import entries
from liuhen.apps.importing.files import Files
from liuhen.apps.importing.inputs import Offered, Ready
from liuhen.apps.importing.models import Brought, Carried, Finding, Run, RunState
from liuhen.apps.importing.permissions import BRING
from liuhen.apps.journal.actions import About, Purpose, What, record, record_many
from liuhen.apps.parties.actions import lay_down_parties
from liuhen.core.importing.rows import RowFault
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.people.models import Person

__all__ = [
    "Received",
    "begin_bringing",
    "bring",
    "end_run",
    "keep_findings",
    "note_export",
    "note_progress",
    "note_received",
    "open_run",
    "require_bring",
]


def require_bring(by: Person) -> None:
    """Stop with 403 unless the person may bring cases in."""
    if not by.may(BRING):
        raise PermissionDenied(f"{by.name}（{by.role_label or '无角色'}）没有“{BRING.label}”的权限。")


def open_run(by: Person, given: Offered, state: RunState) -> Run:
    """Begin a run: the table's bytes go into the vault, what it is and by which mapping it is read into the journal."""
    require_bring(by)
    vault = outside().vault
    stored = vault.commit(vault.stage(given.source))
    with transaction.atomic():
        run = Run.objects.create(
            agency=by.unit.agency,
            by=by,
            source=given.system,
            table_name=given.name[:255],
            table_sha256=stored.sha256,
            mapping=given.mapping_text,
            begun_at=outside().clock.now(),
            state=state.value,
        )
        data = {"source": run.source, "sha256": stored.sha256}
        record(entries.RUN_BEGUN, by, _named(run), What(data=data, rows=[run]))
    return run


@transaction.atomic
def begin_bringing(by: Person, run: Run) -> Run:
    """Say that what a trial found fit is to be brought in; the worker does it. Only a run that was tried is."""
    require_bring(by)
    waiting = Run.objects.select_for_update().filter(pk=run.pk, state=RunState.CHECKED.value)
    if not waiting.update(state=RunState.RUNNING.value):
        raise ValidationError("这张表已经在导入或者已经导入过，请刷新页面查看。")
    run.state = RunState.RUNNING.value
    record(entries.BRINGING_ASKED, by, _named(run), What(data={"rows": run.brought}))
    return run


def note_progress(run: Run, counts: Mapping[str, int], state: RunState | None = None) -> None:
    """Keep how far a run has come; no act, and no part of its seal."""
    changed = {**counts, "state": state.value} if state else dict(counts)
    Run.objects.filter(pk=run.pk).update(**changed)


def keep_findings(run: Run, findings: Sequence[tuple[str, RowFault]]) -> None:
    """Keep why rows were not brought in, in place of what was found before."""
    with transaction.atomic():
        Finding.objects.filter(run=run).delete()
        rows = (Finding(run=run, kind=kind, **_cut(fault)) for kind, fault in findings)
        Finding.objects.bulk_create(rows, batch_size=500)


def _cut(fault: RowFault) -> dict[str, Any]:
    return {
        "row": fault.row,
        "column": fault.column[:300],
        "value": fault.value[:200],
        "reason": fault.reason[:300],
        "advice": fault.advice[:300],
    }


def bring(run: Run, ready: Sequence[Ready], files: Files) -> int:
    """Bring in cases that were checked; give how many. All of them or, where one fails, none.

    Raises IntegrityError where somebody took a number or brought the same row meanwhile: check again.
    """
    kept = [replace(one.case, documents=tuple(map(files.keep, one.case.documents))) for one in ready]
    with transaction.atomic():
        laid = lay_down(run.by, kept)
        sources = Brought.objects.bulk_create(_source(run, one, down) for one, down in zip(ready, laid, strict=True))
        pairs = [(down.case, one.party) for one, down in zip(ready, laid, strict=True) if one.party]
        parties = lay_down_parties(run.by, pairs)
        acts = [_act(down, source, parties) for down, source in zip(laid, sources, strict=True)]
        record_many(entries.CASE_BROUGHT, run.by, acts)
    return len(laid)


def _source(run: Run, one: Ready, down: LaidDown) -> Brought:
    return Brought(
        agency_id=run.agency_id,
        source=run.source,
        external_id=one.stated.id,
        run=run,
        row=one.stated.row,
        case=down.case,
        content=dict(one.stated.source),
        remarks=[*one.remarks],
    )


def _act(down: LaidDown, source: Brought, parties: Mapping[int, list[models.Model]]) -> tuple[About, What]:
    number = down.case.number
    data = {"source": source.source, "id": source.external_id, "run": source.run_id, "row": source.row}
    rows: list[models.Model] = [*down.rows, *parties.get(down.case.pk, ()), source]
    return About(kind="case", id=str(down.case.pk), label=number, case=number), What(data=data, rows=rows)


@transaction.atomic
def end_run(run: Run, counts: dict[str, Any], *, failure: str = "") -> Run:
    """Note that the run is over, with what became of its rows; `failure`: why its table was not read to the end."""
    for name, value in counts.items():
        setattr(run, name, value)
    run.state, run.ended_at, run.failure = (
        RunState.FAILED.value if failure else RunState.ENDED.value,
        outside().clock.now(),
        failure,
    )
    run.save(update_fields=[*counts, "state", "ended_at", "failure"])
    record(entries.RUN_ENDED, run.by, _named(run), What(data={**counts, "failure": failure}))
    return run


@transaction.atomic
def note_export(case: Case, purpose: str, data: Mapping[str, Any]) -> None:
    """Journal that a case leaves the house whole, before anything is written."""
    about = About(kind="case", id=str(case.pk), label=case.number, case=case.number)
    record(entries.CASE_EXPORTED, None, about, What(data=data), Purpose(purpose=purpose))


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A case that came whole: what its file's statement digests to, who sent it, and all rows that were written."""

    sha256: str
    sender: str
    rows: tuple[models.Model, ...]


def note_received(by: Person, case: Any, received: Received) -> Carried:
    """Journal, in the transaction that wrote them, that the rows of a case came from another instance; each sealed."""
    require_bring(by)
    row = Carried.objects.create(
        case=case, sender=received.sender[:200], sha256=received.sha256, by=by, at=outside().clock.now()
    )
    about = About(kind="case", id=str(case.pk), label=case.number, case=case.number)
    data = {"sender": row.sender, "sha256": row.sha256}
    record_many(entries.CASE_RECEIVED, by, [(about, What(data=data, rows=[*received.rows, row]))])
    return row


def _named(run: Run) -> About:
    return About(kind="import", id=str(run.pk), label=run.table_name)


Taken = IntegrityError
"""What `bring` raises where somebody was quicker."""
