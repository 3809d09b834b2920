"""The number 案号 proposed for a new case: in the agency's own pattern, with the word of its kind, counted on.

The word (罚, 许 …) comes from the procedure or the acts of the case (law/_vocabulary/procedures, acts). How the agency
writes the rest is learnt from the numbers it gave before; whatever is typed instead is the pattern from then on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from liuhen.apps.cases.models import Case
from liuhen.apps.lawlib.queries import number_words

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency

LOOKED_AT = 5000
"""So many of the latest numbers with a word in them are looked at, at most."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
_LAST_NUMBER = re.compile(r"(\d+)(\D*)$", re.ASCII)
_AFTER = r"(?=[字案]?[〔［\[（(])"
"""What stands behind the word of a kind in a number: 罚〔2026〕, 罚字〔2026〕."""


def suggest_number(agency: Agency, now: datetime, *, procedure: str = "", acts: Collection[str] = ()) -> str:
    """The next number of the agency for a case of this kind, which nobody has: this year, last number plus one.

    Without a number of this kind before, the agency's latest with the word of its kind, from 1; one that tells no kind
    is counted on. Nothing known of the kind: what stands first in the list of acts.
    """
    word, words = word_of(procedure, acts), {*number_words("procedures").values(), *number_words("acts").values()}
    given = Case.objects.filter(agency=agency).order_by("-pk").values_list("number", flat=True)
    if (same := _latest_with(given.filter(number__contains=word)[:LOOKED_AT], word)) is not None:
        return _following(same, now)
    last = given.first()
    if last is None:
        return _free(f"{agency.name[:2]}{word}〔{now.year}〕1号")
    other = re.sub(rf"(?:{'|'.join(map(re.escape, sorted(words)))}){_AFTER}", word, last, count=1)
    return _following(last, now) if other == last else _free(_count_on(_YEAR.sub(str(now.year), other), restart=True))


def word_of(procedure: str, acts: Collection[str]) -> str:
    """The word of a kind of case: of its procedure, else of the first of its acts in the order of the list."""
    own, by_act = number_words("procedures").get(procedure), number_words("acts")
    return own or _first(by_act, acts) or _first(by_act, by_act)


def _first(words: Mapping[str, str], codes: Collection[str]) -> str:
    return next((word for code, word in words.items() if code in codes), "")


def _latest_with(numbers: Collection[str], word: str) -> str | None:
    """The first of these that has the word where the kind is told."""
    told = re.compile(re.escape(word) + _AFTER)
    return next((number for number in numbers if told.search(number)), None)


def _following(last: str, now: datetime) -> str:
    number = _YEAR.sub(str(now.year), last)
    return _free(_count_on(number, restart=number != last))


def _free(number: str) -> str:
    """Count on until nobody has the number (another unit may have been quicker)."""
    while Case.objects.filter(number=number).exists():
        number = _count_on(number)
    return number


def _count_on(number: str, *, restart: bool = False) -> str:
    """The number with its last digits one higher (or at one again), as wide as before."""
    return _LAST_NUMBER.sub(
        lambda found: str(1 if restart else int(found[1]) + 1).zfill(len(found[1])) + found[2], number
    )
