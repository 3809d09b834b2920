"""The pages of bringing files in: what each became, what stopped half-way, fresh tickets, registering again."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from liuhen.apps.devices.models import Device
from liuhen.apps.people.models import Person
from liuhen.apps.people.roles import Role
from liuhen.apps.recordings import intake as intake_module
from liuhen.apps.recordings.intake import Batch, open_intake
from liuhen.apps.recordings.models import Intake, Recording
from liuhen.apps.recordings.outcomes import error_words
from liuhen.apps.recordings.queries import intake_for
from liuhen.apps.recordings.storage import set_quota
from liuhen.apps.recordings.tests import cards
from liuhen.apps.recordings.tests.conftest import NINE, World
from liuhen.apps.recordings.tickets import KEPT_UNFINISHED, Receipt, receipt_for, redeem_upload
from liuhen.apps.recordings.unfinished import awaited_files, unfinished_batches, waiting_files
from liuhen.ports.outside import outside
from liuhen.ports.upload_store import Upload

Browser = Callable[[str], Client]


@pytest.fixture
def intake(world: World) -> Intake:
    officer = world.cast.officer
    return open_intake(Batch(officer=officer, device=world.camera, by=officer, clock_offset=timedelta(0)))


def sent(world: World, intake: Intake, name: str, content: bytes, *, part: int | None = None) -> Upload:
    """Send a file, or its first `part` bytes."""
    who = world.cast.officer.pk
    about: dict[str, str | int] = {"intake": intake.pk, "person": who, "name": name, "last_modified": "1790000000123"}
    upload = outside().uploads.create(len(content), about, now=outside().clock.now())
    with outside().uploads.receive(upload.id, 0) as receiver:
        receiver.write([content[:part]])
        return receiver.settle()


def registered(browser: Client, intake: Intake, upload: Upload, name: str) -> dict[str, str]:
    receipt = Receipt(intake.pk, int(upload.about["person"]), upload.id, upload.sha256, upload.length)
    fields = {"receipt": receipt_for(receipt), "path": name, "sha256": upload.sha256}
    answer = browser.post(reverse("recordings:register", args=[intake.pk]), fields)
    assert answer.status_code == 200, answer.content.decode()
    told: dict[str, str] = json.loads(answer.content)
    return told


def film(world: World) -> bytes:
    return cards.film(world.card / "a.mp4", NINE).read_bytes()


def test_a_film_is_told_with_its_time_its_error_and_its_step(world: World, intake: Intake, signed_in: Browser) -> None:
    step = world.step(NINE - timedelta(minutes=10))
    told = registered(signed_in("officer"), intake, sent(world, intake, "a.mp4", film(world)), "a.mp4")
    assert told["lane"] == "recording"
    for words in (
        "录像 · 已入库",
        "2026年11月20日 09:00:00",
        "±",
        f"{reverse('cases:case', args=[step.case_id])}#step-",
    ):
        assert words in told["html"]


def test_a_case_the_bringer_may_not_open_is_named_without_a_link(
    world: World, intake: Intake, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.recordings import outcomes

    world.step(NINE - timedelta(minutes=10))
    monkeypatch.setattr(outcomes, "visible_cases", lambda _person: Case.objects.none())
    told = registered(signed_in("officer"), intake, sent(world, intake, "a.mp4", film(world)), "a.mp4")
    assert "粤交罚〔2026〕1号" in told["html"]
    assert "/cases/" not in told["html"]


def test_a_rejected_file_is_told_with_its_reason_and_its_name_stays_text(
    world: World, intake: Intake, signed_in: Browser
) -> None:
    name = "<script>alert(1)</script>\u202egpj.txt"
    told = registered(signed_in("officer"), intake, sent(world, intake, name, "说明".encode()), name)
    assert told["lane"] == "rejected"
    assert "普通文本" in told["html"]
    page = signed_in("officer").get(reverse("recordings:intake", args=[intake.pk])).content.decode()
    assert "<script>alert" not in page
    assert "\\u202egpj.txt" in page


def test_a_sidecar_is_told_its_film_once_all_have_arrived(world: World, intake: Intake, signed_in: Browser) -> None:
    browser = signed_in("officer")
    track = b"1\n00:00:00,000 --> 00:00:01,000\nGPS(113.2644,23.1291,20)\n"
    told = registered(browser, intake, sent(world, intake, "a.srt", track), "a.srt")
    assert (told["lane"], "属于" in told["html"]) == ("sidecar", False)
    registered(browser, intake, sent(world, intake, "a.mp4", film(world)), "a.mp4")
    over = reverse("recordings:over", args=[intake.pk])
    files = json.loads(browser.post(over).content)["files"]
    assert "属于" in files[told["sha256"]]
    assert signed_in("co_officer").post(over).status_code == 404


def test_only_what_stopped_half_way_is_asked_for_again(world: World, intake: Intake, signed_in: Browser) -> None:
    half = sent(world, intake, "DCIM/half.mp4", bytes(1000), part=400)
    sent(world, intake, "whole.mp4", bytes(1000))
    [awaited] = awaited_files(intake, world.cast.officer)
    assert awaited == {
        "url": f"/data/tus/{half.id}",
        "path": "DCIM/half.mp4",
        "size": 1000,
        "offset": 400,
        "modified": 1790000000123,
    }
    assert not awaited_files(intake, world.cast.co_officer)
    page = signed_in("officer").get(reverse("recordings:upload")).content.decode()
    assert reverse("recordings:intake", args=[intake.pk]) in page
    assert [one.files for one in unfinished_batches(world.cast.officer)] == [1]
    assert not unfinished_batches(world.cast.co_officer)


def test_what_came_whole_and_waits_for_room_is_listed(world: World, intake: Intake, signed_in: Browser) -> None:
    set_quota(None, world.cast.agency, 500)
    sent(world, intake, "DCIM/whole.mp4", bytes(1000))
    sent(world, intake, "half.mp4", bytes(1000), part=400)
    page = signed_in("officer").get(reverse("recordings:intake", args=[intake.pk])).content.decode()
    waiting = page[page.index('id="waiting"') :]
    assert ("DCIM/whole.mp4" in waiting, "存储配额不足" in waiting) == (True, True)
    assert [(one.size, one.lacks_room) for one in waiting_files(intake)] == [(1000, True)]
    set_quota(None, world.cast.agency, None)
    assert [one.lacks_room for one in waiting_files(intake)] == [False]


def test_what_has_run_out_is_not_asked_for(world: World, intake: Intake) -> None:
    upload = sent(world, intake, "half.mp4", bytes(1000), part=400)
    long_ago = (outside().clock.now() - KEPT_UNFINISHED - timedelta(minutes=1)).timestamp()
    for path in (outside().vault.root / "uploads").glob(f"{upload.id}*"):  # type: ignore[attr-defined]
        os.utime(path, (long_ago, long_ago))
    assert not awaited_files(intake, world.cast.officer)
    assert not unfinished_batches(world.cast.officer)


def test_a_fresh_ticket_holds_for_the_session_that_asks(world: World, intake: Intake, signed_in: Browser) -> None:
    browser, address = signed_in("officer"), reverse("recordings:ticket", args=[intake.pk])
    told = json.loads(browser.get(address).content)
    ticket = redeem_upload(told["ticket"], browser.session.session_key or "")
    assert (ticket.intake, ticket.person) == (intake.pk, world.cast.officer.pk)
    assert len(told["token"]) == 64
    assert signed_in("co_officer").get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_bytes_kept_while_their_row_failed_get_it_when_registered_again(
    world: World, intake: Intake, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload, browser = sent(world, intake, "a.mp4", film(world)), signed_in("officer")
    browser.raise_request_exception = False
    keep = intake_module._store_row

    def fails(*_about: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(intake_module, "_store_row", fails)
    receipt = Receipt(intake.pk, world.cast.officer.pk, upload.id, upload.sha256, upload.length)
    fields = {"receipt": receipt_for(receipt), "path": "a.mp4", "sha256": upload.sha256}
    assert browser.post(reverse("recordings:register", args=[intake.pk]), fields).status_code == 500
    assert outside().vault.exists(upload.sha256)
    assert not Recording.objects.exists()
    monkeypatch.setattr(intake_module, "_store_row", keep)
    assert registered(browser, intake, upload, "a.mp4")["outcome"] == "stored"
    assert Recording.objects.get().sha256 == upload.sha256


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [
        (0, "±1 秒"),
        (2000, "±2 秒"),
        (119_001, "±120 秒"),
        (300_000, "±5 分"),
        (7_200_000, "±2 小时"),
        (7_200_001, "±3 小时"),
        (10 * 86_400_000, "±10 天"),
    ],
)
def test_an_error_is_rounded_up_in_words(milliseconds: int, words: str) -> None:
    assert error_words(milliseconds) == words


def _moved_away(world: World) -> None:
    Person.objects.filter(pk=world.cast.officer.pk).update(unit=world.cast.outsider.unit)


def _out_of_service(world: World) -> None:
    Device.objects.filter(pk=world.camera.pk).update(in_service=False)


@pytest.mark.parametrize("change", [_moved_away, _out_of_service])
def test_an_old_batch_opens_only_while_files_may_be_brought(
    world: World, intake: Intake, signed_in: Browser, change: Callable[[World], None]
) -> None:
    browser, pages = signed_in("officer"), ("recordings:intake", "recordings:ticket")
    addresses = [reverse(page, args=[intake.pk]) for page in pages]
    assert [browser.get(address).status_code for address in addresses] == [200, 200]
    change(world)
    assert [browser.get(address).status_code for address in addresses] == [404, 404]
    upload = sent(world, intake, "a.mp4", b"x")
    receipt = receipt_for(Receipt(intake.pk, world.cast.officer.pk, upload.id, upload.sha256, upload.length))
    answer = browser.post(reverse("recordings:register", args=[intake.pk]), {"receipt": receipt})
    assert answer.status_code == 404


def test_an_old_batch_opens_to_nobody_without_the_right_to_bring_files(world: World, intake: Intake) -> None:
    person = Person.objects.get(pk=world.cast.officer.pk)
    assert intake_for(person, intake.pk) == intake
    vars(person)["roles"] = frozenset({Role.REVIEWER})  # as they are read in a request after a change
    assert intake_for(person, intake.pk) is None


def test_a_batch_brought_for_another_opens_while_one_may_bring_for_others(world: World) -> None:
    cast = world.cast
    intake = open_intake(Batch(officer=cast.officer, device=world.camera, by=cast.custodian))
    person = Person.objects.get(pk=cast.custodian.pk)
    assert intake_for(person, intake.pk) == intake
    vars(person)["roles"] = frozenset({Role.OFFICER})
    assert intake_for(person, intake.pk) is None
