"""All writes of the room: reading a card out, checking and clearing it, each step journalled."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from liuhen.apps.docking import entries
from liuhen.apps.docking.models import CardFile, CardVisit, WaitingCard
from liuhen.apps.docking.permissions import NAME_CARD, WITHDRAW_CLEARING, require, require_clear, require_withdraw
from liuhen.apps.docking.queries import clearing_begun, files_of, unfinished, unreadable_in
from liuhen.apps.journal.actions import About, Purpose, What, record
from liuhen.apps.recordings.intake import Batch, Result, open_intake
from liuhen.apps.recordings.names import safe_text
from liuhen.core.errors import LiuhenError
from liuhen.core.tlog.canonical import canonical_json
from liuhen.ports import cards
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.devices.models import Device
    from liuhen.apps.docking.knowing import Known
    from liuhen.apps.people.models import Agency, Person

LARGEST = 2**53 - 1  # of a whole number in a sealed list
MOST_NAMES = 500
"""So many names of files go into one journal entry; the manifest's digest vouches for all of them."""


class DockRefused(LiuhenError):
    """Something at the dock cannot be done as asked."""


@dataclass(frozen=True, slots=True)
class Cleared:
    """What came of clearing: names removed, names no longer there, and what stayed with its reason."""

    removed: tuple[str, ...]
    missing: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def begin_visit(known: Known, volume: cards.Volume, *, returned_at: datetime | None = None) -> CardVisit:
    """Open the visit of a card with its intake, or go on with the one that was broken off."""
    if (former := unfinished(known.device, volume)) and former.intake.officer_id == known.officer.pk:
        return former
    batch = Batch(officer=known.officer, device=known.device, by=known.named_by, returned_at=returned_at)
    visit = CardVisit.objects.create(
        intake=open_intake(batch),
        device=known.device,
        volume_label=volume.label,
        volume_serial=volume.serial,
        known_by=known.by,
        seen_at=outside().clock.now(),
    )
    data = {"label": volume.label, "serial": volume.serial, "known_by": known.by, "intake": visit.intake_id}
    record(entries.CARD_SEEN, known.named_by, about(visit), What(data=data, rows=[visit]))
    return visit


def keep_file(visit: CardVisit, file: cards.CardFile, result: Result) -> CardFile:
    """Note what became of one file of the card; the intake has journalled it."""
    row = CardFile(visit=visit, name=safe_text(file.name), size=file.size, mtime_us=micro(file))
    row.sha256, row.outcome, row.reason = result.sha256 or "", result.outcome.value, result.reason
    row.save()
    return row


@transaction.atomic
def finish_visit(visit: CardVisit, listing: cards.Listing) -> CardVisit:
    """Say that everything on the card was read, and seal the list of it."""
    visit.files, visit.size = len(listing.files), listing.size
    visit.left_alone = [[safe_text(name), reason] for name, reason in listing.left_alone[:MOST_NAMES]]
    visit.manifest, visit.problem = manifest_of(files_of(visit)), ""
    visit.finished_at = outside().clock.now()
    visit.save(update_fields=["files", "size", "left_alone", "manifest", "problem", "finished_at"])
    data = {"files": visit.files, "size": visit.size, "manifest": visit.manifest, "left_alone": visit.left_alone}
    record(entries.CARD_READ, None, about(visit), What(data=data, rows=[visit]))
    return visit


@transaction.atomic
def break_off(visit: CardVisit, problem: str) -> CardVisit:
    """Keep why reading or comparing the card did not go on; it goes on when the card comes back."""
    visit.problem = safe_text(problem)
    if visit.verified_at is None:
        visit.finished_at = None  # what was being compared is not found to differ: it has to be gone through again
    visit.save(update_fields=["problem", "finished_at"])
    data = {"problem": visit.problem, "taken_in": files_of(visit).count()}
    record(entries.READ_BROKEN_OFF, None, about(visit), What(data=data, rows=[visit]))
    return visit


@transaction.atomic
def note_verified(visit: CardVisit, checked: Sequence[CardFile], wrong: Sequence[tuple[str, str]]) -> CardVisit:
    """Keep what comparing vault and card came to: verified when nothing was wrong, else a warning with the reasons."""
    now = outside().clock.now()
    CardFile.objects.filter(pk__in=[row.pk for row in checked]).update(verified_at=now)
    data: dict[str, Any] = {
        "checked": len(checked),
        "size": sum(row.size for row in checked),
        "manifest": visit.manifest,
    }
    data["unreadable"] = unreadable_in(visit)
    if wrong:
        visit.problem = safe_text("；".join(reason for _, reason in wrong[:20]))
        visit.save(update_fields=["problem"])
        told = [{"name": safe_text(name), "reason": safe_text(reason)} for name, reason in wrong[:MOST_NAMES]]
        record(entries.NOT_VERIFIED, None, about(visit), What(data={**data, "wrong": told}, rows=[visit]))
        return visit
    visit.verified_at, visit.problem = now, ""
    visit.save(update_fields=["verified_at", "problem"])
    record(entries.CARD_VERIFIED, None, about(visit), What(data=data, rows=[visit]))
    return visit


