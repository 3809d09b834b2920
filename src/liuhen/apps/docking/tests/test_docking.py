"""A day at the dock: cards come, are known, taken in, compared with the vault, and cleared when somebody asks."""

from __future__ import annotations

import shutil

import pytest

from liuhen.apps.devices.actions import NewDevice, name_volume, register_device
from liuhen.apps.devices.models import ClockReading
from liuhen.apps.docking.actions import DockRefused, ask_clearing
from liuhen.apps.docking.models import CardFile, CardVisit, WaitingCard
from liuhen.apps.journal.models import Entry
from liuhen.apps.recordings.models import Intake, Recording, Rejected
from liuhen.apps.recordings.tests import cards
from liuhen.ports.outside import outside


def kinds() -> list[str]:
    return [kind for kind in Entry.objects.order_by("seq").values_list("kind", flat=True) if kind.startswith("docking")]


def test_a_known_card_is_taken_in_and_every_byte_compared(dock):
    dock.card()
    dock.run()
    visit = dock.visit()
    assert (visit.files, visit.known_by, visit.problem) == (2, "volume_label+file_names", "")
    assert visit.finished_at and visit.verified_at and not visit.cleared_at
    assert visit.intake.officer == dock.cast.officer
    assert Recording.objects.filter(intake=visit.intake).count() == 2
    assert CardFile.objects.filter(visit=visit, verified_at=None).count() == 0
    assert kinds() == ["docking.card_seen", "docking.card_read", "docking.verified"]
    assert "可以清空" in dock.said[-1]


def test_the_original_name_is_kept_and_what_it_says_is_one_more_clock(dock):
    dock.card(sounds=1)
    dock.run()
    recording = Recording.objects.get()
    assert recording.original_name == "DCIM/GD-1_440101001_20261120160000_0001.wav"
    assert recording.found["name"]["camera"] == "body-camera"
    assert recording.found["name"]["index"] == 1
    assert "file_name" in {clock["source"] for clock in recording.clocks}


def test_several_cards_are_read_at_once(dock):
    for number in (2, 3):
        camera = register_device(None, dock.cast.agency, NewDevice(number=f"GD-{number}", holder=dock.cast.officer))
        name_volume(None, camera, f"GD-{number}")
    for number in (1, 2, 3):
        dock.card(f"GD-{number}", seed=number)
    dock.run()
    assert CardVisit.objects.exclude(verified_at=None).count() == 3
    assert Recording.objects.count() == 6


def test_a_card_is_cleared_only_when_asked_and_only_of_what_was_checked(dock):
    card = dock.card()
    watch = dock.run()
    visit = dock.visit()
    later = cards.sound(card / "DCIM" / "later.wav", 99)
    dock.look(watch)
    assert len(list(card.rglob("*.wav"))) == 3, "nobody asked yet"
    ask_clearing(dock.cast.officer, visit, "交还执法记录仪")
    dock.look(watch)
    visit.refresh_from_db()
    assert [path.name for path in card.rglob("*.wav")] == [later.name]
    assert visit.cleared_at and visit.cleared_by == dock.cast.officer and visit.kept_on_card == 1
    assert kinds()[-3:] == ["docking.clear_asked", "docking.clearing", "docking.cleared"]
    assert all(outside().vault.verify(row.sha256) is None for row in CardFile.objects.all())


def test_a_file_that_was_changed_after_the_check_stays_on_the_card(dock):
    card = dock.card()
    watch = dock.run()
    ask_clearing(dock.cast.officer, dock.visit(), "交还设备")
    changed = sorted(card.rglob("*.wav"))[0]
    changed.write_bytes(b"recorded meanwhile")
    dock.look(watch)
    assert [path.read_bytes() for path in card.rglob("*.wav")] == [b"recorded meanwhile"]
    assert dock.visit().kept_on_card == 1


def test_a_card_pulled_out_before_it_was_cleared_is_cleared_when_it_comes_back(dock):
    card = dock.card()
    watch = dock.run()
    ask_clearing(dock.cast.officer, dock.visit(), "交还设备")
    away = dock.place.parent / "pocket"
    card.rename(away)
    dock.look(watch)
    assert not CardVisit.objects.exclude(cleared_at=None).exists()
    away.rename(card)
    dock.look(watch, looks=4)
    first = CardVisit.objects.order_by("pk")[0]
    assert first.cleared_at and not list(card.rglob("*.wav"))


def test_an_unchecked_card_is_not_cleared(dock):
    dock.card()
    dock.run()
    visit = dock.visit()
    CardVisit.objects.filter(pk=visit.pk).update(verified_at=None)
    with pytest.raises(DockRefused, match="还没有核对无误"):
        ask_clearing(dock.cast.officer, visit, "交还设备")


