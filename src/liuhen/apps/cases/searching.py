"""The search for cases: by any part of number, cause, party or plate, in the whole archive.

No search looks through the whole table: what few cases hold all words is read along an index, and what many hold is met
soon by whoever reads along a list.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db.models import Q, QuerySet

from liuhen.apps.cases.models import Case
from liuhen.apps.journal.lookups import holding, occurs

FEW = 300
"""Up to so many cases that hold all words are named one by one; beyond them each row of a list is asked."""
MOST_WORDS = 8
"""Words beyond these are not looked for."""
COLUMNS = ("number", "cause", "party", "plate")
"""Those of the index made in migration 0009."""
Finds = Callable[[str], Collection[int]]
"""Given a word, tells the keys of some cases it names; must not look through a whole table."""
_elsewhere: list[Finds] = []


def find_also(finds: Finds) -> None:
    """Let a higher room find cases by what it knows of them (site/wiring.py)."""
    if finds not in _elsewhere:
        _elsewhere.append(finds)


def search(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    """Those cases in which every word stands in number, cause, party or plate, or by which a higher room finds them."""
    wanted = words.split()[:MOST_WORDS]
    if not wanted:
        return cases
    elsewhere = {word: {key for finds in _elsewhere for key in finds(word)} for word in wanted}
    few = holding(Case, COLUMNS, wanted, FEW)
    if few is not None:
        cases = cases.filter(pk__in=set(few).union(*elsewhere.values()))
    for word in wanted:
        cases = cases.filter(occurs(COLUMNS, word) | Q(pk__in=elsewhere[word]))
    return cases
