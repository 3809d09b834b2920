"""All reads of the room."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, Max, QuerySet, When

from liuhen.apps.devices.models import Device, DeviceCheck, DeviceFault
from liuhen.apps.devices.permissions import SEE, SEE_BELOW
from liuhen.apps.people.queries import agencies_under

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency, Person


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


def _devices() -> QuerySet[Device]:
    return Device.objects.select_related("agency", "unit", "holder__unit")
