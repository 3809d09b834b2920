"""All reads of the room. Whoever asks for one object's findings has found the object where it is allowed to be seen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from liuhen.apps.findings.models import Analysis, Artifact
from liuhen.core.media.sketch import Sketch, sketch
from liuhen.ports.workshop import WorkKind, WorkState

if TYPE_CHECKING:
    from liuhen.apps.people.models import Person


@dataclass(frozen=True, slots=True)
class Made:
    """A file made from an object, by the digest under which the vault keeps it."""

    sha256: str
    size: int
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How one kind of work on one object stands. `result` is empty unless it is done; `reason` says why it is not."""

    kind: WorkKind
    state: WorkState
    reason: str = ""
    tool: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    artifacts: Mapping[str, Made] = field(default_factory=dict)
    finished_at: datetime | None = None

    @property
    def done(self) -> bool:
        """Whether there is a result."""
        return self.state is WorkState.DONE


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one object, by kind of work; kinds nobody asked for are absent."""

    sha256: str
    works: Mapping[WorkKind, Looked] = field(default_factory=dict)

    def result(self, kind: WorkKind) -> Mapping[str, Any]:
        """The result of this kind (docs/formats/findings.md); empty when there is none (yet)."""
        work = self.works.get(kind)
        return work.result if work and work.done else {}

    def artifact(self, kind: WorkKind, name: str) -> Made | None:
        """A file made by work of this kind; None when there is none (yet)."""
        work = self.works.get(kind)
        return work.artifacts.get(name) if work and work.done else None


def found_in(sha256: str) -> Found:
    """Everything found in one object."""
    return found_in_many([sha256])[sha256]


def asked_for(digests: Collection[str]) -> set[tuple[str, WorkKind]]:
    """Which kinds of work somebody has asked for on these objects, whatever became of it."""
    rows = Analysis.objects.filter(sha256__in=list(digests)).values_list("sha256", "kind")
    return {(digest, WorkKind(kind)) for digest, kind in rows}


def found_in_many(digests: Collection[str], kinds: Collection[WorkKind] = tuple(WorkKind)) -> dict[str, Found]:
    """What was found in each of these objects by these kinds of work, in two queries however many they are."""
    works: dict[str, dict[WorkKind, Looked]] = {digest: {} for digest in digests}
    rows = Analysis.objects.filter(sha256__in=list(works), kind__in=[kind.value for kind in kinds])
    for row in rows.prefetch_related("artifacts"):
        works[row.sha256][WorkKind(row.kind)] = _looked(row)
    return {digest: Found(digest, of) for digest, of in works.items()}


def results_in_copies(digests: Collection[str], kind: WorkKind) -> dict[str, list[Mapping[str, Any]]]:
    """What this kind of work found in the playable copies of these objects, by the digest of the original."""
    rows = Analysis.objects.filter(copy_of__in=list(digests), kind=kind.value, state=WorkState.DONE.value)
    found: dict[str, list[Mapping[str, Any]]] = {}
    for original, result in rows.exclude(copy_of="").order_by("pk").values_list("copy_of", "result"):
        found.setdefault(original, []).append(result)
    return found


def _looked(row: Analysis) -> Looked:
    return Looked(
        kind=WorkKind(row.kind),
        state=WorkState(row.state),
        reason=row.reason,
        tool=row.tool,
        result=row.result,
        artifacts={made.name: Made(made.sha256, made.size, made.content_type) for made in row.artifacts.all()},
        finished_at=row.finished_at,
    )


def sketch_of(found: Found) -> Sketch | None:
    """A sketch of the way the camera went (for `findings/_sketch.html`); None when no way is known."""
    return sketch(found.result(WorkKind.TRACK).get("points", []))


def kept_digests() -> Iterator[str]:
    """The digest of every file this room keeps in the vault."""
    yield from Artifact.objects.values_list("sha256", flat=True).distinct().iterator()


@dataclass(frozen=True, slots=True)
class Named:
    """What people call an object, and the address of its page."""

    name: str
    url: str


Seen = Callable[["Person"], QuerySet[Any, Any]]
"""The rows of objects a person may know of; each names its object in a column `sha256` that has an index."""
Naming = Callable[["Person", Collection[str]], Mapping[str, Named]]
_seen: list[Seen] = []
_naming: list[Naming] = []


def tell_objects(seen: Seen, naming: Naming) -> None:
    """Let a higher room say which objects (by digest) a person may know of, and what they are called."""
    if seen not in _seen:
        _seen.append(seen)
        _naming.append(naming)


def visible_to(person: Person) -> QuerySet[Analysis]:
    """The pieces of work on objects a person may know of: each is looked up by its digest, not all objects listed."""
    known = Q(pk__in=[])
    for seen in _seen:
        for column in ("sha256", "copy_of"):
            known |= Q(Exists(seen(person).filter(sha256=OuterRef(column))))
    return Analysis.objects.filter(known)


def names_for(person: Person, digests: Collection[str]) -> dict[str, Named]:
    """What these objects are called, as far as the person may know."""
    names: dict[str, Named] = {}
    for naming in _naming:
        names.update(naming(person, digests))
    return names


UNTRIED = Q(state=WorkState.PARKED.value, attempts=0)
"""Parked without having been tried, because something is not installed: it wakes by itself once that is there."""


def listed(person: Person, state: WorkState) -> QuerySet[Analysis]:
    """The pieces in one state: what waits in the order it will be done, what is done or parked latest first."""
    pieces = visible_to(person).filter(state=state.value)
    if state in (WorkState.WAITING, WorkState.RUNNING):
        return pieces.order_by("priority", "asked_at", "pk")
    if state is WorkState.PARKED:
        pieces = pieces.filter(attempts__gt=0)  # the words of the index `analysis_parked`
    return pieces.order_by("-finished_at", "-pk")


OPEN = (WorkState.PARKED, WorkState.WAITING, WorkState.RUNNING)
"""What is not done. All that is done is nearly as much as the archive, and is counted nowhere."""


MANY = 1000
"""Nothing is counted any further; a page says so by a plus sign."""


def counted(person: Person) -> dict[WorkState, int]:
    """How many pieces are in each state but done, `MANY` for that or more.

    What waits for something to be installed counts nowhere.
    """
    return {state: _up_to_many(listed(person, state)) for state in OPEN}


def done_since(person: Person, moment: datetime) -> int:
    """How many pieces were done from this moment on, `MANY` for that or more."""
    return _up_to_many(listed(person, WorkState.DONE).filter(finished_at__gte=moment))


def _up_to_many(pieces: QuerySet[Analysis]) -> int:
    return pieces.order_by()[:MANY].count()


def waiting_for_tool(kind: WorkKind) -> int:
    """How many pieces of this kind wait until something is installed, in the whole house; `MANY` for that or more."""
    return _up_to_many(Analysis.objects.filter(UNTRIED, kind=kind.value))


def piece_for(person: Person, pk: int) -> Analysis | None:
    """One piece of work if the person may know of its object."""
    return visible_to(person).filter(pk=pk).first()
