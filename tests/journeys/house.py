"""A living instance in a directory of its own: made by the command line, served by a child process, stopped by id."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

START_WITHIN = 60
"""Seconds a server may take to answer on a busy machine."""


@dataclass(frozen=True)
class House:
    """An instance, and where it is served while it is."""

    home: Path
    port: int = 0

    @property
    def address(self) -> str:
        """The address of the first page, without the slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `liuhen` on this instance and give what it printed."""
        return self.python("-m", "liuhen", *words, check=check)

    def python(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run Python with this instance as its own."""
        answer = subprocess.run(
            [sys.executable, *words], env=self._surroundings(), capture_output=True, text=True, check=False
        )
        assert not check or answer.returncode == 0, f"{words} ended with {answer.returncode}:\n{answer.stderr}"
        return answer

    @contextmanager
    def serving(self) -> Iterator[House]:
        """Serve it with its worker on a free port; the child is stopped by its own id."""
        port = free_port()
        with (self.home / "server.log").open("wb") as log:
            command = [sys.executable, "-m", "liuhen", "serve", "--port", str(port)]
            child = subprocess.Popen(command, env=self._surroundings(), stdout=log, stderr=log)
        served = House(self.home, port)
        try:
            served.wait_for(child)
            yield served
        finally:
            child.terminate()
            child.wait(timeout=30)

    def wait_for(self, child: subprocess.Popen[bytes]) -> None:
        """Return when the sign-in page is answered; fail with the server's own words when it never is."""
        last = time.monotonic() + START_WITHIN
        while time.monotonic() < last and child.poll() is None:
            try:
                urlopen(f"{self.address}/sign-in/", timeout=START_WITHIN).close()  # noqa: S310 - our own address
                return
            except HTTPError:
                break
            except (URLError, ConnectionError):
                time.sleep(0.2)
        raise AssertionError(f"the server did not answer:\n{(self.home / 'server.log').read_text(errors='replace')}")

    def _surroundings(self) -> dict[str, str]:
        return {**os.environ, "LIUHEN_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "liuhen.site.settings"}


def free_port() -> int:
    """A port of the loopback nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def new_house(home: Path) -> House:
    """An instance with the people and cameras of the demonstration agency, its texts bound, and no case."""
    house = House(home)
    house.run("init", "--name", "test.example/journeys")
    house.python(
        "-c",
        "from liuhen.site.cli.start import start_django; start_django()\n"
        "from liuhen.site.demo.cast import engage; engage()\n"
        "from liuhen.apps.journal.actions import publish; publish()",
    )
    return house
