"""Numbers, days and times are read strictly."""

from datetime import timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from liuhen.core.lawbook.fields import Day, Flag, Seconds, Whole, parse_moment


@pytest.mark.parametrize("text", ["２４", "2_4", " 24", "24\n", "+24", "-1", "0x10", "1e3", "", "٣"])
def test_numbers_that_are_not_plain_ascii_digits_are_refused(text):
    with pytest.raises(ValidationError, match="半角数字"):
        TypeAdapter(Whole).validate_python(text)


def test_a_number_is_read():
    assert TypeAdapter(Whole).validate_python("24") == 24


def test_times_without_offset_are_chinese_time():
    assert parse_moment("2019-04-02 09:30").isoformat() == "2019-04-02T09:30:00+08:00"
    assert parse_moment("2019-04-02T01:30:15Z").isoformat() == "2019-04-02T01:30:15+00:00"


@pytest.mark.parametrize("text", ["2019-02-30 09:00", "2019-04-02 24:00", "2019-04-02", "２019-04-02 09:30", "now", ""])
def test_times_that_do_not_exist_are_refused(text):
    with pytest.raises(ValueError, match="时间"):
        parse_moment(text)


@pytest.mark.parametrize("text", ["2019-2-3", "2019-02-30", "20190203", "２０１９-02-03"])
def test_days_that_do_not_exist_are_refused(text):
    with pytest.raises(ValidationError, match="日期"):
        TypeAdapter(Day).validate_python(text)


def test_flags_are_yes_or_no():
    assert TypeAdapter(Flag).validate_python("yes") is True
    with pytest.raises(ValidationError, match="yes 或 no"):
        TypeAdapter(Flag).validate_python("on")


def test_seconds_may_have_a_fraction():
    assert TypeAdapter(Seconds).validate_python("0.5") == timedelta(milliseconds=500)
