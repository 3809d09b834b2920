"""What a device writes into its picture besides the time 叠加信息: speed and place, read from text.

A place is said with its letters (22.503036N,113.896144E), its words (经度, 纬度), or as degrees and minutes in one
number (2230.1822,N). A row of zeros is a receiver without satellites, not the gulf of Guinea.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SPEED = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,2})?)\s*[Kk][Mm]\s*/?\s*[Hh]")
_NUMBER = r"(\d{1,5}\.\d{3,8})"
_FORMS = tuple(
    (re.compile(latitude), re.compile(longitude))
    for latitude, longitude in (
        (rf"纬度\s*:?\s*{_NUMBER}\s*°?,?([NS])?", rf"经度\s*:?\s*{_NUMBER}\s*°?,?([EW])?"),
        (rf"{_NUMBER}\s*°?[,.]?\s*([NS])\b", rf"{_NUMBER}\s*°?[,.]?\s*([EW])\b"),
        (rf"\b([NS])\s*:?\s*{_NUMBER}", rf"\b([EW])\s*:?\s*{_NUMBER}"),
    )
)
_ZEROS = re.compile(r"(?<!\d)0{1,5}\.0{3,8}(?!\d)")


@dataclass(frozen=True, slots=True)
class Stated:
    """What one picture's text states: speed in km/h, place as (latitude, longitude) in degrees, or that none was had.

    `no_fix`: the device shows zeros where a place would be.
    """

    speed_kmh: float | None = None
    place: tuple[float, float] | None = None
    no_fix: bool = False

    @property
    def nothing(self) -> bool:
        """Whether the text states neither speed nor place."""
        return self == Stated()


def stated_in(text: str) -> Stated:
    """The speed and place stated in the text of one picture."""
    plain = text.replace("：", ":").replace("，", ",")
    speed = _SPEED.search(plain)
    no_fix = len(_ZEROS.findall(plain)) >= 2
    return Stated(float(speed[1]) if speed else None, None if no_fix else _place(plain), no_fix)


def _place(text: str) -> tuple[float, float] | None:
    for latitude, longitude in _FORMS:
        north, east = _degrees(latitude.search(text), 90), _degrees(longitude.search(text), 180)
        if north is not None and east is not None:
            return north, east
    return None


def _degrees(found: re.Match[str] | None, most: int) -> float | None:
    if found is None:
        return None
    number, letter = sorted(group or "N" for group in found.groups())
    value = _from_minutes(number) if number.index(".") > 3 else float(number)
    return (-value if letter in "SW" else value) if value <= most else None


def _from_minutes(number: str) -> float:
    """Degrees of a number like 2230.1822: 22 degrees and 30.1822 minutes."""
    cut = number.index(".") - 2
    return int(number[:cut]) + float(number[cut:]) / 60
