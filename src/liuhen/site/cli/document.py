"""`liuhen document`: the forms there are, the words of running numbers, the seals and who keeps them."""

from __future__ import annotations

from pathlib import Path

import click

from liuhen.site.cli.start import need_instance, start_django


@click.group()
def document() -> None:
    """文书：列出式样，设置文号代字，启用、停用印章。"""


@document.command()
def forms() -> None:
    """列出文书式样的代码、名称，编文号的另列其代字。"""
    start_django()
    from liuhen.site.document_setup import forms_by_number

    for form in forms_by_number():
        word = form.numbered.word if form.numbered else "—"
        click.echo(f"{form.document:32}{form.number or '—'!s:4}{word}\t{form.title}")


@document.command()
@click.argument("form")
@click.argument("text")
@click.option("--agency", required=True, help="执法机构名称。")
@click.option("--year", type=click.IntRange(2000, 2100), required=True, help="年份。")
def word(form: str, text: str, agency: str, year: int) -> None:
    """设置机构的文书 FORM 在一个年度内文号的代字 TEXT，例如“粤交执罚”。本年度编号后不能再改。"""
    need_instance()
    start_django()
    from liuhen.site.document_setup import set_word_of

    click.echo(f"{agency}：{set_word_of(agency, form, year, text)}")


@document.command()
@click.argument("name")
@click.argument("image", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--keeper", required=True, help="保管人的登录名；只有保管人可以加盖。")
def seal(name: str, image: Path, keeper: str) -> None:
    """启用印章 NAME，其图像为 PNG 或者 JPEG 文件 IMAGE（背景透明为宜）。"""
    need_instance()
    start_django()
    from liuhen.site.document_setup import entrust_seal

    click.echo(f"已启用“{name}”，由 {entrust_seal(name, image, keeper)} 保管。")


@document.command("withdraw-seal")
@click.argument("name")
@click.option("--agency", required=True, help="执法机构名称。")
def withdraw_seal(name: str, agency: str) -> None:
    """停用机构的印章 NAME；以前加盖的文书不受影响。"""
    need_instance()
    start_django()
    from liuhen.site.document_setup import withdraw_seal_of

    withdraw_seal_of(agency, name)
    click.echo(f"已停用“{name}”。")
