"""Writing the folder an archive takes in: files copied and read again, metadata, manifest, and a check of the whole.

Laid out in docs/formats/archive-folder.md. Copies only; what lies there already and is whole is not copied again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liuhen.apps.archiving.actions import note_folder
from liuhen.apps.archiving.folder import Folder, Kept, folder_of, written
from liuhen.apps.archiving.metadata import metadata_of
from liuhen.apps.archiving.self_check import Check, checks_of
from liuhen.core.deadlines.units import CHINA
from liuhen.core.errors import LiuhenError
from liuhen.ports.outside import outside
from liuhen.site.exporting import check_folder, copy_out, holds, need_room

if TYPE_CHECKING:
    from datetime import datetime

    from liuhen.apps.cases.models import Case

FORMAT = "liuhen-archive-folder/1"
MANIFEST, SUMS, CHECKED, METADATA = "manifest.json", "sha256sum.txt", "self-check.json", "metadata.xml"


class FolderRefused(LiuhenError):
    """The folder can't be made where it was asked for."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many files the folder holds, their bytes, the digest of the manifest, what the check of the whole found."""

    files: int
    octets: int
    manifest_sha256: str
    checks: list[Check]

    @property
    def passed(self) -> bool:
        """Whether nothing was found wrong; what could not be checked is no fault."""
        return all(check.passed is not False for check in self.checks)

    def as_json(self) -> dict[str, Any]:
        """The outcome for programs."""
        checks = [asdict(check) for check in self.checks]
        return {"files": self.files, "bytes": self.octets, "manifest_sha256": self.manifest_sha256, "checks": checks}


def make_folder(case: Case, into: Path, told: Callable[[str], None] = lambda _: None) -> Outcome:
    """Write the folder of a case; run again after a stop it goes on. Refuses a folder that holds anything else."""
    folder, now = folder_of(case), outside().clock.now()
    made = {**written(folder, now), METADATA: metadata_of(folder)}
    check_folder(into)
    _refuse_strangers(into, {*(kept.path for kept in folder.kept), *made, MANIFEST, SUMS, CHECKED})
    for kept in folder.kept:
        _keep(into, kept)
        told(kept.path)
    for path, content in made.items():
        _write(into / path, content)
    return _close(into, folder, made, now)


def _close(into: Path, folder: Folder, made: Mapping[str, bytes], now: datetime) -> Outcome:
    """Check the whole, and set down what lies there."""
    checks = checks_of(folder, made, into)
    report = {
        "format": FORMAT,
        "checked_at": now.astimezone(CHINA).isoformat(),
        "checks": [asdict(one) for one in checks],
    }
    files = [{"path": kept.path, "size": kept.size, "sha256": kept.sha256, **_sm3(kept)} for kept in folder.kept]
    shown = {**made, CHECKED: _json(report)}
    files += [
        {"path": path, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for path, content in shown.items()
    ]
    files.sort(key=lambda one: str(one["path"]))
    manifest = _json(_manifest(folder, files, now))
    _write(into / CHECKED, shown[CHECKED])
    _write(into / SUMS, "".join(f"{one['sha256']}  {one['path']}\n" for one in files).encode())
    _write(into / MANIFEST, manifest)
    digest = hashlib.sha256(manifest).hexdigest()
    note_folder(None, folder.volume, digest)
    return Outcome(len(files), sum(int(str(one["size"])) for one in files), digest, checks)


def _manifest(folder: Folder, files: list[dict[str, Any]], now: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "agency": folder.case.agency.name,
        "case_number": folder.case.number,
        "archive_number": folder.volume.number,
        "keeping": folder.volume.keeping,
        "made_at": now.astimezone(CHINA).isoformat(),
        "log_key": outside().signer.verifier_key,
        "files": files,
    }


def _sm3(kept: Kept) -> dict[str, str]:
    return {"sm3": kept.sm3} if kept.sm3 else {}


def _keep(into: Path, kept: Kept) -> None:
    if holds(into / kept.path, kept.sha256, kept.size):
        return
    need_room(into, kept.size)
    copy_out(into / kept.path, kept.sha256)


def _refuse_strangers(into: Path, expected: set[str]) -> None:
    """A folder handed over holds nothing that its manifest does not name."""
    there = {path.relative_to(into).as_posix() for path in into.rglob("*") if not path.is_dir()}
    if strange := sorted(path for path in there - expected if not path.endswith(".part")):
        raise FolderRefused(f"{into} 里已有别的文件（{strange[0]} 等 {len(strange)} 个）。请另选一个空的文件夹。")


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.write_bytes(content)
    part.replace(target)


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
