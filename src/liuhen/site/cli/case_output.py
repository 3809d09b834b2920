"""How `liuhen case` prints to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Column, Table

from liuhen.apps.cases.queries import all_cases, search, with_stage
from liuhen.apps.duties.facts import verdict_with_standings
from liuhen.apps.duties.queries import lacking_by_case
from liuhen.apps.lawlib.queries import term
from liuhen.core.terms.labels import Stage
from liuhen.site.cli.law_output import show_verdict as show_obligations

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case


def case_rows(words: str, limit: int) -> list[dict[str, Any]]:
    """The latest cases as plain data."""
    cases: list[Any] = list(with_stage(search(all_cases(), words))[:limit])
    lacking = lacking_by_case(case.pk for case in cases)
    return [
        {
            "number": case.number,
            "cause": case.cause,
            "party": case.party,
            "unit": case.unit.name,
            "opened_at": case.opened_at.isoformat(),
            "stage": case.stage,
            "archived_at": case.archived_at.isoformat() if case.archived_at else None,
            "lacking": lacking.get(case.pk, 0),
        }
        for case in cases
    ]


def show_rows(rows: Sequence[Mapping[str, Any]]) -> None:
    """A table of cases."""
    table = Table(
        Column("案号", no_wrap=True, overflow="fold"), "案由", "当事人", "阶段", Column("欠缺", justify="right")
    )
    for row in rows:
        stage = "已归档" if row["archived_at"] else Stage(row["stage"]).label if row["stage"] else "—"
        table.add_row(row["number"], row["cause"], row["party"], stage, str(row["lacking"]))
    Console().print(table)


def show_dossier(case: Case, data: Mapping[str, Any]) -> None:
    """The case in a few lines: steps in time order, documents, recordings."""
    console = Console(highlight=False)
    console.print(f"{case.number}  {case.cause}  {case.party}", markup=False)
    for key, title, words in (("steps", "环节", "steps"), ("documents", "文书", "documents")):
        for entry in data.get(key, ()):
            moment = entry.get("start") or entry["made_at"]
            console.print(f"  {title}  {_local(moment)}  {term(words, entry['kind'])}", markup=False)
    for film in data.get("recordings", ()):
        console.print(f"  记录  {_local(film['start'])}  {film['id']}", markup=False)


def show_verdict(case: Case, at: datetime) -> None:
    """The verdict as `law check` prints it."""
    owed, standing = verdict_with_standings(case, at)
    show_obligations(owed, standing, at)


def _local(moment: str) -> str:
    from django.utils.timezone import localtime

    return localtime(datetime.fromisoformat(moment)).strftime("%Y-%m-%d %H:%M:%S")
