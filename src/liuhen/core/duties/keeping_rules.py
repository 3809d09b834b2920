"""How long a rule has a recording kept: for ever, long-term, as long as its case file, or until a date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from liuhen.core.deadlines.units import RUNNING
from liuhen.core.duties.numbers import Counted, length_reader
from liuhen.core.duties.running import length_words, running
from liuhen.core.duties.scope import Scope
from liuhen.core.duties.words import last_day_words, moment
from liuhen.core.lawbook.needs import KeepingNeeds
from liuhen.core.lawbook.periods import Amount, Period
from liuhen.core.lawbook.text import LawText
from liuhen.core.terms.records import record
from liuhen.core.terms.verdict import Reason, Sentence, written


@record
class Extent:
    """How long a recording is to be kept, in words, and what the words rest on.

    `until` is the beginning of the last day it is kept (periods in hours: the moment). With neither a date nor
    long-term nor permanent keeping nobody knows yet how long (`settled` False), or nothing is asked (True).
    """

    until: datetime | None
    long_term: bool
    permanent: bool
    said: Sentence
    parts: tuple[Reason, ...] = ()
    settled: bool = True

    @property
    def words(self) -> str:
        """How long, in words."""
        return written(self.said)


Rule = Callable[[Scope], Extent]

_DAY = timedelta(days=1)
_PERMANENT = Extent(None, False, True, "永久保存")
_LONG_TERM = Extent(None, True, False, "长期保存")
_NO_FILE = Extent(None, False, False, "没有案卷，无须与案卷同期保存")
_FILE_UNKNOWN = Extent(None, False, False, "与案卷保存期限相同，案卷的保存期限尚未登记", settled=False)


def rule_of(needs: KeepingNeeds, law: LawText) -> Rule:
    """What the duty asks of a recording."""
    if needs.permanent:
        return lambda scope: _PERMANENT
    if needs.long_term:
        return lambda scope: _LONG_TERM
    return _at_least(needs.at_least, law) if needs.at_least else _as_file


def _as_file(scope: Scope) -> Extent:
    case = scope.docket.dossier.case
    if case is None:
        return _NO_FILE
    if case.kept_permanently:
        return Extent(None, False, True, "与案卷同为永久保存")
    if case.kept_long_term:
        return Extent(None, True, False, "与案卷同为长期保存")
    if case.kept_until is None:
        return _FILE_UNKNOWN
    return Extent(case.kept_until, False, False, f"与案卷保存期限相同，至{moment(case.kept_until)}")


def _at_least(period: Period, law: LawText) -> Rule:
    """Until the beginning of the last day, so that a date alone is enough to name it."""
    run = running(period, law, keeping=True)
    length_of = length_reader(period.amount or Amount(number=0), period.unit)

    def rule(scope: Scope) -> Extent:
        over, length = run(scope), length_of(scope)
        if over.at is None or length is None:
            return Extent(None, False, False, over.reason.text, over.reason.parts, settled=False)
        until = over.at if length[1] in RUNNING else over.at - _DAY
        return Extent(until, False, False, (_kept_at_least, length, until), (over.reason,))

    return rule


def _kept_at_least(length: Counted, until: datetime) -> str:
    return f"至少保存{length_words(length)}，至{moment(until)}" if length[1] in RUNNING else _through(length, until)


def _through(length: Counted, last_day: datetime) -> str:
    return f"至少保存{length_words(length)}，至{last_day_words(last_day + _DAY)}（含当日）"
