"""The fixed cast of the tests: one agency with its people, one neighbour who must see nothing, and a superior.

Names read as in a case: officer and co-officer on the scene, handler, reviewer, head, custodian, inspector; `outsider`
belongs to another agency (404 everywhere), `reader` may look but not write (403), `superior` sits above.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from liuhen.apps.people.actions import NewPerson, add_agency, add_person, add_unit
from liuhen.apps.people.models import Agency, Person, Unit
from liuhen.apps.people.roles import Role
from liuhen.ports.outside import Outside, install, installed
from liuhen.site.wiring import make_outside

PASSWORD = "correct horse battery"  # noqa: S105 - of invented people

_ROLES: dict[str, tuple[str, tuple[Role, ...]]] = {
    "officer": ("林一鸣", (Role.OFFICER,)),
    "co_officer": ("周海", (Role.OFFICER,)),
    "handler": ("陈立", (Role.OFFICER, Role.HANDLER)),
    "reviewer": ("何敏", (Role.REVIEWER,)),
    "head": ("梁国安", (Role.HEAD,)),
    "custodian": ("苏婷", (Role.CUSTODIAN,)),
    "inspector": ("郑宏", (Role.INSPECTOR,)),
    "system_admin": ("管系统", (Role.SYSTEM_ADMIN,)),
}
_CERTIFIED = {"officer": "440101001", "co_officer": "440101002", "handler": "440101003"}


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody by name; `reader` is the inspector, who may look and not write."""

    agency: Agency
    unit: Unit
    officer: Person
    co_officer: Person
    handler: Person
    reviewer: Person
    head: Person
    custodian: Person
    inspector: Person
    system_admin: Person
    superior: Person
    outsider: Person

    @property
    def reader(self) -> Person:
        """Someone who may see and not write."""
        return self.inspector


def make_cast() -> Cast:
    """Register the cast in the database."""
    above = add_agency(None, "province", "省交通运输厅")
    agency = add_agency(None, "city", "市交通运输综合行政执法局", field="transport", parent=above)
    unit = add_unit(None, agency, "一大队")
    people = {key: _person(key, name, unit, roles) for key, (name, roles) in _ROLES.items()}
    neighbour = add_unit(None, add_agency(None, "other", "邻市交通局", parent=above), "执法队")
    return Cast(
        agency=agency,
        unit=unit,
        superior=_person("superior", "顾远", add_unit(None, above, "法制处"), (Role.SUPERIOR,)),
        outsider=_person("outsider", "外人", neighbour, (Role.OFFICER, Role.HEAD)),
        **people,
    )


def _person(username: str, name: str, unit: Unit, roles: tuple[Role, ...]) -> Person:
    certificate = _CERTIFIED.get(username, "")
    return add_person(
        None,
        NewPerson(username=username, name=name, password=PASSWORD, unit=unit, certificate=certificate, roles=roles),
    )


@contextmanager
def outside_at(moment: datetime | None = None, home: Path | None = None) -> Iterator[Outside]:
    """Install an outside of its own (vault, log, key in a fresh directory), its clock standing at `moment` if given."""
    before = installed()
    with TemporaryDirectory(prefix="liuhen-") as fresh:
        own = make_outside(home or Path(fresh), moment=moment)
        install(own)
        try:
            yield own
        finally:
            own.probe.close()
            install(before)
