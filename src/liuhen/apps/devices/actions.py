"""All writes of the room: registering devices, handing them over, checks before use, faults and their reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from liuhen.apps.devices import entries
from liuhen.apps.devices.models import ClockReading, Device, DeviceCheck, DeviceFault
from liuhen.apps.devices.permissions import CHECK, MANAGE, READ_CLOCK, REPORT_FAULT, require
from liuhen.apps.journal.actions import About, What, record
from liuhen.core.continuity.offsets import Offset, from_word
from liuhen.core.errors import LiuhenError
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency, Person

FURTHEST = timedelta(days=3650)  # a clock further off was never set: that is no offset
_MILLISECOND = timedelta(milliseconds=1)
CLOCK_SLACK = timedelta(minutes=5)  # a stated time may run ahead of ours by this much


class DeviceRefused(LiuhenError):
    """Something about a device cannot be registered as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDevice:
    """A device to be registered; `kind` and `functions` are codes of the vocabulary."""

    number: str
    kind: str = "body_camera"
    holder: Person | None = None
    model: str = ""
    serial: str = ""
    functions: tuple[str, ...] = ()
    battery_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCheck:
    """A check before use: when, and which items were looked at; `step` is the step it was made for, if known."""

    at: datetime
    items: tuple[str, ...]
    step: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFault:
    """A fault: when it was found, and when the administrator was told, if that has happened."""

    found_at: datetime
    description: str
    reported_at: datetime | None = None


@transaction.atomic
def register_device(by: Person | None, agency: Agency, new: NewDevice) -> Device:
    """Register a device of the agency; DeviceRefused when its number is empty or taken."""
    require(by, MANAGE)
    number = new.number.strip()
    if not number:
        raise DeviceRefused("设备编号不能为空，请填写设备上的编号。")
    _known("devices", [new.kind])
    _known("functions", new.functions)
    if Device.objects.filter(agency=agency, number=number).exists():
        raise DeviceRefused(f"设备编号 {number} 已经登记过，请核对编号。")
    unit = new.holder.unit if new.holder else None
    device = Device.objects.create(
        agency=agency,
        unit=unit,
        holder=new.holder,
        number=number,
        kind=new.kind,
        model=new.model,
        serial=new.serial,
        functions=list(new.functions),
        battery_minutes=new.battery_minutes,
    )
    record(entries.DEVICE_REGISTERED, by, about(device), What(data=_particulars(device), rows=[device]))
    return device


@transaction.atomic
def hand_over(by: Person | None, device: Device, holder: Person) -> Device:
    """Name another person as the device's holder; DeviceRefused when that person is of another agency."""
    require(by, MANAGE)
    if holder.unit.agency_id != device.agency_id:
        raise DeviceRefused(f"{holder.name} 不是本机构人员，不能领用设备 {device.number}。")
    device.holder, device.unit = holder, holder.unit
    device.save(update_fields=["holder", "unit"])
    data = {"holder": holder.name, "certificate": holder.certificate or ""}
    record(entries.DEVICE_HANDED_OVER, by, about(device), What(data=data, rows=[device]))
    return device


@transaction.atomic
def take_out_of_service(by: Person | None, device: Device, reason: str) -> Device:
    """Take the device out of service; its recordings and history stay."""
    require(by, MANAGE)
    if not reason.strip():
        raise DeviceRefused(f"请写明停用设备 {device.number} 的原因。")
    device.in_service = False
    device.save(update_fields=["in_service"])
    record(entries.DEVICE_TAKEN_OUT, by, about(device), What(data={"reason": reason}, rows=[device]))
    return device


@transaction.atomic
def check_device(by: Person, device: Device, new: NewCheck) -> DeviceCheck:
    """Register a check before use (gd-transport-2019 art. 26); DeviceRefused without items or for a time to come."""
    require(by, CHECK)
    _own_agency(by, device)
    _not_in_future(new.at)
    if not new.items:
        raise DeviceRefused(f"请至少勾选一项对设备 {device.number} 实际检查过的项目。")
    check = DeviceCheck.objects.create(
        device=device, officer=by, at=new.at, items=sorted(set(new.items)), step_id=new.step
    )
    data = {"at": new.at.isoformat(), "items": check.items}
    record(entries.DEVICE_CHECKED, by, about(device), What(data=data, rows=[check]))
    return check


