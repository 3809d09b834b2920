"""Facts of a case about people and things: the parties, and what was taken from them. Given on by `facts`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from liuhen.core.terms.labels import PartyKind, RecusalWay


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody or something a case is about, and what it is in it (vocabulary party_roles): 当事人, 证人, 涉案车辆 …

    `numbers`: kind of number (labels.NumberKind) → number as written. `of` is the id of the party an agent acts for or
    a vehicle belongs to. `birth` is a day (1990-05-17); `head` the legal representative, `post` employer and post,
    `model` the kind of vehicle or vessel.
    """

    id: str
    kind: PartyKind
    role: str
    name: str
    numbers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    sex: str = ""
    birth: str = ""
    address: str = ""
    telephone: str = ""
    head: str = ""
    post: str = ""
    model: str = ""
    note: str = ""
    of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recusal:
    """That somebody was to stay out of the case 回避 (cn-transport-procedure-2021 art. 12-15), and what was decided.

    `certificate` is empty for an expert or interpreter from outside; `asker` is the party or agent who asked. `ground`
    is of the vocabulary (recusal_grounds). `outcome` is empty while nobody has decided, and then approved, refused, or
    withdrawn by who asked; `approval` is the id of the decision.
    """

    id: str
    name: str
    way: RecusalWay
    ground: str
    asked_at: datetime
    certificate: str = ""
    asker: str = ""
    orally: bool = False
    reason: str = ""
    outcome: str = ""
    decided_at: datetime | None = None
    approval: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyMove:
    """What became of a thing at a moment 流转 (vocabulary goods_movements); `amount` is money in yuan ("1200.00")."""

    kind: str
    at: datetime
    place: str = ""
    handed_by: str = ""  # certificates, or names of who has none
    keeper: str = ""
    receiver: str = ""
    document: str | None = None
    step: str | None = None
    amount: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A thing taken from a party 涉案财物, as the ledger has it (cn-transport-procedure-2021 art. 126).

    `measure` and `state` are of the vocabulary (goods_measures, goods_states); `quantity` is a decimal number ("2.5");
    `received_at` is when the keeper 涉案财物管理人员 first took it over.
    """

    id: str
    number: str
    name: str
    quantity: str
    unit: str
    measure: str
    taken_at: datetime
    entered_at: datetime
    state: str
    specification: str = ""
    condition: str = ""
    owner: str = ""
    place: str = ""
    keeper: str = ""
    entered_by: str = ""
    remark: str = ""
    received_at: datetime | None = None
    step: str | None = None
    document: str | None = None
    moves: tuple[PropertyMove, ...] = ()
