"""Whose card this is: by the camera's serial on it, the volume's serial or label, or what its files are called.

Whatever is found must agree; a card that is anybody's, or of two, is nobody's until a person says whose it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liuhen.apps.devices.queries import device_numbered, devices_known_by, devices_of
from liuhen.apps.docking.models import KnownBy
from liuhen.apps.people.queries import person_by_certificate
from liuhen.core.cameras.patterns import compile_pattern
from liuhen.core.cameras.reading import NameReading
from liuhen.core.cameras.template import CameraTemplate
from liuhen.ports.cards import Listing, Volume
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.devices.models import Device
    from liuhen.apps.people.models import Agency, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The device and officer of a card, and how they were known: codes of KnownBy joined by "+"."""

    device: Device
    officer: Person
    by: str
    named_by: Person | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Why nobody is known for a card, and what to do, in Chinese."""

    why: str


def know(
    volume: Volume, listing: Listing, agency: Agency | None, *, doubtful_labels: Collection[str] = ()
) -> Known | Unknown:
    """Whose card this is. `doubtful_labels` are those which more than one card at the dock bears."""
    readings = [one for file in listing.files if (one := outside().cameras.read(file.name))]
    claims = _claims(volume, listing, agency, readings, doubtful_labels)
    devices = {device.pk: device for _, found in claims for device in found}
    if not devices:
        return Unknown(_nobody(volume, doubtful_labels))
    if any(len(found) > 1 for _, found in claims) and len(_agreed(claims)) != 1:
        numbers = "、".join(sorted(device.number for device in devices.values()))
        return Unknown(f"有几台设备都符合（{numbers}），分不清是哪一台。请指定设备和摄录人员，或给设备登记不同的卷标。")
    agreed = _agreed(claims)
    if len(agreed) != 1:
        told = "；".join(f"{kind.label}指向 {'、'.join(one.number for one in found)}" for kind, found in claims)
        return Unknown(f"识别结果互相矛盾：{told}。请核对后指定设备和摄录人员。")
    device = devices[next(iter(agreed))]
    officer = _officer(device, readings)
    if isinstance(officer, Unknown):
        return officer
    return Known(device=device, officer=officer, by="+".join(kind.value for kind, _ in claims))


def serial_on(volume: Volume, templates: Iterable[CameraTemplate]) -> str:
    """The camera's serial number from a file on the card that its template names; empty when there is none."""
    for template in templates:
        place = template.card.serial
        found = outside().cards.text(volume, place.file) if place else None
        fields = compile_pattern(place.pattern).find(found.text) if place and found else None
        if fields and fields.get("serial"):
            return fields["serial"]
    return ""


def templates_of(volume: Volume, listing: Listing) -> list[CameraTemplate]:
    """The kinds of camera whose signs are on the card."""
    return outside().cameras.known_by_card([file.name for file in listing.files], volume.label)


_Claims = list[tuple[KnownBy, "list[Device]"]]


def _claims(
    volume: Volume, listing: Listing, agency: Agency | None, readings: list[NameReading], doubtful: Collection[str]
) -> _Claims:
    """What each sign says, the surest first; a label that two cards bear says nothing."""
    serial = serial_on(volume, templates_of(volume, listing))
    label = "" if volume.label in doubtful else volume.label
    numbers = sorted({one.device for one in readings if one.device})
    found: _Claims = [
        (KnownBy.SERIAL_FILE, list(devices_known_by(agency, serial=serial))),
        (KnownBy.VOLUME_SERIAL, list(devices_known_by(agency, serial=volume.serial))),
        (KnownBy.VOLUME_LABEL, list(devices_known_by(agency, label=label))),
        (KnownBy.FILE_NAMES, _numbered(numbers, agency)),
    ]
    return [(kind, devices) for kind, devices in found if devices]


def _numbered(numbers: Iterable[str], agency: Agency | None) -> list[Device]:
    if agency is None:
        wanted = set(numbers)
        return [device for device in devices_of(None) if device.number in wanted and device.in_service]
    found = [device for number in numbers if (device := device_numbered(agency, number))]
    return [device for device in found if device.in_service]


def _agreed(claims: _Claims) -> set[int]:
    """The devices on which all signs agree."""
    sets = [{device.pk for device in found} for _, found in claims]
    return set.intersection(*sets) if sets else set()


def _officer(device: Device, readings: list[NameReading]) -> Person | Unknown:
    """Whom the names of the files name, if that is one of the agency; else who holds the device."""
    named = {one.officer for one in readings if one.officer}
    known = [person for certificate in sorted(named) if (person := _of_agency(certificate, device))]
    if len(known) > 1:
        names = "、".join(person.name for person in known)
        return Unknown(f"卡上有几名执法人员的文件（{names}），请分别整理，或指定摄录人员后采集。")
    if known:
        return known[0]
    if device.holder is None:
        return Unknown(f"设备 {device.number} 没有登记保管使用人，请登记，或指定摄录人员后采集。")
    return device.holder


def _of_agency(certificate: str, device: Device) -> Person | None:
    person = person_by_certificate(certificate)
    return person if person and person.unit.agency_id == device.agency_id else None


def _nobody(volume: Volume, doubtful: Collection[str]) -> str:
    label = volume.label or "（无卷标）"
    if volume.label in doubtful:
        return f"同时插着几张卷标都是“{label}”的卡，凭卷标分不清。请指定设备和摄录人员，或一次只插一张。"
    return (
        f"认不出卷标为“{label}”的存储卡属于哪台设备。请指定设备和摄录人员；登记设备的卷标或序列号后，以后可自动识别。"
    )
