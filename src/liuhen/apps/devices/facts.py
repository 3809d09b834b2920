"""Rows → facts: the room's door to the law."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from liuhen.apps.devices.models import Device, DeviceCheck, DeviceFault
from liuhen.apps.journal.prepared import Prepared, Row, Rows
from liuhen.core.terms import facts

LOOSE_CHECKS = timedelta(days=3)  # a check for no particular step is looked for this long before the first step
_CHECK = ("pk", "device_id", "at", "items", "step_id", "officer__certificate")
_DEVICES = Prepared(lambda keys: Device.objects.filter(pk__in=keys), "pk", "kind", "functions", "battery_minutes")
_FAULTS = Prepared(
    lambda devices: DeviceFault.objects.filter(device__in=devices).order_by("pk"),
    *("pk", "device_id", "found_at", "reported_at"),
)


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """What the law sees of the devices of a case."""

    devices: tuple[facts.Device, ...]
    checks: tuple[facts.DeviceCheck, ...]
    faults: tuple[facts.DeviceFault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a case has to do with devices.

    `devices` are primary keys of devices whose recordings are linked to the case, `steps` the case's steps; `begun` is
    when the first of them began and `over` when the last was over: a later check is of no account to any of them.
    """

    devices: Collection[int]
    steps: Collection[int]
    begun: datetime
    over: datetime


def device_facts(use: Use) -> DeviceFacts:
    """The devices used in a case and those checked for its steps, with checks and faults."""
    return devices_of_cases({0: use})[0]


def devices_of_cases(uses: Mapping[int, Use]) -> dict[int, DeviceFacts]:
    """The same for many cases, in three queries."""
    checks = list(_checks(uses.values()))
    own = {case: [row for row in checks if _concerns(row, use)] for case, use in uses.items()}
    used = {case: {*use.devices, *(row.device_id for row in own[case])} for case, use in uses.items()}
    everything = set[int]().union(*used.values())
    devices = {row.pk: _device(row) for row in _DEVICES.rows(everything)}
    faults = [(row.device_id, _fault(row)) for row in _FAULTS.rows(everything)]
    return {
        case: DeviceFacts(
            tuple(devices[key] for key in sorted(used[case])),
            tuple(_check(row) for row in own[case]),
            tuple(fault for device, fault in faults if device in used[case]),
        )
        for case in uses
    }


def device_id(key: int) -> str:
    """How a device is named in facts."""
    return f"device:{key}"


def _concerns(row: Row, use: Use) -> bool:
    """Made for one of the steps, or of one of the devices shortly before them and for no particular step."""
    if row.step_id is not None:
        return row.step_id in use.steps
    return row.device_id in use.devices and use.begun - LOOSE_CHECKS <= row.at <= use.over


def _checks(uses: Collection[Use]) -> Rows:
    """All checks that may concern one of the cases, in the order in which they were made."""
    wanted = Q(step__in={step for use in uses for step in use.steps})
    if devices := {device for use in uses for device in use.devices}:
        begun, over = min(use.begun for use in uses), max(use.over for use in uses)
        wanted |= Q(device__in=devices, step=None, at__range=(begun - LOOSE_CHECKS, over))
    return DeviceCheck.objects.filter(wanted).order_by("pk").values_list(*_CHECK, named=True)


def _device(row: Row) -> facts.Device:
    return facts.Device(
        id=device_id(row.pk),
        kind=row.kind,
        functions=frozenset(row.functions),
        battery_minutes=row.battery_minutes,
    )


def _check(row: Row) -> facts.DeviceCheck:
    return facts.DeviceCheck(
        id=f"check:{row.pk}",
        device=device_id(row.device_id),
        at=row.at,
        items=frozenset(row.items),
        step=f"step:{row.step_id}" if row.step_id else None,
        officer=row.officer__certificate,
    )


def _fault(row: Row) -> facts.DeviceFault:
    return facts.DeviceFault(
        id=f"fault:{row.pk}", device=device_id(row.device_id), found_at=row.found_at, reported_at=row.reported_at
    )
