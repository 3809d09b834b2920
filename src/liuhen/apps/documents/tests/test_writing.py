"""What a browser sends becomes content, and two people's changes come together."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from liuhen.apps.documents.boxes import Offer, Offered, boxes_of, grouped, in_words, with_faults
from liuhen.apps.documents.merging import merged, read_back, remembered
from liuhen.apps.documents.sent import RowChange, change_sent, content_sent
from liuhen.core.forms.filled import Fault
from liuhen.core.forms.form import Column, Field, FieldKind, Form, Origin


@pytest.fixture
def form() -> Form:
    """A form with a field of every shape."""
    return Form(
        document="example",
        title="示例",
        origin=Origin.COMMON,
        stage="调查取证",
        fields=(
            Field(key="place", label="地点", kind=FieldKind.TEXT),
            Field(key="start_at", label="开始时间", kind=FieldKind.MOMENT),
            Field(key="officers", label="执法人员", kind=FieldKind.OFFICERS),
            Field(key="told", label="已告知", kind=FieldKind.TICK, group="告知"),
            Field(key="sex", label="性别", kind=FieldKind.CHOICE, choices=("男", "女"), group="告知"),
            Field(
                key="goods",
                label="清单",
                kind=FieldKind.TABLE,
                columns=(Column(key="name", label="名称"), Column(key="day", label="日期", kind=FieldKind.DAY)),
            ),
            Field(key="qa", label="问答", kind=FieldKind.DIALOGUE),
            Field(key="seal_date", label="印章", kind=FieldKind.SEAL),
        ),
    )


def sent(**pairs: list[str] | str) -> QueryDict:
    """A posted form; `__` stands for the dots of a control's name."""
    query = QueryDict(mutable=True)
    for name, value in pairs.items():
        query.setlist(name.replace("__", "."), [value] if isinstance(value, str) else value)
    return query


def test_lines_lists_and_ticks_are_taken_and_what_is_empty_is_left_out(form: Form) -> None:
    posted = sent(f__place=" 路口\r\n ", f__officers=["张三", "张三", "李四"], f__told="yes", f__sex="", stranger="x")
    assert content_sent(form, posted) == {"place": "路口", "officers": ["张三", "李四"], "told": "yes"}


def test_rows_come_in_the_order_of_their_numbers_and_empty_ones_go(form: Form) -> None:
    posted = sent(f__goods__10__name="乙", f__goods__2__name="甲", f__goods__3__name=" ", f__goods__2__day="2026-11-20")
    assert content_sent(form, posted) == {"goods": [{"name": "甲", "day": "2026-11-20"}, {"name": "乙"}]}


def test_a_seal_and_a_row_number_no_page_writes_are_not_taken(form: Form) -> None:
    posted = sent(f__seal_date="2026-11-20", f__goods__x__name="甲", f__goods__99999999__name="乙")
    assert content_sent(form, posted) == {}


def test_control_characters_are_taken_out(form: Form) -> None:
    assert content_sent(form, sent(f__place="路\x00口\x1b")) == {"place": "路口"}


@pytest.mark.parametrize(
    ("pressed", "change"),
    [("add:qa", RowChange("qa")), ("drop:qa:3", RowChange("qa", 3)), ("drop:qa:x", None), ("", None), ("add:", None)],
)
def test_a_pressed_button_names_the_row_it_adds_or_drops(pressed: str, change: RowChange | None) -> None:
    assert change_sent(pressed) == change


def test_a_moment_with_an_offset_is_shown_in_chinese_civil_time(form: Form) -> None:
    box = boxes_of(form, {"start_at": "2026-11-20T06:05:00+00:00"}, Offered())[1]
    assert (box.control, box.shown) == ("datetime-local", "2026-11-20T14:05")
    assert in_words(FieldKind.MOMENT, "2026-11-20T14:05") == "2026年11月20日 14:05"


def test_what_is_no_moment_stays_to_be_seen_as_text(form: Form) -> None:
    box = boxes_of(form, {"start_at": "昨天下午"}, Offered())[1]
    assert (box.control, box.shown) == ("text", "昨天下午")


def test_who_was_chosen_and_is_on_no_list_stays_chosen(form: Form) -> None:
    box = boxes_of(form, {"officers": ["外单位王五"]}, Offered(officers=[Offer("张三")]))[2]
    assert [(one.value, one.chosen) for one in box.offers] == [("外单位王五", True), ("张三", False)]


def test_fields_stand_under_their_headings_with_their_faults(form: Form) -> None:
    boxes = with_faults(boxes_of(form, {}, Offered()), [Fault("sex", "请填写“性别”。")])
    groups = grouped(boxes)
    assert [group.title for group in groups] == ["", "告知", ""]
    assert groups[1].boxes[1].errors == ["请填写“性别”。"]


def test_what_only_the_other_changed_is_taken_over(form: Form) -> None:
    before = read_back(remembered(form, {"place": "甲地", "sex": "男"}))
    found = merged(form, {"place": "甲地", "sex": "女"}, {"place": "乙地", "sex": "男"}, before)
    assert found.content == {"place": "乙地", "sex": "女"}
    assert (found.both, found.theirs) == (frozenset(), ("地点",))


def test_what_both_changed_is_shown_to_be_chosen_and_ones_own_words_stay(form: Form) -> None:
    before = read_back(remembered(form, {"place": "甲地"}))
    found = merged(form, {"place": "丙地"}, {"place": "乙地"}, before)
    assert (found.content, found.both) == ({"place": "丙地"}, frozenset({"place"}))


def test_one_moment_written_in_two_ways_is_no_change(form: Form) -> None:
    before = read_back(remembered(form, {"start_at": "2026-11-20T14:05:00+08:00"}))
    found = merged(form, {"start_at": "2026-11-20T14:05"}, {"start_at": "2026-11-20T15:00"}, before)
    assert found.content == {"start_at": "2026-11-20T15:00"}


@pytest.mark.parametrize("text", ["", "[]", "{", "3", "x" * 30_000])
def test_what_no_page_of_ours_remembered_is_nothing(text: str) -> None:
    assert read_back(text) == {}
