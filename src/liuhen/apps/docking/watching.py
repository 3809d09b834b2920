"""Watching the dock: what is plugged in is known, read out, compared, and cleared when somebody asked."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, TypeVar

from django.db import connection

from liuhen.apps.docking.actions import DockRefused, forget_absent, forget_waiting, note_waiting
from liuhen.apps.docking.clearing import clear
from liuhen.apps.docking.knowing import Known, Unknown, know
from liuhen.apps.docking.models import KnownBy
from liuhen.apps.docking.queries import to_clear, unreadable_in, waiting_card
from liuhen.apps.docking.reading_out import read_out
from liuhen.apps.docking.showing import checked_words
from liuhen.apps.people.queries import all_agencies
from liuhen.core.errors import LiuhenError
from liuhen.ports.cards import CardGone, Listing, Volume
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.docking.models import WaitingCard
    from liuhen.apps.people.models import Agency

_log = logging.getLogger(__name__)
_Made = TypeVar("_Made")
AT_ONCE = 8
"""So many cards are read at the same time; more only compete for the same disk."""
REST = timedelta(minutes=1)
"""How long a card that could not be read is left alone before it is tried again."""


@dataclass(slots=True)
class _Seen:
    """A card at the dock: what it looked like last, the work going on, whose it is, and what was said of it."""

    volume: Volume
    listing: Listing | None = None
    work: Future[Known | None] | None = None
    known: Known | None = None
    done: bool = False
    again_at: datetime | None = None
    told: str = ""


@dataclass(slots=True)
class Watch:
    """Looks after the cards below `places`, for one agency: the one named, or the only one there is.

    `tell` says what happens, for people; it is called from several threads. DockRefused when no agency is named and
    there are several: whose custodian may say of an unknown card whose it is must not be guessed.
    """

    places: Sequence[Path]
    agency: Agency | None = None
    tell: Callable[[str], None] = print
    pool: Executor = field(default_factory=lambda: ThreadPoolExecutor(AT_ONCE, "card"))
    _cards: dict[str, _Seen] = field(default_factory=dict)
    _agency: Agency = field(init=False)
    _begun: bool = False

    def __post_init__(self) -> None:
        self._agency = self.agency or _the_only_agency()

    def look(self) -> None:
        """Look once: begin with what is new, go on with what was named or asked to be cleared, forget what is gone."""
        here = {volume.mark: volume for volume in outside().cards.volumes(self.places)}
        if not self._begun:
            forget_absent(here)
            self._begun = True
        self._forget(self._cards.keys() - here.keys())
        for mark, volume in here.items():
            self._cards.setdefault(mark, _Seen(volume))
        for seen in list(self._cards.values()):
            self._guarded(self._step, seen)

    def wait(self) -> None:
        """Wait until no card is being worked on."""
        for seen in list(self._cards.values()):
            if seen.work:
                seen.work.result()
                self._collect(seen)

    def close(self) -> None:
        """Let the work going on come to its end, and begin nothing new."""
        self.pool.shutdown(wait=True, cancel_futures=True)

    def _forget(self, gone: set[str]) -> None:
        for mark in gone:
            seen = self._cards[mark]
            if seen.work is None or seen.work.done():
                self._say(seen, "已拔出。" if seen.done else "已拔出，没有采集完。")
                del self._cards[mark]
        if gone:
            forget_waiting(gone)

    def _step(self, seen: _Seen) -> None:
        self._collect(seen)
        if seen.work is not None or (seen.again_at and outside().clock.now() < seen.again_at):
            return
        if seen.done:
            if seen.known and to_clear(seen.known.device, seen.volume):
                seen.work = self.pool.submit(self._closing, self._clear, seen)
        elif self._settled(seen):
            seen.work = self.pool.submit(self._closing, self._read, seen)

    def _collect(self, seen: _Seen) -> None:
        if seen.work is not None and seen.work.done():
            seen.known = seen.work.result() or seen.known
            seen.work = None

    def _settled(self, seen: _Seen) -> bool:
        """Whether the card looks as it did a moment ago: nothing is being copied onto it any more."""
        try:
            listing = outside().cards.listing(seen.volume)
        except CardGone:
            return False
        settled, seen.listing = listing == seen.listing, listing
        return settled

    def _closing(self, work: Callable[[_Seen], Known | None], seen: _Seen) -> Known | None:
        """Do the work, in a thread of its own, and give that thread's database connection back."""
        try:
            return self._guarded(work, seen)
        finally:
            if current_thread() is not main_thread():
                connection.close()

    def _guarded(self, work: Callable[[_Seen], _Made], seen: _Seen) -> _Made | None:
        """Do something about one card; whatever comes of it, the other cards go on, and this one is tried again."""
        try:
            return work(seen)
        except LiuhenError as error:
            told = str(error)
        except Exception:
            _log.exception("card %s", seen.volume.place)
            told = "程序出错，没有做完，过一分钟再试；已入库的不受影响。若一再出现，请把日志交给管理员。"
        self._say(seen, told)
        seen.again_at = outside().clock.now() + REST
        return None

    def _read(self, seen: _Seen) -> Known | None:
        if seen.listing is None or not seen.listing.files:
            seen.done = True
            self._say(seen, "卡上没有文件。")
            return None
        found = self._known(seen, seen.listing)
        if isinstance(found, Unknown):
            note_waiting(seen.volume, len(seen.listing.files), found.why, self._agency)
            self._say(seen, found.why)
            return None
        self._say(
            seen, f"设备 {found.device.number}，{found.officer.name}，{len(seen.listing.files)} 个文件，开始采集。"
        )
        visit = read_out(seen.volume, seen.listing, found, lambda line: None)
        seen.done = True
        forget_waiting([seen.volume.mark])
        self._say(
            seen, f"设备 {found.device.number} 采集完成。" + (visit.problem or checked_words(unreadable_in(visit)))
        )
        return found

    def _known(self, seen: _Seen, listing: Listing) -> Known | Unknown:
        named = waiting_card(seen.volume.mark)
        if named and named.device and named.officer and self._ours(named, seen.volume):
            by = KnownBy.OPERATOR.value
            return Known(device=named.device, officer=named.officer, by=by, named_by=named.named_by)
        labels = Counter(one.volume.label for one in list(self._cards.values()))  # look() may add to them meanwhile
        doubtful = {label for label, count in labels.items() if label and count > 1}
        return know(seen.volume, listing, self._agency, doubtful_labels=doubtful)

    def _ours(self, named: WaitingCard, volume: Volume) -> bool:
        """Whether what was said was said of this card, for this agency, and of one of its devices."""
        if named.volume_label != volume.label:
            return False
        return named.agency_id == self._agency.pk and bool(named.device and named.device.agency_id == self._agency.pk)

    def _clear(self, seen: _Seen) -> Known | None:
        refused: DockRefused | None = None
        for visit in to_clear(seen.known.device, seen.volume) if seen.known else []:
            try:
                cleared = clear(visit, seen.volume)
            except DockRefused as refusal:  # a wish that cannot be met keeps no other from being met
                refused = refusal
                continue
            kept = f"，留下 {cleared.kept_on_card} 个" if cleared.kept_on_card else ""
            self._say(seen, f"设备 {visit.device.number} 的卡已清空{kept}。")
        if refused:
            raise refused
        return seen.known

    def _say(self, seen: _Seen, what: str) -> None:
        if what != seen.told:
            seen.told = what
            self.tell(f"{seen.volume.label or seen.volume.place}：{what}")


def _the_only_agency() -> Agency:
    agencies = list(all_agencies()[:2])
    if len(agencies) != 1:
        raise DockRefused(
            "本系统登记了不止一个机构，不能猜采集站属于哪一个。请用 --agency 写明机构代码。"
            if agencies
            else "还没有登记机构。"
        )
    return agencies[0]
