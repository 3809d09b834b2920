"""How moments, sizes and citations are put into words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from liuhen.site import wording

NOW = datetime(2026, 11, 20, 6, 5, tzinfo=UTC)  # 14:05 in China


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(hours=3, minutes=12), "剩 3 小时 12 分"),
        (timedelta(hours=3), "剩 3 小时"),
        (timedelta(minutes=59, seconds=59), "剩 59 分"),
        (timedelta(seconds=30), "剩 不到 1 分"),
        (timedelta(days=1, hours=5, minutes=59), "剩 1 天 5 小时"),
        (timedelta(days=1, minutes=20), "剩 1 天"),
        (timedelta(days=9, hours=23), "剩 9 天"),
        (timedelta(days=-2), "逾期 2 天"),
        (timedelta(minutes=-61), "逾期 1 小时 1 分"),
        (timedelta(0), "剩 不到 1 分"),
    ],
)
def test_a_due_time_reads_as_people_speak(left, words):
    assert wording.due_words(NOW + left, NOW) == words


def test_a_moment_is_written_in_full_in_chinese_time():
    assert wording.exact(NOW) == "2026年11月20日 14:05"
    assert wording.exact(NOW + timedelta(seconds=9), seconds=True) == "2026年11月20日 14:05:09"
    assert wording.day(NOW + timedelta(hours=10)) == "2026年11月21日"


def test_english_readers_get_english_dates_and_citations():
    with translation.override("en"):
        assert wording.exact(NOW) == "20 November 2026 14:05"
        assert wording.citation(21, "（三）", 3) == "art. 21 (3)"


def test_the_length_of_a_recording_is_written_as_players_do():
    assert wording.running_time(247_900) == "4:07"
    assert wording.running_time(3_729_000) == "1:02:09"


def test_an_article_is_cited_in_the_numerals_of_the_statute_book():
    assert wording.citation(29) == "第二十九条"
    assert wording.citation(21, "（三）", 3) == "第二十一条第三项"


def test_a_misprinted_item_number_is_shown_beside_its_position():
    assert wording.citation(9, "（七）", 8) == "第九条第八项〔印作（七）〕"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("440101199001011234", "440***********1234"),
        ("13812345678", "138****5678"),
        ("张三", "张*"),
        ("欧阳某某", "欧**某"),
        ("王", "王"),
        ("", ""),
    ],
)
def test_an_identity_number_or_name_shows_only_its_ends(value, shown):
    assert wording.masked(value) == shown
