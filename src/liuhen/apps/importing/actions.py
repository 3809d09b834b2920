"""All writes of the room: permit → rule → one transaction → journal entry for each case that is brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction

from liuhen.apps.cases.actions import LaidDown, lay_down
from liuhen.apps.importing import entries
from liuhen.apps.importing.files import Files
from liuhen.apps.importing.inputs import Ready, TableGiven
from liuhen.apps.importing.models import Brought, Run, RunState
from liuhen.apps.importing.permissions import BRING
from liuhen.apps.journal.actions import About, What, record, record_many
from liuhen.apps.parties.actions import lay_down_parties
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

__all__ = ["bring", "end_run", "open_run", "require_bring"]


def require_bring(by: Person) -> None:
    """Stop with 403 unless the person may bring cases in."""
    if not by.may(BRING):
        raise PermissionDenied(f"{by.name}（{by.role_label or '无角色'}）没有“{BRING.label}”的权限。")


def open_run(by: Person, given: TableGiven, state: RunState) -> Run:
    """Begin a run: the table's bytes go into the vault, what it is and by which mapping it is read into the journal."""
    require_bring(by)
    vault = outside().vault
    stored = vault.commit(vault.stage(given.path))
    with transaction.atomic():
        run = Run.objects.create(
            agency=by.unit.agency,
            by=by,
            source=given.mapping.source,
            table_name=given.name[:255],
            table_sha256=stored.sha256,
            mapping=given.mapping_text,
            begun_at=outside().clock.now(),
            state=state.value,
        )
        data = {"source": run.source, "sha256": stored.sha256}
        record(entries.RUN_BEGUN, by, _named(run), What(data=data, rows=[run]))
    return run


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


def _named(run: Run) -> About:
    return About(kind="import", id=str(run.pk), label=run.table_name)


Taken = IntegrityError
"""What `bring` raises where somebody was quicker."""
