"""The world of these tests: the cast, a camera of the officer, and a dock whose cards are real folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from liuhen.apps.devices.actions import NewDevice, name_volume, register_device
from liuhen.apps.devices.models import Device
from liuhen.apps.docking.models import CardVisit
from liuhen.apps.docking.watching import Watch
from liuhen.apps.recordings.tests import cards
from liuhen.site.testing import Cast, make_cast, outside_at

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=CHINA)


class AtOnce(Executor):
    """Does the work when it is handed in: threads have connections of their own, which see nothing of a test's."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do it now."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


@dataclass
class Dock:
    """The cast with a camera, a folder in which cards appear, and what the dock has said."""

    cast: Cast
    camera: Device
    place: Path
    said: list[str] = field(default_factory=list)

    def card(self, label: str = "GD-1", sounds: int = 2, seed: int = 1) -> Path:
        """Make a card with some sounds under the names of its camera, written an hour before now."""
        folder = self.place / label / "DCIM"
        folder.mkdir(parents=True)
        for number in range(sounds):
            start = NOW - timedelta(hours=2) + timedelta(minutes=number)
            name = f"{label}_440101001_{start:%Y%m%d%H%M%S}_{number + 1:04}.wav"
            cards.sound(folder / name, seed * 10 + number)
            stamp = (NOW - timedelta(hours=1)).timestamp()
            os.utime(folder / name, (stamp, stamp))
        return folder.parent

    def run(self, *, looks: int = 2) -> Watch:
        """Watch until whatever is plugged in has been dealt with; a card is only read once it has come to rest."""
        watch = Watch([self.place], self.cast.agency, self.said.append, pool=AtOnce())
        self.look(watch, looks)
        return watch

    def look(self, watch: Watch, looks: int = 2) -> None:
        """Look so many times, and wait each time until the cards are done."""
        for _ in range(looks):
            watch.look()
            watch.wait()

    def visit(self) -> CardVisit:
        """The latest visit."""
        return CardVisit.objects.order_by("pk").reverse()[0]


@pytest.fixture
def dock(db: None, tmp_path: Path) -> Iterator[Dock]:
    home = tmp_path / "home"
    home.mkdir()
    with outside_at(NOW, home):
        cast = make_cast()
        camera = register_device(None, cast.agency, NewDevice(number="GD-1", holder=cast.officer))
        name_volume(None, camera, "GD-1")
        place = tmp_path / "media"
        place.mkdir()
        yield Dock(cast, camera, place)
