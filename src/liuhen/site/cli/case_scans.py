"""`liuhen case scans`: scanned documents of brought cases, from a folder."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import click

from liuhen.site.cli.case_carry import person_called
from liuhen.site.cli.start import need_instance, start_django

SOME_REFUSED = 1


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--mapping",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="映射文件，其中的 scans 写明文件怎样命名。",
)
@click.option("--by", "username", required=True, help="由谁附入（登录名）。")
@click.option("--dry-run", is_flag=True, help="试运行：只检查并报告，什么也不写入。")
@click.option("--json", "as_json", is_flag=True, help="结果以 JSON 输出。")
def scans(folder: Path, mapping: Path, username: str, dry_run: bool, as_json: bool) -> None:
    """把 FOLDER 中的扫描件（PDF、JPG、TIFF）按文件名附入由 liuhen case bring 导入的案件。

    可重复执行：已附入的不会再附入。退出码：0 全部附入（或早已附入），1 有未附入的，2 未能运行。
    """
    need_instance()
    start_django()
    from liuhen.adapters.law_folder import read_text
    from liuhen.apps.importing.scanning import ScanOutcome, attach_scans
    from liuhen.apps.journal.actions import publish
    from liuhen.core.importing.mapping import read_mapping
    from liuhen.ports.outside import outside

    read = read_mapping(read_text(mapping), name=mapping.name, vocabulary=outside().law.vocabulary())
    try:
        results = list(attach_scans(person_called(username), folder, read, trial=dry_run))
    except ValueError as error:
        raise click.ClickException(f"{error}。") from error
    publish()
    if as_json:
        names = ("path", "outcome", "case", "reason")
        rows = [{name: getattr(one, name) for name in names} for one in results]
        click.echo(json.dumps({"files": rows}, ensure_ascii=False, indent=2))
    else:
        for one in results:
            click.echo(f"{one.outcome.label}\t{one.path}\t{one.reason or one.case}")
    counts = Counter(one.outcome for one in results)
    if not as_json:
        click.echo("，".join(f"{outcome.label} {counts[outcome]}" for outcome in ScanOutcome if counts[outcome]) + "。")
    click.get_current_context().exit(SOME_REFUSED if counts[ScanOutcome.REFUSED] else 0)
