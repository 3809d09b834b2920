"""A thing as lists and tables show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liuhen.apps.goods.asked import Due, due_times
from liuhen.apps.goods.kinds import TAKEN, held_states, measure_named, state_label

if TYPE_CHECKING:
    from liuhen.apps.goods.models import Item


@dataclass(frozen=True, slots=True)
class Line:
    """A thing as lists show it; `due`: it waits to be handed over."""

    item: Item
    due: Due | None

    @property
    def state(self) -> str:
        """Where it stands, in Chinese."""
        return state_label(self.item.state)

    @property
    def held(self) -> bool:
        """Whether the agency answers for it."""
        return self.item.state in held_states()

    @property
    def measure(self) -> str:
        """How it came in."""
        return measure_named(self.item.measure).label

    @property
    def quantity(self) -> str:
        """How much of it there is, without idle noughts: 2.5 吨."""
        return f"{self.item.described.quantity.normalize():f} {self.item.described.unit}"


def lines(items: Iterable[Item]) -> list[Line]:
    """Things as lists show them, with the time by which those still waiting are to be handed over; one query."""
    listed = [*items]
    dues = due_times({item.step_id for item in listed if item.state == TAKEN and item.step_id})
    return [Line(item, dues.get(item.step_id) if _waits(item) and item.step_id else None) for item in listed]


def _waits(item: Item) -> bool:
    return item.state == TAKEN
