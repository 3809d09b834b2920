"""`liuhen intake`: the files of a device's card go into the vault, each kept, probed and journalled."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from liuhen.site.cli.device import find_officer
from liuhen.site.cli.start import need_instance, start_django

if TYPE_CHECKING:
    from liuhen.apps.devices.models import Device
    from liuhen.apps.people.models import Person
    from liuhen.apps.recordings.intake import Batch, Incoming, Result

SOME_REJECTED = 1


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--device", "number", required=True, help="设备编号（liuhen device list）。")
@click.option("--officer", "certificate", required=True, help="摄录人员的执法证号。")
@click.option("--clock-offset", type=float, help="设备时钟比标准时间快多少秒（慢为负）。")
@click.option("--returned-at", default="", help="返回单位的时间，如 2026-11-20T18:30（未注明时区按北京时间）。")
@click.option("--json", "as_json", is_flag=True, help="结果以 JSON 输出（docs/formats/intake.md）。")
def intake(
    folder: Path, number: str, certificate: str, clock_offset: float | None, returned_at: str, as_json: bool
) -> None:
    """采集入库：把 FOLDER 中的全部文件存入保管库。可重复执行，已入库的文件不会重复存储。

    退出码：0 全部入库（或早已入库），1 有文件未收录，2 未能运行。
    """
    need_instance()
    files = _files_in(folder)
    start_django()
    batch = _batch(number, certificate, clock_offset, returned_at)
    results = _run(batch, folder, files, quiet=as_json)
    if as_json:
        click.echo(json.dumps({"files": [result.as_json() for result in results]}, ensure_ascii=False, indent=2))
    sys.exit(_conclude(results, quiet=as_json))


def _files_in(folder: Path) -> list[Path]:
    """Every file below the folder, in order of its path; links are listed and later refused, never followed."""
    if not folder.is_dir():
        raise click.ClickException(f"没有文件夹 {folder}。请核对路径，或确认存储卡已经挂载。")
    found: list[Path] = []

    def refuse(error: OSError) -> None:
        raise click.ClickException(f"文件夹 {error.filename} 无法读取：{error.strerror}。请检查权限或存储卡。")

    for place, folders, names in os.walk(folder, onerror=refuse):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        found += [Path(place) / name for name in (*names, *links)]
    return sorted(found)


def _batch(number: str, certificate: str, clock_offset: float | None, returned_at: str) -> Batch:
    from liuhen.apps.recordings.intake import Batch

    officer = find_officer(certificate)
    return Batch(
        officer=officer,
        device=_find_device(officer, number),
        clock_offset=None if clock_offset is None else _offset(clock_offset),
        returned_at=_moment(returned_at) if returned_at else None,
    )


def _find_device(officer: Person, number: str) -> Device:
    from liuhen.apps.devices.queries import device_numbered

    device = device_numbered(officer.agency, number)
    if device is None:
        raise click.ClickException(
            f"{officer.agency} 没有编号为 {number} 的设备。请核对（liuhen device list），"
            f"或先登记：liuhen device add {number} --kind body_camera --holder {officer.certificate}"
        )
    return device


def _offset(seconds: float) -> timedelta:
    try:
        return timedelta(seconds=seconds)
    except (OverflowError, ValueError) as error:
        raise click.BadParameter("请写秒数，例如 12 或 -3.5。", param_hint="--clock-offset") from error


def _moment(text: str) -> datetime:
    from django.utils import timezone

    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        hint = "请写成 2026-11-20T18:30 的样子。"
        raise click.BadParameter(f"“{text}”不是时间，{hint}", param_hint="--returned-at") from error
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _run(batch: Batch, folder: Path, files: list[Path], *, quiet: bool) -> list[Result]:
    """Take everything in; what was stored before a failure stays stored, and is named before the error is."""
    from django.db import OperationalError

    from liuhen.apps.recordings.intake import intake_files, open_intake
    from liuhen.apps.recordings.settling import settle_intake
    from liuhen.ports.vault import VaultError

    results: list[Result] = []
    try:
        batch_row = open_intake(batch)
        with _progress(len(files)) as advance:
            for result in intake_files(batch_row, _incoming(folder, files)):
                results.append(result)
                advance(result.name)
                _say(result, quiet=quiet)
    except (VaultError, OperationalError) as error:
        why = str(error) if isinstance(error, VaultError) else f"数据库无法写入：{error}。请检查磁盘空间。"
        raise click.ClickException(
            f"{why}\n共 {len(files)} 个文件，已处理 {len(results)} 个；排除故障后对同一文件夹重新运行即可续作。"
        ) from error
    settle_intake(batch_row, [result.recording for result in results if result.recording])
    _publish()
    return results


def _incoming(folder: Path, files: Iterable[Path]) -> Iterator[Incoming]:
    from liuhen.apps.recordings.intake import Incoming
    from liuhen.apps.recordings.names import name_of

    for path in files:
        yield Incoming(path, name_of(path, folder))


def _publish() -> None:
    """Bring the log up to the journal, so that what was just stored can be proved at once."""
    from liuhen.apps.journal.actions import publish

    publish()


@contextmanager
def _progress(total: int) -> Iterator[Callable[[str], None]]:
    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(
        TextColumn("入库"), *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=total)
        yield lambda name: bar.update(task, advance=1, description=_short(name))


def _short(name: str) -> str:
    from rich.markup import escape

    from liuhen.apps.recordings.names import shown

    return escape(shown(name)[-40:])


def _say(result: Result, *, quiet: bool) -> None:
    from liuhen.apps.recordings.names import shown

    if not quiet:
        reason = f"：{result.reason}" if result.reason else ""
        click.echo(f"{result.outcome.label}\t{shown(result.name)}{shown(reason)}")


def _conclude(results: list[Result], *, quiet: bool) -> int:
    from liuhen.apps.recordings.intake import Outcome

    counts = {outcome: sum(1 for one in results if one.outcome is outcome) for outcome in Outcome}
    if not quiet:
        click.echo("，".join(f"{outcome.label} {count}" for outcome, count in counts.items()) + "。")
    return SOME_REJECTED if counts[Outcome.REJECTED] else 0
