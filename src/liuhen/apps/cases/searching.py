"""The search for cases: old ones by how number, cause, party or plate begin, the latest by any part of them.

No search looks through the whole table: beginnings are read along indexes, and parts of words are looked for in so many
of the latest cases, however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from django.db.models import Max, Q, QuerySet

from liuhen.apps.cases.models import Case
from liuhen.apps.journal.lookups import begins
from liuhen.apps.people.queries import all_agencies

LATEST = 5000
"""So many of the cases registered last are searched for any part of a word."""
FEW = 300
"""Up to so many cases that begin with a word are named one by one; beyond them each row is asked."""
MOST_WORDS = 8
"""Words beyond these are not looked for: each costs statements of its own."""
COLUMNS = ("number", "cause", "party", "plate")
Finds = Callable[[str], Collection[int]]
"""Given a word, tells the keys of some cases it names; must not look through a whole table."""
_elsewhere: list[Finds] = []


def find_also(finds: Finds) -> None:
    """Let a higher room find cases by what it knows of them (site/wiring.py)."""
    if finds not in _elsewhere:
        _elsewhere.append(finds)


def search(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    """Those cases in which every word begins number, cause, party or plate; of the latest, occurs in one of them.

    And those a higher room finds by the word.
    """
    wanted = words.split()[:MOST_WORDS]
    if not wanted:
        return cases
    last: int = Case.objects.aggregate(last=Max("pk"))["last"] or 0
    agencies = list(all_agencies().values_list("pk", flat=True))
    for word in wanted:
        elsewhere = [key for finds in _elsewhere for key in finds(word)]
        cases = cases.filter(_in_the_latest(word, last) | _beginning(word, agencies) | Q(pk__in=elsewhere))
    return cases


def _in_the_latest(word: str, last: int) -> Q:
    occurs = Q()
    for column in COLUMNS:
        occurs |= Q(**{f"{column}__icontains": word})
    return Q(pk__in=Case.objects.filter(occurs, pk__gt=last - LATEST).values("pk"))


def _beginning(word: str, agencies: Sequence[int]) -> Q:
    """Begins with the word as typed, or in capitals, as plates are written."""
    found = Q(pk__in=[])
    for column in COLUMNS:
        named = begins(column, word) | begins(column, word.upper())
        few = list(Case.objects.filter(named, agency__in=agencies).order_by().values_list("pk", flat=True)[: FEW + 1])
        found |= Q(pk__in=few) if len(few) <= FEW else named
    return found
