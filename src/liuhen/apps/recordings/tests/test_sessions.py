"""Pieces of one filming and the data beside it: joined and paired after an intake, once, and journalled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from liuhen.apps.journal.models import Entry
from liuhen.apps.recordings import sessions
from liuhen.apps.recordings.models import Companion, Intake, Recording, Session
from liuhen.apps.recordings.queries import (
    companions_of,
    film_with,
    filmings_of_intake,
    parts_of,
    session_of,
)
from liuhen.apps.recordings.settling import settle_intake, settle_quiet_intakes
from liuhen.apps.recordings.tests import cards
from liuhen.apps.recordings.tests.conftest import NINE, NOW, World
from liuhen.site.testing import outside_at

SRT = "1\n00:00:00,000 --> 00:00:02,000\n2026-11-20 09:00:00\n[latitude: 23.1] [longitude: 113.2]\n\n"
GOPRO = ("GX010123.MP4", "GX020123.MP4", "GX030123.MP4")


def films(world: World, *starts: float, names=None) -> Intake:
    """Film two seconds at each of these seconds after nine, bring all at once, and settle the intake."""
    for number, after in enumerate(starts):
        name = (
            names[number] if names else f"GD-1_440101001_{NINE + timedelta(seconds=after):%Y%m%d%H%M%S}_000{number}.MP4"
        )
        cards.film(world.card / name, NINE + timedelta(seconds=after), colour=40 + number)
    world.take_in(clock_offset=timedelta(0))
    intake = Intake.objects.latest("pk")
    settle_intake(intake)
    return intake


def test_files_that_follow_each_other_become_one_filming_with_measured_gaps(world: World) -> None:
    intake = films(world, 0, 2, 7)
    session = Session.objects.get()
    assert session.gaps_ms == [0, 3000]
    assert session.reasons == ["numbered", "numbered"]
    assert [recording.part for recording in parts_of(session)] == [1, 2, 3]
    assert session_of(parts_of(session)[1]) == session
    ((_, rows),) = filmings_of_intake(intake)
    assert [gap for _, gap in rows] == [None, 0, 3000]
    assert Entry.objects.filter(kind="recordings.session_joined").count() == 1


def test_files_far_apart_stay_alone(world: World) -> None:
    films(world, 0, 600)
    assert not Session.objects.exists()
    assert session_of(Recording.objects.earliest("pk")) is None


def test_chapters_of_one_filming_are_known_by_their_names(world: World) -> None:
    films(world, 0, 40, 90, names=GOPRO)
    assert Session.objects.get().reasons == ["chapter", "chapter"]


def test_settling_twice_joins_nothing_twice(world: World) -> None:
    intake = films(world, 0, 2)
    settle_intake(intake)
    assert (Session.objects.count(), Companion.objects.count()) == (1, 0)


def test_films_are_chosen_and_held_within_the_transaction_that_joins_them(world: World) -> None:
    intake = films(world, 0)
    with CaptureQueriesContext(connection) as asked:
        sessions.join_sessions(intake)
    said = [one["sql"] for one in asked]
    assert said[0].startswith("SAVEPOINT")
    assert connection.vendor == "sqlite" or "FOR NO KEY UPDATE" in said[2]


def test_a_filming_that_lost_a_piece_to_another_is_still_shown(world: World) -> None:
    intake = films(world, 0, 2, 7)
    session = Session.objects.get()
    other = Session.objects.create(
        **{name: getattr(session, name) for name in ("agency", "device", "officer", "start", "end", "made_at")}
    )
    Recording.objects.filter(part=2).update(session=other, part=1)
    (_, rows), (_, taken) = filmings_of_intake(intake)
    assert [gap for _, gap in rows] == [None, None]
    assert [gap for _, gap in taken] == [None]


def test_what_a_browser_brought_is_joined_once_it_has_come_to_rest(world: World) -> None:
    for number, after in enumerate((0, 2)):
        cards.film(world.card / f"{number}.mp4", NINE + timedelta(seconds=after), colour=number)
    world.take_in(clock_offset=timedelta(0))
    assert settle_quiet_intakes() == 0
    with outside_at(NOW + timedelta(minutes=20)):
        assert settle_quiet_intakes() == 1
        assert settle_quiet_intakes() == 0


def test_quiet_intakes_are_all_looked_at_in_turn(world: World) -> None:
    keys = [films(world, after).pk for after in (0, 600, 1200)]
    with outside_at(NOW + timedelta(minutes=20)):
        seen = [[one.pk for one in sessions.next_quiet_intakes(2)] for _ in range(3)]
    assert seen == [keys[:2], keys[2:], keys[:2]]


def test_looking_for_quiet_intakes_asks_no_more_for_more_of_them_and_reads_along_an_index(world: World) -> None:
    films(world, 0)
    with outside_at(NOW + timedelta(minutes=20)), CaptureQueriesContext(connection) as one:
        assert len(sessions.quiet_intakes()) == 1
    films(world, 600)
    with outside_at(NOW + timedelta(minutes=20)), CaptureQueriesContext(connection) as two:
        assert len(sessions.quiet_intakes()) == 2
    assert len(one) == len(two) == 1
    if connection.vendor == "sqlite":  # PostgreSQL reads a table this small from end to end
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {one[0]['sql']}")
            plan = str(cursor.fetchall())
        assert ("recording_unjoined" in plan, "recording_by_stored_at" in plan) == (True, True), plan


def test_a_filming_once_joined_never_changes(world: World) -> None:
    films(world, 0, 2)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Session.objects.update(gaps_ms=[])


@pytest.mark.parametrize(
    "film, sidecar, reason",
    [
        ("DJI_0001.MP4", "DJI_0001.SRT", "same_name"),
        ("20261120_090000_NF.mp4", "20261120_090000_N.srt", "name_and_lens"),
        ("VID_20261120_090000.mp4", "track.srt", "same_time"),
    ],
)
def test_a_sidecar_belongs_to_its_film(world: World, film: str, sidecar: str, reason: str) -> None:
    (world.card / sidecar).write_text(SRT, encoding="utf-8")
    films(world, 0, names=[film])
    pair = Companion.objects.get()
    assert pair.reasons == [reason]
    assert pair.recording
    assert [one.original_name for one in companions_of(pair.recording)] == [sidecar]
    assert film_with(pair.sidecar) == pair.recording
    assert Entry.objects.filter(kind="recordings.companion_paired").count() == 1


def test_a_track_over_all_pieces_of_a_filming_belongs_to_the_first(world: World) -> None:
    (world.card / "log.srt").write_text(SRT.replace("00:00:02,000", "00:00:04,000"), encoding="utf-8")
    films(world, 0, 2)
    pair = Companion.objects.get()
    assert pair.reasons == ["same_filming"]
    assert pair.recording
    assert pair.recording.part == 1


def test_a_sidecar_that_could_be_of_two_films_is_left_open(world: World) -> None:
    (world.card / "log.srt").write_text(SRT.replace("00:00:02,000", "00:20:00,000"), encoding="utf-8")
    films(world, 0, 600)
    assert not Companion.objects.exists()
