"""Rows → facts: the room's door to the law."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from liuhen.apps.devices.models import Device, DeviceCheck, DeviceFault
from liuhen.apps.devices.queries import checks_for
from liuhen.core.terms import facts

LOOSE_CHECKS = timedelta(days=3)  # a check for no particular step is looked for this long before the first step


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """What the law sees of the devices of a case."""

    devices: tuple[facts.Device, ...]
    checks: tuple[facts.DeviceCheck, ...]
    faults: tuple[facts.DeviceFault, ...]


def device_facts(devices: Collection[int], steps: Collection[int], first_step: datetime) -> DeviceFacts:
    """The devices used in a case and those checked for its steps, with checks and faults.

    `devices` are primary keys of devices whose recordings are linked to the case, `steps` the case's steps.
    """
    checks = list(checks_for(devices, steps, first_step - LOOSE_CHECKS))
    used = {*devices, *(check.device_id for check in checks)}
    faults = DeviceFault.objects.filter(device__in=used).order_by("pk")
    return DeviceFacts(
        tuple(_device(row) for row in Device.objects.filter(pk__in=used).order_by("pk")),
        tuple(_check(row) for row in checks),
        tuple(_faults(faults)),
    )


def device_id(key: int) -> str:
    """How a device is named in facts."""
    return f"device:{key}"


def _device(row: Device) -> facts.Device:
    return facts.Device(
        id=device_id(row.pk),
        kind=row.kind,
        functions=frozenset(row.functions),
        battery_minutes=row.battery_minutes,
    )


def _check(row: DeviceCheck) -> facts.DeviceCheck:
    return facts.DeviceCheck(
        id=f"check:{row.pk}",
        device=device_id(row.device_id),
        at=row.at,
        items=frozenset(row.items),
        step=f"step:{row.step_id}" if row.step_id else None,
        officer=row.officer.certificate,
    )


def _faults(rows: Iterable[DeviceFault]) -> Iterable[facts.DeviceFault]:
    for row in rows:
        yield facts.DeviceFault(
            id=f"fault:{row.pk}", device=device_id(row.device_id), found_at=row.found_at, reported_at=row.reported_at
        )
