"""What is odd about a recording's clocks is kept with it, and found again when its picture has been read."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest

from liuhen.apps.devices.actions import read_clock, read_clock_shown
from liuhen.apps.devices.models import ClockReading
from liuhen.apps.findings.models import Analysis
from liuhen.apps.recordings.clock_flags import clock_flags
from liuhen.apps.recordings.models import Intake, Recording
from liuhen.apps.recordings.tests import cards
from liuhen.apps.recordings.tests.conftest import NINE, NOW, World
from liuhen.core.continuity.offsets import Offset, OffsetSource
from liuhen.ports.workshop import WorkKind, WorkState
from liuhen.site.testing import outside_at


def seen(recording: Recording, kind: WorkKind, result: dict[str, object]) -> None:
    """Keep what a machine found in the recording, as if it had just done so."""
    Analysis.objects.filter(sha256=recording.sha256, kind=kind.value).delete()
    Analysis.objects.create(
        sha256=recording.sha256, kind=kind.value, state=WorkState.DONE.value, result=result, asked_at=NOW
    )


def codes(recording: Recording) -> list[str]:
    return [one.code for one in clock_flags(recording)]


@pytest.mark.parametrize(
    "written, code",
    [(datetime(1970, 1, 1, 0, 0, 5, tzinfo=UTC), "never_set_1970"), (datetime(2033, 5, 18, tzinfo=UTC), "year_2033")],
)
def test_a_clock_that_was_never_set_is_flagged_and_not_used(world: World, written: datetime, code: str) -> None:
    path = cards.film(world.card / "20261120_090000.mp4", written)
    os.utime(path, (NINE.timestamp() + 2, NINE.timestamp() + 2))
    world.take_in()
    recording = Recording.objects.get()
    assert codes(recording) == [code]
    assert recording.start == NINE
    assert {one["source"] for one in recording.clocks} >= {"container", "file_name", "file_mtime"}


def test_a_clock_that_jumps_when_the_satellites_are_found_is_flagged_where_it_does(world: World) -> None:
    recording = world.recording()
    stated = [{"at_ms": 0, "text": "2026-11-20 06:00:00"}, {"at_ms": 1000, "text": "2026-11-20 09:00:01"}]
    seen(recording, WorkKind.TRACK, {"points": [], "stated": stated})
    assert [odd.at_ms for odd in clock_flags(recording) if odd.code == "cold_start_jump"] == [1000]


def test_an_intake_goes_by_the_latest_reading_of_its_camera_while_that_is_fresh(world: World) -> None:
    ahead = Offset(timedelta(seconds=90), timedelta(seconds=2), OffsetSource.DEVICE_FILE)
    read_clock(None, world.camera, ahead, NOW - timedelta(hours=1))
    path = cards.film(world.card / "a.mp4", NINE)
    world.take_in()
    path.unlink()
    intake = Intake.objects.get()
    assert (intake.clock_offset_ms, intake.clock_source) == (90_000, "device_file")
    assert intake.clock_error_ms == 2360, "two seconds, and what a quartz drifts in an hour"
    recording = Recording.objects.get()
    assert recording.start == NINE - timedelta(seconds=90)
    assert recording.time_basis["offset"] == {"ahead_ms": 90_000, "error_ms": 2360}
    with outside_at(NOW + timedelta(days=1)):
        cards.film(world.card / "b.mp4", NINE + timedelta(hours=1), colour=9)
        world.take_in()
    assert Intake.objects.latest("pk").clock_offset_ms is None


def test_what_a_person_reads_on_the_screen_is_kept_with_its_error(world: World) -> None:
    reading = read_clock_shown(world.cast.officer, world.camera, NOW + timedelta(minutes=3))
    assert (reading.offset_ms, reading.error_ms, reading.source) == (210_000, 60_000, "stated")
    assert ClockReading.objects.get().by == world.cast.officer


def test_nothing_that_can_be_edited_moves_the_time_of_a_recording(world: World) -> None:
    recording = world.recording()
    before = (recording.start, recording.end, recording.error_ms, recording.time_basis)
    read_clock_shown(world.cast.officer, world.camera, NOW + timedelta(hours=3))
    recording.refresh_from_db()
    assert (recording.start, recording.end, recording.error_ms, recording.time_basis) == before
