"""The people and cameras of the demonstration agency; all invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from liuhen.apps.devices.actions import NewDevice, register_device
from liuhen.apps.devices.models import Device
from liuhen.apps.documents.actions import NewSeal, keep_seal
from liuhen.apps.lawlib.actions import bind_text, set_number
from liuhen.apps.people.actions import NewPerson, add_agency, add_person, add_unit, date_certificate, qualify
from liuhen.apps.people.models import Agency, Person, Unit
from liuhen.apps.people.roles import Role
from liuhen.ports.outside import outside
from liuhen.site.demo.seal import seal_image

PASSWORD = "liuhen-demo-2026"  # noqa: S105 - of invented people, printed at every start
AGENCY = "南岭市交通运输综合行政执法局（演示）"
TEXTS = ("gd-province-2018", "gd-transport-2019")
PROCEDURE = ("cn-transport-procedure-2021", "cn-admin-limits")
"""The national procedure and the limits of the laws above it, by which the demonstration's cases are handled."""
SEAL = "执法专用章（演示）"
NUMBERS = {"gathering_hours": "24", "keep_days": "180", "at_once_minutes": "30", "fault_report_hours": "24"}

# sign-in name → (name, unit, certificate, roles)
PEOPLE: dict[str, tuple[str, str, str, tuple[Role, ...]]] = {
    "officer": ("林一鸣", "一大队", "440101001", (Role.OFFICER,)),
    "handler": ("陈立", "一大队", "440101002", (Role.OFFICER, Role.HANDLER)),
    "partner": ("周海燕", "一大队", "440101003", (Role.OFFICER,)),
    "reviewer": ("何敏", "法制科", "", (Role.REVIEWER,)),
    "head": ("梁国安", "一大队", "440101009", (Role.HEAD,)),
    "custodian": ("苏婷", "技术装备科", "", (Role.CUSTODIAN,)),
    "inspector": ("郑宏", "督察科", "", (Role.INSPECTOR,)),
    "auditor": ("钱审", "办公室", "", (Role.AUDITOR,)),
}
CERTIFIED = (date(2023, 1, 1), date(2032, 12, 31))
CAMERAS = {"officer": "NL-0401", "handler": "NL-0402", "partner": "NL-0403"}


@dataclass(frozen=True, slots=True)
class Troupe:
    """The agency with its people and cameras, by sign-in name."""

    agency: Agency
    people: dict[str, Person]
    cameras: dict[str, Device]


def engage(texts: tuple[str, ...] = TEXTS) -> Troupe:
    """Register everybody and everything, and bind the texts."""
    above = add_agency(None, "demo-province", "省交通运输厅（演示）", territory="guangdong", field="transport")
    agency = add_agency(None, "demo", AGENCY, territory="guangdong", field="transport", parent=above)
    units: dict[str, Unit] = {}
    for _, unit, _, _ in PEOPLE.values():
        units.setdefault(unit, add_unit(None, agency, unit) if unit not in units else units[unit])
    people = {key: _engage(key, units[unit]) for key, (_, unit, _, _) in PEOPLE.items()}
    people["superior"] = _superior(above)
    for text in texts:
        bind_text(None, agency, text)
    _set_numbers(agency)
    keep_seal(None, NewSeal(name=SEAL, keeper=people["handler"], image=[seal_image()]))
    return Troupe(agency, people, {key: _camera(agency, people[key], number) for key, number in CAMERAS.items()})


def _engage(key: str, unit: Unit) -> Person:
    name, _, certificate, roles = PEOPLE[key]
    person = add_person(
        None,
        NewPerson(username=key, name=name, password=PASSWORD, unit=unit, certificate=certificate, roles=roles),
    )
    if certificate:
        date_certificate(None, person, since=CERTIFIED[0], until=CERTIFIED[1])
    if Role.REVIEWER in roles:
        qualify(None, person, "legal_exam", since=date(2016, 6, 1))
    return person


def _superior(above: Agency) -> Person:
    unit = add_unit(None, above, "法制处")
    return add_person(
        None, NewPerson(username="superior", name="顾远", password=PASSWORD, unit=unit, roles=(Role.SUPERIOR,))
    )


def _set_numbers(agency: Agency) -> None:
    for key, value in NUMBERS.items():
        if outside().law.vocabulary().knows("numbers", key):
            set_number(None, agency, key, value)


def _camera(agency: Agency, holder: Person, number: str) -> Device:
    return register_device(
        None,
        agency,
        NewDevice(
            number=number,
            holder=holder,
            model="LH-2",
            serial=f"LH2{number[-4:]}88",
            functions=("video", "photo", "audio", "upload"),
            battery_minutes=480,
        ),
    )
