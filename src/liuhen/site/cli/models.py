"""`liuhen models`: the recognisers of this machine, whether they can be used, and how to install what they lack."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liuhen.site.cli.start import home

if TYPE_CHECKING:
    from liuhen.adapters.recognisers.catalogue import ModelRow


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def models(as_json: bool) -> None:
    """识别模型：人声、画面文字、语音转文字各用什么，缺什么，怎样安装。退出码：0 都可用，1 有缺。"""
    from liuhen.adapters.recognisers.catalogue import ModelState, rows

    folder = Path(os.environ.get("LIUHEN_MODELS", home() / "models"))
    found = rows(folder)
    if as_json:
        told = {"folder": str(folder), "models": [asdict(row) for row in found]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2, default=str))
    else:
        _print(folder, found)
    usable = {row.work for row in found if row.state is ModelState.READY}
    sys.exit(0 if usable == {row.work for row in found} else 1)


def _print(folder: Path, found: Sequence[ModelRow]) -> None:
    click.echo(f"模型文件夹：{folder}")
    for row in found:
        click.echo(f"\n{row.work}：{row.name}")
        for label, value in _lines(row):
            click.echo(f"  {label}　{value}")


def _lines(row: ModelRow) -> list[tuple[str, str]]:
    size = f"{row.size / 1e6:.1f} MB" if row.size is not None else ""
    lines = [
        ("状态", row.state.label),
        ("大小", size),
        ("许可", row.licence),
        ("位置", str(row.place or "")),
        ("摘要", f"SHA-256 {row.sha256}" if row.sha256 else ""),
        ("安装", row.install),
    ]
    return [line for line in lines if line[1]]
