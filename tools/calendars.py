"""Writes law/_calendars/<year>.yaml for years the State Council has arranged, from the library `chinesecalendar`.

`python tools/calendars.py [YEAR ...]` (default: from 2017 to the last year the library knows); with --check it only
says which files differ. A year the library does not know is refused: docs/how-to/add-a-calendar-year.md says how its
file is written by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

from chinese_calendar import constants  # type: ignore[import-untyped]

FOLDER = Path(__file__).resolve().parents[1] / "law/_calendars"
FIRST = 2017
NOTICES = {
    2017: ("国办发明电〔2016〕17号",),
    2018: ("国办发明电〔2017〕12号", "国办发明电〔2018〕15号（12月29日至31日）"),
    2019: ("国办发明电〔2018〕15号", "国办发明电〔2019〕3号（劳动节）"),
    2020: ("国办发明电〔2019〕16号", "国办发明电〔2020〕1号（延长春节假期）"),
    2021: ("国办发明电〔2020〕27号",),
    2022: ("国办发明电〔2021〕11号", "国办发明电〔2022〕16号（12月31日）"),
    2023: ("国办发明电〔2022〕16号",),
    2024: ("国办发明电〔2023〕7号",),
    2025: ("国办发明电〔2024〕12号",),
    2026: ("国办发明电〔2025〕7号",),
}
"""By which notices of the State Council's General Office each year was arranged; other years cite the library alone."""
HEAD = "# Made by tools/calendars.py: the days off of the notices, and the weekend days worked instead.\n"


def known_years() -> range:
    """The years for which the library has an arrangement, from the first one used here."""
    years = {day.year for day in constants.holidays}
    return range(FIRST, max(years) + 1)


def year_file(year: int) -> str:
    """The YAML of one year; ValueError when the library does not know it."""
    if year not in known_years():
        raise ValueError(f"chinesecalendar does not know {year}: write law/_calendars/{year}.yaml by hand")
    holidays = [day for day in constants.holidays if day.year == year]
    workdays = [day for day in constants.workdays if day.year == year]
    return f"{HEAD}year: {year}\nbasis: {basis(year)}\n{_listed('holidays', holidays)}{_listed('workdays', workdays)}"


def basis(year: int) -> str:
    """Where the arrangement was published, and from which data it was taken over."""
    library = f"数据取自 chinesecalendar {version('chinesecalendar')}"
    notices = NOTICES.get(year)
    return f"国务院办公厅关于{year}年部分节假日安排的通知：{'、'.join(notices)}；{library}" if notices else library


def _listed(name: str, days: Iterable[date]) -> str:
    """A list with one line for each month."""
    lines = [", ".join(map(str, month)) for _, month in groupby(sorted(days), key=lambda day: day.month)]
    return f"{name}: [\n" + "".join(f"  {line},\n" for line in lines) + "]\n"


def stale(years: Iterable[int]) -> Iterator[tuple[Path, str]]:
    """The files which are not, or differ from, what would be written, with what would be."""
    for year in years:
        path, wanted = FOLDER / f"{year}.yaml", year_file(year)
        if not path.is_file() or path.read_text(encoding="utf-8") != wanted:
            yield path, wanted


def main(arguments: list[str]) -> int:
    """Write, or with --check compare; 1 when something differs."""
    years = [int(argument) for argument in arguments if argument != "--check"] or known_years()
    differing = list(stale(years))
    for path, wanted in differing:
        print(path.relative_to(FOLDER.parents[1]))
        if "--check" not in arguments:
            path.parent.mkdir(exist_ok=True)
            path.write_text(wanted, encoding="utf-8")
    return int(bool(differing) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
