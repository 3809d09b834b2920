"""Number plates 号牌 of mainland China as text: found in what was read, checked letter by letter (GA 36-2018).

A plate is a province's character, the letter of the issuing office, and a serial of five signs (six on new-energy
vehicles), at times with a last character that says its use (警, 挂, 学 …). The letters I and O are never given out in
serials. Readers confuse what looks alike; what was mended to make a plate of the text is counted, never hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from liuhen.core.terms.labels import Term

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# Characters a reader of pictures takes for a province's, none of them a province's itself.
_LOOKALIKE = str.maketrans("奥粵泸护喻翼院鄭贛蘇闵渐陝迁雲遼魯滬貴瓊寧", "粤粤沪沪渝冀皖鄂赣苏闽浙陕辽云辽鲁沪贵琼宁")
_SEPARATORS = re.compile(r"[\s·•・.。:：\-—_*●|]+")
_ALIKE = frozenset(map(frozenset, ("0D", "0Q", "8B", "2Z", "5S", "6G", "VY", "UV", "17", "MN", "EF", "PR")))
_CERTAIN = str.maketrans("IO", "10")
_OFFICE = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
_SIGNS = "[A-Z0-9]"
_USES = "警挂学领使港澳试超"
_SHAPE = re.compile(
    rf"(?P<province>[{PROVINCES}])(?P<office>[A-Z0])(?P<serial>{_SIGNS}{{6}}|{_SIGNS}{{4}}(?=[{_USES}])|{_SIGNS}{{5}})"
    rf"(?P<use>[{_USES}]|应急)?(?!{_SIGNS})"
)
_ORDINARY = re.compile(r"[A-HJ-NP-Z0-9]{5}")
_NEW_ENERGY = re.compile(r"[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK]")
_MOST_LETTERS = 3


class PlateKind(Term):
    """What sort of plate its form shows it to be."""

    ORDINARY = "ordinary", "普通号牌"
    NEW_ENERGY = "new_energy", "新能源汽车号牌"
    POLICE = "police", "警用号牌"
    TRAILER = "trailer", "挂车号牌"
    LEARNER = "learner", "教练车号牌"
    CONSULAR = "consular", "领事馆号牌"
    BORDER = "border", "港澳入出境车号牌"
    EMERGENCY = "emergency", "应急救援号牌"
    OTHER = "other", "其他号牌"


_BY_USE = {
    "警": PlateKind.POLICE,
    "挂": PlateKind.TRAILER,
    "学": PlateKind.LEARNER,
    "领": PlateKind.CONSULAR,
    "使": PlateKind.CONSULAR,
    "港": PlateKind.BORDER,
    "澳": PlateKind.BORDER,
    "应急": PlateKind.EMERGENCY,
}


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate as people write it, without the dot, and how many signs of the text were mended to read it so."""

    text: str
    kind: PlateKind
    mended: int = 0


def plates_in(text: str) -> Iterator[Plate]:
    """The plates written in `text`, from left to right; nothing where the letters cannot be those of a plate."""
    bare = _SEPARATORS.sub("", text.upper())
    for found in _SHAPE.finditer(bare.translate(_LOOKALIKE)):
        if plate := _checked(found, bare[found.start() : found.end()]):
            yield plate


def is_plate(text: str) -> bool:
    """Whether `text` is one plate and nothing else, as written."""
    return [plate.text for plate in plates_in(text)] == [normal(text)] and not next(plates_in(text)).mended


def normal(text: str) -> str:
    """The plate as it is compared: capitals, without dots, dashes and blanks."""
    return _SEPARATORS.sub("", text.upper())


def likeness(wanted: str, text: str) -> float:
    """How much of the plate `wanted` is to be read in `text`: 1 all of it, 0.85 all but one sign, else 0.

    Small plates lose their province's character in the picture first; of the rest, one sign may look like another.
    """
    plate, bare = normal(wanted).translate(_CERTAIN), normal(text).translate(_CERTAIN)
    if not plate or not bare:
        return 0.0
    if plate in bare:
        return 1.0
    size = len(plate)
    pieces = (bare[at : at + size] for at in range(len(bare) - size + 1))
    seen = plate[1:] in bare or any(_almost(plate, piece) for piece in pieces)
    return 0.85 if size >= 7 and seen else 0.0


def _almost(plate: str, piece: str) -> bool:
    """Whether one sign was taken for one that looks like it: plates given out in a row differ by one sign, too."""
    differing = [frozenset(pair) for pair in zip(plate, piece, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and differing[0] in _ALIKE


def _checked(found: re.Match[str], as_read: str) -> Plate | None:
    province, use = found["province"], found["use"] or ""
    office = found["office"].replace("0", "O")
    serial = found["serial"].translate(_CERTAIN)
    kind = _kind(serial, use)
    if kind is None or office not in _OFFICE or sum(map(str.isalpha, serial)) > _MOST_LETTERS:
        return None
    text = f"{province}{office}{serial}{use}"
    return Plate(text, kind, sum(mine != theirs for mine, theirs in zip(text, as_read, strict=True)))


def _kind(serial: str, use: str) -> PlateKind | None:
    if use:
        return _BY_USE.get(use, PlateKind.OTHER)
    if len(serial) == 6:
        return PlateKind.NEW_ENERGY if _NEW_ENERGY.fullmatch(serial) else None
    return PlateKind.ORDINARY if _ORDINARY.fullmatch(serial) else None
