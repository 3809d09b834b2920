"""A card pulled out in the middle, a full disk, a dock that goes on where it stopped: nothing lost, nothing double."""

from __future__ import annotations

import hashlib

import pytest

from liuhen.apps.devices.actions import NewDevice, name_volume, register_device
from liuhen.apps.docking.actions import ask_clearing, note_clearing
from liuhen.apps.docking.clearing import clear
from liuhen.apps.docking.models import CardFile, CardVisit
from liuhen.apps.docking.showing import VisitState, state_of
from liuhen.apps.journal.models import Entry
from liuhen.apps.recordings.models import Intake, Recording
from liuhen.ports.outside import outside
from liuhen.ports.vault import Fault, StageOutcome, VaultFinding, VaultFull


def pulled_after(dock, monkeypatch, files: int) -> None:
    """Have the card disappear when the dock has handed out so many of its files."""
    cards, asked = outside().cards, []
    there = cards.present

    def present(volume):
        asked.append(volume)
        if len(asked) == files + 1:
            volume.place.rename(dock.place.parent / "pocket")
        return there(volume)

    monkeypatch.setattr(cards, "present", present)


@pytest.mark.parametrize("files", [0, 1, 3, 5])
def test_a_card_pulled_out_in_the_middle_goes_on_when_it_comes_back(dock, monkeypatch, files):
    card = dock.card(sounds=6)
    pulled_after(dock, monkeypatch, files)
    watch = dock.run()
    visit = dock.visit()
    assert (visit.finished_at, visit.verified_at) == (None, None)
    assert "拔出" in visit.problem and any("拔出" in line for line in dock.said)
    assert not Entry.objects.filter(kind="recordings.unreadable").exists() or files > 0
    monkeypatch.undo()
    dock.look(watch, looks=1)
    (dock.place.parent / "pocket").rename(card)
    dock.look(watch, looks=3)
    after = dock.visit()
    assert after.verified_at and (after.pk, after.problem, after.files) == (visit.pk, "", 6)
    assert (CardVisit.objects.count(), Intake.objects.count(), Recording.objects.count()) == (1, 1, 6)
    assert {row.outcome for row in CardFile.objects.all()} <= {"stored", "duplicate"}


def test_a_full_disk_stops_the_dock_with_the_reason_and_it_goes_on_later(dock, monkeypatch):
    from datetime import timedelta

    from liuhen.apps.docking.tests.conftest import NOW
    from liuhen.site.testing import outside_at

    dock.card(sounds=4)
    vault = outside().vault
    stage, handed = vault.stage, []

    def full(source, **more):
        handed.append(source)
        if len(handed) > 2:
            raise VaultFull("存储空间不足：请扩容后重新采集。")
        return stage(source, **more)

    monkeypatch.setattr(vault, "stage", full)
    watch = dock.run()
    assert "存储空间不足" in dock.visit().problem
    monkeypatch.undo()
    dock.look(watch, looks=3)
    assert dock.visit().finished_at is None, "it is tried again after a while, not at once"
    with outside_at(NOW + timedelta(minutes=2), dock.place.parent / "home"):
        dock.look(watch, looks=2)
    assert dock.visit().verified_at
    assert Recording.objects.count() == 4


def test_a_file_there_is_no_room_for_does_not_lend_its_row_to_the_next(dock, monkeypatch):
    """The small file after it still finds room, and its digest must not be kept under the name of the large one."""
    card = dock.card(sounds=3)
    large = sorted(card.rglob("*.wav"))[1]
    vault = outside().vault

    def stage_many(sources):
        for one in list(sources):  # all are on their way when the disk turns out to be full
            full = VaultFull("存储空间不足：请扩容后重新采集。") if one == large else None
            yield StageOutcome(one, None if full else vault.stage(one), full)

    monkeypatch.setattr(vault, "stage_many", stage_many)
    dock.run()
    rows = {row.name: row.sha256 for row in CardFile.objects.all()}
    assert f"DCIM/{large.name}" not in rows
    assert len(rows) == 2
    for name, sha256 in rows.items():
        assert hashlib.sha256((card / name).read_bytes()).hexdigest() == sha256
    assert dock.visit().finished_at is None and "存储空间不足" in dock.visit().problem


def test_nothing_is_taken_in_while_something_is_still_being_copied_onto_the_card(dock):
    card = dock.card(sounds=1)
    watch = dock.run(looks=1)
    (card / "DCIM" / "more.bin").write_bytes(b"x")
    dock.look(watch, looks=1)
    assert not CardVisit.objects.exists()
    dock.look(watch, looks=1)
    assert dock.visit().files == 2


def test_an_empty_card_is_told_and_left(dock):
    card = dock.card(sounds=1)
    for path in card.rglob("*.wav"):
        path.unlink()
    dock.run()
    assert dock.said == ["GD-1：卡上没有文件。"]
    assert not CardVisit.objects.exists()


