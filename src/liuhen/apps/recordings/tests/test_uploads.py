"""Uploads become recordings once: by the page, by a sweep, after a crash; what is given up is journalled."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from liuhen.apps.journal.models import Entry
from liuhen.apps.recordings import uploads
from liuhen.apps.recordings.intake import Batch, Outcome, open_intake, take_in
from liuhen.apps.recordings.models import Intake, Recording, Rejected, Storage
from liuhen.apps.recordings.storage import QuotaReached, set_quota, storage_of
from liuhen.apps.recordings.tests import cards
from liuhen.apps.recordings.tests.conftest import World
from liuhen.apps.recordings.tickets import KEPT_UNFINISHED, Receipt, receipt_for
from liuhen.apps.recordings.uploads import Told, end_expired, register_finished, register_upload
from liuhen.ports.outside import outside
from liuhen.ports.upload_store import About, DigestDiffers, Upload, UploadBusy, UploadGone, UploadState
from liuhen.ports.vault import Staged, VaultDamaged

Browser = Callable[[str], Client]
TOLD = Told("DCIM/a.wav")


@pytest.fixture
def intake(world: World) -> Intake:
    return open_intake(Batch(officer=world.cast.officer, device=world.camera, by=world.cast.officer))


def send(world: World, intake: Intake, *, seed: int = 1, part: int | None = None, expected: str = "") -> Upload:
    """Upload a tone, or only its first bytes."""
    content = cards.sound(world.card / f"{seed}.wav", seed).read_bytes()
    about: About = {
        "intake": intake.pk,
        "person": world.cast.officer.pk,
        "name": f"DCIM/{seed}.wav",
        "last_modified": "17",
    }
    upload = outside().uploads.create(len(content), about, now=outside().clock.now(), expected=expected)
    with outside().uploads.receive(upload.id, 0) as receiver:
        receiver.write([content[:part]])
        return receiver.settle()


def root() -> Path:
    return outside().vault.root  # type: ignore[attr-defined, no-any-return]


def age(upload: Upload, by: timedelta) -> None:
    """Make an upload look as if nobody had touched it for so long."""
    moment = (outside().clock.now() - by).timestamp()
    for file in root().glob(f"uploads/**/{upload.id}.*"):
        os.utime(file, (moment, moment))


def nothing_in_flight() -> bool:
    return not [*root().glob("uploads/*.part"), *root().glob("incoming/*")]


def given_up() -> list[str]:
    return [said(entry)["reason"] for entry in Entry.objects.filter(kind="recordings.upload_given_up")]


def said(entry: Entry) -> dict[str, Any]:
    """The particulars of a journal entry."""
    found: dict[str, Any] = json.loads(entry.body)["data"]
    return found


def test_an_upload_is_registered_under_the_name_and_time_it_came_with(world: World, intake: Intake) -> None:
    upload = send(world, intake)
    result = register_upload(intake, upload.id, upload.sha256, Told("DCIM/a.wav", 1_790_000_000_000_000_000))
    recording = Recording.objects.get()
    assert (result.recording, recording.original_name, recording.sha256) == (recording.pk, "DCIM/a.wav", upload.sha256)
    assert any(clock["source"] == "file_mtime" for clock in recording.clocks)
    assert nothing_in_flight()
    assert outside().vault.verify(upload.sha256) is None


def test_whoever_asks_again_gets_the_same_answer_also_for_a_duplicate(world: World, intake: Intake) -> None:
    for _ in range(2):
        upload = send(world, intake)
        first, second = (register_upload(intake, upload.id, upload.sha256, TOLD) for _ in range(2))
        assert (first.recording, first.sha256) == (second.recording, second.sha256)
    other = open_intake(Batch(officer=world.cast.officer, device=world.camera))
    upload = send(world, other)
    outcomes = [register_upload(other, upload.id, upload.sha256, TOLD).outcome for _ in range(2)]
    assert outcomes == [Outcome.DUPLICATE, Outcome.DUPLICATE]
    assert Recording.objects.count() == 1


def test_a_sweep_registers_what_nobody_came_back_for(world: World, intake: Intake) -> None:
    left, fresh, half = send(world, intake, seed=1), send(world, intake, seed=2), send(world, intake, seed=3, part=100)
    age(left, uploads.LEFT_ALONE + timedelta(seconds=1))
    age(half, uploads.LEFT_ALONE + timedelta(seconds=1))
    assert register_finished(outside().clock.now()) == 1
    recording = Recording.objects.get()
    assert (recording.sha256, recording.original_name) == (left.sha256, "DCIM/1.wav")
    assert register_upload(intake, fresh.id, fresh.sha256, TOLD).outcome is Outcome.STORED
    assert register_finished(outside().clock.now()) == 0


def test_a_sweep_leaves_alone_what_is_being_registered(world: World, intake: Intake) -> None:
    upload = send(world, intake)
    age(upload, uploads.LEFT_ALONE + timedelta(seconds=1))
    staged = outside().uploads.claim(upload.id)
    assert register_finished(outside().clock.now()) == 0
    with pytest.raises(UploadBusy):
        register_upload(intake, upload.id, upload.sha256, TOLD)
    take_in(intake, staged, "a.wav")


@pytest.mark.parametrize("failure", [OSError(5, "Input/output error"), IntegrityError("twice"), VaultDamaged("坏")])
def test_one_that_cannot_be_registered_holds_up_no_other(
    world: World, intake: Intake, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    left = sorted([send(world, intake, seed=seed) for seed in (1, 2)], key=lambda one: one.id)
    for one in left:
        age(one, uploads.LEFT_ALONE + timedelta(seconds=1))
    claim = outside().uploads.claim

    def fails_first(id: str) -> Staged:
        if id == left[0].id:
            raise failure
        return claim(id)

    monkeypatch.setattr(outside().uploads, "claim", fails_first)
    with pytest.raises(ExceptionGroup, match="1 个") as raised:
        register_finished(outside().clock.now())
    assert raised.value.exceptions == (failure,)
    assert Recording.objects.get().sha256 == left[1].sha256
    monkeypatch.undo()
    assert register_finished(outside().clock.now()) == 1


def test_one_that_is_not_what_was_announced_holds_up_no_other(world: World, intake: Intake) -> None:
    wrong = [send(world, intake, seed=seed, part=100, expected="0" * 64) for seed in (1, 2, 3)]
    for seed, one in enumerate(wrong, 1):
        (root() / "uploads" / f"{one.id}.part").write_bytes((world.card / f"{seed}.wav").read_bytes())
    right = send(world, intake, seed=4)
    for one in (*wrong, right):
        age(one, uploads.LEFT_ALONE + timedelta(seconds=1))
    assert register_finished(outside().clock.now()) == 1
    assert Recording.objects.get().sha256 == right.sha256
    end_expired(outside().clock.now())
    assert len(given_up()) == 3


def test_an_upload_claimed_by_a_process_that_died_is_registered_by_the_next(world: World, intake: Intake) -> None:
    upload = send(world, intake)
    outside().vault.let_go(outside().uploads.claim(upload.id))  # as the kernel does for a process that dies
    assert register_upload(intake, upload.id, upload.sha256, TOLD).outcome is Outcome.STORED
    assert nothing_in_flight()


def test_an_upload_kept_by_a_process_that_died_before_the_row_gets_its_row(world: World, intake: Intake) -> None:
    upload = send(world, intake)
    outside().vault.commit(outside().uploads.claim(upload.id))
    assert register_upload(intake, upload.id, upload.sha256, TOLD).outcome is Outcome.STORED
    assert (Recording.objects.count(), nothing_in_flight()) == (1, True)


def test_an_upload_whose_last_byte_came_just_before_a_crash_is_made_whole(world: World, intake: Intake) -> None:
    upload = send(world, intake, part=100)
    content = (world.card / "1.wav").read_bytes()
    with (root() / "uploads" / f"{upload.id}.part").open("ab") as file:
        file.write(content[100:])
    age(upload, uploads.LEFT_ALONE + timedelta(seconds=1))
    assert register_finished(outside().clock.now()) == 1
    assert Recording.objects.get().sha256 == hashlib.sha256(content).hexdigest()


def test_an_upload_nobody_goes_on_with_is_removed_and_journalled(world: World, intake: Intake) -> None:
    half = send(world, intake, part=100)
    age(half, KEPT_UNFINISHED - timedelta(minutes=1))
    assert end_expired(outside().clock.now()) == 0
    age(half, KEPT_UNFINISHED + timedelta(minutes=1))
    assert end_expired(outside().clock.now()) == 1
    assert (given_up(), nothing_in_flight()) == (["停顿超过 7 天"], True)
    assert outside().uploads.ended() == []
    entry = Entry.objects.get(kind="recordings.upload_given_up")
    assert (said(entry)["name"], entry.subject_id) == ("DCIM/1.wav", str(intake.pk))


def test_what_its_sender_or_its_digest_gave_up_is_journalled_once(world: World, intake: Intake) -> None:
    outside().uploads.give_up(send(world, intake, part=10).id, "上传者取消了上传")
    with pytest.raises(DigestDiffers):
        send(world, intake, expected="0" * 64)
    for _ in range(2):
        end_expired(outside().clock.now())
    reasons = sorted(given_up())
    assert (len(reasons), reasons[0], "不符" in reasons[1]) == (2, "上传者取消了上传", True)


def test_what_was_journalled_but_not_forgotten_is_not_journalled_again(
    world: World, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (send(world, intake, seed=seed, part=10) for seed in (1, 2))
    outside().uploads.give_up(first.id, "上传者取消了上传")
    with monkeypatch.context() as crash:
        crash.setattr(outside().uploads, "forget", lambda _id: None)
        uploads.journal_ended()
    outside().uploads.give_up(second.id, "上传者取消了上传")
    uploads.journal_ended()
    found = [said(entry)["upload"] for entry in Entry.objects.filter(kind="recordings.upload_given_up")]
    assert found == [first.id, second.id]
    assert outside().uploads.ended() == []


def test_it_is_remembered_for_a_while_that_an_upload_was_taken_in(world: World, intake: Intake) -> None:
    upload = send(world, intake)
    register_upload(intake, upload.id, upload.sha256, TOLD)
    end_expired(outside().clock.now())
    assert [one.state for one in outside().uploads.ended()] == [UploadState.TAKEN]
    age(upload, uploads.KEPT_NOTES + timedelta(minutes=1))
    end_expired(outside().clock.now())
    assert outside().uploads.ended() == []


def form(world: World, upload: Upload, **more: str) -> dict[str, str]:
    receipt = Receipt(int(upload.about["intake"]), world.cast.officer.pk, upload.id, upload.sha256, upload.length)
    return {"receipt": receipt_for(receipt), "path": "a.wav", **more}


def test_other_bytes_than_the_sender_read_are_given_up(world: World, intake: Intake, signed_in: Browser) -> None:
    upload = send(world, intake)
    address = reverse("recordings:register", args=[intake.pk])
    answer = signed_in("officer").post(address, form(world, upload, sha256="0" * 64))
    assert (answer.status_code, "不符" in json.loads(answer.content)["reason"]) == (422, True)
    assert (Recording.objects.count(), nothing_in_flight(), len(given_up())) == (0, True, 1)
    again = signed_in("officer").post(address, form(world, upload))
    assert again.status_code == 409


def test_a_digest_that_is_none_gives_nothing_up(world: World, intake: Intake, signed_in: Browser) -> None:
    upload = send(world, intake)
    address = reverse("recordings:register", args=[intake.pk])
    assert signed_in("officer").post(address, form(world, upload, sha256="undefined")).status_code == 422
    answer = signed_in("officer").post(address, form(world, upload, sha256=upload.sha256.upper()))
    assert json.loads(answer.content)["outcome"] == "stored"


def test_the_quota_is_counted_with_each_file_kept_and_ends_an_intake(world: World, intake: Intake) -> None:
    first = cards.sound(world.card / "1.wav", 1).stat().st_size
    note = cards.text(world.card / "2.txt").stat().st_size
    world.take_in()
    agency = world.cast.agency
    assert storage_of(agency).used_bytes == first + note
    world.take_in()
    assert storage_of(agency).used_bytes == first + note
    set_quota(None, agency, first + note + 10)
    cards.sound(world.card / "3.wav", 3)
    with pytest.raises(QuotaReached, match=r"还可存入 10 B，此文件有 [\d.]+ k?B"):
        world.take_in()
    assert (Recording.objects.count(), Rejected.objects.count(), nothing_in_flight()) == (1, 1, True)
    set_quota(None, agency, None)
    assert [one.outcome for one in world.take_in()].count(Outcome.STORED) == 1


def test_use_counted_anew_holds_the_rejected_lane(world: World) -> None:
    kept = cards.sound(world.card / "1.wav", 1).stat().st_size + cards.text(world.card / "2.txt").stat().st_size
    world.take_in()
    Storage.objects.update(used_bytes=1, quota_bytes=7)
    import_module("liuhen.apps.recordings.migrations.0010_use_counted_again").count_again(apps, None)
    storage = storage_of(world.cast.agency)
    assert (storage.used_bytes, storage.quota_bytes) == (kept, 7)


def test_an_upload_beyond_the_quota_waits_until_there_is_room(world: World, intake: Intake, signed_in: Browser) -> None:
    set_quota(None, world.cast.agency, 10)
    upload = send(world, intake)
    address = reverse("recordings:register", args=[intake.pk])
    assert signed_in("officer").post(address, form(world, upload)).status_code == 507
    age(upload, uploads.LEFT_ALONE + timedelta(seconds=1))
    assert register_finished(outside().clock.now()) == 0
    assert [one.id for one in outside().uploads.standing()] == [upload.id]
    assert not list(root().glob("incoming/*"))
    set_quota(None, world.cast.agency, 10**9)
    assert register_finished(outside().clock.now()) == 1
    assert Recording.objects.get().sha256 == upload.sha256


def test_a_ticket_says_what_the_quota_has_left(world: World, intake: Intake) -> None:
    assert uploads.ticket_for(intake, world.cast.officer).room is None
    set_quota(None, world.cast.agency, 500)
    ticket = uploads.ticket_for(intake, world.cast.officer)
    assert (ticket.room, ticket.agency) == (500, world.cast.agency.pk)


def test_setting_a_quota_is_journalled(world: World) -> None:
    set_quota(None, world.cast.agency, 5)
    entry = Entry.objects.get(kind="recordings.quota_set")
    assert said(entry) == {"before": None, "quota_bytes": 5, "used_bytes": 0}


def test_a_claim_finds_bytes_changed_on_the_disk(world: World, intake: Intake) -> None:
    upload = send(world, intake)
    path = root() / "uploads" / f"{upload.id}.part"
    content = bytearray(path.read_bytes())
    content[50] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(VaultDamaged, match="与其摘要不符"):
        register_upload(intake, upload.id, upload.sha256, TOLD)
    assert not Recording.objects.exists()


def test_an_upload_that_is_not_whole_cannot_be_registered(world: World, intake: Intake) -> None:
    upload = send(world, intake, part=10)
    with pytest.raises(UploadGone):
        register_upload(intake, upload.id, "0" * 64, TOLD)
