"""The words of the vocabulary about goods, as this room uses them."""

from __future__ import annotations

from liuhen.core.goods import (
    STATES,
    Counting,
    Measure,
    MovementKind,
    countings,
    measures,
    movement_kinds,
    states_saying,
)
from liuhen.ports.outside import outside

TAKEN = "taken"
"""The state of what has come in and is still with those who took it."""


def all_movements() -> dict[str, MovementKind]:
    """Every kind of movement, by code."""
    return movement_kinds(outside().law.vocabulary())


def movement_named(code: str) -> MovementKind | None:
    """The kind of movement with this code."""
    return all_movements().get(code)


def all_measures() -> dict[str, Measure]:
    """Every measure, by code."""
    return measures(outside().law.vocabulary())


def measure_named(code: str) -> Measure:
    """The measure with this code; one the vocabulary knows no more has no rules."""
    found = all_measures().get(code)
    return found or Measure(code=code, label=code, steps=(), lists=(), release=(), matters=frozenset(), begins_as=TAKEN)


def held_states() -> frozenset[str]:
    """The states in which the agency answers for a thing."""
    return states_saying(outside().law.vocabulary(), "held")


def keeper_states() -> frozenset[str]:
    """The states in which a thing is with the keeper."""
    return states_saying(outside().law.vocabulary(), "with_keeper")


def counted_as() -> dict[str, Counting]:
    """What the ledger's entries count as before the law."""
    return countings(outside().law.vocabulary())


def state_label(code: str) -> str:
    """The Chinese term of a state."""
    return outside().law.vocabulary().label(STATES, code)
