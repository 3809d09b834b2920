"""What the words of a list's filters name: people, devices, cases, digests by their beginning, files by any part.

No filter looks through a large table for a piece of text. People and devices are few and are looked up first; what they
name is then read along its own index. A word that names nobody and nothing is taken for a part of a file's name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from liuhen.apps.cases.queries import cases_beginning
from liuhen.apps.devices.queries import devices_beginning
from liuhen.apps.journal.lookups import begins, holding
from liuhen.apps.people.queries import officers_beginning, units_keyed
from liuhen.apps.recordings.models import Recording
from liuhen.apps.recordings.visibility import FEW, few_of, of_few, of_many

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Case
    from liuhen.apps.recordings.listing import Filters

SEVERAL = 8
"""Up to so many people or devices are read one by one, each along its index."""
_DIGEST = re.compile(r"[0-9a-f]{6,64}", re.ASCII)


@dataclass(slots=True)
class Narrowing:
    """Alternatives each read along an index of its own, and conditions on all of them."""

    leads: list[list[Q]] = field(default_factory=lambda: [[]])
    rest: list[Q] = field(default_factory=list)
    leading: bool = False
    """Whether a lead or `rest` names an index, so that the agency's need not be read along."""

    def along(self, name: str, keys: Sequence[int]) -> None:
        """Narrow to rows with one of these keys: along their index where none leads yet and they are few."""
        if not self.leading and 0 < len(keys) <= SEVERAL:
            self.leads, self.leading = [[Q(**{name: key})] for key in keys], True
        else:
            self.rest.append(Q(**{f"{name}__in": list(keys)}))

    def to_cases(self, cases: QuerySet[Case]) -> None:
        """Narrow to what is linked to one of these cases."""
        few = few_of(cases)
        self.rest.append(of_many(cases) if few is None else of_few(few))
        self.leading |= few is not None

    def to_digests(self, searched: Collection[int], beginning: str) -> bool:
        """Narrow to files of such digests, one by one where they are few; False, and nothing done, without any."""
        named = begins("sha256", beginning)
        found = Recording.objects.filter(named, agency__in=searched).order_by().values_list("pk", flat=True)
        keys = list(found[: FEW + 1])
        if keys:
            self._to(keys if len(keys) <= FEW else None, named)
        return bool(keys)

    def to_names(self, word: str) -> None:
        """Narrow to files in whose name a word stands: one by one where they are few."""
        self._to(holding(Recording, ["name_key"], [word], FEW), Q(name_key__contains=word))

    def _to(self, few: list[int] | None, named: Q) -> None:
        self.rest.append(named if few is None else Q(pk__in=few))
        self.leading |= few is not None


def narrowing_of(searched: Collection[int], wanted: Filters) -> Narrowing | None:
    """How the filters narrow the list, their words naming things of these agencies; None where nothing is named so."""
    found = Narrowing(leading=wanted.intake is not None)
    if wanted.officer and not _by_people(found, searched, wanted.officer):
        return None
    if wanted.device and not _by_devices(found, searched, wanted.device):
        return None
    if wanted.unit is not None:
        found.along("unit", [unit.pk for unit in units_keyed([wanted.unit], searched)])
    if wanted.party or wanted.cause:
        found.to_cases(cases_beginning(searched, party=wanted.party, cause=wanted.cause))
    for word in wanted.words.split():
        _by_word(found, searched, word)
    return found


def _by_people(found: Narrowing, searched: Collection[int], word: str) -> bool:
    keys = officers_beginning(searched, word)
    found.along("officer", keys)
    return bool(keys)


def _by_devices(found: Narrowing, searched: Collection[int], word: str) -> bool:
    keys = devices_beginning(searched, word)
    found.along("device", keys)
    return bool(keys)


def _by_word(found: Narrowing, searched: Collection[int], word: str) -> None:
    """A word names officers, else devices, else cases, else digests, else files: the first of these that there are."""
    if people := officers_beginning(searched, word):
        found.along("officer", people)
    elif devices := devices_beginning(searched, word):
        found.along("device", devices)
    elif (cases := cases_beginning(searched, number=word)).exists():
        found.to_cases(cases)
    elif not (_DIGEST.fullmatch(word.lower()) and found.to_digests(searched, word.lower())):
        found.to_names(word.casefold())
