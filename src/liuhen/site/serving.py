"""Running the instance: granian serves the pages and the data plane, django-q2 works beside it."""

from __future__ import annotations

import socket
import subprocess
import sys

from granian.constants import Interfaces, Loops
from granian.server import Server

from liuhen.core.errors import LiuhenError


def serve(host: str, port: int, *, worker: bool) -> None:
    """Serve until stopped. The worker is a child process that ends with the server."""
    _check_address(host, port)
    child = subprocess.Popen([sys.executable, "-m", "liuhen.site.worker"]) if worker else None
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
        ).serve()
    finally:
        if child:
            child.terminate()
            child.wait(timeout=30)


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
