"""A living instance in a directory of its own: made by the command line, served by a child process, stopped by id."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

CLOCKWORK = Path(__file__).parent / "clockwork"
START_WITHIN = 60
"""Seconds a server may take to answer on a busy machine."""
ENGAGE = """
import sys
from liuhen.site.cli.start import start_django; start_django()
from liuhen.apps.journal.actions import publish
from liuhen.site.demo import cast
cast.engage(tuple(sys.argv[1:]) or cast.TEXTS)
publish()
"""
"""What fills a new instance; given the texts to bind instead of the demonstration's own."""


@dataclass(frozen=True)
class House:
    """An instance, and where it is served while it is."""

    home: Path
    port: int = 0
    hands: Path | None = None
    """The file by which its clock is set, where it does not show the time of the machine."""

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
        served = House(self.home, port, self.hands)
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

    def set_clock(self, moment: datetime) -> None:
        """Let the clock of the house show this moment and run on from there, in every process of it."""
        assert self.hands is not None, "the clock of this house is the machine's"
        new = self.hands.with_suffix(".new")
        new.write_text(str((moment - datetime.now(UTC)).total_seconds()), encoding="ascii")
        new.replace(self.hands)

    def read_clock(self) -> datetime:
        """What its clock shows now."""
        moved = float(self.hands.read_text(encoding="ascii")) if self.hands else 0.0
        return datetime.now(UTC) + timedelta(seconds=moved)

    def _surroundings(self) -> dict[str, str]:
        own = {"LIUHEN_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "liuhen.site.settings"}
        if self.hands is not None:
            paths = [str(CLOCKWORK), os.environ.get("PYTHONPATH", "")]
            own |= {"LIUHEN_JOURNEY_CLOCK": str(self.hands), "PYTHONPATH": os.pathsep.join(filter(None, paths))}
        return {**os.environ, **own}


def free_port() -> int:
    """A port of the loopback nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def new_house(home: Path, *, begins: datetime | None = None, texts: Iterable[str] = ()) -> House:
    """An instance with the people and cameras of the demonstration agency, its texts bound, and no case.

    With `begins` its clock is set to that moment and can be set further; `texts` bind the agency in place of the
    demonstration's.
    """
    house = House(home, hands=home.with_suffix(".clock") if begins else None)
    if begins:
        house.set_clock(begins)
    house.run("init", "--name", "test.example/journeys")
    house.python("-c", ENGAGE, *texts)
    return house