@transaction.atomic
def note_fault(by: Person, device: Device, new: NewFault) -> DeviceFault:
    """Register a fault that was found, and the report of it if it was reported at once."""
    require(by, REPORT_FAULT)
    _own_agency(by, device)
    _not_in_future(new.found_at)
    if not new.description.strip():
        raise DeviceRefused(f"请写明设备 {device.number} 的故障情况。")
    fault = DeviceFault.objects.create(
        device=device, reporter=by, found_at=new.found_at, description=new.description.strip()
    )
    data = {"found_at": new.found_at.isoformat(), "description": fault.description}
    record(entries.FAULT_FOUND, by, about(device), What(data=data, rows=[fault]))
    return report_fault(by, fault, new.reported_at) if new.reported_at else fault


@transaction.atomic
def report_fault(by: Person, fault: DeviceFault, at: datetime) -> DeviceFault:
    """Register when the administrator was told of the fault; DeviceRefused when that was said before."""
    require(by, REPORT_FAULT)
    _own_agency(by, fault.device)
    _not_in_future(at)
    if fault.reported_at is not None:
        raise DeviceRefused(f"设备 {fault.device.number} 的这次故障已经登记过报告时间。")
    if at < fault.found_at:
        raise DeviceRefused("报告时间早于发现时间，请核对。")
    fault.reported_at = at
    fault.save(update_fields=["reported_at"])
    data = {"reported_at": at.isoformat()}
    record(entries.FAULT_REPORTED, by, about(fault.device), What(data=data, rows=[fault]))
    return fault


@transaction.atomic
def read_clock(by: Person | None, device: Device, offset: Offset, at: datetime | None = None) -> ClockReading:
    """Keep how far the device's clock was off at `at` (now), and from what that was concluded; None is the dock."""
    require(by, READ_CLOCK)
    if by is not None:
        _own_agency(by, device)
    if abs(offset.ahead) > FURTHEST:
        raise DeviceRefused(f"设备 {device.number} 的时钟偏差超过十年，请核对读数的年月日。")
    reading = ClockReading.objects.create(
        device=device,
        at=at or outside().clock.now(),
        offset_ms=offset.ahead // _MILLISECOND,
        error_ms=offset.error // _MILLISECOND,
        source=offset.source.value,
        by=by,
    )
    data = {"offset_ms": reading.offset_ms, "error_ms": reading.error_ms, "source": reading.source}
    record(entries.CLOCK_READ, by, about(device), What(data=data, rows=[reading]))
    return reading


def read_clock_shown(by: Person, device: Device, shown: datetime) -> ClockReading:
    """Keep what a person reads on the device's screen at this moment."""
    return read_clock(by, device, from_word(shown, outside().clock.now()))


@transaction.atomic
def name_volume(by: Person | None, device: Device, label: str) -> Device:
    """Say by which volume label the dock knows the device's card; empty: by none."""
    require(by, MANAGE)
    device.volume_label = label.strip()[:40]
    device.save(update_fields=["volume_label"])
    data = {"volume_label": device.volume_label}
    record(entries.VOLUME_NAMED, by, about(device), What(data=data, rows=[device]))
    return device


@transaction.atomic
def view_device(by: Person, device: Device) -> None:
    """Journal that a person opened the device's page: who held it when, and what went wrong, is data of people."""
    record(entries.PAGE_VIEWED, by, about(device))


def about(device: Device) -> About:
    """Name the device in the journal."""
    return About(kind="device", id=str(device.pk), label=device.number)


def _known(name: str, codes: Iterable[str]) -> None:
    words = outside().law.vocabulary()
    for code in codes:
        if not words.knows(name, code):
            offered = "、".join(words.lists.get(name, {}))
            raise DeviceRefused(f"“{code}”不是已知的代码，可以用：{offered}。")


def _particulars(device: Device) -> dict[str, object]:
    return {
        "number": device.number,
        "kind": device.kind,
        "model": device.model,
        "serial": device.serial,
        "holder": device.holder.name if device.holder else "",
        "certificate": (device.holder.certificate or "") if device.holder else "",
    }


def _own_agency(by: Person, device: Device) -> None:
    if by.unit.agency_id != device.agency_id:
        raise DeviceRefused(f"设备 {device.number} 不是本机构的设备。")


def _not_in_future(moment: datetime) -> None:
    if moment > outside().clock.now() + CLOCK_SLACK:
        raise DeviceRefused("所填时间晚于现在，请核对日期和时间。")
