"""The world of these tests: the cast, a camera of the officer, a clock that stands still, a vault of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from liuhen.apps.cases.actions import NewCase, NewStep, Taking, Times, add_step, open_case
from liuhen.apps.cases.models import Step
from liuhen.apps.devices.actions import NewDevice, register_device
from liuhen.apps.devices.models import Device
from liuhen.apps.recordings.intake import Batch, Incoming, Result, intake_files, open_intake
from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.names import name_of
from liuhen.apps.recordings.tests import cards
from liuhen.site.testing import Cast, make_cast, outside_at

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=CHINA)
NINE = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)


@dataclass(frozen=True)
class World:
    """The cast with a camera and its card."""

    cast: Cast
    camera: Device
    card: Path

    def take_in(self, **about: Any) -> list[Result]:
        """Take in everything on the card, the officer's own unless said otherwise."""
        said: dict[str, Any] = {"officer": self.cast.officer, "device": self.camera, "by": self.cast.officer, **about}
        batch = Batch(**said)
        files = [Incoming(path, name_of(path, self.card)) for path in sorted(self.card.rglob("*")) if not path.is_dir()]
        return list(intake_files(open_intake(batch), files))

    def recording(self, start: datetime = NINE, codec: str = "mpeg4", **about: Any) -> Recording:
        """Film two seconds and take them in, with a measured clock; browsers play only the codec `h264`."""
        path = cards.film(self.card / f"{start:%H%M%S}.mp4", start, colour=start.minute + start.second, codec=codec)
        results = self.take_in(clock_offset=timedelta(0), **about)
        path.unlink()
        return Recording.objects.get(sha256=results[0].sha256)

    def step(self, start: datetime, minutes: int = 30, number: str = "粤交罚〔2026〕1号", **with_: Any) -> Step:
        """Open a case of the handler with one inspection in which the officer (or `people`) took part."""
        handler = self.cast.handler
        case = open_case(handler, NewCase(number=number, cause="超限运输", party=with_.get("party", "某运输公司")))
        times = Times(start=start, end=start + timedelta(minutes=minutes))
        taking = tuple(Taking(person=person) for person in with_.get("people", (self.cast.officer, handler)))
        new = NewStep(kind="on_site_inspection", stage="investigation", times=times, place="某检查站", people=taking)
        return add_step(handler, case, new)


@pytest.fixture
def world(db: None, tmp_path: Path) -> Iterator[World]:
    with outside_at(NOW):
        cast = make_cast()
        camera = register_device(None, cast.agency, NewDevice(number="GD-1", holder=cast.officer))
        card = tmp_path / "card"
        card.mkdir()
        yield World(cast, camera, card)


@pytest.fixture
def signed_in(world: World) -> Callable[[str], object]:
    """Give a browser in which a member of the cast is signed in."""
    from django.test import Client

    def client(who: str) -> Client:
        browser = Client()
        browser.force_login(getattr(world.cast, who))
        return browser

    return client
