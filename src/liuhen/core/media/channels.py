"""Channels of a capture: what each is called, and when each began. Pure.

A capture of a vehicle terminal's packets (JT/T 1078) holds several channels, each with a film and a time of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

FARTHEST_MS = 3_600_000
"""Stamps farther apart than this are of two clocks, or of one that was set meanwhile."""


def code_of(stream: Mapping[str, Any]) -> str:
    """The name under which a channel is kept and journalled: SIM number and logical channel, "013800138000-3"."""
    sim, number = stream.get("sim", ""), stream.get("channel", 0)
    return f"{sim}-{number}" if sim else str(number)


def number_in(code: str) -> str:
    """The logical channel in such a name."""
    return code.rpartition("-")[2]


def label_of(stream: Mapping[str, Any], streams: Sequence[Mapping[str, Any]]) -> str:
    """What people call a channel: its number, with the terminal's SIM number where two terminals have that number."""
    alike = [one for one in streams if one.get("channel") == stream.get("channel")]
    number = str(stream.get("channel", ""))
    return f"{number}（{stream.get('sim', '')}）" if len(alike) > 1 else number


def starts_ms(stream: Mapping[str, Any], streams: Sequence[Mapping[str, Any]]) -> int:
    """How many milliseconds after the capture begins this channel does.

    As the capture was read; where that is not told (read by an older version), by the channels' first stamps.
    """
    told = stream.get("starts_ms")
    if isinstance(told, int):
        return told
    stamps = [one["first_stamp_ms"] for one in streams if isinstance(one.get("first_stamp_ms"), int)]
    own = stream.get("first_stamp_ms")
    after = own - min(stamps) if isinstance(own, int) else 0
    return after if after <= FARTHEST_MS else 0
