"""A piece of work from being asked for to its end, however often it goes wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from liuhen.apps.findings import actions, claims
from liuhen.apps.findings.actions import StillGoingOn, again, ask_for, try_again
from liuhen.apps.findings.jobs import LONG, QUICK, look_after, work_through
from liuhen.apps.findings.models import Analysis, Artifact
from liuhen.apps.findings.queries import found_in, found_in_many, kept_digests
from liuhen.apps.findings.tests.conftest import FACTS, NOW, Bench, asked, row, stored
from liuhen.apps.findings.working import run_next, scratch
from liuhen.apps.journal.queries import entries_about
from liuhen.ports.outside import outside
from liuhen.ports.vault import Lane
from liuhen.ports.workshop import MadeFile, Task, Work, WorkFailed, WorkImpossible, WorkKind, WorkState
from liuhen.site.testing import make_cast

SURVEY, TRACK, PLAYABLE = WorkKind.SURVEY, WorkKind.TRACK, WorkKind.PLAYABLE


def _failing(task: Task, source: Path, into: Path) -> Work:
    raise WorkFailed("画面解码失败。")


def _sheet(task: Task, source: Path, into: Path) -> Work:
    path = into / "sheet-0.jpg"
    path.write_bytes(b"sheet of " + source.read_bytes())
    return Work(tool="test 2", result={"ok": True}, files=(MadeFile("sheet-0.jpg", path, "image/jpeg"),))


def test_work_asked_for_is_done_and_found(bench: Bench) -> None:
    sha256 = asked(SURVEY, TRACK)
    assert found_in(sha256).works[SURVEY].state is WorkState.WAITING
    assert work_through(tuple(WorkKind), lambda: False) == 2
    assert bench.made == [(SURVEY, b"a film"), (TRACK, b"a film")]
    piece = found_in(sha256).works[SURVEY]
    assert (piece.state, piece.tool, piece.result) == (WorkState.DONE, "test 1", {"kind": "survey"})
    assert piece.finished_at == NOW
    assert found_in(sha256).result(SURVEY) == {"kind": "survey"}
    assert PLAYABLE not in found_in(sha256).works
    assert found_in(sha256).result(PLAYABLE) == {}


def test_whoever_works_is_told_the_digest_that_the_vault_knows(bench: Bench) -> None:
    told = dict[str, Any]()

    def making(task: Task, source: Path, into: Path) -> Work:
        told.update(task.facts)
        return Work(tool="test", result={})

    bench.making = making
    sha256 = asked(SURVEY)
    run_next()
    assert told == {**FACTS, "sha256": sha256}


def test_asking_twice_is_asking_once(bench: Bench) -> None:
    sha256 = asked(SURVEY)
    run_next()
    ask_for(sha256, [SURVEY, TRACK], facts=FACTS)
    assert row(sha256).state == WorkState.DONE
    assert Analysis.objects.count() == 2


def test_files_made_are_kept_among_the_derivatives_under_their_digest(bench: Bench) -> None:
    bench.making = _sheet
    sha256 = asked()
    run_next()
    made = found_in(sha256).artifact(SURVEY, "sheet-0.jpg")
    assert made is not None
    assert made.content_type == "image/jpeg"
    with outside().vault.open(made.sha256) as file:
        assert file.read() == b"sheet of a film"
    assert outside().vault.lane_of(made.sha256) is Lane.DERIVED
    assert list(kept_digests()) == [made.sha256]
    assert list(scratch().glob("*")) == [], "work in progress was left behind"


def test_what_has_the_lowest_priority_comes_first_then_what_was_asked_first(bench: Bench) -> None:
    asked(PLAYABLE, content=b"1")
    bench.pass_time(seconds=1)
    asked(SURVEY, content=b"2")
    bench.pass_time(seconds=1)
    asked(SURVEY, content=b"3")
    asked(PLAYABLE, content=b"4", priority=0)
    work_through(tuple(WorkKind), lambda: False)
    assert [content for _, content in bench.made] == [b"4", b"2", b"3", b"1"]


def test_long_work_does_not_hold_up_what_is_quick(bench: Bench) -> None:
    asked(SURVEY, PLAYABLE)
    assert work_through(QUICK, lambda: False) == 1
    assert [kind for kind, _ in bench.made] == [SURVEY]
    assert {*LONG, *QUICK} == set(WorkKind)
    assert not {*LONG} & {*QUICK}


def test_a_failure_is_tried_again_later_and_the_third_parks_it_with_its_reason(bench: Bench) -> None:
    bench.making = _failing
    sha256 = asked()
    assert work_through(tuple(WorkKind), lambda: False) == 1, "tried again at once, a passing trouble would park it"
    assert (row(sha256).state, row(sha256).reason) == (WorkState.WAITING, "画面解码失败。")
    bench.pass_time(minutes=1)
    assert run_next()
    assert not run_next()
    bench.pass_time(minutes=10)
    assert run_next()
    bench.pass_time(days=1)
    assert not run_next()
    piece = found_in(sha256).works[SURVEY]
    assert (piece.state, piece.reason) == (WorkState.PARKED, "画面解码失败。")
    assert len(bench.made) == 3


def test_success_at_the_second_attempt_leaves_no_reason(bench: Bench) -> None:
    bench.making, good = _failing, bench.making
    sha256 = asked()
    run_next()
    bench.making = good
    bench.pass_time(minutes=1)
    run_next()
    assert (row(sha256).state, row(sha256).reason) == (WorkState.DONE, "")


def test_what_never_can_be_done_is_parked_at_once(bench: Bench) -> None:
    def nothing(task: Task, source: Path, into: Path) -> Work:
        raise WorkImpossible("没有画面和声音。")

    bench.making = nothing
    sha256 = asked()
    run_next()
    assert (row(sha256).state, row(sha256).reason, len(bench.made)) == (WorkState.PARKED, "没有画面和声音。", 1)
    look_after()
    assert row(sha256).state == WorkState.PARKED, "nothing was installed that could help"


def test_an_object_that_is_gone_parks_its_work_and_holds_up_no_other(bench: Bench) -> None:
    ask_for("0" * 64, [SURVEY], facts=FACTS)
    other = asked()
    for _ in range(3):
        work_through(tuple(WorkKind), lambda: False)
        bench.pass_time(minutes=10)
    assert row("0" * 64).state == WorkState.PARKED
    assert "0" * 64 in row("0" * 64).reason
    assert row(other).state == WorkState.DONE


def test_work_for_which_a_tool_is_lacking_waits_parked_until_it_is_installed(bench: Bench) -> None:
    bench.lacking[TRACK] = "没有安装轨迹程序，请运行 make setup。"
    first, second = asked(TRACK), asked(TRACK, content=b"another")
    work_through(tuple(WorkKind), lambda: False)
    assert bench.made == []
    assert {row(one, TRACK).state for one in (first, second)} == {WorkState.PARKED}
    assert row(first, TRACK).reason == "没有安装轨迹程序，请运行 make setup。"
    look_after()
    assert row(first, TRACK).state == WorkState.PARKED
    bench.lacking.clear()
    look_after()
    work_through(tuple(WorkKind), lambda: False)
    assert {row(one, TRACK).state for one in (first, second)} == {WorkState.DONE}


def test_a_tool_lost_after_a_failure_parks_the_work_as_well(bench: Bench) -> None:
    bench.making = _failing
    sha256 = asked()
    run_next()
    bench.pass_time(minutes=1)
    bench.lacking[SURVEY] = "没有安装。"
    assert work_through(tuple(WorkKind), lambda: False) == 1
    assert (row(sha256).state, row(sha256).reason) == (WorkState.PARKED, "没有安装。")


def test_two_workers_never_take_one_piece(bench: Bench) -> None:
    asked()
    read_by_both = claims._next(list(WorkKind), NOW)
    assert read_by_both is not None
    assert claims.claim(list(WorkKind), NOW) is not None
    assert not claims._change(read_by_both, state=WorkState.RUNNING.value, attempts=1)
    assert claims.claim(list(WorkKind), NOW) is None


def test_a_claim_that_is_renewed_does_not_lapse_and_one_that_is_not_does(bench: Bench) -> None:
    asked()
    claimed = claims.claim(list(WorkKind), NOW)
    assert claimed is not None
    assert claims.renew(claimed, NOW + claims.CLAIM)
    assert claims.claim(list(WorkKind), NOW + claims.CLAIM) is None
    assert claims.claim(list(WorkKind), NOW + 2 * claims.CLAIM) is not None
    assert not claims.renew(claimed, NOW + 2 * claims.CLAIM), "somebody else has it now"


def test_a_worker_away_for_too_long_changes_nothing_when_it_comes_back(bench: Bench) -> None:
    sha256 = asked()
    slow = claims.claim(list(WorkKind), NOW)
    assert slow is not None
    bench.pass_time(seconds=91)
    run_next()
    assert not claims.finish(slow, NOW, result={"of": "the slow one"})
    claims.fail(slow, "迟到的失败", NOW)
    claims.give_back(slow)
    assert (row(sha256).state, row(sha256).result) == (WorkState.DONE, {"kind": "survey"})


def test_work_killed_three_times_in_the_middle_is_parked_with_a_reason(bench: Bench) -> None:
    sha256 = asked()
    for _ in range(3):
        assert claims.claim(list(WorkKind), outside().clock.now()) is not None
        bench.pass_time(seconds=91)
    assert not run_next()
    assert (row(sha256).state, row(sha256).reason) == (WorkState.PARKED, claims.INTERRUPTED)


def test_a_claim_is_renewed_while_the_work_lasts(bench: Bench) -> None:
    sha256 = asked()
    bench.beats = 40  # ten minutes
    run_next()
    assert (row(sha256).state, row(sha256).attempts) == (WorkState.DONE, 1)


def _slow_disk(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A vault that needs fifty seconds for every piece it is given."""
    stage = type(outside().vault).stage

    def slowly(vault: Any, source: Any, **more: Any) -> Any:
        def pieces() -> Iterator[bytes]:
            for piece in source:
                bench.pass_time(seconds=50)
                assert not run_next(), "somebody else took over what is only being stored"
                yield piece

        return stage(vault, pieces(), **more)

    monkeypatch.setattr(actions, "PIECE", 4)
    monkeypatch.setattr(type(outside().vault), "stage", slowly)


