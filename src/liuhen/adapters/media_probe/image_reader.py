"""Pictures: size, orientation, EXIF times, place, device. Pixels are never decoded."""

import struct
import warnings
from collections.abc import Mapping
from typing import Any, BinaryIO

import pillow_heif
from PIL import Image, UnidentifiedImageError

from liuhen.adapters.media_probe import boxes, makernotes
from liuhen.adapters.media_probe.findings import Findings
from liuhen.adapters.media_probe.places import make_place
from liuhen.adapters.media_probe.texts import as_found, clean
from liuhen.adapters.media_probe.times import exif_clock, from_parts
from liuhen.core.continuity.clocks import ClockSource, FoundClock, Problem
from liuhen.ports.media_probe import MediaFault, ProbeResult, ReasonCode

_FORMATS = {
    "jpeg": ("JPEG", "MPO"),
    "png": ("PNG",),
    "gif": ("GIF",),
    "tiff": ("TIFF",),
    "bmp": ("BMP",),
    "webp": ("WEBP",),
}
_MOST_PIXELS = 200_000_000  # twice this is refused; phones take 200 million
_HEAD = 4 << 20
_LARGEST_PICTURE = 64 << 20
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_MAKE, _MODEL, _SOFTWARE, _ORIENTATION, _CHANGED = 0x010F, 0x0110, 0x0131, 0x0112, 0x0132
_SERIALS = (0xA431, 0xC62F)
_MAKER_NOTE, _WIDTH = 0x927C, 0xA002
_TIMES = (
    (ClockSource.EXIF_ORIGINAL, 0x9003, 0x9011),
    (ClockSource.EXIF_DIGITIZED, 0x9004, 0x9012),
    (ClockSource.EXIF_CHANGED, _CHANGED, 0x9010),
)
Tags = Mapping[int, Any]


def prepare() -> None:
    """Set the limits and readers once per process."""
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    warnings.simplefilter("ignore")
    Image.init()
    pillow_heif.register_heif_opener()


def read_image(file: BinaryIO, container: str, found: Findings) -> ProbeResult:
    """Read one picture whose first bytes say it is a `container`."""
    found.container = container
    formats = _FORMATS.get(container, ("HEIF", "AVIF"))
    try:
        with Image.open(file, formats=formats) as image:
            found.width, found.height = image.size
            _metadata(image, file, found)
        return found.result(_wholeness(file, container, found))
    except Image.DecompressionBombError:
        return found.result(ReasonCode.TOO_LARGE_PICTURE)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        return found.result(ReasonCode.DAMAGED)


def _wholeness(file: BinaryIO, container: str, found: Findings) -> ReasonCode | None:
    """Whether the picture data is there: none of it makes the picture unreadable, a missing end is a fault."""
    if container == "heif" and boxes.outline(file).truncated:
        found.add_fault(MediaFault.TRUNCATED)
        return ReasonCode.DAMAGED
    if container != "jpeg":
        return None
    file.seek(0)
    data = file.read(_LARGEST_PICTURE)
    start = makernotes.start_of_picture(data)
    if start is None:
        return ReasonCode.DAMAGED
    if b"\xff\xd9" not in data[start:]:
        found.add_fault(MediaFault.TRUNCATED)
    return None


def _metadata(image: Any, file: BinaryIO, found: Findings) -> None:
    """EXIF and what stands beside it. A damaged part is noted and the rest still read."""
    try:
        exif = image.getexif()
        inner, gps = _part(exif, _EXIF_IFD), _part(exif, _GPS_IFD)
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, struct.error):
        found.add_fault(MediaFault.UNREADABLE_TIME)
        return
    found.orientation = image.info.get("original_orientation") or _whole(exif.get(_ORIENTATION))
    _times({**exif, **inner}, found)
    _gps(gps, found)
    _device(exif, inner, image, found)
    _serial_beside(image, file, inner, found)
    claimed = _whole(inner.get(_WIDTH))
    if claimed and claimed not in (found.width, found.height):
        found.add_fault(MediaFault.PICTURE_SIZE_DIFFERS)


def _part(exif: Any, ifd: int) -> dict[int, Any]:
    try:
        return dict(exif.get_ifd(ifd))
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, struct.error):
        return {}


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and 0 <= value < 1 << 16 else None


def _times(tags: Tags, found: Findings) -> None:
    for source, tag, offset in _TIMES:
        if tag in tags:
            found.add_clock(exif_clock(source, as_found(tags[tag]), _text(tags.get(offset))))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _gps(gps: Tags, found: Findings) -> None:
    latitude, longitude = _degrees(gps.get(2)), _degrees(gps.get(4))
    if latitude is not None and longitude is not None:
        north = -latitude if gps.get(1) == "S" else latitude
        east = -longitude if gps.get(3) == "W" else longitude
        found.add_place(make_place(north, east, _altitude(gps)))
    if 7 in gps and 29 in gps:
        found.add_clock(_gps_clock(str(gps[29]), gps[7]))


def _degrees(value: object) -> float | None:
    try:
        degree, minute, second = (float(part) for part in value)  # type: ignore[attr-defined]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return float(degree + minute / 60 + second / 3600)


def _altitude(gps: Tags) -> float | None:
    try:
        metres = float(gps[6])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return -metres if gps.get(5) == b"\x01" and metres > 0 else metres


def _gps_clock(date: str, time: object) -> FoundClock:
    raw = f"{date} {time}"
    try:
        day = [int(part) for part in date.replace("-", ":").strip("\0 ").split(":")]
        clock = [int(part) for part in time]  # type: ignore[attr-defined]
        return from_parts(ClockSource.GNSS, raw, [*day, *clock], utc=True)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return FoundClock(ClockSource.GNSS, raw[:120], problem=Problem.UNREADABLE)


def _device(exif: Tags, inner: Tags, image: Any, found: Findings) -> None:
    found.add_device(make=clean(exif.get(_MAKE)), model=clean(exif.get(_MODEL)), software=clean(exif.get(_SOFTWARE)))
    for tag in _SERIALS:
        found.add_device(serial=_serial(inner.get(tag) or exif.get(tag)))
    xmp = image.info.get("xmp")
    if isinstance(xmp, bytes):
        found.add_device(serial=_serial(makernotes.from_xmp(xmp)))


def _serial_beside(image: Any, file: BinaryIO, inner: Tags, found: Findings) -> None:
    note = inner.get(_MAKER_NOTE)
    if isinstance(note, bytes):
        found.add_device(serial=_serial(makernotes.from_reconyx(note)))
    if (found.device.make or "").startswith("FLIR"):
        file.seek(0)
        found.add_device(serial=_serial(makernotes.from_flir(file.read(_HEAD))))


def _serial(value: object) -> str | None:
    """A serial number; one of nothing but zeros is a blank that the maker filled in."""
    word = clean(value)
    return word if word and word.strip("0 ") else None
