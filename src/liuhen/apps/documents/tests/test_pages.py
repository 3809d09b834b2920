"""The pages documents are written on: nothing typed is lost, what is wrong stands beside its field, rights hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from liuhen.apps.documents import actions
from liuhen.apps.documents.actions import NewSeal, keep_seal, save, sign
from liuhen.apps.documents.merging import remembered
from liuhen.apps.documents.models import Draft, DraftState, Paper, Signature
from liuhen.apps.documents.queries import form_of
from liuhen.apps.documents.tests.conftest import OFFICERS, RECORD, World, drawn, png
from liuhen.apps.journal.queries import entries_about
from liuhen.apps.people.models import Person
from liuhen.core.forms.filled import Content
from liuhen.core.forms.form import Way

Ask = Callable[..., Any]
ORDER = {
    "case_no": "粤交罚〔2026〕1号",
    "party_name": "某运输公司",
    "facts": "未取得经营许可从事客运经营",
    "legal_basis": "道路运输条例第六十三条",
    "mode": "立即予以改正",
}
"""An order to correct (form correction_order): the party and officers sign, the agency seals."""


@pytest.fixture
def ask(world: World) -> Ask:
    """Ask a page as somebody; with `data` it is posted."""

    def asked(who: str, url: str, data: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
        client = Client(headers=headers)
        client.force_login(getattr(world.cast, who))
        return client.get(url) if data is None else client.post(url, data)  # type: ignore[return-value]

    return asked


def typed(draft: Draft, **changed: Any) -> dict[str, Any]:
    """What a browser sends of a draft as it was opened, with some fields changed."""
    form = form_of(draft)
    content = {**draft.content, **changed}
    return {
        "revision": draft.revision,
        "remembered": remembered(form, draft.content),
        "do": "save",
        **{f"f.{key}": value for key, value in content.items()},
    }


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_a_form_is_chosen_and_begun_with_what_is_known(world: World, ask: Ask) -> None:
    where = f"/cases/{world.case.pk}/write/"
    assert "检查记录" in text_of(ask("handler", where))
    answer = ask("handler", where, {"form": "inspection_record", "step": world.step.pk})
    draft = Draft.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/documents/{draft.pk}/")
    page = text_of(ask("handler", f"/documents/{draft.pk}/"))
    assert 'value="国道检查站"' in page
    assert "取自" in page


def test_only_who_may_register_a_finished_paper_is_led_there(world: World, ask: Ask) -> None:
    for who, led in (("handler", True), ("head", False)):
        page = text_of(ask(who, f"/cases/{world.case.pk}/write/"))
        assert (f"/cases/{world.case.pk}/documents/new/" in page) is led, who


def test_what_one_was_sent_for_stands_first(world: World, ask: Ask) -> None:
    page = text_of(ask("handler", f"/cases/{world.case.pk}/write/?kind=inquest_record&step={world.step.pk}"))
    assert page.index("开始写：勘验笔录") < page.index("开始写：立案登记表")
    assert "documents/new/?kind=inquest_record&amp;" in page


@pytest.mark.parametrize("data", [{"form": "nonsense"}, {"form": ""}, {"form": "inspection_record", "about": "step:x"}])
def test_a_form_that_is_none_is_refused_in_words(world: World, ask: Ask, data: dict[str, str]) -> None:
    answer = ask("handler", f"/cases/{world.case.pk}/write/", data)
    assert answer.status_code == 422
    assert "请从列表中选择" in text_of(answer)


def test_what_was_typed_is_saved(world: World, ask: Ask) -> None:
    draft = world.draft()
    assert ask("handler", f"/documents/{draft.pk}/", typed(draft, place="新的地点")).status_code == 302
    assert Draft.objects.get(pk=draft.pk).content["place"] == "新的地点"


def test_a_page_that_saves_itself_is_told_the_revision(world: World, ask: Ask) -> None:
    draft = world.draft()
    answer = ask("handler", f"/documents/{draft.pk}/", typed(draft, place="新的地点"), Accept="application/json")
    told = json.loads(answer.content)
    assert told["revision"] == draft.revision + 1
    assert ask("handler", f"/documents/{draft.pk}/", typed(draft), Accept="application/json").status_code == 409


def test_who_was_overtaken_sees_both_and_loses_nothing(world: World, ask: Ask) -> None:
    draft = world.draft()
    sent = typed(draft, place="我的地点", result="我的结果")
    save(world.cast.officer, draft, {**draft.content, "place": "别人的地点", "scope": "别人的范围"}, draft.revision)
    answer = ask("handler", f"/documents/{draft.pk}/", sent)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "林一鸣" in page
    assert all(words in page for words in ("我的地点", "我的结果", "别人的地点", "别人的范围"))
    assert Draft.objects.get(pk=draft.pk).content["place"] == "别人的地点"


def test_theirs_is_taken_where_one_says_so(world: World, ask: Ask) -> None:
    draft = world.draft()
    theirs = save(world.cast.officer, draft, {**draft.content, "place": "别人的地点"}, draft.revision)
    sent = typed(theirs, place="我的地点", scope="我的范围") | {"theirs": ["place", "stranger"]}
    assert ask("handler", f"/documents/{draft.pk}/", sent).status_code == 302
    content = Draft.objects.get(pk=draft.pk).content
    assert (content["place"], content["scope"]) == ("别人的地点", "我的范围")


def test_checking_says_what_is_wrong_beside_its_field_and_keeps_the_rest(world: World, ask: Ask) -> None:
    draft = world.draft()
    sent = typed(draft, result="", end_at="2026-11-20T08:00") | {"do": "check"}
    answer = ask("handler", f"/documents/{draft.pk}/", sent)
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'id="f.end_at-error"' in page
    assert 'id="f.result-error"' in page
    assert Draft.objects.get(pk=draft.pk).content["end_at"] == "2026-11-20T08:00"


def test_rows_are_added_and_dropped_without_scripts_and_without_saving(world: World, ask: Ask) -> None:
    draft = _inquiry(world, ask)
    sent = {"revision": draft.revision, "f.qa.0.question": "谁的车？", "f.qa.0.answer": "我的。"}
    more = text_of(ask("handler", f"/documents/{draft.pk}/", sent | {"change": "add:qa"}))
    assert 'name="f.qa.1.question"' in more
    assert "谁的车？" in more
    less = text_of(ask("handler", f"/documents/{draft.pk}/", sent | {"change": "drop:qa:0"}))
    assert "谁的车？" not in less
    assert Draft.objects.get(pk=draft.pk).revision == draft.revision


def test_a_list_of_five_hundred_rows_is_saved_whole(world: World, ask: Ask) -> None:
    ask("handler", f"/cases/{world.case.pk}/write/", {"form": "evidence_list"})
    draft = Draft.objects.get()
    cells = {f"f.items.{row}.{key}": f"{key}{row}" for row in range(500) for key in ("name", "quantity", "place")}
    assert ask("handler", f"/documents/{draft.pk}/", {"revision": draft.revision, **cells}).status_code == 302
    rows = Draft.objects.get(pk=draft.pk).content["items"]
    assert (len(rows), rows[499]["place"]) == (500, "place499")


def test_what_somebody_else_saved_after_ours_is_not_checked_unread(
    world: World, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, saving = world.draft(), actions.save

    def overtaken(by: Person, one: Draft, content: Content, revision: int) -> Draft:
        """Save ours, and then what another wrote before ours could be checked."""
        saved = saving(by, one, content, revision)
        saving(world.cast.officer, saved, {**saved.content, "place": "别处"}, saved.revision)
        return saved

    monkeypatch.setattr(actions, "save", overtaken)
    answer = ask("handler", f"/documents/{draft.pk}/", typed(draft, scope="核查证件") | {"do": "check"})
    assert answer.status_code == 409
    assert "别处" in text_of(answer)
    assert Draft.objects.get(pk=draft.pk).state == DraftState.WRITING


def _inquiry(world: World, ask: Ask) -> Draft:
    ask("handler", f"/cases/{world.case.pk}/write/", {"form": "inquiry_record", "step": world.step.pk})
    return Draft.objects.get()


def test_markup_is_shown_as_text(world: World, ask: Ask) -> None:
    draft = world.draft(content={**RECORD, "place": "<script>alert(1)</script>"})
    page = text_of(ask("handler", f"/documents/{draft.pk}/"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


class TestSigning:
    def test_a_drawn_signature_is_kept_with_its_picture(self, world: World, ask: Ask) -> None:
        draft = world.checked()
        assert self._sign(ask, draft, image=SimpleUploadedFile("s.png", png(), "image/png")).status_code == 302
        signature = Signature.objects.get()
        answer = ask("handler", f"/documents/signatures/{signature.pk}/")
        assert (answer.content, answer.headers["Content-Type"]) == (png(), "image/png")

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ({}, "还没有签名"),
            ({"image": SimpleUploadedFile("s.png", b"no picture", "image/png")}, "图像"),
            ({"who": "", "image": SimpleUploadedFile("s.png", png(), "image/png")}, "请填写此项"),
            ({"how": "refused", "words": "不同意"}, "请填写此项"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_kept(
        self, world: World, ask: Ask, sent: dict[str, Any], words: str
    ) -> None:
        draft = world.checked()
        answer = self._sign(ask, draft, **sent)
        assert answer.status_code == 422
        assert words in text_of(answer)
        assert not Signature.objects.exists()

    def test_a_refusal_is_kept_with_its_witness(self, world: World, ask: Ask) -> None:
        draft = world.checked()
        said = {"how": "refused", "who": "吴某", "words": "不认可检查结果", "witness": "站长郑某"}
        assert self._sign(ask, draft, **said).status_code == 302
        page = text_of(ask("handler", f"/documents/{draft.pk}/"))
        assert "站长郑某" in page

    def test_a_refusal_is_offered_only_where_the_form_knows_of_one(self, world: World, ask: Ask) -> None:
        draft = world.checked()
        page = text_of(ask("handler", f"/documents/{draft.pk}/"))
        assert "sign-0-refused-who" in page
        assert "sign-1-refused-who" not in page

    @pytest.mark.parametrize("slot", ["99", "-1", "x", ""])
    def test_a_place_the_form_does_not_have_is_refused(self, world: World, ask: Ask, slot: str) -> None:
        draft = world.checked()
        assert self._sign(ask, draft, slot=slot).status_code == 302
        assert not Signature.objects.exists()

    def test_who_keeps_no_seal_is_not_offered_one(self, world: World, ask: Ask) -> None:
        draft = world.checked("violation_notice")
        world.seal()
        assert 'value="sealed"' not in text_of(ask("officer", f"/documents/{draft.pk}/"))
        page = text_of(ask("handler", f"/documents/{draft.pk}/"))
        assert 'value="sealed"' in page
        assert 'value="执法专用章"' in page

    def test_who_keeps_the_seal_is_offered_it_without_writing_on_the_case(self, world: World, ask: Ask) -> None:
        draft = world.checked("correction_order", ORDER)
        keep_seal(world.cast.head, NewSeal(name="公章", keeper=world.cast.custodian, image=[png()]))
        page = text_of(ask("custodian", f"/documents/{draft.pk}/"))
        assert 'value="sealed"' in page
        assert 'value="drawn"' not in page
        assert 'value="photographed"' not in page
        slot = next(n for n, place in enumerate(form_of(draft).signatures) if place.how is Way.SEALS)
        sent = {"slot": slot, "how": "sealed", "who": "公章"}
        assert ask("custodian", f"/documents/{draft.pk}/sign/", sent).status_code == 302
        assert Signature.objects.get().taken_by == world.cast.custodian

    def test_a_signature_of_former_words_is_said_to_count_no_more(self, world: World, ask: Ask) -> None:
        draft = world.checked()
        sign(world.cast.handler, draft, drawn(0, "吴某"))
        ask("handler", f"/documents/{draft.pk}/send-back/", {"reason": "地点写错"})
        standing = Draft.objects.get(pk=draft.pk)
        ask("handler", f"/documents/{draft.pk}/", typed(standing, place="桥头") | {"do": "check"})
        assert "不再算数" in text_of(ask("handler", f"/documents/{draft.pk}/"))

    def _sign(self, ask: Ask, draft: Draft, **sent: Any) -> HttpResponse:
        data = {"slot": "0", "how": "drawn", "who": "吴某", "place": "国道检查站", **sent}
        return ask("handler", f"/documents/{draft.pk}/sign/", data)  # type: ignore[no-any-return]


class TestInForce:
    def test_a_signed_document_is_put_in_force_and_read(self, world: World, ask: Ask) -> None:
        draft = world.signed()
        answer = ask("handler", f"/documents/{draft.pk}/put-in-force/", {})
        document = Paper.objects.get().document
        assert answer.headers["Location"] == f"/documents/papers/{document.pk}/"
        page = text_of(ask("handler", f"/documents/papers/{document.pk}/"))
        assert "车辆未取得经营许可" in page
        assert f"/cases/documents/{document.pk}/" in page

    def test_numbers_of_a_persons_own_are_masked(self, world: World, ask: Ask) -> None:
        document = world.in_force(content={**RECORD, "unit_head_id_no": "11010519491231002X"})
        page = text_of(ask("handler", f"/documents/papers/{document.pk}/"))
        assert "11010519491231002X" not in page
        assert "002X" in page

    def test_what_is_missing_keeps_it_from_coming_into_force(self, world: World, ask: Ask) -> None:
        draft = world.checked()
        ask("handler", f"/documents/{draft.pk}/put-in-force/", {})
        assert Draft.objects.get(pk=draft.pk).state == DraftState.CHECKED
        assert "disabled" in text_of(ask("handler", f"/documents/{draft.pk}/"))

    def test_a_correction_begins_with_what_the_document_says(self, world: World, ask: Ask) -> None:
        document = world.in_force()
        answer = ask("handler", f"/documents/papers/{document.pk}/correct/", {"reason": "地点写错"})
        page = text_of(ask("handler", answer.headers["Location"]))
        assert "国道检查站" in page
        assert "地点写错" in page

    def test_a_correction_without_a_reason_is_not_begun(self, world: World, ask: Ask) -> None:
        document = world.in_force()
        ask("handler", f"/documents/papers/{document.pk}/correct/", {"reason": " "})
        assert Draft.objects.filter(replaces=document).count() == 0

    def test_the_list_shows_number_draft_and_correction(self, world: World, ask: Ask) -> None:
        world.seal()
        document = world.in_force("violation_notice")
        ask("handler", f"/documents/papers/{document.pk}/correct/", {"reason": "金额写错"})
        page = text_of(ask("handler", f"/cases/{world.case.pk}/papers/"))
        assert Paper.objects.get().number in page
        assert page.count("更正") >= 1
        assert "起草中" in page

    def test_opening_it_is_journalled(self, world: World, ask: Ask) -> None:
        document = world.in_force()
        before = entries_about("document", str(document.pk)).count()
        ask("inspector", f"/documents/papers/{document.pk}/")
        assert entries_about("document", str(document.pk)).count() == before + 1


def test_a_draft_is_previewed_as_a_pdf(world: World, ask: Ask) -> None:
    draft = world.draft()
    answer = ask("handler", f"/documents/{draft.pk}/preview/")
    assert answer.content.startswith(b"%PDF-")


def test_a_dropped_draft_is_in_no_list(world: World, ask: Ask) -> None:
    draft = world.draft()
    assert ask("handler", f"/documents/{draft.pk}/drop/", {"purpose": "重复"}).status_code == 302
    assert "检查记录" not in text_of(ask("handler", f"/cases/{world.case.pk}/papers/"))


def test_who_may_only_look_sees_the_draft_and_no_button(world: World, ask: Ask) -> None:
    draft = world.draft()
    page = text_of(ask("inspector", f"/documents/{draft.pk}/"))
    assert "车辆未取得经营许可" in page
    assert "data-writing" not in page
    assert ask("inspector", f"/documents/{draft.pk}/", typed(draft)).status_code == 403
    assert ask("inspector", f"/cases/{world.case.pk}/write/").status_code == 403


@pytest.mark.parametrize("tail", ["", "preview/"])
def test_a_neighbour_finds_nothing(world: World, ask: Ask, tail: str) -> None:
    draft = world.draft()
    assert ask("outsider", f"/documents/{draft.pk}/{tail}").status_code == 404


def test_a_draft_opened_by_its_address_is_a_viewing_of_the_case(world: World, ask: Ask) -> None:
    draft = world.draft()
    before = entries_about("case", str(world.case.pk)).count()
    ask("inspector", f"/documents/{draft.pk}/")
    assert entries_about("case", str(world.case.pk)).count() == before + 1


def test_people_on_offer_are_officers_with_their_certificates(world: World, ask: Ask) -> None:
    draft = world.draft()
    page = text_of(ask("handler", f"/documents/{draft.pk}/"))
    assert all(f'value="{officer}" checked' in page for officer in OFFICERS)
    assert "周海（440101002）" in page


def test_the_page_of_a_draft_asks_a_fixed_number_of_questions(
    world: World, ask: Ask, django_assert_max_num_queries: Any
) -> None:
    draft = world.draft()
    with django_assert_max_num_queries(42):
        ask("handler", f"/documents/{draft.pk}/")