@transaction.atomic
def ask_clearing(by: Person, visit: CardVisit, purpose: str) -> CardVisit:
    """Ask that the files checked at this visit be removed from the card; DockRefused before all were checked."""
    _require_clear(by, visit, purpose)
    fresh = CardVisit.objects.select_for_update().get(pk=visit.pk)
    if fresh.verified_at is None:
        raise DockRefused("这张卡还没有核对无误，不能清空。请等待核对完成，或查看未完成的原因。")
    if fresh.cleared_at is not None:
        raise DockRefused("这张卡已经清空过了。")
    if fresh.clear_asked_at is not None:
        raise DockRefused("已经要求清空，插着卡的采集站会执行；卡已拔出的，重新插入后执行。")
    if manifest_of(files_of(fresh)) != fresh.manifest:
        raise DockRefused("采集清单与核对时的不一致，不能清空。请联系管理员核查（liuhen log verify）。")
    fresh.clear_asked_at, fresh.clear_asked_by = outside().clock.now(), by
    fresh.save(update_fields=["clear_asked_at", "clear_asked_by"])
    data = {"manifest": fresh.manifest, "files": files_of(fresh).exclude(verified_at=None).count()}
    record(entries.CLEAR_ASKED, by, about(fresh), What(data=data, rows=[fresh]), Purpose(purpose=safe_text(purpose)))
    return fresh


@transaction.atomic
def take_up_clearing(by: Person, visit: CardVisit, purpose: str) -> CardVisit:
    """Say who clears the card at hand, and why, though another asked for it before; the wish stays the other's.

    DockRefused when the wish was withdrawn or has been met.
    """
    _require_clear(by, visit, purpose)
    fresh = _still_asked(visit)
    if fresh.cleared_at is not None:
        raise DockRefused("这张卡已经清空过了。")
    asker, asked_at = fresh.clear_asked_by, fresh.clear_asked_at
    data = {"asked_by": asker and (asker.certificate or asker.username), "asked_at": asked_at and asked_at.isoformat()}
    record(entries.CLEAR_TAKEN_UP, by, about(fresh), What(data=data), Purpose(purpose=safe_text(purpose)))
    return fresh


def _require_clear(by: Person, visit: CardVisit, purpose: str) -> None:
    require_clear(by, visit)
    if not purpose.strip():
        raise DockRefused("请写明清空的事由。事由记入日志。")


@transaction.atomic
def withdraw_clearing(by: Person, visit: CardVisit) -> CardVisit:
    """Take back that the card is to be cleared; DockRefused when nobody asked, or once the clearing has begun."""
    require(by, WITHDRAW_CLEARING)
    fresh = CardVisit.objects.select_for_update().get(pk=visit.pk)
    if fresh.cleared_at is not None:
        raise DockRefused("这张卡已经清空，清空要求不能再撤回。")
    if fresh.clear_asked_at is None:
        raise DockRefused("没有人要求清空这张卡，或者要求已经撤回，不用再撤回。")
    require_withdraw(by, fresh)
    if clearing_begun(fresh):
        raise DockRefused("采集站已经着手清除这张卡上的文件，清空要求不能再撤回。未清除完的，重新插入后接着清除。")
    data = {"manifest": fresh.manifest, "asked_at": fresh.clear_asked_at.isoformat()}
    fresh.clear_asked_at, fresh.clear_asked_by, fresh.problem = None, None, ""
    fresh.save(update_fields=["clear_asked_at", "clear_asked_by", "problem"])
    record(entries.CLEAR_WITHDRAWN, by, about(fresh), What(data=data, rows=[fresh]))
    return fresh


@transaction.atomic
def note_clearing(visit: CardVisit, names: Sequence[str]) -> None:
    """Journal which files are about to be deleted, before the first of them is: a dock may be killed at any moment.

    DockRefused when the wish was withdrawn since the dock read it; afterwards it can't be withdrawn any more.
    """
    if len(names) > MOST_NAMES:
        raise ValueError(f"at most {MOST_NAMES} names in one entry")
    fresh = _still_asked(visit)
    data = {"manifest": fresh.manifest, "names": list(names)}
    record(entries.CLEARING, fresh.clear_asked_by, about(fresh), What(data=data))


def _still_asked(visit: CardVisit) -> CardVisit:
    """The visit with a lock on it; DockRefused when nobody wants its card cleared any more."""
    fresh = CardVisit.objects.select_for_update(of=("self",)).select_related("clear_asked_by").get(pk=visit.pk)
    if fresh.clear_asked_at is None:
        raise DockRefused("清空要求已经撤回，没有清除任何文件。")
    return fresh


