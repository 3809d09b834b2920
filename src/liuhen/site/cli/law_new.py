"""`liuhen law new`: the folder of a new text, with everything known filled in and everything else marked."""

from __future__ import annotations

import re
from pathlib import Path

import click

from liuhen.adapters.law_folder import DiskLawFolder
from liuhen.adapters.official_document import OfficialDocuments
from liuhen.core.lawbook.official import OfficialText, parse_official
from liuhen.core.lawbook.scaffold import Start, scaffold

_ID = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)


@click.command()
@click.argument("id")
@click.option("--title", default="", help="文本的全称；有 --from 时可以不写，取原文的标题")
@click.option(
    "--articles", default=1, show_default=True, type=click.IntRange(1, 999), help="共几条；有 --from 时不用写"
)
@click.option(
    "--from",
    "document",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="官方原文（txt、docx、带文字的 pdf）",
)
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="建在哪个文件夹里，默认当前文件夹")
@click.pass_obj
def new(folder: DiskLawFolder, id: str, title: str, articles: int, document: Path | None, into: Path | None) -> None:
    """新建一部文本的文件夹 ID：text.yaml、duties.yaml、coverage.yaml、cases/first.yaml，要填的地方写着〔待填〕。"""
    if not _ID.fullmatch(id):
        raise click.UsageError(f"“{id}”不能作标识，请用小写英文、数字和连字符，例如 mycounty-transport-2026")
    place = (into or _named_folder(folder) or Path()) / id
    if place.exists():
        raise click.ClickException(f"{place} 已经存在，没有改动。请换一个标识，或先移走这个文件夹。")
    official, sha256 = _read(document) if document else (None, "")
    title = title or (official.title if official else "")
    if not title:
        raise click.UsageError("请用 --title 写出文本的全称")
    files = scaffold(Start(id, title, articles, official, sha256))
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    _say_what_next(place, official)


def _named_folder(folder: DiskLawFolder) -> Path | None:
    """The folder given by --law; without it a text is begun where one stands."""
    from liuhen.adapters.law_folder import default_folder

    return None if folder.root == default_folder() else folder.root


def _read(document: Path) -> tuple[OfficialText, str]:
    found = OfficialDocuments().read(document.read_bytes(), name=document.name)
    official = parse_official(found.text)
    if not official.articles:
        raise click.ClickException(f"{document.name}：{official.remarks[0]}")
    return official, found.sha256


def _say_what_next(place: Path, official: OfficialText | None) -> None:
    if official:
        unit = official.numbering.label
        click.echo(f"原文有 {len(official.chapters)} 章、{len(official.articles)} {unit}，各条共 {official.items} 项。")
        for remark in official.remarks:
            click.echo(f"  请核对原文{remark}")
    click.echo(f"已建立 {place}。下一步：填好其中的〔待填〕，然后 liuhen law lint {place}")
