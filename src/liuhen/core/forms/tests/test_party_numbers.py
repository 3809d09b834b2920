"""Numbers of persons, organisations, vehicles and vessels: put right, checked, and hidden in the middle."""

from __future__ import annotations

from datetime import date

import pytest

from liuhen.core.forms.party_numbers import (
    LONGEST_NUMBER,
    NUMBERS_OF,
    age_on,
    birth_of,
    hidden,
    masked,
    normal_number,
    number_fault,
    sex_of,
)
from liuhen.core.terms.labels import NumberKind, PartyKind

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (NumberKind.IDENTITY, " １１０１０５ 19491231 002ｘ", "11010519491231002X"),
        (NumberKind.CREDIT_CODE, "91350100-m000100y43", "91350100M000100Y43"),
        (NumberKind.PLATE, "粤b·12345", "粤B12345"),
        (NumberKind.IMO, "imo 9074729", "9074729"),
        (NumberKind.OTHER_PLATE, " 临 12345 ", "临 12345"),
    ],
)
def test_what_was_typed_is_put_right_before_anything_is_asked(kind, typed, kept):
    assert normal_number(kind, typed) == kept
    assert number_fault(kind, kept, TODAY) == ""


@pytest.mark.parametrize(
    ("kind", "sound"),
    [
        (NumberKind.PLATE, "粤B12345"),
        (NumberKind.PLATE, "粤BD12345"),
        (NumberKind.PLATE, "粤B12345D"),
        (NumberKind.PLATE, "粤B1234挂"),
        (NumberKind.PLATE, "粤Z1234港"),
        (NumberKind.VIN, "LSVAA4182E2184841"),
        (NumberKind.VESSEL_IDENTIFICATION, "CN20041234567"),
        (NumberKind.VESSEL_REGISTRATION, "090104000123"),
        (NumberKind.MMSI, "413000123"),
        (NumberKind.IMO, "9074729"),
        (NumberKind.OTHER_PAPER, "E12345678"),
    ],
)
def test_sound_numbers_pass(kind, sound):
    assert number_fault(kind, sound, TODAY) == ""


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (NumberKind.PLATE, "粤BI2345"),
        (NumberKind.PLATE, "粤B1234567"),
        (NumberKind.PLATE, "X12345"),
        (NumberKind.VIN, "LSVAA4182E218484O"),
        (NumberKind.VESSEL_IDENTIFICATION, "CN2004123456"),
        (NumberKind.VESSEL_REGISTRATION, "12345"),
        (NumberKind.MMSI, "013000123"),
        (NumberKind.IMO, "9074728"),
        (NumberKind.IDENTITY, "110105194912310021"),
        (NumberKind.CREDIT_CODE, "91350100M000100Y44"),
        (NumberKind.OTHER_PAPER, "E" * (LONGEST_NUMBER + 1)),
    ],
)
def test_wrong_numbers_are_told_in_chinese_with_what_to_look_at(kind, wrong):
    fault = number_fault(kind, wrong, TODAY)
    assert fault.endswith("。")
    assert "请" in fault


def test_every_kind_of_number_belongs_to_one_kind_of_party_and_can_be_asked_about():
    listed = [kind for kinds in NUMBERS_OF.values() for kind in kinds]
    assert sorted(listed) == sorted(NumberKind)
    assert set(NUMBERS_OF) == set(PartyKind)
    assert all(isinstance(number_fault(kind, "?", TODAY), str) for kind in NumberKind)


def test_an_identity_number_tells_sex_birth_and_age():
    number = "11010519491231002X"
    assert (sex_of(number), birth_of(number)) == ("女", date(1949, 12, 31))
    assert (age_on(date(2000, 11, 21), TODAY), age_on(date(2000, 11, 20), TODAY)) == (25, 26)


@pytest.mark.parametrize("text", ["", "1", "12345", "123456", "E12345678", "13800138000", "11010519491231002X"])
def test_what_is_hidden_is_as_long_and_never_tells_the_middle(text):
    shown = hidden(text)
    assert len(shown) == len(text)
    assert not text or "*" in shown
    assert shown.count("*") >= len(text) / 3


def test_only_numbers_of_persons_are_hidden():
    assert masked(NumberKind.CREDIT_CODE, "91350100M000100Y43") == "91350100M000100Y43"
    assert masked(NumberKind.OTHER_PAPER, "E12345678") == "E******78"