def note_removed(visit: CardVisit, names: Collection[str]) -> None:
    """Keep that these files are off the card."""
    CardFile.objects.filter(visit=visit, name__in=names, cleared_at=None).update(cleared_at=outside().clock.now())


@transaction.atomic
def note_cleared(visit: CardVisit, done: Cleared, *, broken_off: str = "") -> CardVisit:
    """Keep what was removed from the card, by whose wish, and what stayed and why.

    DockRefused when the wish was withdrawn since the dock read it: then nothing was begun, and nothing is to be told.
    """
    fresh = _still_asked(visit)
    now, kind = outside().clock.now(), entries.CARD_CLEARED
    if broken_off:
        fresh.problem, kind = safe_text(broken_off), entries.CLEAR_BROKEN_OFF
    else:
        fresh.cleared_at, fresh.cleared_by, fresh.problem = now, fresh.clear_asked_by, ""
        fresh.kept_on_card = len(done.kept)
    fresh.save(update_fields=["cleared_at", "cleared_by", "kept_on_card", "problem"])
    data = {
        "manifest": fresh.manifest,
        "removed": len(done.removed),
        "names": list(done.removed[:MOST_NAMES]),
        "missing": list(done.missing[:MOST_NAMES]),
        "kept": [[name, safe_text(reason)] for name, reason in done.kept[:MOST_NAMES]],
        "problem": safe_text(broken_off),
    }
    record(kind, fresh.clear_asked_by, about(fresh), What(data=data, rows=[fresh]))
    return fresh


@transaction.atomic
def note_waiting(volume: cards.Volume, files: int, why: str, agency: Agency) -> WaitingCard:
    """Keep that a card waits at a dock of this agency for one of its people to say whose it is."""
    known = {"place": str(volume.place)[:255].encode("utf-8", "replace").decode(), "volume_label": volume.label}
    asked = {**known, "why": safe_text(why), "files": files, "agency": agency}
    card, fresh = WaitingCard.objects.get_or_create(
        mark=volume.mark, defaults={**asked, "seen_at": outside().clock.now()}
    )
    if not fresh and (card.why, card.agency_id) != (asked["why"], agency.pk):
        card.why, card.agency = safe_text(why), agency
        card.save(update_fields=["why", "agency"])
    return card


@transaction.atomic
def name_card(by: Person, card: WaitingCard, device: Device, officer: Person) -> WaitingCard:
    """Say whose card it is; the dock then takes it in. DockRefused for a device or officer of another agency."""
    require(by, NAME_CARD)
    if card.agency_id != by.unit.agency_id:
        raise DockRefused("这张卡插在其他机构的采集站上，不能由您指定。请由该机构的资料管理员指定。")
    for thing, agency in ((device.number, device.agency_id), (officer.name, officer.unit.agency_id)):
        if agency != by.unit.agency_id:
            raise DockRefused(f"{thing} 不属于本机构，请重新选择。")
    card.device, card.officer, card.named_by = device, officer, by
    card.save(update_fields=["device", "officer", "named_by"])
    data = {"label": card.volume_label, "device": device.number, "officer": officer.certificate or officer.name}
    record(entries.CARD_NAMED, by, About(kind="card", id=str(card.pk), label=card.volume_label), What(data=data))
    return card


def forget_waiting(marks: Iterable[str]) -> None:
    """Cards that are no longer there, or have been taken in, wait no more."""
    WaitingCard.objects.filter(mark__in=list(marks)).delete()


def forget_absent(present: Collection[str]) -> None:
    """Cards that waited when a dock ended and are not there any more, or not as the same insertion, wait no more."""
    for card in WaitingCard.objects.exclude(mark__in=present):
        if not _still_plugged_in(card):
            card.delete()


def _still_plugged_in(card: WaitingCard) -> bool:
    """Whether the place still holds the insertion that was noted; it may belong to a dock of other folders."""
    try:
        return outside().cards.volume_at(Path(card.place)).mark == card.mark
    except (cards.CardError, OSError):
        return False


def about(visit: CardVisit) -> About:
    """Name the visit in the journal."""
    return About(kind="card_visit", id=str(visit.pk), label=visit.device.number)


def manifest_of(files: Iterable[CardFile]) -> str:
    """SHA-256 over the list of files: name, size, time and digest of each, in the order of names."""
    digest = hashlib.sha256()
    for row in files:
        digest.update(canonical_json([row.name, row.size, row.mtime_us, row.sha256, row.outcome]) + b"\n")
    return digest.hexdigest()


def micro(file: cards.CardFile) -> int:
    """A file's own time in whole microseconds, within what a row can hold."""
    return max(-LARGEST, min(LARGEST, file.mtime_ns // 1000))
