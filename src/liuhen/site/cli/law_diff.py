"""`liuhen law diff`: what two versions of a text have different, and what that does to the open cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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
    from liuhen.core.lawbook.text import LawText


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--cases", is_flag=True, help="再看实例（LIUHEN_HOME）中未归档的案件会有哪些变化")
@click.option("--as-dated", is_flag=True, help="按新版本自己的施行日期看案件；默认假设它已代替旧版本施行")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_context
def diff(ctx: click.Context, old: str, new: str, cases: bool, as_dated: bool, as_json: bool) -> None:
    """比较一部文本的两个版本 OLD 和 NEW：新增、删去、修改了哪些义务，逐个字段列出。

    版本可以写标识、文件夹，或“标识@日期”（实例中该日施行的版本）。
    退出码：0 没有差别，1 有差别，2 未能运行。
    """
    before, after = version_at(ctx.obj, old), version_at(ctx.obj, new)
    found = difference(before, after)
    changes = _of_cases(before, after if as_dated else in_place_of(after, before), quiet=as_json) if cases else None
    if as_json:
        listed = {"cases": _cases_json(changes)} if changes is not None else {}
        print_json({**difference_json(found), **listed})
    else:
        from liuhen.site.cli import law_diff_output

        law_diff_output.show_difference(found)
        if changes is not None:
            law_diff_output.show_cases(changes)
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


def _of_cases(old: LawText, new: LawText, *, quiet: bool) -> list[CaseChange]:
    """The cases that change, with a progress bar over all open ones."""
    need_instance()
    start_django()
    from liuhen.apps.duties.law_diff import changes_for_open_cases, open_cases
    from liuhen.ports.outside import outside

    stream = changes_for_open_cases([old], [new], outside().clock.now())
    return [change for change in _with_bar(stream, len(open_cases()), quiet=quiet) if change.changes]


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
                "fields": [_field(field) for field in change.fields],
            }
            for change in found.duties
        ],
        "coverage": [_field(change) for change in found.coverage],
    }


def _field(change: Any) -> dict[str, str]:
    return {"field": change.path, "label": change.label, "old": change.old, "new": change.new}


def _cases_json(changes: list[CaseChange]) -> dict[str, Any]:
    counts = Counter(change.effect.value for case in changes for change in case.changes)
    return {"changed": len(changes), "counts": dict(counts), "list": [_case(change) for change in changes]}


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
    }


def _sides(change: Any) -> tuple[tuple[str, Any], tuple[str, Any]]:
    return ("old", change.old), ("new", change.new)