def test_a_list_that_was_tampered_with_clears_nothing(dock):
    card = dock.card()
    dock.run()
    visit = dock.visit()
    CardFile.objects.create(visit=visit, name="DCIM/other.wav", size=1, mtime_us=0, sha256="0" * 64, outcome="stored")
    with pytest.raises(DockRefused, match="清单与核对时的不一致"):
        ask_clearing(dock.cast.officer, visit, "交还设备")
    assert len(list(card.rglob("*.wav"))) == 2


def test_bytes_that_differ_in_the_vault_are_found_and_nothing_is_offered(dock, monkeypatch):
    dock.card()
    vault = outside().vault
    from liuhen.ports.vault import Fault, VaultFinding

    monkeypatch.setattr(
        vault, "verify", lambda sha: VaultFinding(sha, Fault.DIGEST_DIFFERS, f"原件 {sha} 的内容已改变")
    )
    dock.run()
    visit = dock.visit()
    assert visit.finished_at and visit.verified_at is None
    assert "内容已改变" in visit.problem
    assert kinds()[-1] == "docking.not_verified"


def test_an_unknown_card_waits_until_somebody_says_whose_it_is(dock):
    from liuhen.apps.docking.actions import name_card

    card = dock.card()
    card.rename(dock.place / "NO NAME")
    for path in (dock.place / "NO NAME" / "DCIM").iterdir():
        path.rename(path.with_name(path.name[-8:]))
    watch = dock.run()
    assert not Intake.objects.exists() and not Recording.objects.exists()
    waiting = WaitingCard.objects.get()
    assert "认不出" in waiting.why and "认不出" in dock.said[-1]
    name_card(dock.cast.custodian, waiting, dock.camera, dock.cast.co_officer)
    dock.look(watch)
    visit = dock.visit()
    assert visit.known_by == "operator" and visit.verified_at
    assert visit.intake.officer == dock.cast.co_officer and visit.intake.by == dock.cast.custodian
    assert not WaitingCard.objects.exists()


def test_two_cards_of_the_same_label_are_told_apart_by_their_files_or_not_at_all(dock):
    for camera in ("GD-2", "GD-3"):
        made = register_device(None, dock.cast.agency, NewDevice(number=camera, holder=dock.cast.officer))
        name_volume(None, made, "DSJ")
    card = dock.card("GD-2", seed=2)
    card.rename(dock.place / "DSJ")
    dock.run()
    assert dock.visit().device.number == "GD-2", "the files say which of the two it is"
    shutil.rmtree(dock.place / "DSJ")
    (dock.place / "DSJ").mkdir()
    cards.sound(dock.place / "DSJ" / "0001.wav", 77)
    dock.run()
    assert "分不清" in WaitingCard.objects.get().why
    assert CardVisit.objects.count() == 1


def test_signs_that_contradict_each_other_are_nobodys(dock):
    register_device(None, dock.cast.agency, NewDevice(number="GD-9", holder=dock.cast.co_officer))
    card = dock.card("GD-9")
    card.rename(dock.place / "GD-1")
    dock.run()
    assert "互相矛盾" in WaitingCard.objects.get().why
    assert not Recording.objects.exists()


def test_a_card_full_of_hostile_names_and_links_is_taken_in_as_far_as_it_is_plain(dock, tmp_path):
    card = dock.card(sounds=1)
    cards.sound(card / "evil\u202egpj.exe", 50)
    cards.sound(card / "; rm -rf ~ '\".wav", 51)
    with open(bytes(card) + b"/\xff\xfe.wav", "wb") as file:  # noqa: PTH123 - a name that is no text
        file.write((card / "; rm -rf ~ '\".wav").read_bytes() + b"x")
    (card / "passwd.mp4").symlink_to("/etc/passwd")
    (card / "说明.txt").write_text("不是录像", encoding="utf-8")
    dock.run()
    visit = dock.visit()
    assert visit.verified_at
    assert [name for name, _ in visit.left_alone] == ["passwd.mp4"]
    assert {row.name for row in visit.entries.all()} >= {"\\xff\\xfe.wav", "evil\u202egpj.exe"}
    assert Rejected.objects.filter(original_name="说明.txt").exists()
    assert not Recording.objects.filter(original_name__contains="passwd").exists()


def test_a_read_only_card_keeps_its_files_and_says_why(dock, monkeypatch):
    from dataclasses import replace

    card = dock.card()
    seen = outside().cards.volumes
    monkeypatch.setattr(outside().cards, "volumes", lambda below: [replace(one, read_only=True) for one in seen(below)])
    watch = dock.run()
    ask_clearing(dock.cast.custodian, dock.visit(), "交还设备")
    dock.look(watch)
    assert len(list(card.rglob("*.wav"))) == 2
    assert dock.visit().cleared_at is None and "写保护" in dock.visit().problem
    assert kinds()[-1] == "docking.clear_broken_off"
    monkeypatch.undo()
    dock.run(looks=3)
    assert not list(card.rglob("*.wav"))


def test_the_same_card_a_second_time_stores_nothing_twice(dock):
    card = dock.card()
    dock.run()
    shutil.rmtree(card)
    dock.card()
    dock.run()
    assert (CardVisit.objects.count(), Recording.objects.count()) == (2, 2)
    assert {row.outcome for row in dock.visit().entries.all()} == {"duplicate"}
    assert dock.visit().verified_at


