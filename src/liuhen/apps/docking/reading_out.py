"""Reading a card out: everything on it is taken in, compared with the vault, and only then offered for clearing.

Level-triggered: a card that was pulled out, or a dock that was killed, goes on where it stopped, without taking in
twice what it has a row for. That is safe because the comparison at the end reads every byte of the card again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from liuhen.apps.docking.actions import (
    begin_visit,
    break_off,
    finish_visit,
    keep_file,
    micro,
    note_verified,
)
from liuhen.apps.docking.knowing import Known
from liuhen.apps.docking.measuring import measure
from liuhen.apps.docking.models import CardFile, CardVisit
from liuhen.apps.docking.queries import files_of, unfinished
from liuhen.apps.journal.actions import publish
from liuhen.apps.recordings.intake import Incoming, Outcome, Result, intake_files
from liuhen.apps.recordings.names import safe_text
from liuhen.apps.recordings.settling import settle_intake
from liuhen.core.errors import LiuhenError
from liuhen.ports import cards
from liuhen.ports.outside import outside

Tell = Callable[[str], None]


def read_out(
    volume: cards.Volume,
    listing: cards.Listing,
    known: Known,
    tell: Tell,
    *,
    shown: datetime | None = None,
    returned_at: datetime | None = None,
) -> CardVisit:
    """Take a card in and compare; the visit says how far it came. CardGone, VaultError: it goes on another time.

    `shown` is what the camera's screen says now, in somebody's word; `returned_at` when the officer came back.
    """
    if unfinished(known.device, volume) is None:
        measure(volume, listing, known.device, shown=shown, by=known.named_by)
    visit = begin_visit(known, volume, returned_at=returned_at)
    try:
        _take_in(visit, volume, listing, tell)
        _all_read(visit, listing)
        finish_visit(visit, listing)
        settle_intake(visit.intake)
        compare(visit, volume, listing, tell)
    except LiuhenError as error:
        break_off(visit, str(error))
        raise
    finally:
        publish()
    return visit


def _take_in(visit: CardVisit, volume: cards.Volume, listing: cards.Listing, tell: Tell) -> None:
    done = {(row.name, row.size, row.mtime_us) for row in files_of(visit) if row.sha256}
    files_of(visit).filter(sha256="").delete()  # what could not be read is tried again
    wanted = [file for file in listing.files if _key(file) not in done]
    for round_ in _rounds(wanted):
        for result in intake_files(visit.intake, _incoming(round_.values(), volume)):
            if result.sha256 is None:
                _still_there(volume, visit)
            file = round_[result.name]
            keep_file(visit, file, result)
            tell(_line(file, result))


def _rounds(files: Iterable[cards.CardFile]) -> list[dict[str, cards.CardFile]]:
    """The files by the names their results come under; a second file of the same name as text gets another round.

    Not by their places in the row: the intake gives no result for a file there was no room for, and goes on.
    """
    rounds: list[dict[str, cards.CardFile]] = []
    for file in files:
        name = safe_text(file.name)
        free = next((one for one in rounds if name not in one), None)
        if free is None:
            rounds.append(free := {})
        free[name] = file
    return rounds


def _incoming(files: Iterable[cards.CardFile], volume: cards.Volume) -> Iterator[Incoming]:
    for file in files:
        if not outside().cards.present(volume):
            return
        yield Incoming(file.path, file.name)


def _still_there(volume: cards.Volume, visit: CardVisit) -> None:
    """A file that cannot be read is one thing, a card that is gone another."""
    if not outside().cards.present(volume):
        taken = files_of(visit).count()
        raise cards.CardGone(
            f"存储卡 {volume.label or volume.place} 在采集中被拔出：已入库 {taken} 个文件，其余尚未采集。"
            "已入库的不受影响，请重新插入，程序会接着做。"
        )


def _key(file: cards.CardFile) -> tuple[str, int, int]:
    return safe_text(file.name), file.size, micro(file)


def _line(file: cards.CardFile, result: Result) -> str:
    return f"{Outcome(result.outcome).label}\t{file.name}" + (f"：{result.reason}" if result.reason else "")


def compare(visit: CardVisit, volume: cards.Volume, listing: cards.Listing, tell: Tell) -> CardVisit:
    """Read every stored byte back from the vault and every file from the card again; both must give the digest kept."""
    on_card = {_key(file): file for file in listing.files}
    good: list[CardFile] = []
    wrong: list[tuple[str, str]] = []
    with ThreadPoolExecutor(1, thread_name_prefix="compare") as pool:
        for row in files_of(visit).exclude(sha256=""):
            fault = _fault(row, on_card.get((row.name, row.size, row.mtime_us)), volume, pool)
            if fault:
                wrong.append((row.name, fault))
            else:
                good.append(row)
    note_verified(visit, good, wrong)
    tell(f"已核对 {len(good)} 个文件，与库中逐字节一致。" if not wrong else f"核对不符：{visit.problem}")
    return visit


def _fault(row: CardFile, file: cards.CardFile | None, volume: cards.Volume, pool: ThreadPoolExecutor) -> str:
    """What is wrong between vault and card about one file; empty when they agree. Both are read at the same time."""
    stored = pool.submit(outside().vault.verify, row.sha256)
    if file is None:
        return f"卡上已没有 {row.name}"
    try:
        on_card = outside().cards.digest(volume, file)
    except cards.FileChanged as error:
        return str(error)
    finally:
        finding = stored.result()
    if finding:
        return finding.detail
    return "" if on_card == row.sha256 else f"卡上的 {row.name} 与入库时不同"


def _all_read(visit: CardVisit, listing: cards.Listing) -> None:
    """Every file listed has a row by now: nothing on the card may be passed over in silence."""
    taken = {(row.name, row.size, row.mtime_us) for row in files_of(visit)}
    missing = sum(_key(file) not in taken for file in listing.files)
    if missing > 0:
        raise cards.CardGone(f"卡上还有 {missing} 个文件没有采集：存储卡中途被拔出。请重新插入，程序会接着做。")
