"""What machines propose is merged from words, plates and first words; a person confirms or dismisses it, on record."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.queries import body_of
from liuhen.apps.recordings.actions import NewMark, make_mark
from liuhen.apps.recordings.models import Mark, Recording
from liuhen.apps.review.actions import dismiss
from liuhen.apps.review.candidates import Candidate, candidates_of
from liuhen.apps.review.models import Dismissal
from liuhen.apps.review.tests.conftest import NOW, Browser, World, found, viewing_of
from liuhen.core.terms.labels import MarkKind
from liuhen.ports.workshop import WorkKind

NOTICE = "为保护您的合法全益监督我们的直法行为本次行政执法全城录音录像"
SPOKEN = {"spans": [{"kind": "speech", "from_ms": 700, "to_ms": 1500}]}


def _heard(recording: Recording, *said: tuple[int, int, str]) -> None:
    utterances = [{"from_ms": start, "to_ms": end, "text": text, "confidence": 0.9} for start, end, text in said]
    found(recording, WorkKind.TRANSCRIPT, {"language": "zh", "utterances": utterances}, tool="听写 1")


def _read(recording: Recording, *texts: str) -> None:
    plain = {"confidence": 0.9, "box": [0, 0, 9, 9], "kind": "other"}
    readings = [{"at_ms": 100 * number, "text": text, **plain} for number, text in enumerate(texts)]
    found(recording, WorkKind.LETTERS, {"readings": readings}, tool="识字 1")


def _plate(recording: Recording, plate: str) -> None:
    case = recording.links.get().step.case
    case.plate = plate
    case.save(update_fields=["plate"])


def _brief(candidates: list[Candidate]) -> list[tuple[str, str, int]]:
    return [(one.kind.value, one.content, one.at_ms) for one in candidates]


def test_without_any_finding_nothing_is_proposed(recording: Recording) -> None:
    assert candidates_of(recording) == []


def test_the_prescribed_notice_is_known_again_though_misheard_and_the_words_heard_are_shown(
    recording: Recording,
) -> None:
    _heard(recording, (200, 900, NOTICE), (1000, 1400, "请在这里签字"))
    notice, signed = candidates_of(recording)
    assert (notice.kind, notice.at_ms, notice.said, notice.tool) == (MarkKind.SPOKEN_NOTICE, 200, NOTICE, "听写 1")
    assert 72 <= notice.confidence < 100
    assert (signed.kind, signed.content, signed.confidence) == (MarkKind.KEY_CONTENT, "documents_signed", 100)
    assert (notice.label, signed.label) == ("告知正在音像记录", "当事人签收或者确认执法文书的情况")


def test_the_plate_of_the_cases_vehicle_is_proposed_where_it_is_read_best(recording: Recording) -> None:
    _plate(recording, "粤B·D1234")
    _read(recording, "BD1234", "粤BD1234", "粤BD1234", "粤B99999")
    proposed = candidates_of(recording)
    assert {one.content for one in proposed} == {"involved_items", "involved_tools", "inspected_things"}
    assert {(one.at_ms, one.said, one.confidence) for one in proposed} == {(100, "画面中的号牌 粤BD1234", 90)}


def test_another_vehicles_plate_is_not_proposed(recording: Recording) -> None:
    _plate(recording, "粤BD1234")
    _read(recording, "粤BD1235", "粤A99999")
    assert candidates_of(recording) == []


def test_without_a_transcript_the_first_words_are_proposed_as_the_notice_and_with_one_they_are_not(
    recording: Recording,
) -> None:
    found(recording, WorkKind.SPEECH, SPOKEN, tool="人声 1")
    (first,) = candidates_of(recording)
    assert (first.kind, first.at_ms, first.tool) == (MarkKind.SPOKEN_NOTICE, 700, "人声 1")
    _heard(recording, (700, 1500, "今天天气很好"))
    assert candidates_of(recording) == []


def test_what_is_marked_near_by_is_not_proposed(world: World, recording: Recording) -> None:
    _heard(recording, (200, 900, NOTICE), (1000, 1400, "请在这里签字"))
    make_mark(world.cast.officer, recording, NewMark(kind=MarkKind.SPOKEN_NOTICE, offset_ms=400, proposed_by="听写 1"))
    assert [kind for kind, _, _ in _brief(candidates_of(recording))] == ["key_content"]
    assert Mark.objects.get().proposed_by == "听写 1"


def test_what_a_person_dismissed_stays_dismissed_and_on_record(world: World, recording: Recording) -> None:
    _heard(recording, (200, 900, NOTICE))
    (candidate,) = candidates_of(recording)
    dismiss(world.cast.officer, recording, candidate)
    _heard(recording, (300, 950, NOTICE))  # heard anew by a better model
    assert candidates_of(recording) == []
    body: dict[str, Any] = body_of(Entry.objects.get(kind="review.candidate_dismissed"))
    assert (body["data"]["said"], body["data"]["tool"]) == (NOTICE, "听写 1")
    with pytest.raises(DatabaseError), transaction.atomic():
        Dismissal.objects.update(at_ms=0)


def test_whoever_may_not_mark_may_not_dismiss(world: World, recording: Recording) -> None:
    _heard(recording, (200, 900, NOTICE))
    with pytest.raises(PermissionDenied):
        dismiss(world.cast.reviewer, recording, candidates_of(recording)[0])
    assert not Dismissal.objects.exists()


def _dismiss(browser: Client, recording: Recording, **fields: Any) -> Any:
    return browser.post(reverse("review:dismiss", args=[recording.pk]), fields)


def test_the_page_dismisses_and_is_told_what_is_left(recording: Recording, signed_in: Browser) -> None:
    _heard(recording, (200, 900, NOTICE), (1000, 1400, "请在这里签字"))
    browser = signed_in("officer")
    wanted = {"kind": "spoken_notice", "content": "", "at_ms": 200}
    assert _dismiss(browser, recording, **wanted).status_code == 409
    wanted["v"] = viewing_of(browser, recording)
    left = _dismiss(browser, recording, **wanted).json()["candidates"]
    assert [one["content"] for one in left] == ["documents_signed"]
    assert _dismiss(browser, recording, **wanted).status_code == 422


def test_which_tool_proposed_a_mark_is_told_by_the_candidate_and_not_by_the_browser(
    recording: Recording, signed_in: Browser
) -> None:
    _heard(recording, (200, 900, NOTICE))
    browser, address = signed_in("officer"), reverse("review:mark", args=[recording.pk])
    sent = {"kind": "spoken_notice", "proposed_by": "随便写的", "v": viewing_of(browser, recording)}
    browser.post(address, {**sent, "offset_ms": 201})
    assert Mark.objects.latest("pk").proposed_by == ""
    Mark.objects.update(withdrawn_at=NOW)
    browser.post(address, {**sent, "offset_ms": 200})
    assert Mark.objects.latest("pk").proposed_by == "听写 1"


def test_the_time_axis_holds_the_candidates(recording: Recording, signed_in: Browser) -> None:
    _heard(recording, (200, 900, NOTICE))
    browser = signed_in("officer")
    token = viewing_of(browser, recording)
    axis = browser.get(reverse("review:lanes", args=[recording.pk]), {"v": token}).json()
    assert [(one["kind"], one["at_ms"], one["said"]) for one in axis["candidates"]] == [("spoken_notice", 200, NOTICE)]
