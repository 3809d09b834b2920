"""`liuhen law diff`: what two versions of a text have different, and what that does to the open cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from liuhen.adapters.law_folder import DiskLawFolder
from liuhen.core.lawbook.difference import TextDifference, difference, in_place_of
from liuhen.core.lawbook.fields import parse_day
from liuhen.site.cli.law_folders import text_at
from liuhen.site.cli.law_json import print_json
from liuhen.site.cli.start import home, need_instance, start_django

if TYPE_CHECKING:
    from liuhen.apps.duties.law_diff import CaseChange
    from liuhen.core.duties.keep_until import KeepUntil
    from liuhen.core.lawbook.text import LawText


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--cases", is_flag=True, help="再看实例（LIUHEN_HOME）中未归档的案件会有哪些变化")
@click.option("--as-dated", is_flag=True, help="按新版本自己的施行日期看案件；默认假设它已代替旧版本施行")
@click.option("--limit", default=50, show_default=True, help="最多列出多少件有变化的案件；全部都会计数")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_context
def diff(ctx: click.Context, old: str, new: str, cases: bool, as_dated: bool, limit: int, as_json: bool) -> None:
    """比较一部文本的两个版本 OLD 和 NEW：新增、删去、修改了哪些义务，逐个字段列出。

    版本可以写标识、文件夹，或“标识@日期”（实例中该日施行的版本）。
    退出码：0 没有差别，1 有差别，2 未能运行。
    """
    before, after = version_at(ctx.obj, old), version_at(ctx.obj, new)
    found = difference(before, after)
    sides = (before, after if as_dated else in_place_of(after, before))
    tally = _tally(sides, limit, quiet=as_json) if cases else None
    if as_json:
        listed = {"cases": _tally_json(tally)} if tally is not None else {}
        print_json({**difference_json(found), **listed})
    else:
        from liuhen.site.cli import law_diff_output

        law_diff_output.show_difference(found)
        if tally is not None:
            law_diff_output.show_cases(tally)
    ctx.exit(0 if found.none else 1)


def version_at(folder: DiskLawFolder, named: str) -> LawText:
    """The version a person names: id, folder, or id@date."""
    id, at, day = named.partition("@")
    if not at:
        return text_at(folder, named)
    try:
        wanted = parse_day(day)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if not (home() / "liuhen.sqlite3").exists():
        return folder.text(id)
    return _enacted(id, wanted)


def _enacted(id: str, day: date) -> LawText:
    need_instance()
    start_django()
    from liuhen.apps.lawlib.queries import version_on, versions_of
    from liuhen.apps.people.queries import only_agency

    agency = only_agency()
    if agency is None:
        raise click.ClickException("实例中有几个机构，请改用文件夹指明版本")
    found = versions_of(agency, id)
    if not found:
        raise click.ClickException(f"没有标识为“{id}”的文本。请用 liuhen law list 查看。")
    return version_on(found, day).law


@dataclass(slots=True)
class Tally:
    """How many open cases there are and change, what happens to how many obligations and recordings, and the first."""

    open: int
    changed: int = 0
    recordings: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    first: list[CaseChange] = field(default_factory=list)


def _tally(sides: tuple[LawText, LawText], limit: int, *, quiet: bool) -> Tally:
    """Go through the open cases with a progress bar; no more than `limit` of them are kept in memory."""
    need_instance()
    start_django()
    from liuhen.apps.duties.law_diff import changes_for_open_cases, open_cases
    from liuhen.ports.outside import outside

    tally = Tally(open=len(open_cases()))
    stream = changes_for_open_cases([sides[0]], [sides[1]], outside().clock.now())
    for case in _with_bar(stream, tally.open, quiet=quiet):
        if case.differs:
            tally.changed += 1
            tally.counts.update(change.effect.value for change in case.changes)
            tally.recordings += len(case.keeping)
            if len(tally.first) < limit:
                tally.first.append(case)
    return tally


def _with_bar(stream: Iterator[CaseChange], total: int, *, quiet: bool) -> Iterator[CaseChange]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("评定案件"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as progress:
        yield from progress.track(stream, total=total)


def difference_json(found: TextDifference) -> dict[str, Any]:
    """The difference as data."""
    return {
        "old": found.old,
        "new": found.new,
        "particulars": [_field(change) for change in found.particulars],
        "duties": [
            {
                "change": change.change.value,
                "duty": change.duty,
                "article": change.article,
                "title": change.title,
                "fields": [_field(one) for one in change.fields],
            }
            for change in found.duties
        ],
        "coverage": [_field(change) for change in found.coverage],
    }


def _field(change: Any) -> dict[str, str]:
    return {"field": change.path, "label": change.label, "old": change.old, "new": change.new}


def _tally_json(tally: Tally) -> dict[str, Any]:
    return {
        "open": tally.open,
        "changed": tally.changed,
        "counts": dict(tally.counts),
        "recordings": tally.recordings,
        "list": [_case(change) for change in tally.first],
    }


def _case(case: CaseChange) -> dict[str, Any]:
    return {
        "case": case.number,
        "changes": [
            {
                "effect": change.effect.value,
                "text": change.shown.text,
                "duty": change.shown.duty,
                "subject": change.shown.subject.id,
                "title": change.shown.title,
                **{f"{name}_state": side.state.value if side else None for name, side in _sides(change)},
                **{
                    f"{name}_due_at": side.due_at.isoformat() if side and side.due_at else None
                    for name, side in _sides(change)
                },
            }
            for change in case.changes
        ],
        "keeping": [
            {
                "recording": change.recording,
                "shorter": change.shorter,
                **_kept("old", change.old),
                **_kept("new", change.new),
            }
            for change in case.keeping
        ],
    }


def _kept(name: str, kept: KeepUntil) -> dict[str, Any]:
    return {
        f"{name}_until": kept.until.isoformat() if kept.until else None,
        f"{name}_long_term": kept.long_term,
        f"{name}_permanent": kept.permanent,
    }


def _sides(change: Any) -> tuple[tuple[str, Any], tuple[str, Any]]:
    return ("old", change.old), ("new", change.new)
