"""The words of running numbers, and numbers given by many at once."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from liuhen.apps.documents.actions import put_in_force, set_word
from liuhen.apps.documents.models import Paper
from liuhen.apps.documents.queries import next_number, series_of
from liuhen.apps.documents.tests.conftest import CHINA, said_in
from liuhen.ports.outside import outside
from liuhen.site.testing import outside_at


def _next(world, form="violation_notice", year=2026):
    found = next_number(world.cast.agency, outside().law.forms()[form], year)
    assert found is not None
    return found


def test_an_agency_sets_the_word_before_the_first_number_of_a_year(world):
    set_word(world.cast.head, "violation_notice", 2026, "粤交执违通")
    assert _next(world).text == "粤交执违通〔2026〕1号"
    assert [one.word for one in series_of(world.cast.agency, 2026)] == ["粤交执违通"]
    assert _next(world, year=2027).text == "粤交执违通〔2027〕1号"
    world.seal()
    assert said_in(world.in_force("violation_notice")).number == "粤交执违通〔2026〕1号"
    with pytest.raises(ValidationError, match="已编到第 1 号"):
        set_word(world.cast.head, "violation_notice", 2026, "另")
    assert set_word(world.cast.head, "violation_notice", 2027, "另").last == 0


def test_two_kinds_of_document_never_share_a_word(world):
    set_word(world.cast.head, "violation_notice", 2026, "市交罚")
    with pytest.raises(ValidationError, match="另一种文书"):
        set_word(world.cast.head, "penalty_decision", 2026, "市交罚")
    set_word(world.cast.head, "hearing_notice", 2026, "市交违通")
    assert _next(world, "penalty_decision").text == "市交罚〔2026〕1号"
    world.seal()
    assert said_in(world.in_force("violation_notice")).number == "市交罚〔2026〕1号"
    assert _next(world, "hearing_notice").text == "市交违通〔2026〕1号"


def test_a_series_does_not_begin_with_a_word_that_is_taken(world):
    set_word(world.cast.head, "hearing_notice", 2026, "市交违通")
    world.seal()
    with pytest.raises(ValidationError, match="先由负责人设置本文书的代字"):
        world.in_force("violation_notice")
    assert not Paper.objects.exists()
    set_word(world.cast.head, "violation_notice", 2026, "市交告")
    assert said_in(world.in_force("violation_notice")).number == "市交告〔2026〕1号"


@pytest.mark.parametrize(
    ("form", "year", "word", "said"),
    [
        ("inspection_record", 2026, "检", "不编文号"),
        ("love_letter", 2026, "爱", "不编文号"),
        ("violation_notice", 2026, "", "代字"),
        ("violation_notice", 2026, "罚〔2026〕", "代字"),
        ("violation_notice", 2026, "罚 1", "代字"),
        ("violation_notice", 2026, "罚" * 41, "最多 40 字"),
        ("violation_notice", 26, "罚", "四位的年份"),
    ],
)
def test_a_word_that_is_none_is_refused(world, form, year, word, said):
    with pytest.raises(ValidationError, match=said):
        set_word(world.cast.head, form, year, word)


def test_only_head_and_custodian_set_words(world):
    with pytest.raises(PermissionDenied):
        set_word(world.cast.handler, "violation_notice", 2026, "罚")
    assert set_word(world.cast.custodian, "violation_notice", 2026, "罚").word == "罚"


def test_the_year_is_that_of_chinese_civil_time(world):
    world.seal()
    draft = world.signed("violation_notice")
    with outside_at(datetime(2027, 1, 1, 0, 30, tzinfo=CHINA), home=world.home):
        assert said_in(put_in_force(world.cast.handler, draft)).number == "市交违通〔2027〕1号"
