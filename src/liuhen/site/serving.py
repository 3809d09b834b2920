"""Running the instance: granian serves the pages and the data plane, django-q2 works beside it."""

from __future__ import annotations

import subprocess
import sys

from granian.constants import Interfaces, Loops
from granian.server import Server


def serve(host: str, port: int, *, worker: bool) -> None:
    """Serve until stopped. The worker is a child process that ends with the server."""
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


def run_worker() -> None:
    """Run jobs until stopped."""
    from liuhen.site.worker import work

    work()
