"""Whether a recording, device or fault belongs to a case: tells the room of cases what lies in the rooms above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liuhen.apps.devices.models import DeviceCheck, DeviceFault
from liuhen.apps.recordings.queries import recordings_of_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from liuhen.apps.cases.models import Case


def recording_of(case: Case, key: int) -> bool:
    """Whether the recording is linked to a step of the case."""
    return recordings_of_case(case.pk).filter(pk=key).exists()


def device_of(case: Case, key: int) -> bool:
    """Whether the device made a recording of the case, or was checked for one of its steps."""
    filmed = recordings_of_case(case.pk).filter(device=key).exists()
    return filmed or DeviceCheck.objects.filter(device=key, step__case=case).exists()


def fault_of(case: Case, key: int) -> bool:
    """Whether it is a fault of a device of the case."""
    fault = DeviceFault.objects.filter(pk=key).first()
    return fault is not None and device_of(case, fault.device_id)


KINDS: dict[str, Callable[[Case, int], bool]] = {"recording": recording_of, "device": device_of, "fault": fault_of}
"""Kind of thing → who knows whether it belongs."""
