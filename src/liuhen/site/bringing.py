"""Bringing a table in from the command line: read the mapping, run, write the report, judge what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liuhen.adapters.law_folder import read_text
from liuhen.apps.importing.actions import end_run, open_run, require_bring
from liuhen.apps.importing.inputs import Offered, TableGiven, Tally
from liuhen.apps.importing.models import RunState
from liuhen.apps.importing.reporting import report
from liuhen.apps.importing.running import go_through
from liuhen.core.errors import LiuhenError
from liuhen.core.importing.mapping import read_mapping
from liuhen.core.importing.rows import RowFault
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

Told = Callable[[Tally], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be brought in by whom: table, mapping, folder of documents; `trial`: nothing is written."""

    by: Person
    table: Path
    mapping: Path
    documents: Path | None = None
    trial: bool = False


def bring_table(wish: Wish, told: Told) -> Tally:
    """Go through the table; raises LawError for the mapping, TableRefused for the table, PermissionDenied."""
    require_bring(wish.by)
    text = read_text(wish.mapping)
    mapping = read_mapping(text, name=wish.mapping.name, vocabulary=outside().law.vocabulary())
    given = TableGiven(
        path=wish.table, name=wish.table.name, mapping=mapping, mapping_text=text, documents=wish.documents
    )
    if wish.trial:
        return go_through(wish.by, given, None, told)
    run, last = open_run(wish.by, Offered.of(given), RunState.RUNNING), Tally()

    def remember(tally: Tally) -> None:
        nonlocal last
        last = tally
        told(tally)

    try:
        tally = go_through(wish.by, given, run, remember)
    except LiuhenError as error:
        end_run(run, dict(last.counts()), failure=str(error))
        raise
    end_run(run, dict(tally.counts()))
    return tally


def write_report(path: Path, findings: Iterable[tuple[str, RowFault]]) -> None:
    """Write every refused or changed row, cell by cell, as CSV or (by the name's end) XLSX."""
    path.write_bytes(report(findings, path.suffix.lower().lstrip(".")))


def as_json(tally: Tally) -> dict[str, Any]:
    """What became of the rows, for programs."""
    names = ("row", "column", "value", "reason", "advice")
    found = [{"kind": kind, **{name: getattr(fault, name) for name in names}} for kind, fault in tally.findings]
    return {**tally.counts(), "findings": found}
