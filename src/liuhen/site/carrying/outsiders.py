"""Whom and what a carried case mentions beyond itself: people, units and devices, found here by their names there."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from liuhen.apps.devices.models import Device
from liuhen.apps.goods.models import Ledger
from liuhen.apps.people.actions import NewPerson, add_person, add_unit, date_certificate
from liuhen.apps.people.models import Agency, Person, Unit
from liuhen.apps.people.roles import Role
from liuhen.apps.people.roll import give_back, qualify, suspend
from liuhen.site.carrying.packing import CaseFileRefused

CARRIED_ROLES = frozenset(Role) - {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR}
"""Roles a person made from a file may hold: none that administers this instance."""
_DEVICE = "device:"


@dataclass(slots=True)
class Outsiders:
    """What the names of the file mean here; `made` tells what was made for want of it."""

    agency: Agency
    people: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    devices: dict[str, int] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)

    def key_of(self, model: type[Model], name: str) -> int:
        """The key of a person, unit or device; CaseFileRefused for one the file does not list."""
        found = {Person: self.people, Unit: self.units, Device: self.devices}.get(model, {}).get(name)
        if found is None:
            raise CaseFileRefused(f"案件文件提到“{name}”，但没有列出它。")
        return found

    def device_in_text(self, text: str) -> str:
        """A text that names a device by its number, by its key here."""
        number = text.removeprefix(_DEVICE)
        return f"{_DEVICE}{self.devices[number]}" if number != text and number in self.devices else text

    def numbered(self, table: str, rows: list[Any]) -> list[Model]:
        """Goods take the next places of this agency's ledger, their printed number stays; the ledgers that moved on."""
        ledgers: dict[int, Ledger] = {}
        for item in rows if table == "item" else ():
            ledger = (
                ledgers.get(item.year)
                or Ledger.objects.select_for_update().get_or_create(agency=self.agency, year=item.year)[0]
            )
            ledgers[item.year] = ledger
            ledger.last += 1
            item.serial = ledger.last
        for ledger in ledgers.values():
            ledger.save(update_fields=["last"])
        return [*ledgers.values()]


def meet(by: Person, content: Mapping[str, Any], *, make: bool) -> Outsiders:
    """Find everyone and everything; what is missing is told all at once, or made where that is wished."""
    known = Outsiders(by.unit.agency)
    missing = [*_units(content, known), *_people(content, known), *_devices(content, known)]
    if missing and not make:
        names = "、".join(missing)
        raise CaseFileRefused(f"本系统中没有：{names}。请先登记，或者加上 --make-people 由导入时登记。")
    if missing:
        _make(by, content, known)
        known.made = missing
    return known


def _units(content: Mapping[str, Any], known: Outsiders) -> list[str]:
    named = {str(row["unit"]) for row in content["rows"]["case"]}
    named |= {str(row["unit"]) for row in content["rows"].get("recording", ()) if row.get("unit")}
    found = dict(Unit.objects.filter(agency=known.agency, name__in=named).values_list("name", "pk"))
    known.units |= found
    return [f"部门 {name}" for name in sorted(named - set(found))]


def _people(content: Mapping[str, Any], known: Outsiders) -> list[str]:
    own = Person.objects.filter(unit__agency=known.agency)
    missing = []
    for ref, said in content["people"].items():
        by_name = {"username": ref.removeprefix("@"), "name": said["name"]}
        found = own.filter(**({"certificate": ref} if said["certificate"] else by_name)).first()
        if found:
            known.people[ref] = found.pk
        else:
            missing.append(f"人员 {said['name']}（{ref}）")
    return missing


def _devices(content: Mapping[str, Any], known: Outsiders) -> list[str]:
    numbers = set(content["devices"])
    known.devices |= dict(Device.objects.filter(agency=known.agency, number__in=numbers).values_list("number", "pk"))
    return [f"设备 {number}" for number in sorted(numbers - set(known.devices))]


def _make(by: Person, content: Mapping[str, Any], known: Outsiders) -> None:
    from liuhen.apps.devices.actions import NewDevice, register_device

    wanted = {str(said["unit"]) for ref, said in content["people"].items() if ref not in known.people}
    wanted |= {str(row["unit"]) for row in content["rows"]["case"]}
    units = {unit.name: unit for unit in Unit.objects.filter(agency=known.agency)}
    for name in sorted(wanted - set(units)):
        units[name] = add_unit(by, known.agency, name)
    known.units |= {name: unit.pk for name, unit in units.items()}
    for ref, said in content["people"].items():
        if ref not in known.people:
            known.people[ref] = _person(by, ref, said, units[said["unit"]]).pk
    for number, said in content["devices"].items():
        if number not in known.devices:
            new = NewDevice(number=number, **{**said, "functions": tuple(said["functions"])})
            known.devices[number] = register_device(by, known.agency, new).pk


def _person(by: Person, ref: str, said: Mapping[str, Any], unit: Unit) -> Person:
    """Somebody who cannot sign in: the password is known to nobody."""
    new = NewPerson(
        username=f"brought-{ref.removeprefix('@')}"[:60],
        name=said["name"],
        password=secrets.token_urlsafe(32),
        unit=unit,
        certificate=said["certificate"],
        roles=tuple(Role(role) for role in said["roles"] if role in CARRIED_ROLES),
    )
    person = add_person(by, new)
    _enrol(by, person, said)
    return person


def _enrol(by: Person, person: Person, said: Mapping[str, Any]) -> None:
    """What the roll of officers says of the person: the law asks whether the certificate counted on the day."""
    since, until = map(_day, said.get("certified", (None, None)))
    if since or until:
        date_certificate(by, person, since=since, until=until)
    for kind, held, note in said.get("qualifications", ()):
        qualify(by, person, kind, since=_day(held), note=note)
    for begun, over, reason in said.get("suspensions", ()):
        suspend(by, person, datetime.fromisoformat(begun), reason)
        if over:
            give_back(by, person, datetime.fromisoformat(over))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
