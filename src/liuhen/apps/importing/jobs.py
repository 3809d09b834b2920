"""The room's job: level-triggered, so that a run stopped half-way goes on with the next."""

from __future__ import annotations

from liuhen.apps.importing.actions import end_run, keep_findings, note_progress
from liuhen.apps.importing.handing import attach_waiting
from liuhen.apps.importing.inputs import TableGiven, Tally
from liuhen.apps.importing.models import Run, RunState
from liuhen.apps.importing.queries import runs_waiting
from liuhen.apps.importing.running import Told, go_through
from liuhen.core.errors import LiuhenError
from liuhen.core.importing.mapping import read_mapping
from liuhen.ports.outside import outside


def work_off() -> int:
    """Try, or bring in, every table that waits for it, and attach scans; give how many there were."""
    waiting = list(runs_waiting())
    for run in waiting:
        _work(run)
    return len(waiting) + attach_waiting()


def _work(run: Run) -> None:
    trial = run.state == RunState.CHECKING.value
    last = Tally()

    def remember(tally: Tally) -> None:
        nonlocal last
        last = tally
        note_progress(run, tally.counts())

    try:
        tally = _gone_through(run, remember, trial=trial)
    except LiuhenError as error:
        end_run(run, dict(last.counts()), failure=str(error))
        return
    keep_findings(run, tally.findings)
    if trial:
        note_progress(run, tally.counts(), RunState.CHECKED)
    else:
        end_run(run, dict(tally.counts()))


def _gone_through(run: Run, told: Told, *, trial: bool) -> Tally:
    mapping = read_mapping(run.mapping, name="映射", vocabulary=outside().law.vocabulary())
    with outside().vault.local(run.table_sha256) as path:
        given = TableGiven(path=path, name=run.table_name, mapping=mapping, mapping_text=run.mapping)
        return go_through(run.by, given, None if trial else run, told)