def test_a_claim_is_renewed_while_a_large_file_is_stored(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.making = _sheet
    sha256 = asked()
    _slow_disk(bench, monkeypatch)
    run_next()
    assert (row(sha256).state, row(sha256).attempts, len(bench.made)) == (WorkState.DONE, 1, 1)
    made = found_in(sha256).artifact(SURVEY, "sheet-0.jpg")
    assert made is not None
    with outside().vault.open(made.sha256) as file:
        assert file.read() == b"sheet of a film"
    assert made.size == len(b"sheet of a film")


def test_a_claim_is_fresh_when_storing_begins(bench: Bench) -> None:
    def lingering(task: Task, source: Path, into: Path) -> Work:
        work = _sheet(task, source, into)
        bench.pass_time(seconds=91)
        assert run_next(), "somebody else takes over: this one was away for too long"
        return work

    def first(task: Task, source: Path, into: Path) -> Work:
        bench.making = _sheet
        return lingering(task, source, into)

    bench.making = first
    sha256 = asked()
    run_next()
    assert (row(sha256).state, row(sha256).attempts) == (WorkState.DONE, 2)
    assert outside().vault.leftovers() == []


def test_a_worker_told_to_stop_while_it_stores_keeps_nothing(bench: Bench) -> None:
    bench.making = _sheet
    sha256 = asked()
    assert run_next(stopping=lambda: bool(bench.made))
    assert (row(sha256).state, row(sha256).attempts) == (WorkState.WAITING, 0)
    assert list(outside().vault.iter_digests(Lane.DERIVED)) == []
    assert outside().vault.leftovers() == []


def test_a_worker_told_to_stop_gives_its_piece_back_as_it_was(bench: Bench) -> None:
    sha256 = asked()
    bench.beats = 1
    assert run_next(stopping=lambda: True)
    assert (row(sha256).state, row(sha256).attempts, row(sha256).claimed_until) == (WorkState.WAITING, 0, None)
    assert bench.made == []


def test_trouble_of_the_house_is_raised_and_counts_as_a_failure(bench: Bench) -> None:
    def mistaken(task: Task, source: Path, into: Path) -> Work:
        raise sqlite3.OperationalError("disk I/O error")

    bench.making = mistaken
    sha256 = asked()
    with pytest.raises(sqlite3.OperationalError):
        run_next()
    assert row(sha256).state == WorkState.WAITING
    assert "OperationalError" in row(sha256).reason


def test_a_custodian_has_parked_work_tried_again_and_the_journal_tells(bench: Bench) -> None:
    cast = make_cast()
    bench.making, good = _failing, bench.making
    sha256 = asked()
    for _ in range(3):
        run_next()
        bench.pass_time(minutes=10)
    try_again(cast.custodian, sha256, SURVEY)
    [entry] = entries_about("object", sha256)
    assert (entry.kind, entry.actor_id) == ("findings.tried_again", cast.custodian.pk)
    bench.making = good
    run_next()
    assert row(sha256).state == WorkState.DONE


def test_what_still_waits_is_not_asked_for_again_and_only_who_may_asks_at_all(bench: Bench) -> None:
    cast = make_cast()
    sha256 = asked()
    with pytest.raises(StillGoingOn):
        try_again(cast.custodian, sha256, SURVEY)
    with pytest.raises(PermissionDenied):
        try_again(cast.inspector, sha256, SURVEY)
    assert not entries_about("object", sha256).exists()


def test_what_is_done_stays_when_somebody_asks_for_it_again(bench: Bench) -> None:
    cast = make_cast()
    sha256 = asked()
    run_next()
    with pytest.raises(StillGoingOn, match="已经完成"):
        try_again(cast.custodian, sha256, SURVEY)
    assert found_in(sha256).result(SURVEY) == {"kind": "survey"}


def test_done_again_the_files_are_those_of_the_last_time(bench: Bench) -> None:
    bench.making = _sheet
    sha256 = asked()
    run_next()
    again(sha256, SURVEY, done=True)
    run_next()
    assert Artifact.objects.count() == 1
    assert found_in(sha256).artifact(SURVEY, "sheet-0.jpg") is not None


def test_many_objects_are_asked_about_in_two_queries(bench: Bench, django_assert_num_queries: object) -> None:
    digests = [asked(SURVEY, TRACK, content=bytes([number])) for number in range(5)] + [stored(b"never asked")]
    work_through(tuple(WorkKind), lambda: False)
    with django_assert_num_queries(2):  # type: ignore[operator]
        found = found_in_many(digests)
    assert [len(found[digest].works) for digest in digests] == [2, 2, 2, 2, 2, 0]
    assert [*found_in_many(digests, [TRACK])[digests[0]].works] == [TRACK]
