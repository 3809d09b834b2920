"""Days that documents in force set: asked of the room that keeps what documents say, kept beside the verdict.

They are derived like obligations: every judging asks anew and writes what differs, so that a document that is corrected
takes its day along.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from liuhen.apps.duties.models import Appointment


@dataclass(frozen=True, slots=True)
class Appointed:
    """A day or moment that a document sets; `source` names document and field, `label` and `title` are their words."""

    source: str
    at: datetime
    whole_day: bool
    label: str
    title: str


Ask = Callable[[Collection[int]], Mapping[int, Sequence[Appointed]]]
"""The appointments of cases, by case; a fixed number of queries however many cases there are."""
_asked: list[Ask] = []


def ask_appointments(ask: Ask) -> None:
    """Have a higher room asked for the appointments of cases (site/wiring.py)."""
    if ask not in _asked:
        _asked.append(ask)


@dataclass(frozen=True, slots=True)
class Standing:
    """The appointments there are by their row's key, and those there should be, of one case."""

    rows: Mapping[Appointed, int]
    wanted: Collection[Appointed]

    @property
    def gone(self) -> list[int]:
        """The keys of rows that hold no more."""
        return [key for one, key in self.rows.items() if one not in self.wanted]

    def new(self, case: int, agency: int) -> list[Appointment]:
        """The rows to be made."""
        return [
            Appointment(
                case_id=case,
                agency_id=agency,
                source=one.source,
                at=one.at,
                whole_day=one.whole_day,
                label=one.label[:120],
                title=one.title[:120],
            )
            for one in self.wanted
            if one not in self.rows
        ]


def standing_of(cases: Collection[int]) -> dict[int, Standing]:
    """What is kept of each of these cases beside what should be kept."""
    rows: defaultdict[int, dict[Appointed, int]] = defaultdict(dict)
    for row in Appointment.objects.filter(case__in=cases):
        rows[row.case_id][Appointed(row.source, row.at, row.whole_day, row.label, row.title)] = row.pk
    wanted: defaultdict[int, list[Appointed]] = defaultdict(list)
    for ask in _asked:
        for case, found in ask(cases).items():
            wanted[case].extend(found)
    return {case: Standing(rows[case], wanted[case]) for case in cases}


def write(gone: Collection[int], new: Collection[Appointment]) -> None:
    """Write the difference, within the caller's transaction; nothing is asked where nothing differs."""
    if gone:
        Appointment.objects.filter(pk__in=gone).delete()
    if new:
        Appointment.objects.bulk_create(new)
