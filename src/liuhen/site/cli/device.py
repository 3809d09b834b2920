"""`liuhen device`: registering cameras and listing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from liuhen.site.cli.start import need_instance, start_django

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person


@click.group()
def device() -> None:
    """设备：登记、列出。"""


@device.command()
@click.argument("number")
@click.option("--kind", default="body_camera", show_default=True, help="设备种类代码；见 liuhen device kinds。")
@click.option("--holder", required=True, help="保管使用人的执法证号。")
@click.option("--model", default="", help="型号。")
@click.option("--serial", default="", help="序列号。")
@click.option("--function", "functions", multiple=True, help="功能代码，可多次给出：video、photo、audio、upload。")
@click.option("--battery-minutes", type=click.IntRange(min=1), help="电池续航（分钟）。")
def add(
    number: str,
    kind: str,
    holder: str,
    model: str,
    serial: str,
    functions: tuple[str, ...],
    battery_minutes: int | None,
) -> None:
    """登记一台执法记录设备，NUMBER 是设备编号。"""
    need_instance()
    start_django()
    from liuhen.apps.devices.actions import NewDevice, register_device

    person = find_officer(holder)
    new = NewDevice(
        number=number,
        kind=kind,
        holder=person,
        model=model,
        serial=serial,
        functions=functions,
        battery_minutes=battery_minutes,
    )
    made = register_device(None, person.agency, new)
    click.echo(f"已登记设备 {made.number}，保管使用人 {person.name}。")


@device.command()
def kinds() -> None:
    """列出设备种类代码。"""
    start_django()
    from liuhen.apps.lawlib.queries import choices

    for code, label in choices("devices"):
        click.echo(f"{code:20}{label}")


@device.command("list")
def list_devices() -> None:
    """列出设备。"""
    need_instance()
    start_django()
    from liuhen.apps.devices.queries import devices_of

    for one in devices_of(None):
        state = "在用" if one.in_service else "停用"
        click.echo(f"{one.number:20}{one.kind:20}{one.holder or '—'}\t{one.agency}\t{state}")


def find_officer(certificate: str) -> Person:
    """The officer with this certificate number; ClickException (exit code 2) with the way out when there is none."""
    from liuhen.apps.people.queries import person_by_certificate

    person = person_by_certificate(certificate)
    if person is None:
        raise click.ClickException(
            f"没有执法证号为 {certificate} 的人员。请核对，或先登记：liuhen person add … --cert {certificate}"
        )
    return person
