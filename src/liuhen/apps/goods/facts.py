"""Rows → core facts: goods, and what their entries in the ledger count as before the law. Ids: "item:3", "ledger:7".

The ledger is kept here and nowhere else, so an entry in it is the record the articles ask for, made the moment it was
written: for the goods of one step together, and only once it is true of each of them. Which document or report it
counts as is data (law/_vocabulary/goods_records.yaml). A paper of the same kind counts as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liuhen.apps.goods.kinds import counted_as, measure_named
from liuhen.apps.goods.models import Item, Movement
from liuhen.apps.journal.prepared import Prepared, Row
from liuhen.core.goods import Counting
from liuhen.core.terms import facts


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsFacts:
    """The part of a dossier that comes from this room; documents and reports are entries in the ledger, no papers."""

    goods: tuple[facts.Property, ...] = ()
    documents: tuple[facts.Document, ...] = ()
    reports: tuple[facts.Report, ...] = ()


_DESCRIBED = ("name", "specification", "quantity", "unit", "condition", "owner", "remark")
_ITEMS = Prepared(
    lambda keys: Item.objects.filter(case__in=keys).order_by("year", "serial"),
    *("case_id", "pk", "number", "measure", "step_id", "document_id", "taken_at", "entered_at", "state", "place"),
    *("received_at", "keeper__certificate", "keeper__name", "entered_by__certificate", "entered_by__name"),
    *(f"described__{column}" for column in _DESCRIBED),
)
_MOVES = Prepared(
    lambda keys: Movement.objects.filter(item__in=keys).order_by("at", "pk"),
    *("item_id", "kind", "at", "place", "handed_by__certificate", "handed_by__name", "keeper__certificate"),
    *("keeper__name", "receiver", "document_id", "step_id", "amount", "note"),
)


def goods_of_cases(keys: Collection[int]) -> defaultdict[int, GoodsFacts]:
    """The goods of each of these cases, in two queries; a case without goods has no facts here."""
    rows = defaultdict[int, list[Row]](list)
    for row in _ITEMS.rows(keys):
        rows[row.case_id].append(row)
    moves = _moves([row.pk for items in rows.values() for row in items])
    found = defaultdict[int, GoodsFacts](GoodsFacts)
    for case, items in rows.items():
        found[case] = _facts(items, moves)
    return found


def _facts(items: Sequence[Row], moves: dict[int, list[facts.PropertyMove]]) -> GoodsFacts:
    records = [record for items_of_step in _by_step(items) for record in _records(items_of_step)]
    return GoodsFacts(
        goods=tuple(_property(row, tuple(moves.get(row.pk, ()))) for row in items),
        documents=tuple(one for one in records if isinstance(one, facts.Document)),
        reports=tuple(one for one in records if isinstance(one, facts.Report)),
    )


def _moves(items: Collection[int]) -> dict[int, list[facts.PropertyMove]]:
    found: dict[int, list[facts.PropertyMove]] = {}
    for row in _MOVES.rows(items):
        found.setdefault(row.item_id, []).append(_move(row))
    return found


def _move(row: Row) -> facts.PropertyMove:
    return facts.PropertyMove(
        kind=row.kind,
        at=row.at,
        place=row.place,
        handed_by=row.handed_by__certificate or row.handed_by__name or "",
        keeper=row.keeper__certificate or row.keeper__name or "",
        receiver=row.receiver,
        document=_named("document", row.document_id),
        step=_named("step", row.step_id),
        amount=str(row.amount) if row.amount is not None else "",
        note=row.note,
    )


def _property(row: Row, moves: tuple[facts.PropertyMove, ...]) -> facts.Property:
    words: dict[str, Any] = {column: getattr(row, f"described__{column}") for column in _DESCRIBED}
    return facts.Property(
        id=f"item:{row.pk}",
        number=row.number,
        measure=row.measure,
        taken_at=row.taken_at,
        entered_at=row.entered_at,
        entered_by=row.entered_by__certificate or row.entered_by__name,
        state=row.state,
        place=row.place,
        keeper=row.keeper__certificate or row.keeper__name or "",
        received_at=row.received_at,
        step=_named("step", row.step_id),
        document=_named("document", row.document_id),
        moves=moves,
        **{**words, "quantity": f"{words['quantity'].normalize():f}"},
    )


def _named(kind: str, key: int | None) -> str | None:
    return f"{kind}:{key}" if key else None


# what the ledger counts as


def _by_step(items: Sequence[Row]) -> Iterable[list[Row]]:
    steps = defaultdict[int, list[Row]](list)
    for row in items:
        if row.step_id:
            steps[row.step_id].append(row)
    return steps.values()


def _records(items: Sequence[Row]) -> Iterable[facts.Document | facts.Report]:
    """Whatever is true of every thing taken in one step."""
    counted = counted_as()
    for code, moment_of in _MOMENTS.items():
        moments = moment_of(items)
        if code in counted and moments:
            yield _record(counted[code], code, items[0].step_id, max(moments))


def _entered(items: Sequence[Row]) -> list[datetime]:
    return [row.entered_at for row in items]


def _sent(items: Sequence[Row]) -> list[datetime]:
    """Entered with the document that lists them, for the keeper to see."""
    return _entered(items) if all(row.document_id for row in items) else []


def _received(items: Sequence[Row]) -> list[datetime]:
    """Taken over by the keeper; what stays where it is, is not handed over."""
    taken = [row.received_at for row in items if measure_named(row.measure).matters]
    return [at for at in taken if at] if all(taken) else []


_MOMENTS: dict[str, Callable[[Sequence[Row]], list[datetime]]] = {
    "entered": _entered,
    "sent": _sent,
    "received": _received,
}
"""When each record of goods_records came about for the things of a step; empty: not yet."""


def _record(counting: Counting, code: str, step: int, at: datetime) -> facts.Document | facts.Report:
    id, about = f"ledger:{code}-{step}", f"step:{step}"
    if counting.is_report:
        return facts.Report(id=id, kind=counting.kind, about=about, at=at)
    return facts.Document(
        id=id, kind=counting.kind, made_at=at, steps=(about,), about=(about,), matters=counting.matters, entry=True
    )
