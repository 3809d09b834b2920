"""What people state of goods: frozen, aware times, codes of law/_vocabulary, keys of rows of the same case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How a thing is described 名称、规格、数量、状态、归属; `condition` is the state it is kept in."""

    name: str
    quantity: Decimal
    unit: str
    condition: str
    owner: str
    specification: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """How goods came in: by which measure, when, in which step, by which document (keys), and where they lie now."""

    measure: str
    at: datetime
    place: str
    step: int | None = None
    document: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMovement:
    """A movement to be registered; what its kind needs must be given, the rest may be."""

    kind: str
    at: datetime
    place: str = ""
    handed_by: Person | None = None
    keeper: Person | None = None
    receiver: str = ""
    document: int | None = None
    step: int | None = None
    amount: Decimal | None = None
    note: str = ""
