"""The room's pages: who sees what, what is refused, that a viewing is journalled before a byte, how many queries."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from liuhen.apps.journal.models import Entry
from liuhen.apps.recordings import actions
from liuhen.apps.recordings.models import Intake, Mark, Recording, Rejected
from liuhen.apps.recordings.tests import cards
from liuhen.apps.recordings.tests.conftest import NINE, World
from liuhen.apps.recordings.tickets import Receipt, receipt_for
from liuhen.ports.outside import outside
from liuhen.ports.upload_store import About

Browser = Callable[[str], Client]


@pytest.fixture
def recording(world: World) -> Recording:
    """A recording of the officer, linked to a step of the handler's case."""
    step, made = world.step(NINE), world.recording(NINE + timedelta(minutes=10), codec="h264")
    actions.link(world.cast.officer, made, step)
    return made


def page(recording: Recording, name: str = "recording") -> str:
    room = "review" if name in {"recording", "view", "mark"} else "recordings"
    return reverse(f"{room}:{name}", args=[recording.pk])


SEEN = {
    "officer": 200,
    "handler": 200,
    "reviewer": 200,
    "head": 200,
    "custodian": 200,
    "inspector": 200,
    "superior": 200,
    "co_officer": 200,
    "system_admin": 404,
    "outsider": 404,
}


@pytest.mark.parametrize(("who", "status"), SEEN.items())
def test_who_may_not_know_of_a_recording_gets_404(
    world: World, recording: Recording, signed_in: Browser, who: str, status: int
) -> None:
    assert signed_in(who).get(page(recording)).status_code == status


def test_a_colleague_of_the_unit_knows_of_it_and_is_told_to_ask_before_viewing(
    recording: Recording, signed_in: Browser
) -> None:
    colleague = signed_in("co_officer")
    assert "查阅须经批准" in colleague.get(page(recording)).content.decode()
    assert "/data/media/" not in colleague.post(page(recording, "view"), {"purpose": "好奇"}).content.decode()


def test_nobody_sees_anything_without_signing_in(world: World, recording: Recording) -> None:
    for path in (
        page(recording),
        reverse("recordings:list"),
        reverse("recordings:upload"),
        reverse("recordings:rejected"),
    ):
        assert Client().get(path).status_code == 302


@pytest.mark.parametrize("name", ["mark", "link", "evidence", "file"])
def test_who_may_only_read_is_refused_with_403_on_writing(
    world: World, recording: Recording, signed_in: Browser, name: str
) -> None:
    answer = signed_in("reader").post(page(recording, name), {"kind": "note", "offset_ms": 1, "at": "2026-11-20T10:00"})
    assert answer.status_code == 403
    assert not Mark.objects.exists()


def test_the_page_gives_no_way_to_the_bytes_before_a_viewing_is_journalled(
    world: World, recording: Recording, signed_in: Browser
) -> None:
    browser = signed_in("officer")
    assert "/data/media/" not in browser.get(page(recording)).content.decode()
    before = Entry.objects.filter(kind="recordings.viewed").count()
    assert "/data/media/" in browser.post(page(recording, "view")).content.decode()
    assert Entry.objects.filter(kind="recordings.viewed").count() == before + 1


def test_opening_the_page_is_journalled_once_and_playing_from_it_is_an_entry_of_its_own(
    world: World, recording: Recording, signed_in: Browser
) -> None:
    opened = Entry.objects.filter(kind="recordings.page_viewed")
    browser = signed_in("inspector")
    assert "查看了音像记录的目录信息" in browser.get(page(recording)).content.decode()
    browser.post(page(recording, "view"), {"purpose": "评查"}, headers={"HX-Request": "true"})
    entry = opened.get()
    assert (entry.actor_name, entry.case_number) == (world.cast.inspector.name, "粤交罚〔2026〕1号")
    assert signed_in("outsider").get(page(recording)).status_code == 404
    assert opened.count() == 1


def test_a_reviewer_without_a_purpose_gets_no_ticket(world: World, recording: Recording, signed_in: Browser) -> None:
    browser = signed_in("reviewer")
    assert browser.post(page(recording, "view")).status_code == 302
    assert "/data/media/" in browser.post(page(recording, "view"), {"purpose": "审核"}).content.decode()


def test_the_list_takes_the_same_number_of_queries_for_few_and_many(
    world: World, recording: Recording, signed_in: Browser, django_assert_max_num_queries
) -> None:
    browser = signed_in("officer")
    browser.get(reverse("recordings:list"))
    with django_assert_max_num_queries(22) as few:
        browser.get(reverse("recordings:list"))
    for minute in range(5):
        actions.link_if_sure(world.recording(NINE + timedelta(minutes=12 + minute)))
    with django_assert_max_num_queries(22) as many:
        browser.get(reverse("recordings:list"))
    assert len(few) == len(many)


@pytest.mark.parametrize(
    "query",
    [
        "?mine=1",
        "?medium=video",
        "?q=GD-1",
        "?q=粤交罚",
        "?unit=1&officer=林&device=GD&since=2026-11-20&until=2026-11-20&party=某&cause=超限",
        "?unit=x&since=2026-99-99&until=0001-01-01",
        "?before=x&after=9999-12-31~1",
    ],
)
def test_every_filter_works(world: World, recording: Recording, signed_in: Browser, query: str) -> None:
    assert signed_in("officer").get(reverse("recordings:list") + query).status_code == 200


