"""Every field of a form stands on paper once, in its order; two share a row only where both are short."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from liuhen.adapters.form_layout import NARROWEST, SHORT_TEXT, WIDEST, segments, width
from liuhen.ports.press import Cell, CellKind

TEXT = st.text(st.sampled_from("当事人abc1，\n"), max_size=200)
CELLS = st.lists(
    st.builds(
        Cell,
        label=st.integers().map(str),
        kind=st.sampled_from([kind for kind in CellKind if kind is not CellKind.TABLE]),
        group=st.sampled_from(["", "当事人（个人）", "当事人（单位）"]),
        text=TEXT,
    )
)


def _fields(segment: dict[str, Any]) -> list[dict[str, Any]]:
    if segment["kind"] != "fields":
        return [segment]
    return [field for group in segment["groups"] for row in group["rows"] for field in row]


@given(CELLS)
def test_every_field_stands_once_and_in_order(cells):
    shown = [field["label"] for segment in segments(cells) for field in _fields(segment)]
    assert shown == [cell.label for cell in cells]


@given(CELLS)
def test_fields_that_share_a_row_are_short(cells):
    rows = [
        row for one in segments(cells) if one["kind"] == "fields" for group in one["groups"] for row in group["rows"]
    ]
    assert all(len(row) in (1, 2) for row in rows)
    shared = [field for row in rows if len(row) == 2 for field in row]
    assert all(width(field["text"]) <= SHORT_TEXT and "\n" not in field["text"] for field in shared)


def test_fields_of_two_groups_never_share_a_row():
    [segment] = segments([Cell(label="姓名", group="个人"), Cell(label="名称", group="单位")])
    assert [group["name"] for group in segment["groups"]] == ["个人", "单位"]


def test_columns_share_the_width_by_their_longest_line():
    rows = [["1", "方向盘套与车钥匙" * 9], ["2", "无"]]
    [segment] = segments([Cell(label="清单", kind=CellKind.TABLE, heads=["序", "名称"], rows=rows)])
    assert segment["widths"] == [NARROWEST, WIDEST]
