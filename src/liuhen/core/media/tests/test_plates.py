"""Number plates are found in what was read, and nothing is made a plate that is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.media.plates import PROVINCES, PlateKind, is_plate, likeness, plates_in


def _texts(text):
    return [(plate.text, plate.kind, plate.mended) for plate in plates_in(text)]


@pytest.mark.parametrize(
    ("read", "plate", "kind"),
    [
        ("粤A·B288Y", "粤AB288Y", PlateKind.ORDINARY),
        ("车辆ID:粤B00000", "粤B00000", PlateKind.ORDINARY),
        ("京 P - C5U22", "京PC5U22", PlateKind.ORDINARY),
        ("沪AD12345", "沪AD12345", PlateKind.NEW_ENERGY),
        ("粤B12345F", "粤B12345F", PlateKind.NEW_ENERGY),
        ("鲁K1234警", "鲁K1234警", PlateKind.POLICE),
        ("鲁K1234挂", "鲁K1234挂", PlateKind.TRAILER),
        ("粤Z1234港", "粤Z1234港", PlateKind.BORDER),
        ("豫a12345", "豫A12345", PlateKind.ORDINARY),
    ],
)
def test_each_form_of_plate_is_found_and_named(read, plate, kind):
    assert _texts(read) == [(plate, kind, 0)]


def test_letters_that_are_never_given_out_are_read_as_digits_and_counted():
    assert _texts("粤BI2O45") == [("粤B12045", PlateKind.ORDINARY, 2)]


def test_a_lookalike_of_a_province_is_mended_and_counted():
    assert _texts("奥A12345") == [("粤A12345", PlateKind.ORDINARY, 1)]


@pytest.mark.parametrize(
    "text",
    ["苏E-051712", "粤A1234", "粤A1234567", "粤AABCDE", "2020-01-11 17:11:55", "A696L6", "LEXUS", "核心价值观", ""],
)
def test_other_text_is_no_plate(text):
    assert _texts(text) == []


def test_two_plates_in_one_line_are_both_found():
    assert [plate.text for plate in plates_in("粤A883J9 粤A·B288Y")] == ["粤A883J9", "粤AB288Y"]


def test_a_wanted_plate_is_seen_though_its_province_was_lost_or_misread():
    assert likeness("桂A·TK071", "桂ATK071") == 1.0
    assert likeness("桂ATK071", "BATK071") == likeness("桂ATK071", "ATK071") == 0.85


def test_one_sign_may_be_taken_for_one_that_looks_like_it():
    assert likeness("粤B8D123", "粤BBD123") == 0.85


@pytest.mark.parametrize("read", ["桂ATK017", "桂ATK072", "TK071", "", "粤B12345"])
def test_another_plate_or_too_little_of_it_is_not_the_wanted_one(read):
    assert likeness("桂ATK071", read) == 0.0


def test_only_a_whole_and_plain_plate_is_one():
    assert is_plate("粤A12345")
    assert not is_plate("奥A12345")
    assert not is_plate("车牌粤A12345")


@given(st.sampled_from(PROVINCES), st.sampled_from("ABCDEFGHJK"), st.from_regex(r"[A-HJ-NP-Z][0-9]{4}", fullmatch=True))
def test_every_ordinary_plate_is_found_whatever_stands_around_it(province, office, serial):
    plate = province + office + serial
    assert [found.text for found in plates_in(f"（{plate}）。")] == [plate]
    assert likeness(plate, f"前车{plate}驶过") == 1.0
