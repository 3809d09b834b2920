"""`liuhen log`: the journal's transparency log."""

from __future__ import annotations

import json
import sys

import click

from liuhen.site.cli.start import need_instance, start_django


@click.group()
def log() -> None:
    """日志：发布、查验。"""


@log.command()
def publish() -> None:
    """把尚未发布的条目写入日志树并签署检查点。"""
    need_instance()
    start_django()
    from liuhen.apps.journal.actions import publish as run

    click.echo(f"日志已发布至 {run().size} 条。")


@log.command()
def key() -> None:
    """打印本实例的验证公钥，供外人核对证据包。"""
    need_instance()
    start_django()
    from liuhen.ports.outside import outside

    click.echo(outside().signer.verifier_key)


@log.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def verify(as_json: bool) -> None:
    """查验整个实例：日志条目、日志树、各表、保管库中的每个字节。退出码：0 完好，1 有出入，2 未能运行。

    未完成的上传也列出（几个、多少、最久未动的停在何时），但不算出入。
    """
    need_instance()
    start_django()
    from liuhen.site.inspection import inspect_instance

    report = inspect_instance(show_progress=not as_json)
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        report.print()
    sys.exit(0 if report.clean else 1)
