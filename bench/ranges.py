"""How soon the first byte comes when a player jumps to anywhere in a film of two hours.

    .venv/bin/python bench/ranges.py [--gigabytes 7.2] [--jumps 300] [--folder DIR]

A film of two hours at 8 Mbit/s is 7.2 GB. Each jump is a new connection that asks for all from a random byte on, as
browsers do, on a signed ticket, against `liuhen serve`; it ends with the first byte of the body and the connection is
dropped. Measured three times: the film out of the page cache, the film read before, and out of the cache while two
uploads are coming in. Prints the median, the 95th percentile and the worst, in milliseconds. Demand: 20 ms for 95 % of
the first and the second; the third is told, for it measures how the machine is shared.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles

from upload import MEGABYTE, SESSION, Served, _create, _free_port, _process, _send

LIMIT = 20.0
STEP = 8 << 20
TICKETS = """
import django; django.setup()
from liuhen.apps.recordings.tickets import MediaTicket, UploadTicket, issue
print(issue(MediaTicket({digest!r}, "video/mp4"), {session!r}))
print(issue(UploadTicket(1, 1), {session!r}))
"""


def main() -> None:
    """Put the film into a vault, serve it, jump about in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gigabytes", type=float, default=7.2)
    parser.add_argument("--jumps", type=int, default=300)
    parser.add_argument("--folder", default=None, help="where to work; the default is the system's temporary folder")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="liuhen-bench-", dir=asked.folder) as folder:
        sys.exit(_measure(Path(folder), round(asked.gigabytes * 1000) * MEGABYTE, asked.jumps))


def _measure(place: Path, size: int, jumps: int) -> bool:
    home, port = place / "home", _free_port()
    where = {"LIUHEN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "liuhen.site.settings"}
    liuhen = str(Path(sys.executable).with_name("liuhen"))
    words = [liuhen, "init", "--name", "bench.example/liuhen"]
    subprocess.run(words, env={**os.environ, **where}, check=True, stdout=subprocess.DEVNULL)
    film, digest = _film(home / "vault" / "objects", size)
    media, upload = _tickets(where, digest)
    slow = False
    with _process([liuhen, "serve", "--port", str(port), "--no-worker"], port, where) as process:
        _jump(port, media, 0)  # the first request of a server waits for what it loads
        slow |= _tell("not in memory", [_cold(film, port, media, size) for _ in range(jumps)])
        slow |= _tell("read before", [_warm(film, port, media, size) for _ in range(jumps)])
        headers = {"Cookie": f"sessionid={SESSION}", "Liuhen-Ticket": upload}
        server = Served("liuhen", port, "/data/tus/", process, headers, home / "vault" / "uploads")
        with _uploading(server, place):
            _tell("while uploads come in", [_cold(film, port, media, size) for _ in range(jumps)])
    return slow


def _film(objects: Path, size: int) -> tuple[Path, str]:
    """A file of random bytes under some digest; the data plane reads what lies there."""
    digest = hashlib.sha256(str(size).encode()).hexdigest()
    path = objects / digest[:2] / digest[2:4] / digest
    path.parent.mkdir(parents=True)
    block = os.urandom(STEP)
    with path.open("wb") as file:
        while (left := size - file.tell()) > 0:
            file.write(block[:left])
        os.fsync(file.fileno())
    return path, digest


def _tickets(where: dict[str, str], digest: str) -> list[str]:
    script = TICKETS.format(digest=digest, session=SESSION)
    words = [sys.executable, "-c", script]
    done = subprocess.run(words, env={**os.environ, **where}, check=True, capture_output=True, text=True)
    return done.stdout.split()


def _cold(film: Path, port: int, ticket: str, size: int) -> float:
    with film.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return _jump(port, ticket, random.randrange(size))  # noqa: S311 - any place will do


def _warm(film: Path, port: int, ticket: str, size: int) -> float:
    start = random.randrange(size)  # noqa: S311 - any place will do
    with film.open("rb") as file:
        file.seek(start)
        file.read(STEP)
    return _jump(port, ticket, start)


def _jump(port: int, ticket: str, start: int) -> float:
    """Milliseconds from the wish to the first byte."""
    began = time.perf_counter()
    wire = HTTPConnection("127.0.0.1", port, timeout=30)
    wire.request("GET", f"/data/media/{ticket}", headers={"Range": f"bytes={start}-", "Cookie": f"sessionid={SESSION}"})
    answer = wire.getresponse()
    first = answer.read(1)
    seconds = time.perf_counter() - began
    wire.close()
    if answer.status != 206 or len(first) != 1:
        sys.exit(f"answered {answer.status}")
    return seconds * 1000


@contextmanager
def _uploading(server: Served, place: Path) -> Iterator[None]:
    source = place / "source"
    with source.open("wb") as file:
        file.write(os.urandom(2000 * MEGABYTE))
    clients = [_send(server, _create(server, source), source) for _ in range(2)]
    try:
        yield
    finally:
        for client in clients:
            client.terminate()
            client.wait()


def _tell(what: str, times: list[float]) -> bool:
    parts = quantiles(times, n=100)
    print(f"{what:22} median {parts[49]:5.1f} ms, 95 % {parts[94]:5.1f} ms, worst {max(times):5.1f} ms", flush=True)
    return parts[94] > LIMIT


if __name__ == "__main__":
    main()