def test_a_fault_of_the_program_at_one_card_leaves_the_others_to_the_dock(dock, monkeypatch, caplog):
    from datetime import timedelta

    from liuhen.apps.docking.reading_out import read_out
    from liuhen.apps.docking.tests.conftest import NOW
    from liuhen.site.testing import outside_at

    camera = register_device(None, dock.cast.agency, NewDevice(number="GD-2", holder=dock.cast.officer))
    name_volume(None, camera, "GD-2")
    dock.card("GD-1")
    dock.card("GD-2", seed=2)

    def faulty(volume, *more):
        if volume.label == "GD-1":
            raise RuntimeError("nobody thought of this")
        return read_out(volume, *more)

    monkeypatch.setattr("liuhen.apps.docking.watching.read_out", faulty)
    watch = dock.run()
    assert dock.visit().device == camera and dock.visit().verified_at
    assert any(line.startswith("GD-1：程序出错") for line in dock.said)
    assert "nobody thought of this" in caplog.text
    monkeypatch.undo()
    with outside_at(NOW + timedelta(minutes=2), dock.place.parent / "home"):
        dock.look(watch)
    assert CardVisit.objects.exclude(verified_at=None).count() == 2


def clearing_asked(dock):
    watch = dock.run()
    ask_clearing(dock.cast.officer, dock.visit(), "交还设备")
    return watch


def test_a_file_whose_copy_in_the_vault_is_damaged_stays_on_the_card(dock, monkeypatch):
    card = dock.card()
    watch = clearing_asked(dock)
    first = CardFile.objects.order_by("name")[0]
    vault = outside().vault
    verify, damaged = vault.verify, VaultFinding(first.sha256, Fault.DIGEST_DIFFERS, "原件的内容已改变")
    monkeypatch.setattr(vault, "verify", lambda sha: damaged if sha == first.sha256 else verify(sha))
    dock.look(watch)
    assert [f"DCIM/{path.name}" for path in card.rglob("*.wav")] == [first.name]
    assert dock.visit().kept_on_card == 1
    assert "内容已改变" in Entry.objects.get(kind="docking.cleared").body


def test_the_wish_to_clear_waits_for_the_card_that_was_read(dock):
    """Another card of the same label and without a serial does not use it up."""
    card = dock.card()
    watch = clearing_asked(dock)
    first = dock.visit()
    pocket = dock.place.parent / "pocket"
    card.rename(pocket)
    other = dock.card(seed=7)
    for path in other.rglob("*.wav"):
        path.rename(path.with_name(path.name.replace("_00", "_90")))
    dock.look(watch, looks=4)
    first = CardVisit.objects.get(pk=first.pk)
    assert first.cleared_at is None and "没有这次核对过的任何文件" in first.problem
    assert len(list(other.rglob("*.wav"))) == 2
    other.rename(dock.place.parent / "away")
    dock.look(watch, looks=1)
    pocket.rename(card)
    dock.look(watch, looks=4)
    first = CardVisit.objects.get(pk=first.pk)
    assert first.cleared_at and not list(card.rglob("*.wav"))


def test_a_dock_killed_while_clearing_has_said_before_what_it_deletes(dock, monkeypatch):
    card = dock.card(sounds=3)
    dock.run()
    visit = ask_clearing(dock.cast.officer, dock.visit(), "交还设备")
    monkeypatch.setattr("liuhen.apps.docking.clearing.PORTION", 2)
    remove = outside().cards.remove
    removed: list[str] = []

    def killed(volume, file, sha256):
        if len(removed) == 1:
            raise KeyboardInterrupt
        remove(volume, file, sha256)
        removed.append(file.name)

    monkeypatch.setattr(outside().cards, "remove", killed)
    volume = outside().cards.volume_at(card)
    with pytest.raises(KeyboardInterrupt):
        clear(visit, volume)
    (said,) = Entry.objects.filter(kind="docking.clearing")
    assert removed[0] in said.body and said.actor_name == dock.cast.officer.name
    monkeypatch.setattr(outside().cards, "remove", remove)
    assert clear(visit, volume).cleared_at and not list(card.rglob("*.wav"))
    assert CardFile.objects.filter(cleared_at=None).count() == 0


def test_a_card_all_cleared_but_for_the_note_of_it_is_noted_when_the_dock_runs_again(dock):
    card = dock.card(sounds=1)
    dock.run()
    visit = ask_clearing(dock.cast.officer, dock.visit(), "交还设备")
    note_clearing(visit, [CardFile.objects.get().name])
    for path in card.rglob("*.wav"):
        path.unlink()
    assert clear(visit, outside().cards.volume_at(card)).cleared_at


def test_a_card_pulled_out_while_it_is_compared_is_compared_when_it_comes_back(dock, monkeypatch):
    card = dock.card()
    reader = outside().cards
    digest, pocket = reader.digest, dock.place.parent / "pocket"

    def pulled(volume, file):
        if card.exists():
            card.rename(pocket)
        return digest(volume, file)

    monkeypatch.setattr(reader, "digest", pulled)
    watch = dock.run()
    visit = dock.visit()
    assert state_of(visit) is VisitState.BROKEN_OFF and "拔出" in visit.problem
    monkeypatch.undo()
    dock.look(watch, looks=1)
    pocket.rename(card)
    dock.look(watch, looks=3)
    after = CardVisit.objects.get()
    assert (after.pk, state_of(after), after.problem) == (visit.pk, VisitState.VERIFIED, "")