def test_a_search_by_case_number_finds_its_recordings_once(
    world: World, recording: Recording, signed_in: Browser
) -> None:
    text = signed_in("officer").get(reverse("recordings:list") + "?q=粤交罚").content.decode()
    assert text.count(page(recording)) == 1


def test_a_name_full_of_markup_is_shown_as_text(world: World, signed_in: Browser) -> None:
    cards.sound(world.card / "<script>alert(1)<!--\u202egpj.wav")
    world.take_in()
    text = signed_in("officer").get(reverse("recordings:list")).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;!--\\u202egpj.wav" in text


def opened(browser: Client, world: World) -> Intake:
    answer = browser.post(reverse("recordings:upload"), {"device": world.camera.pk, "clock_offset": "2.5"})
    assert answer.status_code == 302, answer.content.decode()
    return Intake.objects.latest("pk")


def uploaded(world: World, intake: Intake, who: str, name: str = "a.wav") -> dict[str, str]:
    content, person = cards.sound(world.card / name).read_bytes(), getattr(world.cast, who).pk
    about: About = {"intake": intake.pk, "person": person, "name": f"DCIM/{name}"}
    upload = outside().uploads.create(len(content), about, now=outside().clock.now())
    with outside().uploads.receive(upload.id, 0) as receiver:
        receiver.write([content])
        upload = receiver.settle()
    receipt = Receipt(intake.pk, person, upload.id, upload.sha256, upload.length)
    return {"receipt": receipt_for(receipt), "name": "a.wav", "path": "DCIM/a.wav", "last_modified": "1790000000000"}


def test_what_was_uploaded_is_registered_by_its_receipt_like_on_the_command_line(
    world: World, signed_in: Browser
) -> None:
    browser = signed_in("officer")
    intake = opened(browser, world)
    register = reverse("recordings:register", args=[intake.pk])
    answer = browser.post(register, uploaded(world, intake, "officer"))
    recording = Recording.objects.get()
    assert json.loads(answer.content)["outcome"] == "stored"
    assert (recording.original_name, recording.intake.clock_offset_ms) == ("DCIM/a.wav", 2500)
    again = browser.post(register, uploaded(world, intake, "officer"))
    assert json.loads(again.content)["outcome"] == "duplicate"


def test_registering_again_because_the_answer_was_lost_gives_the_same_answer(world: World, signed_in: Browser) -> None:
    browser = signed_in("officer")
    intake = opened(browser, world)
    register, fields = reverse("recordings:register", args=[intake.pk]), uploaded(world, intake, "officer")
    first, second = (json.loads(browser.post(register, fields).content) for _ in range(2))
    assert (first["outcome"], first["url"]) == (second["outcome"], second["url"])
    assert Recording.objects.count() == 1


def test_a_receipt_of_another_person_or_a_made_up_one_registers_nothing(world: World, signed_in: Browser) -> None:
    browser = signed_in("officer")
    intake = opened(browser, world)
    register = reverse("recordings:register", args=[intake.pk])
    for fields in (uploaded(world, intake, "co_officer"), {"receipt": "made up", "name": "a.wav"}):
        assert browser.post(register, fields).status_code == 409
    assert not Recording.objects.exists()
    assert signed_in("co_officer").get(reverse("recordings:intake", args=[intake.pk])).status_code == 404


def test_rejected_bytes_are_handed_out_to_the_custodian_with_a_purpose_only(world: World, signed_in: Browser) -> None:
    cards.text(world.card / "说明.txt")
    world.take_in()
    fetch = reverse("recordings:fetch-rejected", args=[Rejected.objects.get().pk])
    assert signed_in("officer").post(fetch, {"purpose": "看看"}).status_code == 403
    assert signed_in("outsider").post(fetch, {"purpose": "看看"}).status_code == 404
    assert signed_in("custodian").post(fetch).headers["location"] == reverse("recordings:rejected")
    answer = signed_in("custodian").post(fetch, {"purpose": "核对来源"})
    assert answer.headers["location"].startswith("/data/media/")
    assert Entry.objects.filter(kind="recordings.rejected_fetched").count() == 1


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-31", "gestern"])
def test_a_day_no_calendar_can_count_on_narrows_nothing(recording: Recording, signed_in: Browser, day: str) -> None:
    answer = signed_in("officer").get(reverse("recordings:list"), {"since": day, "until": day})
    assert answer.status_code == 200
    assert page(recording) in answer.content.decode()


@pytest.mark.parametrize("field", ["offset_ms", "step"])
def test_a_number_no_database_holds_marks_nothing(recording: Recording, signed_in: Browser, field: str) -> None:
    browser = signed_in("officer")
    viewing = browser.post(page(recording, "view")).context["viewing"]
    sent = {"kind": "spoken_notice", "offset_ms": "0", "v": viewing} | {field: "1" + "0" * 30}
    assert browser.post(page(recording, "mark"), sent).status_code == 422
