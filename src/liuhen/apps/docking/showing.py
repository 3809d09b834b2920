"""How a visit of a card stands, and what clearing it would do, in words for its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from liuhen.apps.docking.models import KnownBy
from liuhen.apps.docking.permissions import may_clear
from liuhen.apps.recordings.intake import Outcome
from liuhen.core.continuity.offsets import OffsetSource
from liuhen.core.terms.labels import Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liuhen.apps.docking.models import CardFile, CardVisit
    from liuhen.apps.people.models import Person
    from liuhen.apps.recordings.models import Intake


class VisitState(Term):
    """How far a visit of a card has come."""

    READING = "reading", "正在采集"
    BROKEN_OFF = "broken_off", "采集中断"
    CHECKING = "checking", "正在核对"
    DIFFERS = "differs", "核对不符"
    VERIFIED = "verified", "核对无误"
    CLEAR_ASKED = "clear_asked", "等待清空"
    CLEARED = "cleared", "已清空"

    @property
    def words(self) -> str:
        """The word for people, in the language of the page."""
        return _(self.label)

    @property
    def icon(self) -> str:
        """The sign beside the word."""
        return _ICONS[self]


_ICONS = {
    VisitState.READING: "clock",
    VisitState.BROKEN_OFF: "alert-triangle",
    VisitState.CHECKING: "clock",
    VisitState.DIFFERS: "alert-triangle",
    VisitState.VERIFIED: "circle-check",
    VisitState.CLEAR_ASKED: "clock",
    VisitState.CLEARED: "check",
}


def state_of(visit: CardVisit) -> VisitState:
    """How the visit stands now."""
    if visit.cleared_at:
        return VisitState.CLEARED
    if visit.clear_asked_at:
        return VisitState.CLEAR_ASKED
    if visit.verified_at:
        return VisitState.VERIFIED
    if visit.finished_at:
        return VisitState.DIFFERS if visit.problem else VisitState.CHECKING
    return VisitState.BROKEN_OFF if visit.problem else VisitState.READING


@dataclass(frozen=True, slots=True)
class Shown:
    """A visit as a list shows it."""

    visit: CardVisit
    state: VisitState
    may_clear: bool


def shown_to(person: Person, visits: Iterable[CardVisit]) -> list[Shown]:
    """The visits with their states, and whether this person may have each cleared now."""
    return [_shown(person, visit) for visit in visits]


def _shown(person: Person, visit: CardVisit) -> Shown:
    state = state_of(visit)
    return Shown(visit, state, state is VisitState.VERIFIED and may_clear(person, visit))


def checked_words(unreadable: int) -> str:
    """What a dock says of a card that was compared and of which so many files could not be read."""
    if unreadable:
        return f"读出的文件核对无误，可以清空；另有 {unreadable} 个文件读不出，没有入库，留在卡上，请查看这张卡。"
    return "核对无误，可以清空。"


def outcome_words(row: CardFile) -> str:
    """What became of a file, in Chinese."""
    return _(Outcome(row.outcome).label)


def known_by_words(visit: CardVisit) -> str:
    """How the card was known, for people."""
    return "、".join(_(KnownBy(code).label) for code in visit.known_by.split("+") if code in list(KnownBy))


def clock_words(intake: Intake) -> str:
    """How the camera's clock stood, give or take what, and from what that was concluded."""
    if intake.clock_offset_ms is None:
        return _("未能测定，时间误差按五分钟计")
    ahead, error = intake.clock_offset_ms, intake.clock_error_ms or 0
    told = _("快") if ahead > 0 else _("慢")
    known = {one.value: _(one.label) for one in OffsetSource}
    return _("%(told)s %(ahead)s，误差 %(error)s（%(source)s）") % {
        "told": told,
        "ahead": _seconds(abs(ahead)),
        "error": _seconds(error),
        "source": known.get(intake.clock_source, intake.clock_source),
    }


def _seconds(milliseconds: int) -> str:
    hours, rest = divmod(milliseconds // 1000, 3600)
    minutes, seconds = divmod(rest, 60)
    words = [(hours, _("小时")), (minutes, _("分")), (seconds, _("秒"))]
    return " ".join(f"{number} {unit}" for number, unit in words if number) or _("不到 1 秒")


@dataclass(frozen=True, slots=True)
class Consequence:
    """What clearing would do: so many files and bytes go, so many stay."""

    files: int
    size: int
    staying: int


def consequence_of(visit: CardVisit, files: Iterable[CardFile]) -> Consequence:
    """Count what was checked and would be removed, and what would stay on the card."""
    checked = [row for row in files if row.verified_at and row.sha256]
    staying = (visit.files or 0) - len(checked) + len(visit.left_alone)
    return Consequence(len(checked), sum(row.size for row in checked), staying)
