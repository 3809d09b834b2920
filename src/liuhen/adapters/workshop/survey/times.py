"""Positions in a recording: FFmpeg's time stamps as milliseconds from where the file begins."""

from __future__ import annotations

from typing import Any

import av


class Times:
    """Positions of one track. Packets without any time stamp are counted by the track's rate."""

    def __init__(self, opened: Any, stream: Any, per_second: float) -> None:
        """`per_second`: packets a second, as far as the file tells."""
        begins = opened.start_time
        self._begins = 0.0 if begins is None else begins / av.time_base
        self._unit = float(stream.time_base or 0.001)
        self.usual_ms = 1000 / per_second if per_second > 0 else 40.0
        self._counted = 0

    def of_packet(self, packet: Any) -> tuple[int, int]:
        """Where it is shown, and its length (0: unknown)."""
        self._counted += 1
        length = round((packet.duration or 0) * self._unit * 1000)
        stamp = packet.dts if packet.pts is None else packet.pts
        if stamp is None:
            return round((self._counted - 1) * self.usual_ms), length
        return max(0, round((stamp * self._unit - self._begins) * 1000)), length

    def of_frame(self, frame: Any) -> int | None:
        """Where a decoded picture is shown; None when it has no time."""
        stamp = frame.dts if frame.pts is None else frame.pts
        unit = float(frame.time_base or self._unit)
        return None if stamp is None else max(0, round((stamp * unit - self._begins) * 1000))
