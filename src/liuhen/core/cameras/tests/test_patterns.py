"""The language of file names: what it reads, what it refuses, and how it says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.cameras.patterns import PatternError, compile_pattern


def read(text, name):
    """The fields of a name that the pattern is sure to read."""
    found = compile_pattern(text).read(name)
    assert found is not None
    return found


BODY = "{device}_{officer}_{start:YYYYMMDDhhmmss}_{index:4}.MP4"


def test_a_body_cameras_name_is_read_field_by_field():
    assert compile_pattern(BODY).read("DCIM/GD-0421_440101001_20261118093012_0001.mp4") == {
        "device": "GD-0421",
        "officer": "440101001",
        "start": "2026-11-18T09:30:12",
        "index": "0001",
    }


@pytest.mark.parametrize(
    "name",
    [
        "GD-0421_440101001_20261318093012_0001.MP4",
        "GD-0421_440101001_20261118093012_001.MP4",
        "GD-0421_440101001_20261118093012_0001.MP4.exe",
        "粤_440101001_20261118093012_0001.MP4",
        "GD-0421_440101001_２０２６1118093012_0001.MP4",
        "",
        "_" * 5000,
    ],
)
def test_a_name_that_differs_is_not_read_at_all(name):
    assert compile_pattern(BODY).read(name) is None


def test_folders_in_a_pattern_are_the_last_folders_of_the_path():
    pattern = "{start:YYYYMMDD}/{start:hhmmss}_{index:4}.{any}"
    assert read(pattern, "DCIM/20261118/093012_0001.MP4")["start"] == "2026-11-18T09:30:12"
    assert compile_pattern(pattern).read("093012_0001.MP4") is None


def test_an_optional_part_may_be_missing():
    pattern = "{start:YYYY_MMDD_hhmmss}_{index:3}[{flag:F|R|PF}].MP4"
    assert "flag" not in read(pattern, "2026_1118_093012_001.MP4")
    assert read(pattern, "2026_1118_093012_001PF.MP4")["flag"] == "PF"


def test_a_field_is_found_within_a_text():
    pattern = compile_pattern('"camera serial number":"{serial}"')
    assert pattern.find('{"wifi mac":"00",\n"camera serial number":"C3471",}') == {"serial": "C3471"}


@pytest.mark.parametrize(
    "text, says",
    [
        ("VID.mp4", "没有字段"),
        ("{devise}.mp4", "不认识的字段“devise”"),
        ("{start}.mp4", "要写明时间的写法"),
        ("{start:abc}.mp4", "不是时间的写法"),
        ("{device}{officer}.mp4", "紧挨着"),
        ("{index}_{index}.mp4", "出现了两次"),
        ("{index:x}.mp4", "长度写成"),
        ("{index:99}.mp4", "长度写成"),
        ("{index.mp4", "没有成对"),
        ("[{index}.mp4", "没有成对"),
    ],
)
def test_a_pattern_that_can_not_work_is_refused_with_the_way_out(text, says):
    with pytest.raises(PatternError, match=says):
        compile_pattern(text)


@given(st.text(max_size=300))
def test_no_name_whatever_breaks_a_pattern(name):
    found = compile_pattern(BODY).read(name)
    assert found is None or set(found) == {"device", "officer", "start", "index"}


@given(st.integers(0, 9999), st.datetimes(), st.from_regex(r"[0-9A-Z-]{1,12}", fullmatch=True))
def test_what_is_written_is_read_back(index, start, device):
    if start.year < 1000:
        return
    name = f"{device}_440101001_{start:%Y%m%d%H%M%S}_{index:04}.MP4"
    found = compile_pattern(BODY).read(name)
    assert found == {
        "device": device,
        "officer": "440101001",
        "start": start.replace(microsecond=0).isoformat(),
        "index": f"{index:04}",
    }
