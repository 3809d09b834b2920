"""Which rows make up a case, from all rooms, and how their columns are written so that another instance can read them.

A row is called by its table and its place among the rows of its table: keys of a database mean nothing elsewhere.
Foreign keys and texts that name a thing ("step:17") are written that way; people are called by certificate, devices by
number, units by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet

from liuhen.apps.cases import models as cases
from liuhen.apps.devices import models as devices
from liuhen.apps.documents import models as documents
from liuhen.apps.duties import models as duties
from liuhen.apps.goods import models as goods
from liuhen.apps.parties import models as parties
from liuhen.apps.people import models as people
from liuhen.apps.recordings import models as recordings

Rows = Callable[[int], QuerySet[Any]]
NAMED = re.compile(r"([a-z_]+):([0-9]{1,18})", re.ASCII)
PLACED = re.compile(r"([a-z_]+):#([0-9]{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Carried:
    """A table: how it is called in the file, its model, which of its rows belong to a case, and with what not to carry.

    `recorded`: it goes along only with the recordings. `left`: columns that mean nothing elsewhere and stay empty.
    `verbatim`: columns that were signed, whose texts are never changed.
    """

    name: str
    model: type[Model]
    rows: Rows
    recorded: bool = False
    left: Collection[str] = ()
    verbatim: Collection[str] = ()


def _by(model: type[Model], path: str) -> Rows:
    return lambda case: model._default_manager.filter(**{path: case}).order_by("pk").distinct()


def _films(case: int) -> QuerySet[Any]:
    linked = recordings.Link.objects.filter(step__case=case).values("recording")
    beside = recordings.Companion.objects.filter(recording__in=linked).values("sidecar")
    films = recordings.Recording.objects.filter(pk__in=linked) | recordings.Recording.objects.filter(pk__in=beside)
    return films.order_by("pk")


def _with_films(model: type[Model], path: str) -> Rows:
    return lambda case: model._default_manager.filter(**{f"{path}__in": _films(case).values("pk")}).order_by("pk")


def _of_films(model: type[Model], column: str) -> Rows:
    return lambda case: model._default_manager.filter(pk__in=_films(case).values(column)).order_by("pk")


def _descriptions(case: int) -> QuerySet[Any]:
    """How the goods are described, with what was corrected since."""
    standing = goods.Item.objects.filter(case=case).values_list("described", flat=True)
    found, waiting = set[int](), set(standing)
    while waiting:
        found |= waiting
        older = goods.Description.objects.filter(pk__in=waiting).values_list("replaces", flat=True)
        waiting = {key for key in older if key is not None} - found
    return goods.Description.objects.filter(pk__in=found).order_by("pk")


TABLES = (
    Carried("case", cases.Case, _by(cases.Case, "pk")),
    Carried("handler", cases.Handler, _by(cases.Handler, "case")),
    Carried("milestone", cases.Milestone, _by(cases.Milestone, "case")),
    Carried("act", cases.Act, _by(cases.Act, "case")),
    Carried("step", cases.Step, _by(cases.Step, "case")),
    Carried("step_person", cases.StepPerson, _by(cases.StepPerson, "step__case")),
    Carried("interruption", cases.Interruption, _by(cases.Interruption, "step__case")),
    Carried("document", cases.Document, _by(cases.Document, "case")),
    Carried("report", cases.Report, _by(cases.Report, "case")),
    Carried("situation", cases.Situation, _by(cases.Situation, "case")),
    Carried("approval", cases.Approval, _by(cases.Approval, "case")),
    Carried("exemption", cases.Exemption, _by(cases.Exemption, "case")),
    Carried("party", parties.Party, _by(parties.Party, "case")),
    Carried("party_number", parties.PartyNumber, _by(parties.PartyNumber, "party__case")),
    Carried("recusal", parties.Recusal, _by(parties.Recusal, "case")),
    Carried("description", goods.Description, _descriptions),
    Carried("item", goods.Item, _by(goods.Item, "case")),
    Carried("movement", goods.Movement, _by(goods.Movement, "item__case")),
    Carried("draft", documents.Draft, _by(documents.Draft, "case"), verbatim=("content",)),
    Carried(
        "paper", documents.Paper, _by(documents.Paper, "document__case"),
        left=("series", "serial"), verbatim=("content",),
    ),
    Carried("signature", documents.Signature, _by(documents.Signature, "draft__case")),
    Carried(
        "signature_withdrawal", documents.SignatureWithdrawal,
        _by(documents.SignatureWithdrawal, "signature__draft__case"),
    ),
    Carried("determination", duties.Determination, _by(duties.Determination, "case")),
    Carried("check", devices.DeviceCheck, _by(devices.DeviceCheck, "step__case")),
    Carried("intake", recordings.Intake, _of_films(recordings.Intake, "intake"), recorded=True),
    Carried("session", recordings.Session, _of_films(recordings.Session, "session"), recorded=True),
    Carried("recording", recordings.Recording, _films, recorded=True),
    Carried("link", recordings.Link, _by(recordings.Link, "step__case"), recorded=True),
    Carried("mark", recordings.Mark, _with_films(recordings.Mark, "recording"), recorded=True),
    Carried("companion", recordings.Companion, _with_films(recordings.Companion, "recording"), recorded=True),
    Carried(
        "time_statement", recordings.TimeStatement, _with_films(recordings.TimeStatement, "recording"), recorded=True
    ),
)  # fmt: skip
BY_NAME = {table.name: table for table in TABLES}
NAME_OF = {table.model: table.name for table in TABLES}
DIGESTS = {"document": "sha256", "signature": "image_sha256", "recording": "sha256"}
"""Which column of which table names bytes in the vault."""


@dataclass(slots=True)
class Names:
    """How rows and everything outside the case are called in the file. `places`: table → key → place, from 1."""

    places: dict[str, dict[int, int]] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    devices: dict[int, str] = field(default_factory=dict)

    def of(self, model: type[Model], key: int | None) -> int | str | None:
        """What a foreign key is written as; None where it leads to nothing that is carried."""
        if key is None:
            return None
        if model in NAME_OF:
            return self.places.get(NAME_OF[model], {}).get(key)
        outside: dict[type[Model], dict[int, str]] = {
            people.Person: self.people,
            people.Unit: self.units,
            devices.Device: self.devices,
        }
        return outside.get(model, {}).get(key)

    def in_text(self, value: Any) -> Any:
        """A value of a column, the things it names called by their places."""
        match value:
            case str():
                found = NAMED.fullmatch(value)
                return self._named(found) if found else value
            case list():
                return [self.in_text(one) for one in value]
            case dict():
                return {key: self.in_text(one) for key, one in value.items()}
        return value

    def _named(self, found: re.Match[str]) -> str:
        kind, key = found[1], int(found[2])
        if kind == "device":
            return f"device:{self.devices.get(key, '')}"
        return f"{kind}:#{self.places[kind].get(key, 0)}" if kind in self.places else found[0]


def plain(value: Any) -> Any:
    """A value of a column as JSON holds it."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
    return value
