"""The command that exports what a list shows, as the custodian runs it on the machine the vault is on."""

from __future__ import annotations

from datetime import timedelta
from shlex import quote
from typing import TYPE_CHECKING

from django.utils.timezone import localtime

from liuhen.apps.people.queries import units_keyed

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person
    from liuhen.apps.recordings.queries import Filters

PROGRAM = "liuhen recordings export 导出目录"
CLASSES = "unit,officer,date"


def command_for(person: Person, wanted: Filters) -> str:
    """The command line that exports the recordings of the person's agency which these filters narrow to."""
    said = {"agency": person.agency.code, "by": CLASSES, **_narrowed(person, wanted), "purpose": "写明用途"}
    return " ".join([PROGRAM, *(f"--{name} {quote(value)}" for name, value in said.items() if value)])


def _narrowed(person: Person, wanted: Filters) -> dict[str, str]:
    units = units_keyed([wanted.unit or 0], [person.unit.agency_id])
    last = wanted.until - timedelta(days=1) if wanted.until else None
    return {
        "unit": next((unit.name for unit in units), ""),
        "device": wanted.device,
        "officer": wanted.officer,
        "since": f"{localtime(wanted.since):%Y-%m-%d}" if wanted.since else "",
        "until": f"{localtime(last):%Y-%m-%d}" if last else "",
        "party": wanted.party,
        "cause": wanted.cause,
        "medium": wanted.medium,
    }
