"""The numbers persons, organisations, vehicles and vessels are known by: who has which, and what is wrong with one.

Check digits are computed where the standard has them; of the others the shape is looked at. Numbers come from the back
of a van in the rain: spaces, dots, small letters and full-width signs are put right before anything is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from liuhen.core.forms.numbers import credit_code_fault, identity_number_fault
from liuhen.core.media.plates import is_plate
from liuhen.core.terms.labels import NumberKind, PartyKind

NUMBERS_OF: dict[PartyKind, tuple[NumberKind, ...]] = {
    PartyKind.PERSON: (NumberKind.IDENTITY, NumberKind.OTHER_PAPER),
    PartyKind.ORGANISATION: (NumberKind.CREDIT_CODE, NumberKind.OTHER_REGISTRATION),
    PartyKind.VEHICLE: (NumberKind.PLATE, NumberKind.OTHER_PLATE, NumberKind.VIN, NumberKind.TRANSPORT_PERMIT),
    PartyKind.VESSEL: (
        *(NumberKind.VESSEL_IDENTIFICATION, NumberKind.VESSEL_REGISTRATION),
        *(NumberKind.MMSI, NumberKind.IMO),
    ),
}
"""Which numbers a kind of party may have, the usual one first."""
LONGEST_NUMBER = 40
"""Signs of a number no standard describes."""

_SPACES = re.compile(r"[\s·•・.。\-—]+")
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}", re.ASCII)
_VESSEL_IDENTIFICATION = re.compile(r"CN[12][0-9]{10}", re.ASCII)
_VESSEL_REGISTRATION = re.compile(r"[0-9]{12}", re.ASCII)
_MMSI = re.compile(r"[2-7][0-9]{8}", re.ASCII)
_IMO = re.compile(r"[0-9]{7}", re.ASCII)


def normal_number(kind: NumberKind, text: str) -> str:
    """A number as it is kept: half-width, capitals, without the spaces and dots people group it with."""
    bare = unicodedata.normalize("NFKC", text).strip().upper()
    if kind is NumberKind.IMO:
        bare = bare.removeprefix("IMO").strip()
    return bare if kind in _FREE else _SPACES.sub("", bare)


def number_fault(kind: NumberKind, text: str, today: date) -> str:
    """What is wrong with a number already put right, in Chinese; empty when nothing is."""
    if kind is NumberKind.IDENTITY:
        return identity_number_fault(text, today)
    if kind in _FREE:
        return _free_fault(text)
    return _FAULTS[kind](text)


def plate_fault(text: str) -> str:
    """What is wrong with a plate 号牌 (GA 36-2018); new-energy vehicles have one sign more.

    >>> plate_fault("粤B12345"), plate_fault("粤BD12345")
    ('', '')
    """
    if is_plate(text):
        return ""
    return "号牌应为省份简称、发牌机关字母加五位序号（新能源汽车六位），如粤B12345。临时、境外等号牌请填在“其他号牌”。"


def imo_fault(text: str) -> str:
    """What is wrong with a ship's IMO number: seven digits of which the last checks the others.

    >>> imo_fault("9074729")
    ''
    """
    if not _IMO.fullmatch(text):
        return "国际海事组织编号应为七位数字（不写 IMO）。请核对船舶国籍证书。"
    wanted = sum(int(sign) * weight for sign, weight in zip(text, range(7, 1, -1), strict=False)) % 10
    return "" if int(text[6]) == wanted else "末位校验码不符，编号可能抄错了一位。请核对船舶国籍证书。"


def _shaped(shape: re.Pattern[str], message: str) -> Callable[[str], str]:
    return lambda text: "" if shape.fullmatch(text) else message


def _free_fault(text: str) -> str:
    return f"最多 {LONGEST_NUMBER} 个字符，请核对证件。" if len(text) > LONGEST_NUMBER else ""


_FREE = frozenset(
    {
        *(NumberKind.OTHER_PAPER, NumberKind.OTHER_REGISTRATION),
        *(NumberKind.OTHER_PLATE, NumberKind.TRANSPORT_PERMIT),
    }
)
"""Numbers no standard describes: kept as they stand on the paper."""
_FAULTS: dict[NumberKind, Callable[[str], str]] = {
    NumberKind.CREDIT_CODE: credit_code_fault,
    NumberKind.PLATE: plate_fault,
    NumberKind.IMO: imo_fault,
    NumberKind.VIN: _shaped(_VIN, "车辆识别代号应为十七位数字和字母（不用 I、O、Q）。请核对行驶证。"),
    NumberKind.VESSEL_IDENTIFICATION: _shaped(
        _VESSEL_IDENTIFICATION, "船舶识别号应为 CN 加十一位数字。请核对船舶国籍证书。"
    ),
    NumberKind.VESSEL_REGISTRATION: _shaped(_VESSEL_REGISTRATION, "船舶登记号应为十二位数字。请核对船舶登记证书。"),
    NumberKind.MMSI: _shaped(_MMSI, "水上移动业务识别码应为九位数字，首位为 2 至 7。请核对电台执照。"),
}


# what an identity number tells


def sex_of(identity: str) -> str:
    """男 or 女, by the seventeenth digit of a sound identity number (GB 11643-1999)."""
    return "男" if int(identity[16]) % 2 else "女"


def birth_of(identity: str) -> date:
    """The day of birth in a sound identity number."""
    return date(int(identity[6:10]), int(identity[10:12]), int(identity[12:14]))


def age_on(born: date, day: date) -> int:
    """Full years on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


# what is shown before anybody asked for more


def masked(kind: NumberKind, text: str) -> str:
    """A person's number with its middle hidden; what is public (plates, codes of firms and ships) stays as it is.

    >>> masked(NumberKind.IDENTITY, "11010519491231002X")
    '110***********002X'
    """
    return hidden(text) if kind in (NumberKind.IDENTITY, NumberKind.OTHER_PAPER) else text


def hidden(text: str) -> str:
    """A number or telephone with its middle hidden: three signs stay in front, four at the end; of short ones fewer."""
    front, back = (3, 4) if len(text) >= 11 else (1, 2) if len(text) >= 6 else (0, 0)
    return text[:front] + "*" * (len(text) - front - back) + text[len(text) - back :] if text else ""
