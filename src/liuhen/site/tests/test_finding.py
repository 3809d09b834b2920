"""The search box finds what a person may see, and shows names so that they cannot pass for others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from liuhen.apps.devices.actions import NewDevice, register_device
from liuhen.apps.recordings.intake import Batch, Incoming, intake_files, open_intake
from liuhen.apps.recordings.tests import cards
from liuhen.site.finding import find
from liuhen.site.testing import make_cast, outside_at

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 6, 5, tzinfo=UTC)


@pytest.fixture
def cast(tmp_path):
    with outside_at(NOW):
        cast = make_cast()
        camera = register_device(None, cast.agency, NewDevice(number="GD-0421"))
        film = cards.film(tmp_path / "a.mp4", NOW - timedelta(hours=1))
        batch = Batch(officer=cast.officer, device=camera, clock_offset=timedelta(0))
        assert list(intake_files(open_intake(batch), [Incoming(film, "roadside\u202e4pm.exe")]))
        yield cast


def test_characters_that_turn_a_name_around_are_written_out(cast):
    assert [found.name for found in find(cast.officer, "roadside")] == ["roadside\\u202e4pm.exe"]


def test_another_agency_finds_neither_recording_nor_device(cast):
    assert find(cast.officer, "0421")
    assert not find(cast.outsider, "0421")
    assert not find(cast.outsider, "roadside")
