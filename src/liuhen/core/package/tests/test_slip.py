"""Slips come back from their codes as they were; codes of other slips, missing or changed ones are refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.package.slip import IN_ONE_CODE, Listed, MalformedSlip, list_digest, read_codes, slip_codes

LISTED = st.builds(Listed, st.binary(min_size=32, max_size=32).map(bytes.hex), st.integers(0, 2**62))
IN_A_CODE = re.compile(r"[0-9A-Z $%*+\-./:]*")


def _some(count: int) -> list[Listed]:
    return [Listed(f"{number:064x}", number) for number in range(count)]


@given(st.lists(LISTED, min_size=1, max_size=3 * IN_ONE_CODE), st.randoms())
def test_what_was_listed_is_read_back_from_the_codes_in_any_order(listed, random):
    codes = slip_codes(listed)
    random.shuffle(codes)
    assert read_codes(codes) == listed


def test_codes_hold_only_letters_of_the_alphanumeric_mode():
    assert all(IN_A_CODE.fullmatch(code) for code in slip_codes(_some(20)))


def test_the_digest_of_a_list_is_that_of_its_lines():
    assert list_digest([Listed("0" * 64, 5)]) == "73c0b2216f86e38c64400ccee5d3d20c01fce4e59b70b299346afe9d34160571"


def test_no_recordings_make_no_code():
    assert slip_codes([]) == []


def test_a_missing_code_is_told_by_its_number():
    with pytest.raises(MalformedSlip, match="缺第 2 个"):
        read_codes(slip_codes(_some(2 * IN_ONE_CODE + 1))[::2])


def test_codes_of_two_papers_are_not_mixed():
    with pytest.raises(MalformedSlip, match="不是同一份"):
        read_codes([slip_codes(_some(2 * IN_ONE_CODE))[0], slip_codes(_some(2 * IN_ONE_CODE + 1))[1]])


def test_a_changed_digest_is_found():
    [code] = slip_codes(_some(3))
    with pytest.raises(MalformedSlip, match="不符"):
        read_codes([code.replace("1-1", "2-1")])


@pytest.mark.parametrize("code", ["", "http://localhost/", "LIUHEN:2/1/1/0000000000000000/00-1", "LIUHEN:1/0/1/0/"])
def test_what_is_no_code_is_refused(code):
    with pytest.raises(MalformedSlip):
        read_codes([code])


def test_no_codes_are_no_slip():
    with pytest.raises(MalformedSlip, match="没有校验码"):
        read_codes([])


def test_an_entry_cut_short_is_refused():
    with pytest.raises(MalformedSlip, match="不完整"):
        read_codes([slip_codes(_some(2))[0][:-4]])
