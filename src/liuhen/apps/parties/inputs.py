"""What people state when they register a party or ask for a recusal: frozen, codes of law/_vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from liuhen.core.terms.labels import NumberKind, PartyKind, RecusalWay

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class NewParty:
    """A party to be registered; numbers as typed. `of` is the key of the party it acts for or belongs to.

    A vehicle without a name is called by its plate. Sex and day of birth follow from an identity number.
    """

    kind: PartyKind
    role: str
    name: str = ""
    numbers: Mapping[NumberKind, str] = field(default_factory=dict)
    sex: str = ""
    birth: date | None = None
    address: str = ""
    telephone: str = ""
    head: str = ""
    post: str = ""
    model: str = ""
    note: str = ""
    of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecusal:
    """A recusal to be decided on: of a person of ours, or of an expert or interpreter by name."""

    way: RecusalWay
    ground: str
    reason: str
    asked_at: datetime
    person: Person | None = None
    name: str = ""
    asker: str = ""
    orally: bool = False
