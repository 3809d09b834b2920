"""Plays the stories: every event goes through the rooms' own actions, in order of time, the clock set to its moment.

So the journal of the demonstration reads as the journal of a real agency would, and nothing in it is written by hand.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from liuhen.adapters.clock import FixedClock
from liuhen.apps.cases.models import Case
from liuhen.apps.people.models import Person
from liuhen.site.demo.cast import Troupe
from liuhen.site.demo.script import Scene, Story

ZONE = ZoneInfo("Asia/Shanghai")
Event = Callable[[], object]
Watch = Callable[[int, int], None]


@dataclass(slots=True)
class Theatre:
    """The stage: who plays, the clock they play by, where footage is made, and what is still to be played.

    `now` is the real present: events that would lie after it are not played, so the newest cases stand half-way.
    """

    troupe: Troupe
    clock: FixedClock
    now: datetime
    footage: Path
    queue: list[tuple[datetime, int, Event]] = field(default_factory=list)
    counted: int = 0

    def at(self, moment: datetime, event: Event) -> None:
        """Have the event happen at the moment, unless that lies ahead of now."""
        if moment <= self.now:
            heapq.heappush(self.queue, (moment, self.counted, event))
            self.counted += 1

    def play(self, watch: Watch) -> None:
        """Play all events in order; an event may set further ones."""
        played = 0
        while self.queue:
            moment, _, event = heapq.heappop(self.queue)
            self.clock.advance(moment - self.clock.now())
            event()
            played += 1
            watch(played, played + len(self.queue))

    def person(self, key: str) -> Person:
        """Somebody of the troupe by sign-in name."""
        return self.troupe.people[key]


@dataclass(slots=True)
class Production:
    """One story being played: its case once it is open, and when its days are."""

    theatre: Theatre
    story: Story
    case: Case | None = None

    def moment(self, day: int, clock: str) -> datetime:
        """The moment of a "09:30" on the story's n-th day."""
        first = self.theatre.now.astimezone(ZONE).date() - timedelta(days=self.story.days_ago)
        return datetime.combine(first + timedelta(days=day), time.fromisoformat(clock), ZONE)

    def begins(self, scene: Scene) -> datetime:
        """When the scene begins."""
        return self.moment(scene.day, scene.clock)

    def ends(self, scene: Scene) -> datetime:
        """When the scene ends."""
        return self.begins(scene) + timedelta(minutes=scene.length)

    @property
    def opened(self) -> Case:
        """The case; asking before it was opened is a mistake of the script."""
        if self.case is None:
            raise RuntimeError(f"story {self.story.serial}: the case is not open yet")
        return self.case

    @property
    def number(self) -> str:
        """The case number, in the form agencies use."""
        year = self.moment(0, "00:00").year
        return f"粤南岭交罚〔{year}〕{self.story.serial:04d}号"
