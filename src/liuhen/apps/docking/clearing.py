"""Clearing a card: exactly the files that were checked, each looked at again just before; everything else stays."""

from __future__ import annotations

from typing import NoReturn

from liuhen.apps.docking.actions import (
    Cleared,
    DockRefused,
    manifest_of,
    micro,
    note_cleared,
    note_clearing,
    note_removed,
)
from liuhen.apps.docking.models import CardFile, CardVisit
from liuhen.apps.docking.queries import clearing_begun, files_of
from liuhen.apps.journal.actions import publish
from liuhen.apps.recordings.names import safe_text
from liuhen.ports import cards
from liuhen.ports.outside import outside

PORTION = 100
"""So many files are named in the journal before the first of them is deleted."""


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
    listing = outside().cards.listing(volume)
    _must_hold_some(visit, rows, listing, volume)
    done = _Progress()
    try:
        _remove_all(visit, [row for row in rows if row.verified_at and row.sha256], (volume, listing), done)
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
        _refuse(visit, why)


def _must_hold_some(visit: CardVisit, rows: list[CardFile], listing: cards.Listing, volume: cards.Volume) -> None:
    """Refuse a card that holds none of the files, unless a dock was killed after it had deleted them.

    Cards without a serial look alike; the wish is for the one that was read, and stands until that comes.
    """
    names = {safe_text(file.name) for file in listing.files}
    if any(row.name in names for row in rows):
        return
    begun = clearing_begun(visit)
    if any(row.cleared_at is None and row.name not in begun for row in rows):
        card = volume.label or volume.place
        _refuse(
            visit, f"存储卡 {card} 上没有这次核对过的任何文件，没有清除。请插入当时采集的那张卡；清空要求仍然有效。"
        )


def _refuse(visit: CardVisit, why: str) -> NoReturn:
    """Note once why nothing is deleted; the wish stands."""
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


def _remove_all(
    visit: CardVisit, rows: list[CardFile], card: tuple[cards.Volume, cards.Listing], done: _Progress
) -> None:
    volume, listing = card
    there = {(safe_text(file.name), file.size, micro(file)): file for file in listing.files}
    found = [(row, file) for row in rows if (file := there.get((row.name, row.size, row.mtime_us)))]
    _sort_the_rest(rows, {row.pk for row, _ in found}, listing, done)
    for start in range(0, len(found), PORTION):
        portion, before = found[start : start + PORTION], len(done.removed)
        note_clearing(visit, [row.name for row, _ in portion])
        try:
            for row, file in portion:
                _remove(row, file, volume, done)
        finally:
            note_removed(visit, done.removed[before:])


def _sort_the_rest(rows: list[CardFile], found: set[int], listing: cards.Listing, done: _Progress) -> None:
    """Say what stays because it differs or was never checked, and what is gone already."""
    names = {safe_text(file.name) for file in listing.files}
    checked = {row.name for row in rows}
    rest = [row for row in rows if row.pk not in found]
    done.kept += [(row.name, "大小或时间与核对时不同，没有删除") for row in rest if row.name in names]
    done.missing += [row.name for row in rest if row.name not in names and row.cleared_at is None]
    done.kept += [(name, "不在核对过的清单里") for name in sorted(names - checked)]


def _remove(row: CardFile, file: cards.CardFile, volume: cards.Volume, done: _Progress) -> None:
    """Remove one file, if the vault still gives its very bytes and the card still holds the same."""
    if finding := outside().vault.verify(row.sha256):  # the card's copy may be the last good one
        done.kept.append((row.name, f"{finding.detail}。卡上的这份没有删除，请妥善保管这张卡并核查库"))
        return
    try:
        outside().cards.remove(volume, file, row.sha256)
    except cards.CardGone:
        raise
    except cards.CardError as error:
        done.kept.append((row.name, str(error)))
    else:
        done.removed.append(row.name)
