"""How much memory each path of the bytes holds for one file of 10 GB.

    .venv/bin/python bench/memory.py [--gigabytes 10] [--paths intake upload resume download verify] [--folder DIR]

    intake    `liuhen intake` of a folder with the file, its probe included
    upload    the server while the file comes in by tus from a generated stream
    resume    the server, started again, while it hashes what is there and takes the last byte
    download  the server while all of it is read on a media ticket
    verify    `liuhen log verify`, which reads every byte kept

The file is generated: for the intake it is sparse behind a short film's beginning, for the others zeros made as they
are sent. Prints the most resident memory of the command and its children together, in MB. Demand: 300 for every path.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from intake import _film, _prepare
from ranges import TICKETS
from upload import MEGABYTE, SESSION, _family, _free_port, _process

LIMIT = 300
STEP = 1 << 20


@dataclass
class Bench:
    """An instance, the size of the file, and what the paths hand on to each other."""

    place: Path
    size: int
    where: dict[str, str] = field(default_factory=dict)
    address: str = ""
    digest: str = ""

    @property
    def liuhen(self) -> str:
        """The command."""
        return str(Path(sys.executable).with_name("liuhen"))


def main() -> None:
    """Run the paths asked for, in order."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gigabytes", type=float, default=10)
    parser.add_argument("--paths", nargs="+", default=list(PATHS), choices=list(PATHS))
    parser.add_argument("--folder", default=None, help="where to work; the default is the system's temporary folder")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="liuhen-bench-", dir=asked.folder) as folder:
        bench = Bench(Path(folder), round(asked.gigabytes * 1000) * MEGABYTE)
        bench.where = {"LIUHEN_HOME": str(bench.place / "home"), "DJANGO_SETTINGS_MODULE": "liuhen.site.settings"}
        _prepare([bench.liuhen], {**os.environ, **bench.where})
        peaks = {path: PATHS[path](bench) for path in PATHS if path in asked.paths}
    sys.exit(max(peaks.values()) > LIMIT)


def _intake(bench: Bench) -> float:
    card = bench.place / "card"
    card.mkdir()
    film = card / "film.mp4"
    _film(film, 1)
    os.truncate(film, bench.size)
    words = [bench.liuhen, "intake", str(card), "--device", "B-1", "--officer", "1"]
    with subprocess.Popen(words, env={**os.environ, **bench.where}, stdout=subprocess.DEVNULL) as child:
        peak = _watched("intake", child.pid, child.wait)
    film.unlink()
    return peak


def _upload(bench: Bench) -> float:
    """All but the last byte."""
    with _server(bench) as (port, pid):
        headers = {"Upload-Length": str(bench.size)}
        bench.address = str(_ask(port, bench, "POST", "/data/tus/", headers).headers["Location"])
        zeros = bytes(STEP)
        left = bench.size - 1
        pieces = (zeros[: min(STEP, left - at)] for at in range(0, left, STEP))
        return _watched("upload", pid, lambda: _append(port, bench, 0, left, pieces))


def _resume(bench: Bench) -> float:
    """The prefix is hashed again before the last byte is taken."""
    if not bench.address:
        sys.exit("resume goes on with what upload has begun: ask for both")
    with _server(bench) as (port, pid):
        peak = _watched("resume", pid, lambda: _append(port, bench, bench.size - 1, 1, iter([b"\0"])))
        told = _ask(port, bench, "HEAD", bench.address, {})
    bench.digest = str(told.headers["Liuhen-Digest"])
    part = next((bench.place / "home/vault/uploads").glob("*.part"))
    kept = bench.place / "home/vault/objects" / bench.digest[:2] / bench.digest[2:4] / bench.digest
    kept.parent.mkdir(parents=True, exist_ok=True)
    part.rename(kept)
    return peak


def _download(bench: Bench) -> float:
    if not bench.digest:
        sys.exit("download reads what resume has finished: ask for upload and resume too")
    with _server(bench) as (port, pid):
        return _watched("download", pid, lambda: _read_all(port, bench))


def _verify(bench: Bench) -> float:
    with subprocess.Popen(
        [bench.liuhen, "log", "verify"], env={**os.environ, **bench.where}, stdout=subprocess.DEVNULL
    ) as child:
        return _watched("verify", child.pid, child.wait)


def _read_all(port: int, bench: Bench) -> None:
    answer = _ask(port, bench, "GET", f"/data/media/{_tickets(bench)[0]}", {})
    size = 0
    while piece := answer.read(STEP):
        size += len(piece)
    if size != bench.size:
        sys.exit(f"{size} bytes came instead of {bench.size}")


def _append(port: int, bench: Bench, offset: int, length: int, pieces: Iterator[bytes]) -> None:
    wire = HTTPConnection("127.0.0.1", port, timeout=600)
    headers = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream", **_carried(bench)}
    wire.request("PATCH", bench.address, body=pieces, headers={**headers, "Content-Length": str(length)})
    answer = wire.getresponse()
    if answer.status != 204:
        sys.exit(f"answered {answer.status} {answer.read()[:300]!r}")


def _ask(port: int, bench: Bench, method: str, path: str, headers: dict[str, str]) -> HTTPResponse:
    wire = HTTPConnection("127.0.0.1", port, timeout=600)
    wire.request(method, path, headers={**headers, **_carried(bench)})
    answer = wire.getresponse()
    if answer.status not in (200, 201):
        sys.exit(f"answered {answer.status} {answer.read()[:300]!r}")
    return answer


def _carried(bench: Bench) -> dict[str, str]:
    return {"Tus-Resumable": "1.0.0", "Cookie": f"sessionid={SESSION}", "Liuhen-Ticket": _tickets(bench)[1]}


def _tickets(bench: Bench) -> list[str]:
    script = TICKETS.format(digest=bench.digest or "0" * 64, session=SESSION)
    words = [sys.executable, "-c", script]
    done = subprocess.run(words, env={**os.environ, **bench.where}, check=True, capture_output=True, text=True)
    return done.stdout.split()


@contextmanager
def _server(bench: Bench) -> Iterator[tuple[int, int]]:
    port = _free_port()
    with _process([bench.liuhen, "serve", "--port", str(port), "--no-worker"], port, bench.where) as process:
        yield port, process.pid


def _watched(what: str, pid: int, work: Callable[[], object]) -> float:
    """Do the work; give the largest resident memory of the process and its children meanwhile, in MB."""
    over, peak = threading.Event(), [0.0]

    def watch() -> None:
        while not over.wait(0.02):
            peak[0] = max(peak[0], _resident(pid))

    watcher, began = threading.Thread(target=watch), time.monotonic()
    watcher.start()
    try:
        work()
    finally:
        over.set()
        watcher.join()
    print(f"{what:10} {peak[0]:5.0f} MB at most (under {LIMIT}), {time.monotonic() - began:.1f} s", flush=True)
    return peak[0]


def _resident(pid: int) -> float:
    pages = 0
    for one in _alive(pid):
        try:
            pages += int(Path(f"/proc/{one}/statm").read_text().split()[1])
        except OSError:
            continue
    return pages * os.sysconf("SC_PAGESIZE") / MEGABYTE


def _alive(pid: int) -> list[int]:
    try:
        return _family(pid)
    except OSError:
        return []


PATHS = {"intake": _intake, "upload": _upload, "resume": _resume, "download": _download, "verify": _verify}

if __name__ == "__main__":
    main()
