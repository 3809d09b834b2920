"""A recording used as evidence gets its explanation: filled in, printed, a document that satisfies the law."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from liuhen.apps.cases.models import Document
from liuhen.apps.duties.actions import judge_number
from liuhen.apps.duties.models import Obligation
from liuhen.apps.journal.models import Entry
from liuhen.apps.lawlib.actions import bind_text
from liuhen.apps.recordings.actions import link, use_as_evidence
from liuhen.apps.recordings.tests.conftest import NINE, signed_in, world  # noqa: F401 - fixtures
from liuhen.apps.review.models import EvidenceNote
from liuhen.core.terms.labels import DutyKind
from liuhen.ports.outside import outside

WRITTEN = {
    "collector": "林一鸣（440101001）",
    "maker": "陈立",
    "collected_at": "2026年11月20日 09:00",
    "collected_where": "某检查站",
    "made_how": "使用执法记录仪现场摄录",
    "proof_object": "当事人车辆超限的事实\n#panic() 不是命令",
}


@pytest.fixture
def evidence(world):  # noqa: F811
    """A recording of the officer, linked to the handler's case under a text that asks for a note, used as evidence."""
    bind_text(None, world.cast.agency, "gd-transport-2019")
    recording, step = world.recording(), world.step(NINE)
    link(world.cast.officer, recording, step)
    use_as_evidence(world.cast.handler, recording)
    return recording


def _states(recording):
    judge_number("粤交罚〔2026〕1号")  # in a test nothing is committed, so that nobody is told to judge
    owed = Obligation.objects.filter(subject_id=f"recording:{recording.pk}", kind=DutyKind.EVIDENCE_NOTE.value)
    return list(owed.values_list("state", flat=True))


def _url(recording):
    return reverse("review:note", args=[recording.pk])


def _make(browser, recording, **changed):
    return browser.post(_url(recording), {**WRITTEN, **changed})


@pytest.fixture
def handler(signed_in):  # noqa: F811
    return signed_in("handler")


def test_the_form_asks_what_the_law_asks_and_holds_what_is_known(evidence, handler):
    form = handler.get(_url(evidence)).context["form"]
    assert {"collector", "collected_at", "collected_where"} <= {
        name for name, field in form.fields.items() if field.asked_by
    }
    assert "440101001" in form.initial["collector"]
    assert form.initial["collected_where"] == "某检查站"
    assert form.initial["proof_object"] == ""


def test_making_the_note_meets_the_duty(evidence, handler):
    before = _states(evidence)
    assert before and "met" not in before
    assert _make(handler, evidence).status_code == 302
    assert set(_states(evidence)) == {"met"}


def test_the_printed_note_says_what_was_written_and_names_the_bytes(evidence, handler):
    _make(handler, evidence)
    document = Document.objects.get()
    with outside().vault.open(document.sha256) as file:
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read())).pages)
    assert "当事人车辆超限的事实" in text
    assert "#panic() 不是命令" in text
    assert evidence.sha256[:32] in text
    assert document.about == [f"recording:{evidence.pk}"]
    assert set(document.matters) == set(WRITTEN)


def test_the_printed_note_is_chinese_though_its_maker_reads_english(evidence, handler):
    handler.post(reverse("set_language"), {"language": "en"})
    proposed = handler.get(_url(evidence)).context["form"].initial
    _make(handler, evidence, **{name: text for name, text in proposed.items() if text})
    with outside().vault.open(Document.objects.get().sha256) as file:
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read())).pages)
    assert "制作于" in text
    assert "案由" in text
    assert "现场摄录" in text
    assert "uncut" not in text


def test_the_making_is_journalled_with_the_digest_of_the_print(evidence, handler):
    _make(handler, evidence)
    entry = Entry.objects.get(kind="review.note_made")
    assert entry.case_number == "粤交罚〔2026〕1号"
    assert Document.objects.get().sha256 in entry.body


def test_opening_the_form_is_journalled_once_for_it_shows_the_case(evidence, world, handler, signed_in):  # noqa: F811
    opened = Entry.objects.filter(kind="recordings.page_viewed")
    assert signed_in("inspector").get(_url(evidence)).status_code == 403
    assert not opened.exists(), "who was refused has seen nothing"
    handler.get(_url(evidence))
    handler.get(_url(evidence))
    entry = opened.get()
    assert (entry.actor_name, entry.case_number) == (world.cast.handler.name, "粤交罚〔2026〕1号")
    assert (entry.subject_kind, entry.subject_id) == ("recording", str(evidence.pk))
    signed_in("handler").post(_url(evidence), {})
    assert opened.count() == 2, "what is sent with mistakes is shown again, here in another browser"


def test_the_entry_names_the_case_the_form_is_filled_with(evidence, world, handler):  # noqa: F811
    other = world.step(NINE, number="粤交罚〔2026〕2号")
    link(world.cast.officer, evidence, other)
    handler.get(_url(evidence), {"step": other.pk})
    handler.get(_url(evidence))
    seen = Entry.objects.filter(kind="recordings.page_viewed").order_by("seq")
    assert [one.case_number for one in seen] == ["粤交罚〔2026〕2号", "粤交罚〔2026〕1号"]


def test_an_empty_matter_is_refused_beside_its_field_and_nothing_is_lost(evidence, handler):
    answer = _make(handler, evidence, proof_object=" ")
    assert answer.status_code == 422
    assert "证明对象" in str(answer.context["form"].errors["proof_object"])
    assert answer.context["form"]["collector"].value() == WRITTEN["collector"]
    assert not EvidenceNote.objects.exists()


@pytest.mark.parametrize(("text", "said"), [("字" * 4001, "4000"), ("\U0001f600", "没有的字")])
def test_what_cannot_be_printed_is_refused_and_registers_nothing(evidence, handler, text, said):
    answer = _make(handler, evidence, proof_object=text)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not Document.objects.exists()


def test_a_second_note_replaces_the_first_and_both_stay(evidence, handler):
    _make(handler, evidence)
    _make(handler, evidence, proof_object="更正后的证明对象")
    first, second = EvidenceNote.objects.order_by("pk")
    assert second.replaces == first
    assert Document.objects.count() == 2


def test_before_it_is_used_as_evidence_a_note_is_refused_with_the_way(world, signed_in):  # noqa: F811
    recording, step = world.recording(), world.step(NINE)
    link(world.cast.officer, recording, step)
    bind_text(None, world.cast.agency, "gd-transport-2019")
    answer = _make(signed_in("handler"), recording)
    assert answer.status_code == 422
    assert "作为证据使用" in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("inspector", 403), ("reviewer", 403)])
def test_only_who_works_on_it_makes_the_note(evidence, signed_in, who, status):  # noqa: F811
    assert _make(signed_in(who), evidence).status_code == status
