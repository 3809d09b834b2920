"""Copying recordings out of the vault into a tree of folders: each journalled, copied, and read again to be sure.

Copies and never hard links: whoever changed a linked file would change what the vault keeps.
"""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from liuhen.adapters import disk_io
from liuhen.apps.recordings.actions import note_copies
from liuhen.apps.recordings.export import HEADINGS, Exported, to_export
from liuhen.core.errors import LiuhenError
from liuhen.ports.outside import outside
from liuhen.ports.vault import VaultError

if TYPE_CHECKING:
    from liuhen.apps.journal.actions import Purpose
    from liuhen.apps.people.models import Agency
    from liuhen.apps.recordings.queries import Filters

INDEX = "index.csv"
PIECE = 1 << 20
KEPT_FREE = 64 << 20
"""So many bytes are left free on the disk that is copied to."""


class ExportRefused(LiuhenError):
    """An export cannot be made as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be exported, sorted by which classes, and why."""

    agency: Agency
    wanted: Filters
    by: tuple[str, ...]
    why: Purpose
    derivatives: bool = False


@dataclass(slots=True)
class Outcome:
    """How many were copied, how many lay there already, how many bytes were written, and what failed and why."""

    copied: int = 0
    there: int = 0
    octets: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The outcome for programs."""
        failed = [{"path": path, "reason": reason} for path, reason in self.failures]
        return {"copied": self.copied, "already_there": self.there, "bytes": self.octets, "failed": failed}


def export(folder: Path, order: Order, told: Callable[[str], None] = lambda _: None) -> Outcome:
    """Copy what is ordered into the folder, with its list; run again after a stop it copies what is not there yet."""
    check_folder(folder)
    outcome, part = Outcome(), folder / f"{INDEX}.part"
    with part.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(HEADINGS)
        for portion in _portions(order):
            note_copies(None, portion, order.why)
            for one in portion:
                if _copied(folder, one, outcome):
                    lines.writerow(one.line)
                told(one.path)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / INDEX)
    return outcome


def _portions(order: Order) -> Iterator[list[Exported]]:
    return to_export(order.agency, order.wanted, order.by, derivatives=order.derivatives)


def check_folder(folder: Path) -> None:
    """Make the folder; ExportRefused where it lies within the instance, which nobody may write into."""
    home = Path(settings.HOME).resolve()
    if folder.resolve().is_relative_to(home):
        raise ExportRefused(f"{folder} 在本实例的目录之内，不能作为导出目录。请另选一个文件夹或移动存储介质。")
    folder.mkdir(parents=True, exist_ok=True)


def _copied(folder: Path, one: Exported, outcome: Outcome) -> bool:
    target = folder / one.path
    try:
        if holds(target, one.recording.sha256, one.recording.size):
            outcome.there += 1
            return True
        need_room(folder, one.recording.size)
        copy_out(target, one.recording.sha256)
    except (OSError, VaultError, ExportRefused) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        outcome.failures.append((one.path, reason))
        return False
    outcome.copied += 1
    outcome.octets += one.recording.size
    return True


def holds(target: Path, sha256: str, size: int) -> bool:
    """Whether the file is there and whole."""
    if target.is_symlink() or not target.is_file() or target.stat().st_size != size:
        return False
    with target.open("rb") as file:
        return disk_io.sha256_of(file)[0] == sha256


def need_room(folder: Path, size: int) -> None:
    """ExportRefused where the disk has no room for so many bytes."""
    if shutil.disk_usage(folder).free < size + KEPT_FREE:
        raise ExportRefused("导出目录所在的磁盘空间不足。请换一个更大的介质，再运行一次即可接着导出。")


def copy_out(target: Path, sha256: str) -> None:
    """Copy beside the place and rename, so that no half file bears the name of a whole one; then read it again."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with outside().vault.open(sha256) as source, part.open("xb") as file:
            shutil.copyfileobj(source, file, PIECE)
            file.flush()
            os.fsync(file.fileno())
            disk_io.forget(file)
        with part.open("rb") as file:
            if disk_io.sha256_of(file)[0] != sha256:
                raise ExportRefused("复制出来的字节与原件的摘要不符，已删除这份复制件。请检查介质后再运行一次。")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
