"""`liuhen law attach`: an official document, parsed, compared with the text written from it, kept in an instance."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from liuhen.adapters.official_document import OfficialDocuments
from liuhen.core.lawbook.fit import Fit, fit
from liuhen.core.lawbook.official import OfficialText, parse_official
from liuhen.site.cli.law_folders import text_at
from liuhen.site.cli.law_json import print_json
from liuhen.site.cli.start import home, start_django

if TYPE_CHECKING:
    from liuhen.core.lawbook.text import LawText
    from liuhen.ports.official_document import Document


@click.command()
@click.argument("text")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--by", "who", default="", help="附上原文的人：登录名或执法证号（存入实例时必填）")
@click.option("--dry-run", is_flag=True, help="只解析和比对，不存入实例")
@click.option("--articles", "show_articles", is_flag=True, help="逐条列出解析结果")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_context
def attach(
    ctx: click.Context, text: str, file: Path, who: str, dry_run: bool, show_articles: bool, as_json: bool
) -> None:
    """附上官方原文 FILE（txt、docx、带文字的 pdf）：拆成章、条、款、项，与文本 TEXT 的条文和项比对，固定 SHA-256。

    有实例（LIUHEN_HOME）时存入实例，网页上与义务并列显示；没有实例或加 --dry-run 时只打印。
    退出码：0 原文与文本的条、项一致，1 有出入，2 未能运行。
    """
    from liuhen.site.cli import law_output

    law = text_at(ctx.obj, text)
    data = file.read_bytes()
    document = OfficialDocuments().read(data, name=file.name)
    official = parse_official(document.text)
    found = fit(official, law)
    kept = not dry_run and (home() / "liuhen.sqlite3").exists()
    if kept:
        _keep(who, law, file.name, data)
    if as_json:
        print_json(attach_json(law, document, official, found, kept=kept))
    else:
        law_output.show_official(law, document, official, found, every=show_articles)
        click.echo("已存入实例。" if kept else "没有存入实例（--dry-run 或者没有实例），只作比对。")
    ctx.exit(0 if official.articles and found.whole else 1)


def _keep(who: str, law: LawText, name: str, data: bytes) -> None:
    start_django()
    from django.core.exceptions import PermissionDenied, ValidationError

    from liuhen.apps.lawlib.actions import attach_wording
    from liuhen.apps.people.queries import person_by_certificate, person_by_username

    person = person_by_username(who) or person_by_certificate(who) if who else None
    if person is None:
        said = f"没有登录名或执法证号为“{who}”的人员" if who else "存入实例要写明是谁附上的"
        raise click.UsageError(f"{said}。请用 --by 登录名；只想比对请加 --dry-run")
    try:
        attach_wording(person, law.id, name, data)
    except ValidationError as error:
        raise click.ClickException("；".join(error.messages)) from None
    except PermissionDenied as refusal:
        raise click.ClickException(str(refusal)) from None


def attach_json(law: LawText, document: Document, official: OfficialText, found: Fit, *, kept: bool) -> dict[str, Any]:
    """The parse and the comparison as data."""
    return {
        "text": law.id,
        "kept": kept,
        "sha256": document.sha256,
        "form": document.form,
        "pages": document.pages,
        "title": official.title,
        "numbering": official.numbering,
        "articles": [
            {
                "number": article.number,
                "label": article.label,
                "line": article.line,
                "paragraphs": len(article.paragraphs),
                "items": [{"position": item.position, "label": item.label} for item in article.items],
            }
            for article in official.articles
        ],
        "items": official.items,
        "chapters": [{"title": c.title, "label": c.label, "first": c.first, "last": c.last} for c in official.chapters],
        "uncovered": list(found.uncovered),
        "absent": list(found.absent),
        "item_mismatches": [str(mismatch) for mismatch in found.items],
        "remarks": [{"line": remark.line, "text": remark.text} for remark in official.remarks],
        "notes": list(document.notes),
    }
