"""Every field reads as official papers write it, every form fits on paper, and whoever confirms it has one place."""

from __future__ import annotations

from typing import Any

import pytest

from liuhen.adapters.law_folder import DiskLawFolder, default_folder
from liuhen.apps.documents.printed import case_number_in, cells_of, opinion_slots, places_of
from liuhen.core.forms.filled import ANSWER, QUESTION, TICKED
from liuhen.core.forms.form import Column, Field, FieldKind, Fill, Form, Origin, Way
from liuhen.core.forms.form import Signature as Slot
from liuhen.ports.press import CellKind, PlaceKind, Signed

FORMS = DiskLawFolder(default_folder()).forms()


def _field(kind: FieldKind, **more: Any) -> Field:
    return Field.model_construct(key="it", label="某项", kind=kind, **more)


def _cell(kind: FieldKind, value: Any, **more: Any):
    form = Form.model_construct(
        document="x", title="某表", origin=Origin.COMMON, stage="", fields=(_field(kind, **more),)
    )
    [cell] = cells_of(form, {"it": value}, {})
    return cell


@pytest.mark.parametrize(
    ("kind", "value", "printed"),
    [
        (FieldKind.MONEY, "3000", "人民币叁仟元整（¥3,000.00）"),
        (FieldKind.MONEY, "三千", "三千"),
        (FieldKind.DAY, "2026-11-05", "2026年11月5日"),
        (FieldKind.DAY, "2026-13-05", "2026-13-05"),
        (FieldKind.MOMENT, "2026-11-20T02:05:00+00:00", "2026年11月20日10时05分"),
        (FieldKind.MOMENT, "2026-11-20T10:05", "2026年11月20日10时05分"),
        (FieldKind.OFFICERS, ["王某（A1）", "李某（A2）"], "王某（A1）\n李某（A2）"),
        (FieldKind.PEOPLE, ["王某", "李某"], "王某、李某"),
        (FieldKind.TEXT, "", ""),
        (FieldKind.DAY, "", ""),
    ],
)
def test_a_field_reads_as_papers_write_it(kind, value, printed):
    assert _cell(kind, value).text == printed


def test_all_choices_stand_there_and_the_taken_one_is_ticked():
    assert _cell(FieldKind.CHOICE, "女", choices=("男", "女")).options == [("男", False), ("女", True)]


def test_what_was_chosen_under_a_former_form_is_not_hidden():
    assert _cell(FieldKind.CHOICES, ["甲", "丙"], choices=("甲", "乙")).options == [
        ("甲", True),
        ("乙", False),
        ("丙", True),
    ]


def test_a_tick_is_a_box():
    assert _cell(FieldKind.TICK, TICKED).options == [("是", True)]
    assert _cell(FieldKind.TICK, "").options == [("是", False)]


def test_a_table_has_its_heads_and_cells_by_column():
    columns = (Column(key="name", label="名称"), Column(key="day", label="日期", kind=FieldKind.DAY))
    cell = _cell(FieldKind.TABLE, [{"day": "2026-11-05", "name": "钥匙"}, {"name": "货物"}], columns=columns)
    assert (cell.heads, cell.rows) == (["名称", "日期"], [["钥匙", "2026年11月5日"], ["货物", ""]])


def test_a_dialogue_keeps_question_and_answer_together():
    cell = _cell(FieldKind.DIALOGUE, [{QUESTION: "看清楚了吗？", ANSWER: "看清楚了。"}, {QUESTION: "还有吗？"}])
    assert cell.rows == [("看清楚了吗？", "看清楚了。"), ("还有吗？", "")]


@pytest.mark.parametrize("value", ["", "甲", ["甲"], [{"a": "乙"}], [["丙"]], [1, "甲"]])
@pytest.mark.parametrize("kind", [kind for kind in FieldKind if kind is not FieldKind.SEAL])
def test_content_of_another_shape_never_stops_the_printing(kind, value):
    assert _cell(kind, value, columns=(), choices=("甲",)).label == "某项"


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_field_of_every_form_stands_once(form):
    labels = [cell.label for cell in cells_of(form, {}, {})]
    asked = [one for one in form.fields if one.kind is not FieldKind.SEAL and not one.added]
    wanted = [one.label for one in asked if one.fills is not Fill.CASE_NUMBER]
    assert labels == wanted


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_everybody_who_confirms_a_form_has_a_place(form):
    signed = {slot: [Signed(words=one.who)] for slot, one in enumerate(form.signatures)}
    places = places_of(form, signed, "某局")
    stated = {key: places[slot] for slot, key in opinion_slots(form).items()}
    beside = [cell.place for cell in cells_of(form, {}, stated) if cell.place]
    assert [place.signed for slot, place in places.items() if slot in signed] == list(signed.values())
    assert beside == [place for place in places.values() if place.kind is PlaceKind.OPINION]
    assert len(beside) in (0, len([one for one in form.fields if one.kind is FieldKind.OPINION]))


def test_a_form_with_a_seal_field_and_nobody_to_seal_has_a_place_for_it():
    form = Form.model_construct(
        document="x", title="某表", origin=Origin.COMMON, stage="", fields=(_field(FieldKind.SEAL),), signatures=()
    )
    [place] = places_of(form, {}, "某局").values()
    assert (place.who, place.note, place.kind) == ("某局", "某项", PlaceKind.SEAL)


def test_an_opinion_given_when_signing_stands_beside_the_signature():
    slot = Slot(who="负责人", how=Way.STATES_AND_SIGNS)
    form = Form.model_construct(
        document="x",
        title="某表",
        origin=Origin.COMMON,
        stage="",
        fields=(_field(FieldKind.OPINION),),
        signatures=(slot,),
    )
    places = places_of(form, {0: [Signed(words="不同意")]}, "某局")
    [cell] = cells_of(form, {}, {"it": places[0]})
    assert (cell.kind, cell.text) == (CellKind.OPINION, "不同意")


def test_the_case_number_of_the_form_heads_the_paper():
    form = FORMS["penalty_decision"]
    assert case_number_in(form, {"case_no": "某交罚〔2026〕1号"}) == "某交罚〔2026〕1号"
    assert case_number_in(form, {}) == ""


def test_what_is_no_part_of_a_prescribed_form_is_printed_only_where_it_says_something():
    form = FORMS["on_site_record"]
    labels = {cell.label for cell in cells_of(form, {"statement": "没有意见。"}, {})}
    assert "当事人的陈述和申辩" in labels
    assert "已说明检查事由" not in labels
    assert "备注" in labels
