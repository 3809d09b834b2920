"""`liuhen person`: registering people where there is no page for it yet."""

from __future__ import annotations

from datetime import date, datetime

import click

from liuhen.core.deadlines.units import CHINA
from liuhen.site.cli.start import need_instance, start_django


@click.group()
def person() -> None:
    """人员：登记、列出。"""


@person.command()
@click.argument("username")
@click.option("--name", required=True, help="姓名。")
@click.option("--agency", required=True, help="执法机构名称；没有则新建。")
@click.option("--unit", required=True, help="内设机构名称；没有则新建。")
@click.option("--cert", default="", help="执法证号。")
@click.option("--role", "roles", multiple=True, help="角色代码，可多次给出；见 liuhen person roles。")
@click.password_option(help="口令（至少 10 位）。", prompt="口令", confirmation_prompt="再输入一次")
def add(username: str, name: str, agency: str, unit: str, cert: str, roles: tuple[str, ...], password: str) -> None:
    """登记一名人员。"""
    need_instance()
    start_django()
    from liuhen.site.people_setup import register

    register(username=username, name=name, agency=agency, unit=unit, certificate=cert, roles=roles, password=password)
    click.echo(f"已登记 {name}（{username}）。")


@person.command()
@click.argument("certificate")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="生效日，例如 2024-01-01。不写的，保持原登记。")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="有效期至（当日有效），例如 2028-12-31。不写的，保持原登记。"
)
@click.option("--no-since", is_flag=True, help="取消已登记的生效日。")
@click.option("--no-until", is_flag=True, help="取消已登记的有效期至。")
def certificate(
    certificate: str, *, since: datetime | None, until: datetime | None, no_since: bool, no_until: bool
) -> None:
    """登记执法证的有效期。"""
    said = {**_said("since", since, taken_back=no_since), **_said("until", until, taken_back=no_until)}
    if not said:
        raise click.UsageError("没有写明哪一日。请写 --since、--until；取消已登记的，写 --no-since、--no-until。")
    need_instance()
    start_django()
    from liuhen.site.people_setup import date_certificate_of

    person = date_certificate_of(certificate, said)
    days = f"{person.certificate_since or '未登记'} — {person.certificate_until or '未登记'}"
    click.echo(f"已登记 {person.name} 的执法证 {certificate} 的有效期：{days}。")


def _said(name: str, given: datetime | None, *, taken_back: bool) -> dict[str, date | None]:
    """What was said of one day; nothing when it is to stay."""
    if given and taken_back:
        raise click.UsageError(f"--{name} 与 --no-{name} 不能同时写，请只写其中一个。")
    return {name: given and given.date()} if given or taken_back else {}


@person.command()
@click.argument("username")
@click.argument("kind")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="取得日，例如 2019-07-01。")
@click.option("--note", default="", help="证书编号或者说明。")
def qualification(username: str, kind: str, since: datetime | None, note: str) -> None:
    """登记人员取得的资格；代码见 law/_vocabulary/qualifications.yaml。"""
    need_instance()
    start_django()
    from liuhen.apps.lawlib.queries import term
    from liuhen.site.people_setup import qualify_person

    person = qualify_person(username, kind, since and since.date(), note)
    click.echo(f"已登记 {person.name} 的资格：{term('qualifications', kind)}。")


MOMENT = click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%d"])


@person.command()
@click.argument("certificate")
@click.option("--since", type=MOMENT, required=True, help="暂扣时间，例如 2026-11-02 09:00。")
@click.option("--reason", required=True, help="理由。")
def suspend(certificate: str, since: datetime, reason: str) -> None:
    """登记暂扣执法证：暂扣期间不计为有效。"""
    need_instance()
    start_django()
    from liuhen.site.people_setup import suspend_certificate

    person = suspend_certificate(certificate, since.replace(tzinfo=CHINA), reason)
    click.echo(f"已登记暂扣 {person.name} 的执法证 {certificate}。")


@person.command("give-back")
@click.argument("certificate")
@click.option("--at", type=MOMENT, required=True, help="发还时间，例如 2026-11-20 09:00。")
def give_back(certificate: str, at: datetime) -> None:
    """登记发还暂扣的执法证。"""
    need_instance()
    start_django()
    from liuhen.site.people_setup import give_certificate_back

    person = give_certificate_back(certificate, at.replace(tzinfo=CHINA))
    click.echo(f"已登记发还 {person.name} 的执法证 {certificate}。")


@person.command()
def roles() -> None:
    """列出角色代码。"""
    from liuhen.apps.people.roles import Role

    for role in Role:
        click.echo(f"{role.value:16}{role.label}")


@person.command("list")
def list_people() -> None:
    """列出人员。"""
    need_instance()
    start_django()
    from liuhen.apps.people.queries import everybody

    for one in everybody():
        click.echo(f"{one.username:16}{one.name}\t{one.certificate or '—'}\t{one.unit}\t{one.role_label}")
