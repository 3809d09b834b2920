"""`liuhen law compare`: one dossier read under several texts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from liuhen.adapters.law_folder import DiskLawFolder, read_text
from liuhen.core.duties.comparison import Comparison, Provision
from liuhen.core.duties.comparison import compare as compared
from liuhen.core.lawbook.dossier import adopting, read_dossier
from liuhen.site.cli.law_folders import text_at, words_of
from liuhen.site.cli.law_json import print_json
from liuhen.site.cli.law_moment import Moment


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--texts", required=True, help="要比较的文本，用逗号隔开（标识或文件夹）")
@click.option("--at", required=True, type=Moment(), help="判断的时刻，例如 2019-04-03 12:00（不写时区为北京时间）")
@click.option("--adopt", multiple=True, help="按本机构决定继续执行来看的已失效文本，可重复")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_obj
def compare(
    folder: DiskLawFolder, dossier: Path, texts: str, at: datetime, adopt: tuple[str, ...], as_json: bool
) -> None:
    """同一份卷宗分别按几部文本来读：按议题并列各自怎样规定、履行得怎样；没有规定的写明“未规定”，不互相补充。"""
    laws = [text_at(folder, named.strip()) for named in texts.split(",") if named.strip()]
    if len(laws) < 2:
        raise click.UsageError("请用 --texts 写出至少两部文本，例如 --texts gd-province-2018,gd-transport-2019")
    facts = read_dossier(read_text(dossier), name=str(dossier), vocabulary=words_of(folder, laws, dossier))
    found = compared(adopting(facts, adopt), laws, at, calendar=folder.calendar())
    if as_json:
        print_json(comparison_json(found, at))
    else:
        from liuhen.site.cli.law_diff_output import show_comparison

        show_comparison(found)


def comparison_json(found: Comparison, at: datetime) -> dict[str, Any]:
    """The comparison as data."""
    return {
        "at": at.isoformat(),
        "texts": [
            {"text": law.id, "title": law.info.title, "notes": list(notes)}
            for law, notes in zip(found.texts, found.notes, strict=True)
        ],
        "topics": [
            {
                "topic": row.topic,
                "label": row.label,
                "differs": row.differs,
                "texts": [
                    {
                        "text": column.text,
                        "voice": column.voice.value,
                        "provisions": [_provision(provision) for provision in column.provisions],
                    }
                    for column in row.columns
                ],
            }
            for row in found.rows
        ],
    }


def _provision(provision: Provision) -> dict[str, Any]:
    duty = provision.duty
    return {
        "article": duty.article,
        "cited": provision.cited,
        "duty": duty.id,
        "title": duty.title,
        "modality": duty.modality.value,
        "obligations": [
            {
                "subject": o.subject.id,
                "label": o.subject.label,
                "state": o.state.value,
                "due_at": o.due_at.isoformat() if o.due_at else None,
                "missing": o.missing,
            }
            for o in provision.obligations
        ],
    }
