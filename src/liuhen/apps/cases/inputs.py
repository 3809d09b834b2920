"""What people state when they register something: frozen, aware times, codes of law/_vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A case to be opened. `unit` None: that of the person who opens it. `handlers` besides that person.

    `party_kind` (labels.PartyKind) and `party_number`, an identity number or credit code: the party is registered with
    the case then, and so is the vehicle of the plate.
    """

    number: str
    cause: str
    party: str
    procedure: str = "ordinary"
    origin: str = "ex_officio"
    plate: str = ""
    party_kind: str = ""
    party_number: str = ""
    features: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    unit: Unit | None = None
    handlers: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The times of a step, as those who did it state them."""

    start: datetime
    end: datetime | None = None
    arrival: datetime | None = None
    departure: datetime | None = None
    returned_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """A person's part in a step: role and staff class are codes of the vocabulary."""

    person: Person
    role: str = "officer"
    staff: str = "enforcement"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStep:
    """A step 执法环节 to be registered."""

    kind: str
    stage: str
    times: Times
    act: int | None = None
    place: str = ""
    people: tuple[Taking, ...] = ()
    features: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file handed in with a document: its bytes (a path, or chunks as they arrive) and the name it came under."""

    source: Path | Iterable[bytes]
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """A document in force to be registered. `about` names what it concerns: "recording:5", "step:3".

    `corrects`: the case's document of the same kind that this one takes the place of; a correction is no new event of
    the procedure. `hands` are the roles of the house of those who wrote, checked and put in force what was made here;
    of what was made elsewhere they are not known.
    """

    kind: str
    made_at: datetime
    step: int | None = None
    matters: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    used_as_evidence: bool = False
    file: File | None = None
    corrects: int | None = None
    hands: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """A report or written explanation to be registered; `about` names the thing: "interruption:7"."""

    kind: str
    about: str
    at: datetime
    to: Person | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSituation:
    """A situation 情形 to be registered; `about` empty: it concerns the whole case; no `until`: it goes on."""

    kind: str
    since: datetime
    until: datetime | None = None
    about: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApproval:
    """A request for an approval of a kind of the vocabulary; `about` empty: it concerns the whole case."""

    kind: str
    about: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewExemption:
    """A request to let one event ("milestone:decided") through once, with the reason and the law that allows it."""

    event: str
    reason: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided on a request: "approved" or "refused", in which words (a refusal says why)."""

    outcome: str
    words: str = ""
