"""Runs a command beside a PostgreSQL of its own, which is gone afterwards.

    python3 tools/postgres.py .venv/bin/pytest src/liuhen/apps -q

The command finds the server in LIUHEN_TEST_DATABASE and PGPASSWORD. The cluster lies in a temporary directory, listens
on loopback alone, on a free port, and belongs to an account that may do nothing else. Where PostgreSQL is missing and
can't be installed, nothing is run, and that is said.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from debian import CannotInstall, install

PROGRAMS = Path("/usr/lib/postgresql")
OWNER = "liuhen"
PATIENCE_SECONDS = 60
# Tests throw everything away, so nothing has to survive a power cut.
SETTINGS = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off", "full_page_writes": "off"}


def programs() -> Path:
    """The folder with initdb and postgres, installed from Debian when there is none; CannotInstall says what to do."""
    if not _found():
        install("postgresql", "the rooms' tests run on PostgreSQL too")
    found = _found()
    if not found:
        raise CannotInstall("Debian's postgresql is installed but brought no initdb")
    return found[-1].parent


def _found() -> list[Path]:
    """Every initdb there is, the newest version last."""
    return sorted(PROGRAMS.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))


@contextmanager
def cluster(binaries: Path) -> Iterator[dict[str, str]]:
    """Make and start a cluster; give the environment in which it is found; stop and remove it."""
    account = _account()
    with tempfile.TemporaryDirectory(prefix="liuhen-postgres-", ignore_cleanup_errors=True) as name:
        place, password = Path(name), secrets.token_urlsafe()
        (place / "password").write_text(password, encoding="ascii")
        if account:
            for path in (place, place / "password"):
                os.chown(path, account.pw_uid, account.pw_gid)
        _init(binaries, place, account)
        port = _free_port()
        with _server(binaries, place, port, account):
            yield {"LIUHEN_TEST_DATABASE": f"postgresql://{OWNER}@127.0.0.1:{port}/liuhen", "PGPASSWORD": password}


def _account() -> pwd.struct_passwd | None:
    """Root may not run PostgreSQL: then the account that Debian's package made does."""
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else None


def _as(account: pwd.struct_passwd | None) -> dict[str, object]:
    """Arguments for subprocess that change the account, if it has to be changed."""
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}


def _init(binaries: Path, place: Path, account: pwd.struct_passwd | None) -> None:
    secret = ["--auth=scram-sha-256", f"--pwfile={place / 'password'}"]
    words = [binaries / "initdb", "-D", place / "data", "-U", OWNER, "-E", "UTF8", "--locale=C.UTF-8", "-N", *secret]
    done = subprocess.run(words, capture_output=True, text=True, cwd=place, check=False, **_as(account))  # type: ignore[call-overload]
    if done.returncode:
        sys.exit(f"initdb failed:\n{done.stderr}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@contextmanager
def _server(binaries: Path, place: Path, port: int, account: pwd.struct_passwd | None) -> Iterator[None]:
    options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    words = [binaries / "postgres", "-D", place / "data", "-p", str(port), *options]
    with (place / "log").open("wb") as log:
        server = subprocess.Popen(words, stdout=log, stderr=log, cwd=place, **_as(account))  # type: ignore[call-overload]
    try:
        _await(server, place, port)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown: open connections are cut
        server.wait(PATIENCE_SECONDS)


def _await(server: subprocess.Popen[bytes], place: Path, port: int) -> None:
    """Wait until the server takes connections."""
    for _ in range(PATIENCE_SECONDS * 10):
        if server.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit(f"PostgreSQL did not start:\n{(place / 'log').read_text(encoding='utf-8', errors='replace')}")


def main(command: list[str]) -> int:
    """Run the command beside a cluster; give its exit code, or 0 when there can be no PostgreSQL here."""
    if not command or not shutil.which(command[0]):
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that the cluster goes, too
    try:
        binaries = programs()
    except CannotInstall as problem:
        print(f"==> NO POSTGRESQL: tests on it are skipped. {problem}", flush=True)
        return 0
    with cluster(binaries) as where:
        started = time.monotonic()
        print(f"==> on PostgreSQL {binaries.parts[-2]}: {' '.join(command)}", flush=True)
        code = subprocess.run(command, env={**os.environ, **where}, check=False).returncode
        print(f"==> on PostgreSQL: {time.monotonic() - started:.0f} s", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
