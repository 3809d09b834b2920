"""The working calendar: published years as data, equal to the library they come from, and another year is one file."""

from datetime import date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from liuhen.adapters.law_folder import DiskLawFolder
from liuhen.core.deadlines.counting import last_moment
from liuhen.core.deadlines.units import CHINA, Unit
from liuhen.core.lawbook.calendars import read_calendar
from liuhen.core.lawbook.errors import LawError

LAW = Path(__file__).resolve().parents[2] / "law"
PUBLISHED = range(2017, 2027)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def calendar():
    return DiskLawFolder(LAW).calendar()


def days_of(year):
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += DAY


@pytest.mark.parametrize("year", PUBLISHED)
def test_every_day_of_a_published_year_is_as_the_library_has_it(calendar, year):
    differing = [d for d in days_of(year) if calendar.is_working(d) != chinese_calendar.is_workday(d)]
    assert calendar.known(date(year, 6, 1))
    assert differing == []


@pytest.mark.parametrize(
    "day",
    # Weekend days worked, as the notices of the State Council's General Office name them.
    ["2017-01-22", "2018-12-29", "2019-04-28", "2019-05-05", "2020-01-19", "2021-04-25", "2022-01-29", "2023-06-25",
     "2024-02-18", "2025-01-26", "2026-01-04", "2026-10-10"],
)  # fmt: skip
def test_known_make_up_days_are_worked(calendar, day):
    assert date.fromisoformat(day).weekday() >= 5
    assert calendar.is_working(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day",
    # 2018-12-31 and 2022-12-31 were arranged with the year after, 2020-01-31 by the notice that lengthened the holiday.
    ["2017-01-27", "2018-12-31", "2019-05-03", "2020-01-31", "2021-05-05", "2022-05-04", "2023-10-06", "2024-02-16",
     "2025-01-28", "2026-02-23"],
)  # fmt: skip
def test_known_days_off_within_the_week_are_off(calendar, day):
    assert date.fromisoformat(day).weekday() < 5
    assert not calendar.is_working(date.fromisoformat(day))


def test_every_year_names_the_notice_it_follows():
    for year in PUBLISHED:
        assert f"国办发明电〔{year - 1}〕" in (LAW / f"_calendars/{year}.yaml").read_text(encoding="utf-8")


def test_working_days_of_a_period_skip_the_holiday_and_count_the_make_up_day(calendar):
    start = datetime(
        2019, 4, 26, 10, tzinfo=CHINA
    )  # Friday; Sunday the 28th is worked, May 1 to 4 are off, the 5th worked
    end = last_moment(start, 4, Unit.WORKING_DAYS, calendar=calendar)
    assert end == datetime(2019, 5, 6, tzinfo=CHINA)


def test_a_year_not_published_yet_counts_weekends_and_says_so_until_its_file_is_added(tmp_path):
    folder = tmp_path / "law"
    (folder / "_calendars").mkdir(parents=True)
    monday = date(2027, 2, 8)
    before = DiskLawFolder(folder).calendar()
    assert not before.known(monday)
    assert before.is_working(monday)
    text = "year: 2027\nbasis: 为本测试编写\nholidays: [2027-02-08]\nworkdays: [2027-02-14]\n"
    (folder / "_calendars/2027.yaml").write_text(text, encoding="utf-8")
    after = DiskLawFolder(folder).calendar()
    assert after.known(monday)
    assert not after.is_working(monday)
    assert after.is_working(date(2027, 2, 14))


@pytest.mark.parametrize(
    ("name", "days", "message"),
    [
        ("2028.yaml", "holidays: [2027-01-01]", "文件名应为 2027.yaml"),
        ("2027.yaml", "holidays: [2028-01-01]", "不属于 2027 年"),
        ("2027.yaml", "holidays: [2027-02-13]\nworkdays: [2027-02-13]", "既是休息日又是补班日"),
        ("2027.yaml", "workdays: [2027-02-08]", "不是周六或者周日"),
    ],
)
def test_what_is_wrong_with_a_year_is_said(name, days, message):
    with pytest.raises(LawError) as refused:
        read_calendar(f"year: 2027\nbasis: 测试\n{days}\n", name=name)
    assert message in str(refused.value)
