"""What speaks for a step: people, device, time, another part of the filming, place; and what many cost to ask."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuhen.apps.cases.models import Step
from liuhen.apps.devices.actions import NewCheck, check_device, hand_over
from liuhen.apps.findings.models import Analysis
from liuhen.apps.journal.queries import entries_of_case
from liuhen.apps.recordings.actions import (
    NewTime,
    RecordingRefused,
    accept,
    accept_session,
    end_link,
    link,
    link_if_sure,
    state_time,
)
from liuhen.apps.recordings.linking import suggest_links, suggestions_for, sure_steps
from liuhen.apps.recordings.linking_score import Ties, When, judge
from liuhen.apps.recordings.models import Awaits, Link, Recording, Session
from liuhen.apps.recordings.tests import cards
from liuhen.apps.recordings.tests.conftest import NINE, NOW, World
from liuhen.site.testing import outside_at

MINUTE = timedelta(minutes=1)
WITHIN = When(start=NINE + 5 * MINUTE, end=NINE + 10 * MINUTE, error=timedelta(seconds=1))


def a_step(minutes: int = 30) -> Step:
    return Step(pk=1, kind="on_site_inspection", start=NINE, end=NINE + timedelta(minutes=minutes), place="某检查站")


def score(when: When, **ties: object) -> int:
    found = judge(a_step(), when, Ties(**ties), NOW)  # type: ignore[arg-type]
    assert found is not None
    return found.score


def session_of(*parts: Recording) -> Session:
    first = parts[0]
    session = Session.objects.create(
        agency=first.agency,
        device=first.device,
        officer=first.officer,
        start=first.start,
        end=parts[-1].end,
        made_at=NOW,
    )
    for number, part in enumerate(parts, start=1):
        Recording.objects.filter(pk=part.pk).update(session=session, part=number)
    return session


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"took_part": True}, {"holder": "林一鸣"}),
        ({"took_part": True, "checked": True}, {"took_part": True}),
        ({"took_part": True, "device_used": True}, {"took_part": True, "metres": 9000}),
        ({"took_part": True, "metres": 40}, {"took_part": True, "metres": 1000}),
        ({"holder": "林一鸣", "said": "画面中有本案车牌号"}, {"holder": "林一鸣"}),
    ],
)
def test_what_ties_them_closer_scores_higher(better: dict[str, object], worse: dict[str, object]) -> None:
    late = replace(WITHIN, error=timedelta(minutes=50))
    assert score(late, **better) > score(late, **worse)


def test_every_point_has_its_reason_in_chinese() -> None:
    found = judge(a_step(), WITHIN, Ties(took_part=True, checked=True, metres=120), NOW)
    assert found is not None
    assert found.reasons == (
        "摄录人员参加了该环节",
        "该设备为此环节作过使用前检查",
        "录制时间（含误差）完全落在环节时间内",
        "录制地点距该环节其他记录约 120 米",
    )


def test_a_place_far_away_keeps_the_machine_from_being_sure() -> None:
    near = judge(a_step(), WITHIN, Ties(took_part=True, metres=100), NOW)
    far = judge(a_step(), WITHIN, Ties(took_part=True, metres=30_000, sealed_metres=30_000), NOW)
    found_far = judge(a_step(), WITHIN, Ties(took_part=True, metres=30_000, sealed_metres=100), NOW)
    assert near and near.sure
    assert far and not far.sure
    assert found_far and found_far.sure


def test_another_part_of_the_filming_ties_even_what_ran_on_after_the_step() -> None:
    after = When(start=NINE + 3 * timedelta(hours=1), end=NINE + timedelta(hours=4), error=timedelta(seconds=1))
    assert judge(a_step(), after, Ties(took_part=True), NOW) is None
    found = judge(a_step(), after, Ties(took_part=True, same_session=True), NOW)
    assert found and "同一次连续摄录的其他段已关联到该环节" in found.reasons
    assert not found.sure


def test_a_camera_checked_for_a_step_leads_there_though_somebody_else_is_named_in_it(world: World) -> None:
    step = world.step(NINE, people=[world.cast.co_officer])
    recording = world.recording(NINE + 5 * MINUTE)
    assert suggest_links(recording) == []
    check_device(world.cast.officer, world.camera, NewCheck(at=NINE - MINUTE, items=("battery",), step=step.pk))
    (found,) = suggest_links(recording)
    assert (found.key, found.sure) == (step.pk, False)
    assert "该设备为此环节作过使用前检查" in found.reasons
    assert link_if_sure(recording) is None


def test_the_steps_of_who_held_the_camera_then_are_offered_and_never_linked_by_the_machine(world: World) -> None:
    step = world.step(NINE, people=[world.cast.handler])
    assert suggest_links(world.recording(NINE + 4 * MINUTE)) == []
    hand_over(world.cast.custodian, world.camera, world.cast.handler)
    with outside_at(NOW + timedelta(days=1)):
        begun = NINE + timedelta(days=1)
        later = world.step(begun, number="二号", people=[world.cast.handler])
        recording = world.recording(begun + 5 * MINUTE)
        (found,) = suggest_links(recording)
        assert found.key == later.pk != step.pk
        assert "设备当时由参加该环节的陈立保管使用" in found.reasons
        assert link_if_sure(recording) is None


def test_who_was_given_the_camera_only_afterwards_did_not_hold_it(world: World) -> None:
    world.step(NINE, people=[world.cast.handler])
    hand_over(world.cast.custodian, world.camera, world.cast.handler)
    assert suggest_links(world.recording(NINE + 5 * MINUTE)) == []


def test_a_camera_shared_with_somebody_elsewhere_does_not_keep_the_machine_from_what_is_sure(world: World) -> None:
    hand_over(world.cast.custodian, world.camera, world.cast.handler)
    with outside_at(NOW + timedelta(days=1)):
        begun = NINE + timedelta(days=1)
        step = world.step(begun, number="一号", people=[world.cast.officer])
        world.step(begun, number="二号", people=[world.cast.handler])
        recording = world.recording(begun + 5 * MINUTE)
        assert len(suggest_links(recording)) == 2
        made = link_if_sure(recording)
    assert made is not None
    assert made.step_id == step.pk


def placed(*places: tuple[Recording, float]) -> None:
    """Put recordings at a latitude; the place was found at intake, so that nobody could write it now."""
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else ' ON "recordings_recording"'
        cursor.execute(f'DROP TRIGGER "recordings_recording_no_update"{on}')
    for row, latitude in places:
        row.latitude, row.longitude = round(latitude * 1_000_000), 113_260_000
        row.save(update_fields=["latitude", "longitude"])


def test_near_the_other_recordings_of_a_step_it_says_how_near(world: World) -> None:
    step, first, second = world.step(NINE), world.recording(NINE + 5 * MINUTE), world.recording(NINE + 7 * MINUTE)
    link(world.cast.officer, first, step)
    placed((first, 23.120), (second, 23.121))
    (found,) = suggest_links(second)
    assert "录制地点距该环节其他记录约 111 米" in found.reasons


@pytest.mark.parametrize("analysed_first", [True, False])
@pytest.mark.parametrize(("filed_at", "track_at", "attached"), [(24.0, 23.12, False), (23.12, 24.0, True)])
def test_what_the_machine_attaches_hangs_on_the_sealed_place_and_never_on_a_track_it_found(
    world: World, analysed_first: bool, filed_at: float, track_at: float, attached: bool
) -> None:
    step, first, second = world.step(NINE), world.recording(NINE + 5 * MINUTE), world.recording(NINE + 7 * MINUTE)
    link(world.cast.officer, first, step)
    placed((first, 23.12), (second, filed_at))
    if analysed_first:
        tracked(second, track_at)
    assert (link_if_sure(second) is not None) is attached
    tracked(second, track_at)
    assert bool(link_if_sure(second)) is False, "analysing it later changes nothing"
    assert second.links.exists() is attached


def test_a_track_found_far_away_is_told_to_a_person_and_keeps_the_machine_from_nothing(world: World) -> None:
    step, first, second = world.step(NINE), world.recording(NINE + 5 * MINUTE), world.recording(NINE + 7 * MINUTE)
    link(world.cast.officer, first, step)
    placed((first, 23.12))
    (before,) = suggest_links(second)
    tracked(second, 24.0)
    (after,) = suggest_links(second)
    assert (before.sure, after.sure) == (True, True)
    assert any("公里" in reason for reason in after.reasons)


def tracked(recording: Recording, latitude: float) -> None:
    """Write down the track a machine would have found."""
    defaults = {"state": "done", "result": {"points": [[0, latitude, 113.26]]}, "asked_at": NOW}
    Analysis.objects.update_or_create(sha256=recording.sha256, kind="track", defaults=defaults)


@pytest.mark.parametrize("of_copy", [False, True], ids=["in the original", "in its playable copy"])
def test_text_read_in_the_picture_speaks_for_a_step(world: World, of_copy: bool) -> None:
    world.step(NINE)
    recording = world.recording(NINE + 5 * MINUTE)
    (before,) = suggest_links(recording)
    digest, copy_of = ("c" * 64, recording.sha256) if of_copy else (recording.sha256, "")
    read = {"readings": [{"at_ms": 0, "text": "广东 某检查站 2"}]}
    done = {"state": "done", "result": read, "asked_at": NOW, "copy_of": copy_of}
    Analysis.objects.update_or_create(sha256=digest, kind="letters", defaults=done)
    (after,) = suggest_links(recording)
    assert set(after.reasons) - set(before.reasons) == {"画面或设备文字中有环节地点“某检查站”（机器识别）"}


def test_the_number_of_queries_does_not_grow_with_the_recordings(world: World) -> None:
    for n in range(4):
        world.step(NINE + n * timedelta(hours=1), number=f"{n}号")
    rows = [world.recording(NINE + n * timedelta(hours=1) + 5 * MINUTE) for n in range(4)]
    suggestions_for(rows[:1])
    with CaptureQueriesContext(connection) as one:
        suggestions_for(rows[:1])
    with CaptureQueriesContext(connection) as four:
        found = suggestions_for(rows)
    assert len(four) == len(one)
    assert [len(found[row.pk]) for row in rows] == [1, 1, 1, 1]


def test_a_recording_without_a_believable_clock_becomes_linkable_by_a_persons_word(world: World) -> None:
    step = world.step(NINE)
    recording = clockless(world)
    assert suggest_links(recording) == []
    said = NewTime(start=NINE + 5 * MINUTE, error=2 * MINUTE, basis="画面中站房挂钟显示九点零五分")
    state_time(world.cast.officer, recording, said)
    (found,) = suggest_links(recording)
    assert found.key == step.pk
    assert "按人工说明的时间" in found.reasons
    assert sure_steps([recording]) == {}
    assert link_if_sure(recording) is None
    assert [made.step_id for made in accept(world.cast.officer, [(recording, step.pk)])] == [step.pk]


def clockless(world: World) -> Recording:
    cards.sound(world.card / "voice.wav")
    os.utime(world.card / "voice.wav", (0, 0))
    world.take_in()
    recording = Recording.objects.get()
    assert recording.time_basis["source"] == "unknown"
    return recording


def test_accepting_what_was_seen_links_each_with_an_entry_and_its_reasons(world: World) -> None:
    step = world.step(NINE)
    rows = [world.recording(NINE + n * MINUTE) for n in (3, 5, 7)]
    made = accept(world.cast.officer, [(row, step.pk) for row in rows])
    assert [one.by for one in made] == [world.cast.officer] * 3
    assert all("摄录人员参加了该环节" in one.reasons for one in made)
    kinds = [entry.kind for entry in entries_of_case(step.case.number)]
    assert kinds.count("recordings.linked") == 3
    assert set(Recording.objects.values_list("awaits", flat=True)) == {Awaits.NOTHING.value}


def test_one_suggestion_that_no_longer_holds_stops_them_all(world: World) -> None:
    step = world.step(NINE)
    near, far = world.recording(NINE + MINUTE), world.recording(NINE + timedelta(hours=6))
    with pytest.raises(RecordingRefused, match="重新核对"):
        accept(world.cast.officer, [(near, step.pk), (far, step.pk)])
    assert not Link.objects.exists()


def test_what_was_linked_meanwhile_is_left_as_it_is(world: World) -> None:
    step, recording = world.step(NINE), world.recording(NINE + MINUTE)
    link(world.cast.officer, recording, step)
    assert accept(world.cast.officer, [(recording, step.pk)]) == []


def test_nobody_accepts_for_another(world: World) -> None:
    step, recording = world.step(NINE), world.recording(NINE + MINUTE)
    with pytest.raises(PermissionDenied):
        accept(world.cast.custodian, [(recording, step.pk)])


def test_a_whole_session_is_accepted_at_once_with_the_part_that_runs_on(world: World) -> None:
    step = world.step(NINE)
    parts = [world.recording(NINE + 5 * MINUTE), world.recording(NINE + timedelta(hours=2))]
    session = session_of(*parts)
    made = accept_session(world.cast.officer, session, step.pk)
    assert [one.recording_id for one in made] == [part.pk for part in parts]
    assert made[1].reasons == ["同一次连续摄录的各段一并关联"]


def test_a_session_is_not_linked_to_a_step_that_fits_none_of_its_parts(world: World) -> None:
    step = world.step(NINE + timedelta(hours=5))
    session = session_of(world.recording(NINE))
    with pytest.raises(RecordingRefused, match="没有关联任何一段"):
        accept_session(world.cast.officer, session, step.pk)


def test_what_is_unlinked_waits_again(world: World) -> None:
    step, recording = world.step(NINE), world.recording(NINE + MINUTE)
    made = link(world.cast.officer, recording, step)
    end_link(world.cast.officer, made, "拍的是另一辆车")
    assert Recording.objects.get(pk=recording.pk).awaits == Awaits.STEP.value
