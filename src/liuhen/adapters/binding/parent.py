"""The side of the binder that the house talks to: a child for every look and every volume, with limits, outlived."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from liuhen.ports.binder import Binding, BindingFailed, Bound, Look, Piece, Trouble

CHILD_COMMAND = (sys.executable, "-I", "-m", "liuhen.adapters.binding.child")
MARGIN = 64 << 20
"""Bytes a volume may be larger than twice its pieces: pages that are broken into many objects grow a little."""
log = logging.getLogger("liuhen.binding")


class ChildBinder:
    """Looks and binds in a child each. `scratch` is where volumes lie while they are made, made when it is missing.

    `cpu_seconds` and `wall_seconds` are allowed to each child; `command` starts it. Safe to share by threads.
    """

    def __init__(
        self,
        scratch: Path,
        *,
        cpu_seconds: int = 300,
        wall_seconds: float = 600.0,
        command: Sequence[str] = CHILD_COMMAND,
    ) -> None:
        """Start nothing yet."""
        self._scratch, self._cpu, self._wall, self._command = scratch, cpu_seconds, wall_seconds, command

    def look(self, files: Sequence[Path | bytes]) -> list[Look]:
        """What each file is; a file over which the child dies is broken, and the others are looked at again."""
        self._scratch.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self._scratch, prefix="look-") as folder:
            paths = [str(_lying(place, file, Path(folder))) for place, file in enumerate(files)]
            found = list[Look]()
            while len(found) < len(paths):
                answers = self._ask({"do": "look", "files": paths[len(found) :]}, written=0)
                found += [_look(one) for one in answers]
                if len(found) < len(paths):
                    found.append(Look(0, Trouble.BROKEN))
            return found

    @contextmanager
    def bind(self, binding: Binding) -> Iterator[Bound]:
        """The bound volume, in a folder of its own that goes with the context."""
        self._scratch.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self._scratch, prefix="volume-") as folder:
            yield self._bound(binding, Path(folder))

    def _bound(self, binding: Binding, folder: Path) -> Bound:
        into, numbers = folder / "volume.pdf", folder / "numbers.pdf"
        numbers.write_bytes(binding.numbers)
        pieces = [_plain(place, piece, folder) for place, piece in enumerate(binding.pieces)]
        size = sum(Path(one["file"]).stat().st_size for one in pieces)
        said = {"title": binding.title, "author": binding.author, "made_at": binding.made_at.isoformat()}
        order = {"do": "bind", "pieces": pieces, "numbers": str(numbers), "into": str(into), **said}
        answers = self._ask(order, written=2 * size + MARGIN)
        last: dict[str, Any] = answers[-1] if answers else {}
        if "pages" not in last:
            raise BindingFailed(_why(last, binding))
        return Bound(
            path=into, pages=last["pages"], archival=last["archival"], not_archival=tuple(last["not_archival"])
        )

    def _ask(self, order: dict[str, Any], *, written: int) -> list[dict[str, Any]]:
        """The lines the child answered before it ended, whatever became of it."""
        command = [*self._command, str(self._cpu), str(written)]
        try:
            done = subprocess.run(
                command,
                input=json.dumps(order).encode(),
                capture_output=True,
                timeout=self._wall,
                check=False,
                cwd="/",
            )
        except subprocess.TimeoutExpired as late:
            return _lines(late.stdout or b"")
        if done.returncode:
            log.warning("the binding child ended with %s:\n%s", done.returncode, done.stderr.decode(errors="replace"))
        return _lines(done.stdout)


def _lines(said: bytes) -> list[dict[str, Any]]:
    """Whole lines only: the last may have been cut off."""
    return [json.loads(line) for line in said.split(b"\n")[:-1]]


def _look(answer: dict[str, Any]) -> Look:
    return Look(answer["found"], Trouble(answer["trouble"]) if answer["trouble"] else None)


def _plain(place: int, piece: Piece, folder: Path) -> dict[str, Any]:
    shown = {"bookmark": piece.bookmark, "under": piece.under, "numbered": piece.numbered}
    return {"file": str(_lying(place, piece.file, folder)), **shown}


def _lying(place: int, file: Path | bytes, folder: Path) -> Path:
    """Where the file lies; bytes are laid down first."""
    path = file if isinstance(file, Path) else folder / f"{place}.pdf"
    if isinstance(file, bytes):
        path.write_bytes(file)
    return path.absolute()


def _why(last: dict[str, Any], binding: Binding) -> str:
    """At which piece it ended, as far as the child came to say."""
    place = last.get("at")
    if place is None:
        return "装订程序没有能够完成，案卷没有生成。请稍后再试；仍不成功的，请联系技术人员。"
    if place == len(binding.pieces):
        return "写出案卷时空间、内存或者时间不足，案卷没有生成。请检查磁盘空间后再试；仍不成功的，请联系技术人员。"
    name = binding.pieces[place].bookmark or "封面、目录或者备考表"
    return f"装订到“{name}”时不能继续，案卷没有生成：这份 PDF 已损坏，或者大得超过允许的内存和时间。"
