"""How far the camera's clock is off, measured when its card comes to the dock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from liuhen.apps.devices.actions import FURTHEST, read_clock
from liuhen.apps.docking.knowing import templates_of
from liuhen.apps.docking.queries import latest_without
from liuhen.apps.recordings.names import safe_text
from liuhen.core.cameras.patterns import compile_pattern
from liuhen.core.continuity.offsets import Offset, from_device_file, from_newest_file, from_word, newest_moment
from liuhen.ports.cards import CardFile, Listing, Volume
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.devices.models import Device
    from liuhen.apps.people.models import Person


def measure(
    volume: Volume, listing: Listing, device: Device, *, shown: datetime | None = None, by: Person | None = None
) -> Offset | None:
    """Measure and keep the best reading there is: the camera's own file, else whichever of the others errs less."""
    found = _by_own_file(volume, listing) or _less_wrong(_by_newest(volume, listing, device), _by_word(shown))
    if found is None or abs(found.ahead) > FURTHEST:
        return None
    read_clock(by if found.source == "stated" else None, device, found)
    return found


def _less_wrong(*found: Offset | None) -> Offset | None:
    return min((one for one in found if one), key=lambda one: one.error, default=None)


def _by_word(shown: datetime | None) -> Offset | None:
    return from_word(shown, outside().clock.now()) if shown else None


def _by_own_file(volume: Volume, listing: Listing) -> Offset | None:
    for template in templates_of(volume, listing):
        place = template.card.clock
        text = outside().cards.text(volume, place.file) if place else None
        fields = compile_pattern(place.pattern).find(text.text) if place and text else None
        if place and fields and fields.get("start"):
            return from_device_file(_civil(fields["start"]), outside().clock.now(), place.within)
    return None


def _by_newest(volume: Volume, listing: Listing, device: Device) -> Offset | None:
    timed = [(moment, file) for file in listing.files if (moment := _moment(file))]
    if not timed:
        return None
    newest, file = max(timed, key=lambda one: one[0])
    before = latest_without(device, volume, safe_text(file.name))
    return from_newest_file(newest, outside().clock.now(), before.seen_at if before else None)


def _moment(file: CardFile) -> datetime | None:
    """When the file was finished, by the device's clock; None for times that are none."""
    try:
        modified = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=file.mtime_ns // 1000)
    except OverflowError:
        return None
    reading = outside().cameras.read(file.name)
    named = _civil(reading.start) if reading and reading.start else None
    zone = timezone.get_default_timezone().utcoffset(modified.replace(tzinfo=None)) or timedelta(0)
    return newest_moment(modified, named, zone)


def _civil(wall: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(wall))
