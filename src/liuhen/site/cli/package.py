"""`liuhen package`: evidence packages of cases."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from liuhen.site.cli.start import need_instance, start_django

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.core.package import Manifest


@click.group()
def package() -> None:
    """证据包：制作。核验用 liuhen verify，或者独立的 liuhen-verify。"""


@package.command()
@click.argument("number")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="写入的文件。")
@click.option("--purpose", default="命令行制作", show_default=True, help="用途，写入日志。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def build(number: str, output: Path, purpose: str, as_json: bool) -> None:
    """制作案件的证据包。退出码：0 已制作，2 未能制作（不留下半个文件）。"""
    need_instance()
    start_django()
    from liuhen.apps.cases.queries import case_by_number

    case = case_by_number(number)
    if case is None:
        raise click.ClickException(f"没有案号为“{number}”的案件。请用 liuhen case list 查看案号。")
    manifest = _build(case, purpose, output, quiet=as_json)
    if as_json:
        files = [{"path": file.path, "size": file.size, "sha256": file.sha256} for file in manifest.files]
        made = {"package": str(output), "case": number, "log_key": manifest.log_key, "files": files}
        click.echo(json.dumps(made, ensure_ascii=False, indent=2))
    else:
        click.echo(f"已制作 {output}（{len(manifest.files)} 个文件）。核验：liuhen-verify {output}")


def _build(case: Case, purpose: str, output: Path, *, quiet: bool) -> Manifest:
    """Write beside the target and rename, so that a half package never bears the name of a whole one."""
    from liuhen.apps.access.actions import build_package

    part = output.with_name(output.name + ".part")
    try:
        with part.open("w+b") as file, _counted(file, quiet=quiet) as counted:
            manifest = build_package(None, case, purpose, counted)
            file.flush()
            os.fsync(file.fileno())
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise click.ClickException(f"不能写入 {output}：{error.strerror}。请检查磁盘空间和权限。") from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return manifest


@contextmanager
def _counted(file: BinaryIO, *, quiet: bool) -> Iterator[BinaryIO]:
    """The file, its written bytes shown as they grow."""
    if quiet:
        yield file
        return
    from rich.console import Console
    from rich.progress import DownloadColumn, Progress, SpinnerColumn, TextColumn, TransferSpeedColumn

    columns = (SpinnerColumn(), TextColumn("制作证据包"), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None)
        yield _Counted(file, lambda count: bar.advance(task, count))  # type: ignore[misc]


class _Counted:
    """A file that tells how many bytes pass; everything else is the file's own."""

    def __init__(self, file: BinaryIO, told: Callable[[int], None]) -> None:
        """Wrap the file."""
        self._file, self._told = file, told

    def write(self, data: bytes) -> int:
        """Write and tell."""
        self._told(len(data))
        return self._file.write(data)

    def __getattr__(self, name: str) -> object:
        """Everything else is the file's own."""
        return getattr(self._file, name)
