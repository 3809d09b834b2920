"""How fast files come in over HTTP, at 1 and 8 streams, against the official tus server for Node in the same run.

    npm ci --prefix bench/peers
    .venv/bin/python bench/upload.py [--rounds 3] [--megabytes 2048] [--streams 1 8] [--nginx] [--folder DIR]

Every server is sent the same bytes by the same client, curl with one PATCH per file. Ours hashes while it receives and
has every byte on the disk before it answers; the peer does neither. With --nginx ours is measured a second time behind
nginx that hands each body over as a file (docs/how-to/serve-behind-nginx.md). The servers take turns within each round;
before each turn the disk is let come to rest. Prints MB/s, the medians and ratios, each server's processor time and the
most memory ours held. Demand: at least the peer's speed, with the hand-off at least 1.2 times that; under 300 MB.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

MEGABYTE = 1_000_000
HERE = Path(__file__).resolve().parent
SESSION = "bench"
SECRET = "bench-hand-off"  # noqa: S105 - of an instance that lives for minutes
LIMIT, HANDED_OVER, MEMORY = 1.0, 1.2, 300
NGINX = """
daemon off; worker_processes auto; pid {folder}/nginx.pid; error_log {folder}/nginx.log; user root;
events {{}}
http {{
  access_log off;
  server {{
    listen 127.0.0.1:{port} backlog=64;
    client_max_body_size 0;
    client_body_buffer_size 256k;
    client_body_temp_path {spool};
    location / {{ proxy_pass http://127.0.0.1:{behind}; }}
    location ~ ^/data/tus/.+ {{
      client_body_in_file_only clean;
      proxy_pass http://127.0.0.1:{behind};
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_set_header X-Body-File $request_body_file;
      proxy_set_header Liuhen-Handoff {secret};
    }}
  }}
}}
"""


@dataclass
class Served:
    """A server under measurement: where uploads are created and what each request must carry."""

    name: str
    port: int
    path: str
    process: subprocess.Popen[bytes]
    headers: dict[str, str]
    stored: Path
    also: subprocess.Popen[bytes] | None = None
    rates: dict[int, list[float]] = field(default_factory=dict)
    peak: float = 0.0


def main() -> None:
    """Start the servers, run the rounds, print what was measured."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="liuhen-bench-", dir=asked.folder) as folder, ExitStack() as running:
        place = Path(folder)
        sources = {streams: _sources(place, streams, asked.megabytes) for streams in asked.streams}
        servers = [running.enter_context(_peer(place)), running.enter_context(_ours(place))]
        if asked.nginx:
            servers.append(running.enter_context(_behind_nginx(place, servers[1])))
        for number in range(asked.rounds):
            for streams, files in sources.items():
                for server in servers:
                    _turn(server, streams, files, number + 1)
        sys.exit(_conclude(servers, asked.streams))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=int, default=2048, help="sent in all by the streams of one turn")
    parser.add_argument("--streams", type=int, nargs="+", default=[1, 8])
    parser.add_argument("--nginx", action="store_true", help="measure the hand-off too; needs nginx")
    parser.add_argument("--folder", default=None, help="where to work; the default is the system's temporary folder")
    return parser.parse_args()


def _sources(place: Path, streams: int, megabytes: int) -> list[Path]:
    """Files no two of which are alike; they stay in the page cache."""
    files = []
    for number in range(streams):
        files.append(place / f"source-{streams}-{number}")
        left = megabytes * MEGABYTE // streams
        with files[-1].open("wb") as file:
            while left > 0:
                left -= file.write(os.urandom(min(left, 8 << 20)))
    return files


@contextmanager
def _peer(place: Path) -> Iterator[Served]:
    port, folder = _free_port(), place / "peer"
    folder.mkdir()
    words = ["node", str(HERE / "peers" / "tus_server.js"), str(port), str(folder)]
    with _process(words, port, {}) as process:
        yield Served("@tus/server", port, "/files", process, {}, folder)


@contextmanager
def _ours(place: Path) -> Iterator[Served]:
    home, port, spool = place / "home", _free_port(), place / "spool"
    spool.mkdir()
    where = {"LIUHEN_HOME": str(home), "LIUHEN_HANDOFF": str(spool), "LIUHEN_HANDOFF_SECRET": SECRET}
    where["DJANGO_SETTINGS_MODULE"] = "liuhen.site.settings"
    liuhen = str(Path(sys.executable).with_name("liuhen"))
    subprocess.run([liuhen, "init", "--name", "bench.example/liuhen"], env={**os.environ, **where}, check=True)
    with _process([liuhen, "serve", "--port", str(port), "--no-worker"], port, where) as process:
        headers = {"Cookie": f"sessionid={SESSION}", "Liuhen-Ticket": _ticket(where)}
        yield Served("liuhen", port, "/data/tus/", process, headers, home / "vault" / "uploads")


def _ticket(where: dict[str, str]) -> str:
    """An upload ticket signed with the instance's key, as its pages give one to whoever signed in."""
    script = (
        "import django; django.setup()\n"
        "from liuhen.apps.recordings.tickets import UploadTicket, issue\n"
        f"print(issue(UploadTicket(1, 1), {SESSION!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, **where}, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@contextmanager
def _behind_nginx(place: Path, behind: Served) -> Iterator[Served]:
    port, config = _free_port(), place / "nginx.conf"
    spool = place / "spool"
    config.write_text(NGINX.format(folder=place, port=port, spool=spool, behind=behind.port, secret=SECRET))
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    with _process([nginx, "-c", str(config), "-e", str(place / "nginx.log")], port, {}) as process:
        headers, also = behind.headers, behind.process
        yield Served("liuhen behind nginx", port, behind.path, process, headers, behind.stored, also)


@contextmanager
def _process(words: list[str], port: int, where: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(words, env={**os.environ, **where}, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait_for(port, process)
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _turn(server: Served, streams: int, files: list[Path], number: int) -> None:
    """One server takes the files, all streams at once."""
    subprocess.run(["sync"], check=True)
    places = [_create(server, file) for file in files]
    used = _processor_seconds(server)
    began = time.monotonic()
    clients = [_send(server, place, file) for place, file in zip(places, files, strict=True)]
    while any(client.poll() is None for client in clients):
        server.peak = max(server.peak, _resident(server))
        time.sleep(0.01)
    seconds = time.monotonic() - began
    for client, file in zip(clients, files, strict=True):
        _check(server, client, file)
    rate = sum(file.stat().st_size for file in files) / MEGABYTE / seconds
    server.rates.setdefault(streams, []).append(rate)
    spent = _processor_seconds(server) - used
    print(f"round {number}, {streams} × : {server.name:20} {rate:6.0f} MB/s, processor {spent:.1f} s", flush=True)
    _clear(server, places)


def _create(server: Served, file: Path) -> str:
    wire = HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(file.stat().st_size), **server.headers}
    wire.request("POST", server.path, headers=headers)
    answer = wire.getresponse()
    if answer.status != 201:
        sys.exit(f"{server.name} answered {answer.status} {answer.read()[:300]!r}")
    location = str(answer.headers["Location"])
    wire.close()
    return location if location.startswith("http") else f"http://127.0.0.1:{server.port}{location}"


def _send(server: Served, place: str, file: Path) -> subprocess.Popen[bytes]:
    given = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    lines = [word for key, value in {**given, **server.headers}.items() for word in ("-H", f"{key}: {value}")]
    words = [
        "curl",
        "-sS",
        "-D",
        "-",
        "-o",
        "/dev/null",
        "-X",
        "PATCH",
        "-H",
        "Expect:",
        *lines,
        "-T",
        str(file),
        place,
    ]
    return subprocess.Popen(words, stdout=subprocess.PIPE)


def _check(server: Served, client: subprocess.Popen[bytes], file: Path) -> None:
    """The answer is 204, and ours says the digest of what was sent."""
    answer = (client.stdout.read() if client.stdout else b"").decode().lower()
    if " 204 " not in answer.splitlines()[0]:
        sys.exit(f"{server.name} answered {answer}")
    if server.headers:
        with file.open("rb") as source:
            right = hashlib.file_digest(source, "sha256").hexdigest()
        if f"liuhen-digest: {right}" not in answer:
            sys.exit(f"{server.name} gave another digest: {answer}")


def _clear(server: Served, places: list[str]) -> None:
    for place in places:
        subprocess.run(
            ["rm", "-f", *(str(one) for one in server.stored.glob(place.rpartition("/")[2] + "*"))], check=True
        )


def _conclude(servers: list[Served], streams: list[int]) -> bool:
    """Print medians and ratios; true when something is slower or larger than it may be."""
    short = False
    for count in streams:
        base = median(servers[0].rates[count])
        print(f"{count} × : {servers[0].name} {base:.0f} MB/s")
        for server in servers[1:]:
            rate, least = median(server.rates[count]), HANDED_OVER if server.also else LIMIT
            print(f"{count} × : {server.name} {rate:.0f} MB/s, ratio {rate / base:.2f} (at least {least})")
            short |= rate / base < least
    peak = max(server.peak for server in servers[1:])
    print(f"peak memory of the server: {peak:.0f} MB (under {MEMORY})")
    return short or peak > MEMORY


def _processor_seconds(server: Served) -> float:
    """Processor time of the server and its children so far."""
    pids = [pid for one in (server.process, server.also) if one for pid in _family(one.pid)]
    ticks = 0
    for pid in pids:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(words[11]) + int(words[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _resident(server: Served) -> float:
    pids = _family((server.also or server.process).pid)
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
    return pages * os.sysconf("SC_PAGESIZE") / MEGABYTE


def _family(pid: int) -> list[int]:
    found, waiting = [pid], [pid]
    while waiting:
        tasks = Path(f"/proc/{waiting.pop()}/task").glob("*/children")
        children = [int(one) for path in tasks for one in path.read_text().split()]
        found += children
        waiting += children
    return found


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            sys.exit(f"a server ended at once with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("a server does not answer")


if __name__ == "__main__":
    main()
