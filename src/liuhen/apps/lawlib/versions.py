"""The versions of a text by date: what an agency put in force, layered over what the law folder holds.

A version binds from its first day to the day before the next one's; a case is therefore judged, step by step, by what
was in force when the step happened. Versions are seen by the agency that put them in force and by those below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from liuhen.apps.lawlib.drafting import Files, read_files
from liuhen.apps.lawlib.models import EnactedText
from liuhen.core.lawbook.text import Turn
from liuhen.ports.outside import Outside, outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency
    from liuhen.core.lawbook.text import LawText, TextInfo
    from liuhen.core.lawbook.vocabulary import Vocabulary

FRESH_SECONDS = 30
"""How long a process may name texts from memory before it asks whether another has put one in force."""


class EnactedRow(NamedTuple):
    """What is needed to place an enacted version: its files are read once per digest."""

    pk: int
    agency: int
    text: str
    first_day: date
    sha256: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a text, with the days it binds; `enacted` is the key of its row, None for the law folder's.

    `whole` is the version as if none followed it: it ends only where the text itself does.
    """

    law: LawText
    enacted: int | None
    whole: LawText

    @property
    def first_day(self) -> date | None:
        """The first day it may bind; None when that is not known."""
        return self.law.info.in_force.earliest

    @property
    def until(self) -> date | None:
        """The first day it no longer binds; None when no end is known."""
        return self.law.info.until.latest if self.law.info.until else None

    @property
    def replaced_on(self) -> date | None:
        """The first day of the version that follows; None when this one ends by itself, or never."""
        return self.until if self.law is not self.whole else None

    def binds_on(self, day: date) -> bool:
        """Whether it is in force on a day, as far as its dates are known."""
        return (self.first_day or date.min) <= day < (self.until or date.max)


def rows_of(texts: Iterable[str] | None = None) -> list[EnactedRow]:
    """The enacted versions of some texts, or of all, by text, first day and order of approval; one query."""
    found = EnactedText.objects.order_by("text", "in_force_from", "pk")
    if texts is not None:
        found = found.filter(text__in=[*texts])
    return [EnactedRow(*row) for row in found.values_list("pk", "agency_id", "text", "in_force_from", "sha256")]


class _Remembered(NamedTuple):
    outside: Outside
    at: datetime
    rows: list[EnactedRow]


_remembered: list[_Remembered] = []


def rows_lately() -> list[EnactedRow]:
    """All enacted versions as this process last saw them, at most FRESH_SECONDS ago: for names, never for judging."""
    here = outside()
    now = here.clock.now()
    known = _remembered[0] if _remembered else None
    if known is None or known.outside is not here or not 0 <= (now - known.at).total_seconds() < FRESH_SECONDS:
        known = _Remembered(here, now, rows_of())
        _remembered[:] = [known]
    return known.rows


def forget() -> None:
    """Ask again: a version has just been put in force."""
    _remembered.clear()


def lineage(agency: Agency) -> frozenset[int]:
    """Primary keys of the agency and of all above it, whose versions bind it too."""
    keys: set[int] = set()
    above: Agency | None = agency
    while above is not None and above.pk not in keys:
        keys.add(above.pk)
        above = above.parent
    return frozenset(keys)


def versions(name: str, rows: Sequence[EnactedRow]) -> tuple[Version, ...]:
    """All versions of a text, oldest first, each ending where the next begins; empty when nobody has the text.

    `rows` are the enacted versions that count, of this text or of others too. Of several for one day the one approved
    last stands. Raises LawError when one of them cannot be read.
    """
    folder = outside().law
    texts: list[tuple[LawText, int | None]] = [(folder.text(name), None)] if name in folder.ids() else []
    last_word = {row.first_day: row for row in rows if row.text == name}
    for first_day in sorted(last_word):
        row = last_word[first_day]
        texts.append((_beginning(_read(row.text, row.sha256, folder.vocabulary()), first_day), row.pk))
    nexts = [law.info.in_force.earliest for law, _ in texts[1:]]
    return tuple(
        Version(_ending(law, next_day) if next_day else law, enacted, law)
        for (law, enacted), next_day in zip_longest(texts, nexts)
    )


@lru_cache(maxsize=128)
def _read(name: str, sha256: str, vocabulary: Vocabulary) -> LawText:
    """An enacted version, typed once per process: its digest says that it cannot have changed."""
    files: Files = EnactedText.objects.filter(text=name, sha256=sha256).values_list("files", flat=True)[0]
    return read_files(name, files, vocabulary)


@lru_cache(maxsize=256)
def _beginning(law: LawText, first_day: date) -> LawText:
    """The version with its first day: the day of approval's choosing, unless the text itself begins later."""
    own = law.info.in_force
    if own.earliest is not None and own.earliest >= first_day:
        return law
    basis = f"本机构批准自{first_day:%Y-%m-%d}起施行本版本；{own.basis}"
    return _with(law, law.info.model_copy(update={"in_force": _turn(first_day, basis)}))


@lru_cache(maxsize=256)
def _ending(law: LawText, next_day: date) -> LawText:
    """The version with its end: the first day of the next, or the text's own end where that comes before."""
    own = law.info.until
    if own is not None and own.latest is not None and own.latest <= next_day:
        return law
    basis = f"自{next_day:%Y-%m-%d}起由本文本的下一版本取代"
    return _with(law, law.info.model_copy(update={"until": _turn(next_day, basis)}))


@lru_cache(maxsize=32)
def without_end(law: LawText) -> LawText:
    """The version as an agency follows it which decided to go on after its end."""
    return _with(law, law.info.model_copy(update={"until": None}))


def _turn(day: date, basis: str) -> Turn:
    return Turn.model_validate({"from": day, "basis": basis, "certainty": "derived"})


def _with(law: LawText, info: TextInfo) -> LawText:
    return replace(law, info=info)


@lru_cache(maxsize=64)
def always(law: LawText) -> LawText:
    """The text as if it bound at every moment: to try it on a case, never to judge one."""
    turn = _turn(date.min, "试用：当作一直施行")
    return _with(law, law.info.model_copy(update={"in_force": turn, "until": None}))
