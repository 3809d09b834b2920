"""`liuhen case export` and `liuhen case import`: a case leaves for another instance, or comes from one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from liuhen.site.cli.start import need_instance, start_django

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person

_TEXTS = {".yaml", ".yml"}


@click.command("export")
@click.argument("number")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, allow_dash=True), default="-",
    help="写入的文件；不写、写 - 或者以 .yaml 结尾的，只导出卷宗，其他的导出整个案件。",
)  # fmt: skip
@click.option("--recordings", is_flag=True, help="连同音像记录原件导出整个案件。")
@click.option("--purpose", default="案件移交", show_default=True, help="导出整个案件的用途，记入日志。")
def export(number: str, output: str, recordings: bool, purpose: str) -> None:
    """导出卷宗（YAML），liuhen law check 可以直接评定；或者导出整个案件，liuhen case import 可以导入。"""
    need_instance()
    start_django()
    if output == "-" or Path(output).suffix in _TEXTS:
        _dossier(number, output)
        return
    from liuhen.site.carrying.packing import export_case

    packed = export_case(number, Path(output), recordings=recordings, purpose=purpose)
    click.echo(f"已导出到 {output}：{packed.rows} 行，{packed.objects} 个文件。")
    if packed.recordings_left:
        click.echo(f"未带 {packed.recordings_left} 个音像记录；要一并导出，请加上 --recordings。")


def _dossier(number: str, output: str) -> None:
    from liuhen.apps.cases.queries import case_by_number
    from liuhen.apps.duties.queries import dossier_of, dossier_yaml

    found = case_by_number(number)
    if found is None:
        raise click.ClickException(f"没有案号为“{number}”的案件。请用 liuhen case list 查看案号。")
    text = dossier_yaml(dossier_of(found))
    if output == "-":
        click.echo(text, nl=False)
    else:
        Path(output).write_text(text, encoding="utf-8")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "username", required=True, help="由谁导入（登录名）；须与案件属同一机构。")
@click.option("--make-people", is_flag=True, help="本系统中没有的人员、部门、设备，由导入时登记（人员不能登录）。")
def import_(file: Path, username: str, make_people: bool) -> None:
    """导入另一实例用 liuhen case export 导出的整个案件 FILE。同一文件再次导入不起作用。"""
    need_instance()
    start_django()
    from liuhen.apps.journal.actions import publish
    from liuhen.site.carrying.unpacking import import_case

    taken = import_case(person_called(username), file, make_people=make_people)
    if taken.known:
        click.echo(f"案件 {taken.number} 早已由同一文件导入，未作改动。")
        return
    publish()
    click.echo(f"已导入案件 {taken.number}：{taken.rows} 行。")
    for name in taken.made:
        click.echo(f"导入时登记：{name}")


def person_called(username: str) -> Person:
    """The person who signs in so; ClickException (exit code 2) with the way out when there is none."""
    from liuhen.apps.people.queries import person_by_username

    person = person_by_username(username)
    if person is None:
        raise click.ClickException(f"没有登录名为“{username}”的人员。请用 liuhen person list 查看。")
    return person
