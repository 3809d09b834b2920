"""What an official document says of itself: who issued it, under which number, from which day it binds.

Only what is printed in so many words is taken; a person compares it with the document. What is not found stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from liuhen.core.lawbook.official_text import OfficialText

MAX_SHORT = 12
"""Characters a short title has at most."""

_ISSUER = r"[一-鿿]{3,40}(?:政府|办公室|办公厅|委员会|常务委员会|局|厅|部|院|总队|支队|大队|署|会)"
_ISSUED_BY = (
    re.compile(rf"({_ISSUER})文件"),
    re.compile(rf"({_ISSUER})关于.*印发.*"),
    re.compile(rf"({_ISSUER})\s*[0-9]{{4}}年[0-9]{{1,2}}月[0-9]{{1,2}}日\s*(?:印发|发布|公布)"),
)
_NUMBER = re.compile(r"[一-鿿]{2,12}[〔﹝\[（(][0-9]{4}[〕﹞\]）)]\s*第?[0-9]{1,5}号")
_BINDS = re.compile(
    r"(?:^|[。；\n])\s*(?:本[^，。；\n]{1,10})?自([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日起(?:正式)?(?:施行|实施|执行|试行|生效)"
)
_REMARK = re.compile(r"[（(][^（()）]*[）)]$")
_PLACE = re.compile(r"(?:(?!城市)[一-鿿]{2,6}?(?:省|自治区|自治州|市|县|区|旗))+")
_GENRE = re.compile(r"(?:实施)?(办法|规定|细则|制度|条例|规则|规范|意见|规程|准则|方案)$")
_BEGINNINGS = re.compile(r"(?=全过程|音像|记录|实施|工作)")


@dataclass(frozen=True, slots=True)
class Stated:
    """Empty, or None, where the document does not say it; `basis` is the article that gives the day, as printed."""

    issuer: str = ""
    number: str = ""
    in_force: date | None = None
    basis: str = ""


def stated_in(official: OfficialText) -> Stated:
    """What the cover notice, the articles and the printer's note say."""
    around = [" ".join(line.split()) for line in (*official.preamble, *official.tail)]
    issuer = next((found[1] for pattern in _ISSUED_BY for line in around if (found := pattern.fullmatch(line))), "")
    number = next((line for line in around if _NUMBER.fullmatch(line)), "")
    first, basis = _first_day(official)
    return Stated(issuer, number, first, basis)


def _first_day(official: OfficialText) -> tuple[date | None, str]:
    """The one day from which the document says it binds, and the article; nothing where it names two."""
    days = {}
    for article in official.articles:
        for year, month, day in _BINDS.findall(article.text):
            try:
                days[date(int(year), int(month), int(day))] = article.label
            except ValueError:
                continue  # no such day: a person must look
    return next(iter(days.items())) if len(days) == 1 else (None, "")


def short_title(title: str) -> str:
    """A title of at most MAX_SHORT characters, cut only where a word begins; empty where there is none."""
    whole = _REMARK.sub("", title.strip())
    place = _PLACE.match(whole)
    local = whole[place.end() :] if place else whole
    for choice in (whole, local, _abridged(whole), _abridged(local)):
        if 2 < len(choice) <= MAX_SHORT:
            return choice
    return ""


def _abridged(title: str) -> str:
    """The longest beginning that ends before a word of its own, with what kind of text it is: 城市管理行政执法规定."""
    genre = _GENRE.search(title)
    kind = genre[1] if genre else ""
    ends = [found.start() for found in _BEGINNINGS.finditer(title) if 2 <= found.start() <= MAX_SHORT - len(kind)]
    return title[: max(ends)] + kind if ends else ""
