"""Running the instance: granian serves the pages and the data plane, django-q2 works beside it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress

from granian.constants import Interfaces, Loops
from granian.server import Server

from liuhen.core.errors import LiuhenError

PATIENCE = 20
"""Seconds a process may take to finish what it is doing before it is killed; every job can be done again."""


def serve(host: str, port: int, *, worker: bool) -> None:
    """Serve until stopped. The worker is a child process that ends with the server."""
    _check_address(host, port)
    # Granian listens to signals only once it runs; until then, too, what was started has to be stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    child = _start_worker() if worker else None
    try:
        Server(
            "liuhen.site.asgi:application",
            address=host,
            port=port,
            interface=Interfaces.ASGI,
            loop=Loops.asyncio,
            workers=1,
            log_access=False,
            websockets=False,
            workers_kill_timeout=PATIENCE,  # a process told to stop while it starts would be waited for without end
        ).serve()
    finally:
        if child:
            _stop_worker(child)


def _start_worker() -> subprocess.Popen[bytes]:
    """Start the worker in a process group of its own, so that it can be stopped with all that it has started."""
    return subprocess.Popen([sys.executable, "-m", "liuhen.site.worker"], process_group=0)


def _stop_worker(child: subprocess.Popen[bytes]) -> None:
    """Ask it to finish; whatever of its group is still there afterwards is killed."""
    child.terminate()
    with suppress(subprocess.TimeoutExpired):
        child.wait(PATIENCE)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _check_address(host: str, port: int) -> None:
    """Refuse an address that is taken, before anything is started."""
    try:
        with socket.create_server((host, port), reuse_port=False):
            return
    except OSError as error:
        raise LiuhenError(f"无法在 {host}:{port} 提供服务（{error.strerror}）。请用 --port 换一个端口。") from error


def run_worker() -> None:
    """Run jobs until stopped."""
    from liuhen.site.worker import work

    work()
