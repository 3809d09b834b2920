"""`liuhen agency`: agencies, the texts that bind them, and the numbers those texts leave to them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from liuhen.core.sizes import size_words
from liuhen.site.cli.start import need_instance, start_django

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency

_UNITS = {"M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15}


@click.group()
def agency() -> None:
    """机构：登记、列出，确定适用的法规和由本机构确定的事项。"""


@agency.command()
@click.argument("name")
@click.option("--code", required=True, help="机构编码：英文字母、数字和连字符，登记后不变。")
@click.option("--territory", default="", help="行政区划代码，例如 guangdong（law/_vocabulary/territories.yaml）。")
@click.option("--field", default="", help="执法领域代码，例如 transport（law/_vocabulary/fields.yaml）。")
@click.option("--parent", default="", help="上级机关名称，须已登记。")
def add(name: str, code: str, territory: str, field: str, parent: str) -> None:
    """登记执法机构 NAME。行政区划和执法领域决定哪些法规与它有关。"""
    need_instance()
    start_django()
    from liuhen.site.agency_setup import register

    register(name, code=code, territory=territory, field=field, parent=_find(parent) if parent else None)
    click.echo(f"已登记 {name}。下一步：liuhen agency bind {name} 法规代码（liuhen law list）")


@agency.command("list")
def list_agencies() -> None:
    """列出机构及其适用的法规。"""
    need_instance()
    start_django()
    from liuhen.apps.lawlib.queries import names_binding, numbers_of
    from liuhen.apps.people.queries import all_agencies

    for one in all_agencies():
        numbers = "，".join(f"{key}={value}" for key, value in numbers_of(one).items())
        click.echo(f"{one.code:20}{one.name}\t{'、'.join(names_binding(one)) or '—'}\t{numbers or '—'}")


@agency.command()
@click.argument("name")
@click.argument("texts", nargs=-1, required=True)
def bind(name: str, texts: tuple[str, ...]) -> None:
    """确定机构 NAME 适用法规 TEXTS；此后它的案件按这些法规评定。"""
    need_instance()
    start_django()
    from liuhen.site.agency_setup import bind_texts

    bind_texts(_find(name), texts)
    click.echo(f"{name} 已适用 {'、'.join(texts)}。")


@agency.command()
@click.argument("name")
@click.argument("key")
@click.argument("value", type=click.IntRange(min=1))
def number(name: str, key: str, value: int) -> None:
    """为机构 NAME 确定法规交由它确定的数字 KEY（law/_vocabulary/numbers.yaml），例如归集时限的小时数。"""
    need_instance()
    start_django()
    from liuhen.site.agency_setup import set_once

    click.echo(f"{name}：{set_once(_find(name), key, value)} 已定为 {value}。")


@agency.command()
@click.argument("name")
@click.argument("size", required=False)
@click.option("--unlimited", is_flag=True, help="取消配额。")
def quota(name: str, size: str | None, unlimited: bool) -> None:
    """查看机构 NAME 的存储用量；给出 SIZE（如 500GB、2TB）则设定其存储配额。

    配额用尽后不再接收新文件，已存入的不受影响。配额按十进制计：1 GB 为 10 亿字节。
    """
    need_instance()
    wanted = _bytes(size) if size else None
    start_django()
    from liuhen.apps.recordings.storage import set_quota, storage_of

    found = _find(name)
    kept = set_quota(None, found, wanted) if size or unlimited else storage_of(found)
    limit = "未设配额" if kept.quota_bytes is None else f"配额 {size_words(kept.quota_bytes)}"
    click.echo(f"{name}：已用 {size_words(kept.used_bytes)}，{limit}。")


def _bytes(text: str) -> int:
    match = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)\s*([MGTP])B?", text.strip().upper(), re.ASCII)
    if match is None:
        raise click.BadParameter("请写成 500GB 或 2TB 的样子。", param_hint="SIZE")
    return int(Decimal(match[1]) * _UNITS[match[2]])


def _find(name: str) -> Agency:
    from liuhen.apps.people.queries import agency_named

    found = agency_named(name)
    if found is None:
        raise click.ClickException(f"没有名为“{name}”的机构。请核对（liuhen agency list），或先登记：liuhen agency add")
    return found
