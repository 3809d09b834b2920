"""A draft and a paper in force are printed with what was written, who signed it, and the recordings there were."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from liuhen.apps.cases.models import Document, Step
from liuhen.apps.documents.models import Draft, DraftState, Paper, Signature, SignedHow
from liuhen.apps.documents.printing import print_draft, print_paper, said_by_draft, sheet_of
from liuhen.apps.recordings import actions as recordings
from liuhen.apps.recordings.models import Link, Mark, Recording
from liuhen.apps.recordings.tests.conftest import NINE, NOW, World, world
from liuhen.core.package.slip import Listed, read_codes
from liuhen.ports.outside import outside
from liuhen.ports.press import PressFailed

__all__ = ["world"]

FONTS = Path(__file__).parents[5] / "build/fonts"
CONTENT = {"case_no": "粤交罚〔2026〕1号", "place": "某检查站", "content": "车辆总质量超过限值。"}

pytestmark = pytest.mark.skipif(not any(FONTS.glob("*.ttf")), reason="no fonts to print with: run `make setup`")


@pytest.fixture
def step(world: World) -> Step:
    return world.step(NINE)


@pytest.fixture
def recording(world: World, step: Step) -> Recording:
    made = world.recording(NINE + timedelta(minutes=10))
    if not Link.objects.filter(recording=made, step=step, ended_at=None).exists():
        recordings.link(world.cast.officer, made, step)
    return made


@pytest.fixture
def draft(world: World, step: Step) -> Draft:
    return _draft(world, step, "on_site_record", content=CONTENT)


def _draft(world: World, step: Step, form: str, **more: Any) -> Draft:
    who = world.cast.handler
    said = {"state": DraftState.WRITING.value, "begun_at": NOW, "changed_at": NOW, "checked_at": NOW, **more}
    return Draft.objects.create(case=step.case, step=step, form=form, begun_by=who, changed_by=who, **said)


def _sign(draft: Draft, how: SignedHow, **more: Any) -> Signature:
    said = {"slot": 0, "who": "陈某", "content_sha256": said_by_draft(draft).digest, "signed_at": NOW, **more}
    return Signature.objects.create(draft=draft, how=how.value, taken_by=draft.begun_by, **said)


def _kept_image() -> str:
    out = io.BytesIO()
    Image.new("RGBA", (60, 20), "black").save(out, "PNG")
    vault = outside().vault
    return vault.commit(vault.stage([out.getvalue()])).sha256


def _text(printed: bytes) -> str:
    return "".join(re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(printed)).pages)


def _images(printed: bytes) -> int:
    return sum(len(page.images) for page in PdfReader(io.BytesIO(printed)).pages)


def _checked(draft: Draft) -> Draft:
    draft.state = DraftState.CHECKED.value
    draft.save(update_fields=["state"])
    return draft


def test_a_draft_is_printed_as_one(draft):
    text = _text(print_draft(draft))
    assert [
        words for words in ("现场笔录", "草稿", "车辆总质量超过限值。", "粤交罚〔2026〕1号") if words not in text
    ] == []


def test_a_draft_shows_nobodys_signature(draft):
    _sign(draft, SignedHow.DRAWN, image_sha256=_kept_image())
    assert _images(print_draft(draft)) == 0


def test_once_checked_it_can_be_signed_on_paper(draft):
    text = _text(print_draft(_checked(draft)))
    assert "草稿" not in text
    assert "内容核对于2026年" in text
    assert said_by_draft(draft).digest in text


def test_a_signature_of_what_it_says_now_is_printed(draft):
    _sign(_checked(draft), SignedHow.DRAWN, image_sha256=_kept_image(), place="某检查站东侧")
    printed = print_draft(draft)
    assert _images(printed) == 1
    assert "陈某" in _text(printed)
    assert "某检查站东侧" in _text(printed)


def test_a_signature_of_what_it_said_before_is_not(draft):
    _sign(_checked(draft), SignedHow.DRAWN, image_sha256=_kept_image(), content_sha256="0" * 64)
    assert _images(print_draft(draft)) == 0


def test_a_refusal_is_printed_with_its_witness(draft):
    _sign(_checked(draft), SignedHow.REFUSED, words="认为未超限", witness="李某")
    text = _text(print_draft(draft))
    assert "拒绝签名：认为未超限（见证人：李某）" in text


def test_an_image_that_can_not_be_read_is_told(draft):
    vault = outside().vault
    broken = vault.commit(vault.stage([b"\x89PNG\r\n\x1a\n broken"])).sha256
    _sign(_checked(draft), SignedHow.DRAWN, image_sha256=broken)
    with pytest.raises(PressFailed, match="重新签名"):
        print_draft(draft)


def test_a_paper_bears_its_number_and_the_moment_it_came_into_force(draft):
    said = {
        "form": draft.form,
        "content": CONTENT,
        "content_sha256": said_by_draft(draft).digest,
        "made_by": draft.begun_by,
    }
    paper = Paper(draft=_checked(draft), number="粤交录〔2026〕7号", **said)
    _sign(draft, SignedHow.DRAWN, image_sha256=_kept_image())
    printed = print_paper(paper, made_at=NOW)
    text = _text(printed)
    assert "文号：粤交录〔2026〕7号" in text
    assert "制作于2026年" in text
    assert "草稿" not in text
    assert _images(printed) == 1
    assert printed == print_paper(paper, made_at=NOW)


def test_a_numbered_form_says_when_its_number_will_be_given(world, step):
    assert "文号：（生效时编号）" in _text(print_draft(_draft(world, step, "penalty_decision")))


def test_a_correction_says_what_it_replaces_and_why(draft):
    draft.replaces = Document.objects.create(case=draft.case, kind=draft.form, made_at=NINE)
    draft.reason = "车牌号抄错"
    text = _text(print_draft(draft))
    assert "更正并替代" in text
    assert "制作的同名文书。更正理由：车牌号抄错" in text


def test_a_paper_for_the_party_tells_every_recording_there_was(draft, recording):
    sheet = sheet_of(said_by_draft(draft))
    assert read_codes(sheet.marks) == [Listed(recording.sha256, recording.size)]
    printed = print_draft(draft)
    assert recording.sha256 in _text(printed)
    assert "共1份" in _text(printed)


def test_it_says_so_where_there_was_none(draft):
    assert "本案没有已入库的音像记录" in _text(print_draft(draft))


def test_a_paper_of_the_house_tells_none(world, step, recording):
    sheet = sheet_of(said_by_draft(_draft(world, step, "penalty_approval")))
    assert (sheet.digests, sheet.digests_title, sheet.marks) == ([], "", [])


def test_recordings_that_prove_it_are_named_with_the_seconds_marked(draft, recording):
    by = recording.officer
    marked = {"recording": recording, "kind": "key_content", "by": by, "made_at": NOW}
    Mark.objects.create(**marked, offset_ms=83_400, end_ms=96_100)
    Mark.objects.create(**marked, offset_ms=5_000)
    Mark.objects.create(**marked, offset_ms=1_000, withdrawn_at=NOW)
    draft.about = [f"recording:{recording.pk}", "recording:99999", "step:1"]
    [proof] = sheet_of(said_by_draft(draft)).proofs
    assert (proof.sha256, proof.seconds) == (recording.sha256, "第 5 秒\n第 83–97 秒")
    assert "第83–97秒" in _text(print_draft(draft))


def test_without_marks_the_whole_recording_proves_it(draft, recording):
    draft.about = [f"recording:{recording.pk}"]
    [proof] = sheet_of(said_by_draft(draft)).proofs
    assert proof.seconds == "全部"


def test_printing_asks_the_database_five_times_however_much_there_is(draft, recording, django_assert_max_num_queries):
    for number in range(5):
        _sign(_checked(draft), SignedHow.REFUSED, words="不签", witness="李某", slot=number % 3)
    Draft.objects.filter(pk=draft.pk).update(about=[f"recording:{recording.pk}"])
    fresh = Draft.objects.get(pk=draft.pk)
    with django_assert_max_num_queries(6):
        print_draft(fresh)


@pytest.mark.parametrize("state", [DraftState.WRITING, DraftState.CHECKED])
def test_every_form_can_be_printed_empty(world, step, state):
    for form in outside().law.forms().values():
        printed = PdfReader(io.BytesIO(print_draft(_draft(world, step, form.document, state=state.value))))
        assert printed.metadata is not None
        assert printed.metadata.title == form.title
