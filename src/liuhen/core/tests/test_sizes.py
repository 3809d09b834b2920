"""Sizes in words."""

from __future__ import annotations

import pytest

from liuhen.core.sizes import compared_sizes, size_words


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (1_834_567_890, "1.8 GB"),
        (10**16, "10000.0 TB"),
    ],
)
def test_a_size_is_written_in_decimal_units(octets: int, words: str) -> None:
    assert size_words(octets) == words


def test_sizes_set_against_each_other_are_told_apart_to_the_byte_where_rounding_would_not() -> None:
    assert compared_sizes(512, 4_000_000_000) == ("512 B", "4.0 GB")
    assert compared_sizes(1_000_000_000, 1_000_000_001) == ("1000000000 字节", "1000000001 字节")
    assert compared_sizes(2_000, 2_000) == ("2.0 kB", "2.0 kB")
