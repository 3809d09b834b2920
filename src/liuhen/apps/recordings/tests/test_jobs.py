"""The room's jobs do what is still to be done, once."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes

from liuhen.apps.journal.queries import entries_about
from liuhen.apps.journal.verification import check_journal
from liuhen.apps.recordings.actions import add_sm3
from liuhen.apps.recordings.jobs import add_missing_sm3
from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.tests import cards
from liuhen.apps.recordings.tests.conftest import World
from liuhen.ports.outside import outside


def test_sm3_is_completed_once_and_keeps_the_row_sealed(world: World) -> None:
    path = cards.sound(world.card / "a.wav")
    world.take_in()
    digest = hashes.Hash(hashes.SM3())
    digest.update(path.read_bytes())
    assert (add_missing_sm3(), add_missing_sm3()) == (1, 0)
    recording = Recording.objects.get()
    assert recording.sm3 == digest.finalize().hex()
    assert [entry.kind for entry in entries_about("recording", str(recording.pk))][-1] == "recordings.sm3_added"
    assert [finding for finding in check_journal().findings if finding.step == 4] == []


def test_a_recording_whose_bytes_are_gone_is_told_of_and_holds_up_no_other(world: World) -> None:
    cards.sound(world.card / "a.wav", 1)
    cards.sound(world.card / "b.wav", 2)
    world.take_in()
    lost, kept = Recording.objects.order_by("pk")
    [path] = [found for found in outside().vault._root.rglob("*") if lost.sha256 in found.name]  # type: ignore[attr-defined]
    path.unlink()
    with pytest.raises(ExceptionGroup) as told:
        add_missing_sm3()
    assert lost.sha256 in str(told.value.exceptions[0])
    assert [bool(Recording.objects.get(pk=one.pk).sm3) for one in (lost, kept)] == [False, True]


def test_two_workers_at_once_complete_a_recording_once(world: World) -> None:
    cards.sound(world.card / "a.wav")
    world.take_in()
    recording = Recording.objects.get()
    assert add_sm3(recording, "ab" * 32)
    assert not add_sm3(recording, "cd" * 32)
    assert Recording.objects.get().sm3 == "ab" * 32
