"""The pictures of a film, of which as few are decoded as will tell: key frames, and everything where something changes.

One decoder glances at the key frame of every group. What happens within a group is decoded by a second one, and only
if it may matter: the group is long, its key frame is black or covered and the next one is not (or the other way
round), a frozen stretch begins or ends in it, or the encoder wrote next to nothing for a while.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import av.error

from liuhen.adapters.workshop.survey.board import Board
from liuhen.adapters.workshop.survey.groups import Group, Timed, groups_of
from liuhen.adapters.workshop.survey.seeing import are_same, grid_of, is_dark, is_featureless, is_full_range, is_still
from liuhen.adapters.workshop.survey.spans import Span
from liuhen.adapters.workshop.survey.times import Times
from liuhen.adapters.workshop.survey.watching import Sight, Watch

_STIRRING, _SETTLED = 10, 5
"""Of so many pictures after a key frame the last few tell whether anything moves: an encoder takes some to settle."""
_MOST_QUIET_MS = 600_000
"""How much is decoded at most only because the encoder wrote little: in a quiet yard at night that is everything."""


@dataclass(slots=True)
class _Seen:
    """A group with what was seen at a glance at its key frame, and whether the picture stays so until the next."""

    group: Group
    sight: Sight | None
    frozen: bool | None = None


class Pictures:
    """Looks at the picture track. `glance` and `stare` are two decoders of it; `board` takes the small pictures."""

    def __init__(self, glance: Any, stare: Any, times: Times, board: Board) -> None:
        """Nothing decoded yet."""
        self._glance, self._stare, self._times, self._board = glance, stare, times, board
        self._watch = Watch(times.usual_ms)
        self._staring = False
        self._quiet_left = _MOST_QUIET_MS
        self._still = False
        self.decoded = 0

    def follow(self, packets: Iterable[Timed]) -> None:
        """Go through the film."""
        row: deque[_Seen] = deque()
        frozen_before = False
        for group in groups_of(packets):
            row.append(_Seen(group, self._glance_at(group)))
            if len(row) == 3:
                frozen_before = self._step(row, frozen_before)
        while row:
            frozen_before = self._step(row, frozen_before)

    def spans(self) -> list[Span]:
        """Where the picture was black, covered or frozen."""
        return self._watch.spans()

    def _step(self, row: deque[_Seen], frozen_before: bool) -> bool:
        """Deal with the first of the row, knowing the ones after it; whether the picture froze through it."""
        here, *after = row
        for one, following in pairwise(row):
            if one.frozen is None:
                one.frozen = self._stays(one, following)
        if self._matters(here, after[0] if after else None, frozen_before):
            self._look(here.group, goes_on=bool(after) and after[0].group.continues)
        elif here.sight:
            self._watch.see(here.sight, still=self._still)
            self._still = bool(here.frozen)
        if here.group.interrupted:
            self._watch.cut(here.group.end)
            self._still = False
        row.popleft()
        return bool(here.frozen)

    def _matters(self, here: _Seen, after: _Seen | None, frozen_before: bool) -> bool:
        """Whether everything in the group has to be decoded."""
        group = here.group
        if group.long or group.continues or group.interrupted:
            return True
        if here.frozen or here.sight is None:
            return False
        if frozen_before or (after and after.frozen):
            return True
        if after and after.sight and here.sight.unlike(after.sight):
            return True
        return self._worth_its_quiet(group)

    def _worth_its_quiet(self, group: Group) -> bool:
        if self._quiet_left <= 0 or not group.writes_little():
            return False
        self._quiet_left -= group.end - group.at
        return True

    def _glance_at(self, group: Group) -> Sight | None:
        """Decode the key frame alone."""
        if group.continues:
            return None
        frames = self._decode_alone(group.packets[:1])
        return self._sight(frames[0]) if frames else None

    def _stays(self, here: _Seen, after: _Seen) -> bool:
        """Whether the picture is the same at both ends of the group, and nothing stirs after its beginning."""
        if here.group.interrupted or here.group.long or not (here.sight and after.sight):
            return False
        if not are_same(here.sight.grid, after.sight.grid):
            return False
        frames = self._decode_alone(here.group.packets[:_STIRRING])
        grids = [grid_of(frame) for frame in frames]
        return all(is_still(one, other) for one, other in [*pairwise(grids)][-_SETTLED:])

    def _decode_alone(self, packets: list[Timed]) -> list[Any]:
        self._glance.flush_buffers()
        frames = [frame for packet in packets for frame in _decoded(self._glance, packet.packet)]
        frames += _decoded(self._glance, None)
        self._glance.flush_buffers()
        return frames

    def _look(self, group: Group, *, goes_on: bool) -> None:
        """Decode the whole group; if it `goes_on`, the decoder is left as it is for what follows."""
        if not (group.continues and self._staring):
            self._stare.flush_buffers()
        for packet in group.packets:
            self._see_all(_decoded(self._stare, packet.packet))
        self._staring = goes_on
        if not goes_on:
            self._see_all(_decoded(self._stare, None))

    def _see_all(self, frames: Iterable[Any]) -> None:
        for frame in frames:
            if sight := self._sight(frame):
                self._watch.see(sight, still=self._still)
                self._still = True

    def _sight(self, frame: Any) -> Sight | None:
        at = self._times.of_frame(frame)
        if at is None:
            return None
        self.decoded += 1
        if self._board.wants(at):
            self._board.put(at, frame)
        grid = grid_of(frame)
        black = is_dark(grid, full_range=is_full_range(frame))
        covered = not black and is_featureless(grid)
        return Sight(at, grid, black, covered, renewed=bool(frame.key_frame))


def _decoded(decoder: Any, packet: Any) -> Iterator[Any]:
    """What comes out; a damaged packet gives nothing."""
    try:
        yield from decoder.decode(packet)
    except (av.error.FFmpegError, ValueError):
        return
