"""What intake promises: every file ends stored, duplicate or rejected, each once, each with its journal entry."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta

import pytest
from django.db import connection

from liuhen.apps.journal.queries import body_of, entries_about
from liuhen.apps.journal.seals import row_key, row_seal
from liuhen.apps.people.actions import NewPerson, add_person
from liuhen.apps.people.roles import Role
from liuhen.apps.recordings.intake import IntakeRefused, Outcome
from liuhen.apps.recordings.models import Intake, Recording, Rejected
from liuhen.apps.recordings.tests import cards
from liuhen.apps.recordings.tests.conftest import NINE, World
from liuhen.ports.outside import outside
from liuhen.ports.vault import Lane, VaultFull


def test_a_recording_is_stored_under_its_digest_with_row_and_entry(world: World) -> None:
    path = cards.film(world.card / "a.mp4", NINE)
    (result,) = world.take_in()
    recording = Recording.objects.get()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert (result.outcome, result.sha256, recording.sha256) == (Outcome.STORED, digest, digest)
    with outside().vault.open(digest) as kept:
        assert kept.read() == path.read_bytes()
    (entry,) = entries_about("recording", str(recording.pk))
    assert body_of(entry)["data"]["sha256"] == digest
    assert body_of(entry)["rows"][row_key(recording)] == row_seal(Recording.objects.get())


def test_the_same_bytes_again_are_a_duplicate_whatever_their_name(world: World) -> None:
    cards.sound(world.card / "a.wav")
    assert [one.outcome for one in world.take_in()] == [Outcome.STORED]
    cards.sound(world.card / "b.wav")
    assert [one.outcome for one in world.take_in()] == [Outcome.DUPLICATE, Outcome.DUPLICATE]
    assert Recording.objects.count() == 1


def test_twins_in_one_folder_give_one_recording(world: World) -> None:
    cards.sound(world.card / "a.wav")
    cards.sound(world.card / "b.wav")
    assert [one.outcome for one in world.take_in()] == [Outcome.STORED, Outcome.DUPLICATE]


def test_what_is_no_recording_is_rejected_with_a_reason_and_its_bytes_kept(world: World) -> None:
    path = cards.text(world.card / "说明.mp4")
    (result,) = world.take_in()
    row = Rejected.objects.get()
    assert result.outcome is Outcome.REJECTED
    assert "原字节已另行保存" in result.reason
    assert outside().vault.lane_of(row.sha256) is Lane.REJECTED
    with outside().vault.open(row.sha256) as kept:
        assert kept.read() == path.read_bytes()


def test_a_rejected_file_brought_again_is_rejected_again_but_has_one_row(world: World) -> None:
    cards.text(world.card / "说明.txt")
    first, second = world.take_in(), world.take_in()
    assert [first[0].outcome, second[0].outcome] == [Outcome.REJECTED, Outcome.REJECTED]
    assert first[0].reason == second[0].reason
    row = Rejected.objects.get()
    told = [entry.kind for entry in entries_about("rejected", str(row.pk)).order_by("seq")]
    assert told == ["recordings.rejected", "recordings.rejected_again"]


def test_a_recording_cut_off_by_power_loss_is_stored_as_unplayable(world: World) -> None:
    whole = cards.film(world.card / "a.mp4", NINE).read_bytes()
    (world.card / "a.mp4").write_bytes(whole[: whole.rindex(b"moov") - 4])
    (result,) = world.take_in()
    recording = Recording.objects.get()
    assert result.outcome is Outcome.STORED
    assert not recording.playable
    assert "无法" in result.reason


def test_an_object_without_a_row_gets_its_row_on_the_next_run(world: World) -> None:
    path = cards.sound(world.card / "a.wav")
    vault = outside().vault
    vault.commit(vault.stage(path))
    assert [one.outcome for one in world.take_in()] == [Outcome.STORED]


def test_a_row_whose_object_was_lost_is_healed_by_bringing_the_file_again(world: World, tmp_path) -> None:
    cards.sound(world.card / "a.wav")
    (result,) = world.take_in()
    assert result.sha256
    vault = outside().vault
    kept = vault._path(result.sha256, Lane.RECORDINGS)  # type: ignore[attr-defined]
    kept.unlink()
    assert not vault.exists(result.sha256)
    assert [one.outcome for one in world.take_in()] == [Outcome.DUPLICATE]
    assert vault.verify(result.sha256) is None


def test_complete_leftovers_of_a_crash_are_cleared_once_they_are_answered_for(world: World) -> None:
    path = cards.sound(world.card / "a.wav")
    vault = outside().vault
    staged = vault.stage(path)
    vault._unlock(staged.name)  # type: ignore[attr-defined]
    assert [one.complete for one in vault.leftovers()] == [True]
    world.take_in()
    assert vault.leftovers() == []


def test_a_link_on_the_card_is_never_followed(world: World, tmp_path) -> None:
    secret = cards.text(tmp_path / "secret.txt")
    (world.card / "a.mp4").symlink_to(secret)
    (result,) = world.take_in()
    assert (result.outcome, result.sha256) == (Outcome.REJECTED, None)
    assert "没有采集" in result.reason or "无法读取" in result.reason


HOSTILE_NAMES = [
    b"\xff\xfe\x80broken.wav",
    "\u202egpj.exe.wav".encode(),
    b"new\nline\ttab\x1b[31m.wav",
    b"..;rm -rf .wav",
    b"'; DROP TABLE recordings_recording; --.wav",
    b"<img src=x onerror=alert(1)>.wav",
    "Ω≈ç√∫ 𝕏 👩‍👩‍👧 ﷽.wav".encode(),
    b"CON.wav",
    b"a" * 250 + b".wav",
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_any_file_name_is_kept_as_text_and_never_used_as_a_path(world: World, name: bytes) -> None:
    path = cards.sound(world.card / "a.wav")
    path.rename(world.card / os.fsdecode(name))
    (result,) = world.take_in()
    kept = Recording.objects.get().original_name
    assert result.outcome is Outcome.STORED
    assert kept == name.decode("utf-8", "backslashreplace")
    kept.encode("utf-8")


def test_names_a_browser_may_send_are_kept_though_no_file_could_have_them(world: World) -> None:
    from liuhen.apps.recordings.names import safe_text, shown

    assert safe_text("../../etc/passwd\x00.mp4\ud800") == "../../etc/passwd\\x00.mp4\\ud800"
    assert shown("a\u202eb\nc") == "a\\u202eb\\nc"


def test_the_clock_offset_moves_the_corrected_time_and_keeps_the_clock_as_found(world: World) -> None:
    cards.film(world.card / "a.mp4", NINE)
    world.take_in(clock_offset=timedelta(seconds=90))
    recording = Recording.objects.get()
    assert recording.start == NINE - timedelta(seconds=90)
    assert any(clock["moment"] == NINE.astimezone(recording.start.tzinfo).isoformat() for clock in recording.clocks)
    assert "offset_applied" in recording.time_basis["reasons"]


def test_an_unmeasured_clock_widens_the_error(world: World) -> None:
    cards.film(world.card / "a.mp4", NINE)
    world.take_in()
    assert Recording.objects.get().error_ms >= 300_000


def test_a_full_disk_ends_the_intake_and_leaves_what_was_stored(world: World, monkeypatch) -> None:
    for seed in (1, 2, 3, 4, 5, 6):
        cards.sound(world.card / f"{seed}.wav", seed)
    vault, before = outside().vault, []
    need = vault.need_room  # type: ignore[attr-defined]

    def room(size: int) -> None:
        before.append(size)
        if len(before) > 3:
            raise VaultFull("存储空间不足")
        need(size)

    monkeypatch.setattr(vault, "need_room", room)
    with pytest.raises(VaultFull):
        world.take_in()
    stored = Recording.objects.count()
    assert 0 < stored < 6
    assert all(vault.verify(recording.sha256) is None for recording in Recording.objects.all())
    monkeypatch.undo()
    outcomes = [one.outcome for one in world.take_in()]
    assert outcomes.count(Outcome.DUPLICATE) == stored
    assert Recording.objects.count() == 6


def test_nothing_half_done_remains_when_the_row_cannot_be_written(world: World, monkeypatch) -> None:
    cards.sound(world.card / "a.wav")
    monkeypatch.setattr("liuhen.apps.recordings.intake.record", _raise_after_intake)
    with pytest.raises(OSError):
        world.take_in()
    assert not Recording.objects.exists()
    monkeypatch.undo()
    assert [one.outcome for one in world.take_in()] == [Outcome.STORED]


def _raise_after_intake(kind, *args, **kwargs):
    from liuhen.apps.journal.actions import record

    if kind.code != "recordings.intake_opened":
        raise OSError("the database is gone")
    return record(kind, *args, **kwargs)


def test_device_and_officer_must_belong_together(world: World) -> None:
    with pytest.raises(IntakeRefused, match="不属于同一机构"):
        world.take_in(officer=world.cast.outsider, by=None)
    assert not Intake.objects.exists()


def test_only_a_custodian_takes_in_for_others(world: World) -> None:
    from django.core.exceptions import PermissionDenied

    cards.sound(world.card / "a.wav")
    with pytest.raises(PermissionDenied):
        world.take_in(by=world.cast.co_officer)
    assert world.take_in(by=world.cast.custodian)[0].outcome is Outcome.STORED


@pytest.mark.django_db
def test_the_database_itself_refuses_to_change_what_a_recording_is(world: World) -> None:
    from django.db.utils import DatabaseError

    cards.sound(world.card / "a.wav")
    world.take_in()
    with pytest.raises(DatabaseError, match="liuhen"), connection.cursor() as cursor:
        cursor.execute("UPDATE recordings_recording SET sha256 = 'x'")


def test_nobody_of_another_agency_takes_in_for_ours(world: World) -> None:
    stranger = add_person(
        None,
        NewPerson(
            username="stranger",
            name="邻局管理员",
            password="long enough",
            unit=world.cast.outsider.unit,
            roles=(Role.CUSTODIAN,),
        ),
    )
    cards.film(world.card / "a.mp4", NINE)
    with pytest.raises(IntakeRefused, match="其他机构"):
        world.take_in(by=stranger)
