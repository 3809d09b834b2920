"""Positions in a recording: FFmpeg's time stamps as milliseconds from where the file begins."""

from __future__ import annotations

from typing import Any

import av

LONGEST_MS = 72 * 3_600_000
"""A position beyond this is no position but a damaged time stamp: no camera films for three days into one file."""


class Times:
    """Positions of one track. Packets without any time stamp are counted by the track's rate."""

    def __init__(self, opened: Any, stream: Any, per_second: float) -> None:
        """`per_second`: packets a second, as far as the file tells."""
        begins = opened.start_time
        self._begins = 0.0 if begins is None else begins / av.time_base
        self._unit = float(stream.time_base or 0.001)
        self.usual_ms = 1000 / per_second if per_second > 0 else 40.0
        self._counted = 0

    def of_packet(self, packet: Any) -> tuple[int, int] | None:
        """Where it is shown, and its length (0: unknown); None when its time stamp is nonsense."""
        self._counted += 1
        length = round((packet.duration or 0) * self._unit * 1000)
        stamp = packet.dts if packet.pts is None else packet.pts
        if stamp is None:
            return round((self._counted - 1) * self.usual_ms), length
        at = self._position(stamp, self._unit)
        return None if at is None else (at, length)

    def of_frame(self, frame: Any) -> int | None:
        """Where a decoded picture is shown; None when it has no time."""
        stamp = frame.dts if frame.pts is None else frame.pts
        return None if stamp is None else self._position(stamp, float(frame.time_base or self._unit))

    def _position(self, stamp: int, unit: float) -> int | None:
        at = max(0, round((stamp * unit - self._begins) * 1000))
        return at if at <= LONGEST_MS else None
