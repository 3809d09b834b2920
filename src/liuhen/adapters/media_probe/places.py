"""From the many ways in which devices write a position to one place; impossible ones are flagged."""

import math
import re

from liuhen.ports.media_probe import Place, PlaceProblem

_NUMBER = r"([+-][0-9]{1,3}(?:\.[0-9]+)?)"
_ISO_6709 = re.compile(_NUMBER + _NUMBER + r"([+-][0-9]+(?:\.[0-9]+)?)?")
_RMC = re.compile(r"(?:GP|GN|BD)RMC,[^,]*,A,([0-9.]+),([NS]),([0-9.]+),([EW])")


def make_place(latitude: float, longitude: float, altitude_m: float | None = None) -> Place | None:
    """A position with what is wrong about it; None when it holds no numbers at all."""
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None
    if altitude_m is not None and not math.isfinite(altitude_m):
        altitude_m = None
    return Place(round(latitude, 7), round(longitude, 7), altitude_m, _problem(latitude, longitude))


def _problem(latitude: float, longitude: float) -> PlaceProblem | None:
    if abs(latitude) > 90 or abs(longitude) > 180:
        return PlaceProblem.OUT_OF_RANGE
    if abs(latitude) < 1e-6 and abs(longitude) < 1e-6:
        return PlaceProblem.ZERO
    if float(latitude).is_integer() and float(longitude).is_integer():
        return PlaceProblem.ROUND_NUMBERS
    return None


def iso6709_place(raw: str) -> Place | None:
    """ISO 6709 as phones write it: `+27.1281+100.2508+000.000/`."""
    match = _ISO_6709.match(raw.strip())
    if match is None:
        return None
    return make_place(float(match[1]), float(match[2]), float(match[3]) if match[3] else None)


def degrees(minutes_form: float) -> float:
    """NMEA `dddmm.mmmm` as degrees."""
    whole = minutes_form // 100
    return whole + (minutes_form - whole * 100) / 60


def rmc_place(text: str) -> Place | None:
    """Position of the first valid NMEA RMC sentence."""
    match = _RMC.search(text)
    if match is None:
        return None
    try:
        latitude, longitude = degrees(float(match[1])), degrees(float(match[3]))
    except ValueError:
        return None
    return make_place(-latitude if match[2] == "S" else latitude, -longitude if match[4] == "W" else longitude)
