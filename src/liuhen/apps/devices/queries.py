"""All reads of the room."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, Max, Q, QuerySet, When

from liuhen.apps.devices import entries
from liuhen.apps.devices.models import ClockReading, Device, DeviceCheck, DeviceFault
from liuhen.apps.devices.permissions import SEE, SEE_BELOW
from liuhen.apps.journal.lookups import holding, occurs
from liuhen.apps.journal.queries import body_of, entries_among
from liuhen.apps.people.queries import agencies_under
from liuhen.core.continuity.offsets import FRESH

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency, Person

FEW = 300
"""Up to so many devices that hold all words are named one by one; beyond them each row of a list is asked."""
COLUMNS = ("number", "serial", "model")
"""In which a device is looked for: those of the index made in migration 0007."""
MOST_WORDS = 8
"""Words beyond these are not looked for."""
CHECKED_BEFORE = timedelta(days=1)
"""How long before a recording the check for its step may lie."""


def visible_to(person: Person) -> QuerySet[Device]:
    """The devices a person may know of: those of the agency; for a superior, of all agencies below as well."""
    devices = _devices()
    if person.may(SEE_BELOW):
        return devices.filter(agency__in=agencies_under(person.agency))
    return devices.filter(agency=person.agency) if person.may(SEE) else devices.none()


def listed(person: Person) -> QuerySet[Device]:
    """The list page: with the last check and the number of faults nobody was told of."""
    return visible_to(person).annotate(last_check=Max("checks__at")).order_by("-in_service", "unit__name", "number")


def open_faults(devices: Collection[int]) -> set[int]:
    """Which of these devices have a fault the administrator has not been told of."""
    return set(DeviceFault.objects.filter(device__in=devices, reported_at=None).values_list("device_id", flat=True))


def usable_by(person: Person) -> QuerySet[Device]:
    """The devices in service a person may bring recordings from: of the agency, the person's own first."""
    others = Case(When(holder=person, then=0), default=1, output_field=IntegerField())
    return _devices().filter(agency=person.agency, in_service=True).order_by(others, "number")


def device_numbered(agency: Agency, number: str) -> Device | None:
    """Find a device of the agency by its number."""
    return _devices().filter(agency=agency, number=number).first()


def devices_beginning(agencies: Collection[int], word: str) -> list[int]:
    """The keys of the devices of these agencies whose number begins with a word."""
    found = Device.objects.filter(number__istartswith=word, agency__in=agencies)
    return list(found.order_by("pk").values_list("pk", flat=True))


def search(devices: QuerySet[Device], words: str) -> QuerySet[Device]:
    """Those devices in which every word stands in number, serial number or model."""
    wanted = words.split()[:MOST_WORDS]
    few = holding(Device, COLUMNS, wanted, FEW) if wanted else None
    if few is not None:
        return devices.filter(pk__in=few)
    for word in wanted:
        devices = devices.filter(occurs(COLUMNS, word))
    return devices


def devices_of(agency: Agency | None) -> QuerySet[Device]:
    """All devices, of one agency or of all, by number (for the command line)."""
    devices = _devices() if agency is None else _devices().filter(agency=agency)
    return devices.order_by("agency__name", "number")


def checks_of(device: Device) -> QuerySet[DeviceCheck]:
    """The device's checks, latest first."""
    return DeviceCheck.objects.filter(device=device).select_related("officer").order_by("-at")


def faults_of(device: Device) -> QuerySet[DeviceFault]:
    """The device's faults, latest first."""
    return DeviceFault.objects.filter(device=device).select_related("reporter", "device").order_by("-found_at")


def readings_of(device: Device) -> QuerySet[ClockReading]:
    """The readings of the device's clock, latest first."""
    return ClockReading.objects.filter(device=device).select_related("by").order_by("-at", "-pk")


def fresh_reading(device: Device, now: datetime) -> ClockReading | None:
    """The latest reading of the device's clock, if it may still be used for what is taken in now."""
    return readings_of(device).filter(at__gte=now - FRESH, at__lte=now).first()


def devices_known_by(agency: Agency | None, *, label: str = "", serial: str = "") -> QuerySet[Device]:
    """The devices in service whose registered volume label or serial number is this, in either case."""
    asked = Q(pk__in=[])
    if label:
        asked |= Q(volume_label__iexact=label)
    if serial:
        asked |= Q(serial__iexact=serial)
    return devices_of(agency).filter(asked, in_service=True)


@dataclass(frozen=True, slots=True)
class Held:
    """Who held a device from a moment on, by certificate number and name as the journal has them."""

    since: datetime
    certificate: str
    name: str

    def is_person(self, certificate: str | None, name: str) -> bool:
        """Whether it is this person: by certificate where both have one, else by name."""
        return self.certificate == certificate if self.certificate and certificate else self.name == name


def holders_of(devices: Collection[int]) -> dict[int, list[Held]]:
    """To whom each device was given, oldest first, as the journal tells; in one query."""
    given = [entries.DEVICE_REGISTERED.code, entries.DEVICE_HANDED_OVER.code]
    found: dict[int, list[Held]] = {}
    for entry in entries_among("device", [str(key) for key in devices], given):
        data = body_of(entry)["data"]
        found.setdefault(int(entry.subject_id), []).append(
            Held(entry.at, data.get("certificate", ""), data.get("holder", ""))
        )
    return found


def checked_for(devices: Collection[int], begin: datetime, end: datetime) -> dict[int, frozenset[int]]:
    """For which steps (by key) each device was checked around a stretch of time."""
    checks = DeviceCheck.objects.filter(device__in=devices, step__isnull=False, at__range=(begin - CHECKED_BEFORE, end))
    found: dict[int, set[int]] = {}
    for device, step in checks.values_list("device_id", "step_id"):
        if step is not None:
            found.setdefault(device, set()).add(step)
    return {device: frozenset(steps) for device, steps in found.items()}


def _devices() -> QuerySet[Device]:
    return Device.objects.select_related("agency", "unit", "holder__unit")
