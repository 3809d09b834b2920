"""A table gone through from its first row to its last: read, checked, and, unless it is a trial, brought in.

Portions are brought in one transaction each. Whatever ends the work, running it again goes on after the last portion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from liuhen.apps.importing.actions import Taken, bring
from liuhen.apps.importing.checking import Checker, Sorted
from liuhen.apps.importing.files import Files
from liuhen.apps.importing.inputs import TableGiven, Tally
from liuhen.apps.importing.models import FindingKind, Run
from liuhen.core.importing.cases import CaseReader, Sheets
from liuhen.core.importing.mapping import columns_of
from liuhen.core.importing.rows import Row, RowFault
from liuhen.core.importing.stated import StatedCase
from liuhen.ports.outside import outside
from liuhen.ports.tables import TableRefused

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

PORTION = 200
"""Cases written together: one transaction of some tenths of a second, so that nobody waits long for the writer."""
MOST_FINDINGS = 50_000
Told = Callable[[Tally], None]


def go_through(by: Person, given: TableGiven, run: Run | None, told: Told = lambda _: None) -> Tally:
    """Go through the table; `run` None: a trial that writes nothing. `told` hears of it after each portion.

    Raises TableRefused when the table can't be read, or lacks a column that the mapping names.
    """
    now = outside().clock.now()
    tally, files = Tally(), Files(given.documents)
    checker = Checker(by, given.mapping, files)
    with outside().tables.open(given.path, given.mapping.table, name=given.name) as table:
        _check_columns(given, table.columns)
        reader = CaseReader(given.mapping, outside().law.vocabulary(), now, _sheets(given))
        for portion in _portions(table.rows):
            stated = _stated(reader, portion, tally)
            found = checker.sort(stated)
            if run and not _brought_in(run, found, files):
                found = checker.sort(stated)
                bring(run, found.ready, files)
            _count(found, tally)
            told(tally)
    return tally


def _check_columns(given: TableGiven, columns: Sequence[str]) -> None:
    missing = [column for column in columns_of(given.mapping) if column not in columns]
    if missing:
        there = "、".join(columns[:40])
        raise TableRefused(f"{given.name}：没有映射文件所写的列：{'、'.join(missing)}。表中有：{there}")


def _sheets(given: TableGiven) -> Sheets:
    """The rows of further sheets, by the case they belong to."""
    found: dict[str, dict[str, list[Row]]] = {}
    for fields in given.mapping.documents:
        if not fields.sheet or fields.sheet in found:
            continue
        shape = given.mapping.table.model_copy(update={"sheet": fields.sheet, "header": 1})
        with outside().tables.open(given.path, shape, name=given.name) as table:
            rows = found.setdefault(fields.sheet, {})
            for row in table.rows:
                rows.setdefault(row.text(fields.case), []).append(row)
    return found


def _portions(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while portion := list(islice(rows, PORTION)):
        yield portion


def _stated(reader: CaseReader, portion: Sequence[Row], tally: Tally) -> list[StatedCase]:
    """The rows that state a case; what is wrong with the others is noted."""
    stated = []
    for row in portion:
        read = reader.read(row)
        if isinstance(read, StatedCase):
            stated.append(read)
        else:
            _note(tally, FindingKind.REFUSED, read)
            tally.refused += 1
    tally.total += len(portion)
    return stated


def _brought_in(run: Run, found: Sorted, files: Files) -> bool:
    """Bring in what is ready; False where somebody was quicker with a number or a row."""
    try:
        bring(run, found.ready, files)
    except Taken:
        return False
    return True


def _count(found: Sorted, tally: Tally) -> None:
    tally.brought += len(found.ready)
    tally.known += found.known
    tally.changed += len(found.changed)
    tally.refused += len(found.refused)
    for kind, rows in ((FindingKind.CHANGED, found.changed), (FindingKind.REFUSED, found.refused)):
        for faults in rows:
            _note(tally, kind, faults)


def _note(tally: Tally, kind: FindingKind, faults: Sequence[RowFault]) -> None:
    if len(tally.findings) < MOST_FINDINGS:
        tally.findings += [(kind.value, fault) for fault in faults]
