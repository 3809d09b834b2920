"""Clearing a card: exactly the files that were checked, each looked at again just before; everything else stays."""

from __future__ import annotations

from liuhen.apps.docking.actions import Cleared, DockRefused, manifest_of, micro, note_cleared
from liuhen.apps.docking.models import CardFile, CardVisit
from liuhen.apps.docking.queries import files_of
from liuhen.apps.journal.actions import publish
from liuhen.apps.recordings.names import safe_text
from liuhen.ports import cards
from liuhen.ports.outside import outside


def clear(visit: CardVisit, volume: cards.Volume) -> CardVisit:
    """Remove from the card what was checked at the visit and asked to be cleared; note what went and what stayed.

    DockRefused when nobody asked, when it was not checked, or when the list is not the one that was sealed.
    """
    if visit.clear_asked_at is None or visit.verified_at is None or visit.cleared_at is not None:
        raise DockRefused("没有人要求清空这张卡，或者还没有核对无误。")
    rows = list(files_of(visit))
    if manifest_of(rows) != visit.manifest:
        raise DockRefused("采集清单与核对时的不一致，没有清除任何文件。请联系管理员核查（liuhen log verify）。")
    _must_be_writable(visit, volume)
    done = _Progress()
    try:
        _remove_all([row for row in rows if row.verified_at and row.sha256], volume, done)
    except cards.CardGone as error:
        note_cleared(visit, done.result(), broken_off=str(error))
        raise
    finally:
        publish()
    return note_cleared(visit, done.result())


def _must_be_writable(visit: CardVisit, volume: cards.Volume) -> None:
    """Refuse a card with its lock on; that is noted once, and the wish stands until the card can be written."""
    if volume.read_only:
        why = f"存储卡 {volume.label or volume.place} 是只读的（写保护），没有清除任何文件。请关闭写保护后重新插入。"
        if visit.problem != why:
            note_cleared(visit, Cleared(()), broken_off=why)
        raise DockRefused(why)


class _Progress:
    """What has come of clearing so far."""

    def __init__(self) -> None:
        self.removed: list[str] = []
        self.missing: list[str] = []
        self.kept: list[tuple[str, str]] = []

    def result(self) -> Cleared:
        return Cleared(tuple(self.removed), tuple(self.missing), tuple(self.kept))


def _remove_all(rows: list[CardFile], volume: cards.Volume, done: _Progress) -> None:
    listing = outside().cards.listing(volume)
    there = {(safe_text(file.name), file.size, micro(file)): file for file in listing.files}
    names = {safe_text(file.name) for file in listing.files}
    checked = {row.name for row in rows}
    for row in rows:
        file = there.get((row.name, row.size, row.mtime_us))
        if file is not None:
            _remove(row, file, volume, done)
        elif row.name in names:
            done.kept.append((row.name, "大小或时间与核对时不同，没有删除"))
        elif row.cleared_at is None:
            done.missing.append(row.name)
    done.kept += [
        (safe_text(one.name), "不在核对过的清单里") for one in listing.files if safe_text(one.name) not in checked
    ]


def _remove(row: CardFile, file: cards.CardFile, volume: cards.Volume, done: _Progress) -> None:
    """Remove one file, if the vault still keeps it and the card still holds the very same bytes."""
    if not outside().vault.exists(row.sha256):
        done.kept.append((row.name, "库中没有这个文件，没有删除"))
        return
    try:
        outside().cards.remove(volume, file, row.sha256)
    except cards.CardGone:
        raise
    except cards.CardError as error:
        done.kept.append((row.name, str(error)))
    else:
        done.removed.append(row.name)
