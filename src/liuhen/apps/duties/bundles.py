"""One line per thing to do: obligations that the same act mends, under several articles or about several papers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from liuhen.apps.duties.mends import Films, Way, gather_way, step_key, way_of
from liuhen.apps.duties.queries import Urgency, urgency

if TYPE_CHECKING:
    from liuhen.apps.duties.models import Obligation

IN_ONE_GO = frozenset({"gather_document"})
"""Mends that one act does for all papers of a case."""
NAMED = 3
"""How many subjects a line names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one button mends: the most urgent obligation leads; all articles that ask for it are cited."""

    lead: Obligation
    rows: Sequence[Obligation]
    way: Way | None

    @property
    def articles(self) -> list[Obligation]:
        """One obligation per article and item, for the chips."""
        return list({(row.text, row.article, row.item_position): row for row in self.rows}.values())

    @property
    def subjects(self) -> str:
        """What it concerns: the first few by name, the rest counted."""
        names = list({row.subject_id: row.subject_label for row in self.rows}.values())
        shown = "、".join(dict.fromkeys(names[:NAMED]))
        return f"{shown} 等 {len(names)} 项" if len(names) > NAMED else shown


def by_urgency(rows: Iterable[Obligation], films: Films, now: datetime) -> list[tuple[Urgency, list[Bundle]]]:
    """The rows in groups of urgency, within a group one line per thing to do, the order kept."""
    groups: dict[Urgency, dict[Any, list[Obligation]]] = {level: {} for level in Urgency}
    for row in rows:
        groups[urgency(row, now)].setdefault(_same_act(row), []).append(row)
    return [(level, [bundle(members, films) for members in lines.values()]) for level, lines in groups.items() if lines]


def in_one_go(rows: Iterable[Obligation]) -> list[list[Obligation]]:
    """Rows of one text, those of a duty that one act mends for all papers put together; the order kept."""
    lines: dict[Any, list[Obligation]] = {}
    for row in rows:
        together = row.to_do and row.mend and row.mend["action"] in IN_ONE_GO
        lines.setdefault((row.duty, row.state) if together else row.pk, []).append(row)
    return list(lines.values())


def by_act(rows: Iterable[Obligation], films: Films) -> list[Bundle]:
    """One line per thing to do, the order kept."""
    lines: dict[Any, list[Obligation]] = {}
    for row in rows:
        lines.setdefault(_same_act(row), []).append(row)
    return [bundle(members, films) for members in lines.values()]


def _same_act(row: Obligation) -> Any:
    """What two obligations share when one act mends both."""
    if not row.mend or row.mend["action"] == "determine":
        return row.pk
    action = row.mend["action"]
    if action in IN_ONE_GO:
        return row.case_id, action
    return row.case_id, action, tuple(row.mend["codes"]), step_key(row) or row.subject_id


def bundle(rows: Sequence[Obligation], films: Films) -> Bundle:
    """One line of obligations that one act mends."""
    lead = rows[0]
    several = len({row.subject_id for row in rows}) > 1
    if several and lead.mend and lead.mend["action"] in IN_ONE_GO:
        return Bundle(lead, rows, gather_way(lead))
    return Bundle(lead, rows, way_of(lead, films))