def test_a_clock_that_a_future_file_proves_wrong_is_measured_and_used(dock):
    import os
    from datetime import timedelta

    from liuhen.apps.docking.tests.conftest import NOW

    card = dock.card(sounds=1)
    ahead = (NOW + timedelta(hours=3)).timestamp()
    old = next(card.rglob("*.wav"))
    new = old.rename(old.with_name("GD-1_440101001_20261120205900_0001.wav"))
    os.utime(new, (ahead, ahead))
    dock.run()
    reading = ClockReading.objects.get()
    assert (reading.source, reading.device) == ("newest_file", dock.camera)
    intake = dock.visit().intake
    assert (intake.clock_source, intake.clock_offset_ms) == ("newest_file", reading.offset_ms)
    assert reading.offset_ms - reading.error_ms >= 2 * 3600 * 1000


def test_only_the_same_card_without_the_newest_file_proves_when_it_was_written(dock, monkeypatch):
    from dataclasses import replace

    from liuhen.apps.docking.queries import latest_without

    cards_ = outside().cards
    seen, at = cards_.volumes, cards_.volume_at
    monkeypatch.setattr(cards_, "volumes", lambda below: [replace(one, serial="AAAA-0001") for one in seen(below)])
    monkeypatch.setattr(cards_, "volume_at", lambda place: replace(at(place), serial="AAAA-0001"))
    dock.card()
    dock.run()
    (volume,) = cards_.volumes([dock.place])
    name = CardFile.objects.filter(visit=dock.visit())[0].name
    assert latest_without(dock.camera, volume, "DCIM/new.wav") == dock.visit()
    assert latest_without(dock.camera, volume, name) is None, "it was there already"
    another = replace(volume, serial="BBBB-0002")
    assert latest_without(dock.camera, another, "DCIM/new.wav") is None, "another card of the camera proves nothing"
    assert latest_without(dock.camera, replace(volume, serial=""), "DCIM/new.wav") is None


def test_an_unknown_card_is_only_shown_to_and_claimed_by_the_agency_of_its_dock(dock):
    from liuhen.apps.docking.actions import name_card
    from liuhen.apps.docking.queries import waiting_for
    from liuhen.apps.people.models import RoleGrant

    dock.card("NONAME")
    watch = dock.run()
    waiting = WaitingCard.objects.get()
    assert waiting.agency == dock.cast.agency
    stranger = dock.cast.outsider
    RoleGrant.objects.create(person=stranger, role="custodian")
    stranger = type(stranger).objects.get(pk=stranger.pk)
    assert list(waiting_for(dock.cast.custodian)) == [waiting] and not waiting_for(stranger)
    theirs = register_device(None, stranger.agency, NewDevice(number="XX-1", holder=stranger))
    with pytest.raises(DockRefused, match="其他机构"):
        name_card(stranger, waiting, theirs, stranger)
    WaitingCard.objects.update(device=theirs, officer=stranger, named_by=stranger)
    dock.look(watch)
    assert not CardVisit.objects.exists(), "what was said of it for another agency counts for nothing here"


def test_a_dock_of_nobody_in_particular_is_refused_where_there_are_several_agencies(dock):
    from liuhen.apps.docking.watching import Watch

    with pytest.raises(DockRefused, match="--agency"):
        Watch([dock.place])


def test_a_card_that_was_named_while_no_dock_ran_binds_no_other_card_in_its_place(dock):
    from liuhen.apps.docking.actions import name_card

    card = dock.card("NONAME", sounds=1)
    dock.run()
    name_card(dock.cast.custodian, WaitingCard.objects.get(), dock.camera, dock.cast.officer)
    card.rename(dock.place.parent / "pocket")
    dock.card("NONAME", sounds=1, seed=5)
    dock.run()
    waiting = WaitingCard.objects.get()
    assert waiting.device is None and not CardVisit.objects.exists()


def test_clearing_without_a_purpose_is_refused(dock):
    dock.card(sounds=1)
    dock.run()
    with pytest.raises(DockRefused, match="事由"):
        ask_clearing(dock.cast.officer, dock.visit(), " ")


def test_files_that_could_not_be_read_are_told_beside_what_was_checked(dock, monkeypatch):
    from liuhen.ports.vault import SourceUnreadable

    card = dock.card()
    bad, vault = sorted(card.rglob("*.wav"))[0], outside().vault
    stage = vault.stage

    def scratched(source, **more):
        if source == bad:
            raise SourceUnreadable("读不出")
        return stage(source, **more)

    monkeypatch.setattr(vault, "stage", scratched)
    dock.run()
    assert dock.visit().verified_at and "另有 1 个文件读不出" in dock.said[-1]
    assert '"unreadable":1' in Entry.objects.get(kind="docking.verified").body.replace(" ", "")
