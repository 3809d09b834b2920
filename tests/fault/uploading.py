"""A server and a browser to upload with, as processes and sockets: what the fault tests of uploads share."""

from __future__ import annotations

import os
import re
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import requests

from tests.fault.instance import PASSWORD, Instance
from tests.fault.processes import until

SOON = 60
IMPOLITE = 0.4
"""How many of the connections are reset, which throws away what the server has not read yet; the others are closed."""
STRETCH = "application/offset+octet-stream"


def chance_of(seed: int) -> Random:
    """Chance that is the same in every run."""
    return Random(seed)  # noqa: S311 - nothing secret


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@contextmanager
def serving(instance: Instance, port: int, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """`liuhen serve` without its worker, answering; whatever is left of it at the end is killed."""
    words = [sys.executable, "-m", "liuhen", "serve", "--port", str(port), "--no-worker"]
    where = {"LIUHEN_HOME": str(instance.home), "DJANGO_SETTINGS_MODULE": "liuhen.site.settings", **settings}
    with (instance.home / "serve.log").open("ab") as log:
        server = subprocess.Popen(words, env={**os.environ, **where}, stdout=log, stderr=log, start_new_session=True)
    try:
        until(lambda: server.poll() is not None or _listening(port), SOON)
        assert server.poll() is None, (instance.home / "serve.log").read_text(encoding="utf-8")
        yield server
    finally:
        kill(server)


def kill(server: subprocess.Popen[bytes]) -> None:
    """End the server and all it has started at once, as a power cut does."""
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _listening(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/sign-in/", timeout=5).status_code == 200
    except requests.RequestException:
        return False


@dataclass
class Sender:
    """Somebody signed in, with an intake open and a ticket to upload into it."""

    port: int
    browser: requests.Session = field(default_factory=requests.Session)
    intake: str = ""
    ticket: str = ""

    @property
    def base(self) -> str:
        """Where the server is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def endpoint(self) -> str:
        """Where uploads are created."""
        return f"{self.base}/data/tus/"

    def sign_in(self) -> Sender:
        """Sign in as the officer of a new instance and open an intake of the camera."""
        self._post("/sign-in/", {"username": "officer", "password": PASSWORD})
        page = self.browser.get(f"{self.base}/recordings/upload/", timeout=30).text
        device = re.search(r'name="device".*?<option value="(\d+)"', page, re.DOTALL)
        assert device, page
        answer = self._post("/recordings/upload/", {"device": device[1]})
        self.intake = urlsplit(answer.url).path
        self.ticket = self.browser.get(f"{self.base}{self.intake}ticket", timeout=30).json()["ticket"]
        return self

    def _post(self, path: str, fields: dict[str, str]) -> requests.Response:
        self.browser.get(self.base + path, timeout=30)
        token = self.browser.cookies["csrftoken"]
        answer = self.browser.post(self.base + path, {**fields, "csrfmiddlewaretoken": token}, timeout=60)
        assert answer.ok, answer.text
        return answer

    @property
    def headers(self) -> dict[str, str]:
        """What every request of the protocol carries."""
        cookie = "; ".join(f"{one.name}={one.value}" for one in self.browser.cookies)
        return {"Tus-Resumable": "1.0.0", "Liuhen-Ticket": self.ticket, "Cookie": cookie}

    def ask(self, method: str, address: str, content: bytes = b"", /, **more: str) -> requests.Response:
        """One whole request; a header's underscores stand for hyphens."""
        given = {**self.headers, **{key.replace("_", "-"): value for key, value in more.items()}}
        return requests.request(method, address, headers=given, data=content, timeout=60)

    def create(self, length: int, /, **more: str) -> str:
        """Begin an upload; give its address."""
        answer = self.ask("POST", self.endpoint, upload_length=str(length), **more)
        assert answer.status_code == 201, answer.text
        return self.base + answer.headers["location"]

    def append(self, address: str, content: bytes, offset: int, /, **more: str) -> requests.Response:
        """Send a stretch whole."""
        return self.ask("PATCH", address, content, content_type=STRETCH, upload_offset=str(offset), **more)

    def offset(self, address: str) -> int:
        """How far the upload has come."""
        return int(self.ask("HEAD", address).headers["upload-offset"])

    def cut(self, address: str, content: bytes, offset: int, sent: int, *, reset: bool) -> None:
        """Announce a stretch, send only `sent` bytes of it and break the connection, politely or not."""
        head = {**self.headers, "Host": "127.0.0.1", "Content-Type": STRETCH, "Upload-Offset": str(offset)}
        head["Content-Length"] = str(len(content))
        lines = "".join(f"{key}: {value}\r\n" for key, value in head.items())
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as wire:
            try:
                wire.sendall(f"PATCH {urlsplit(address).path} HTTP/1.1\r\n{lines}\r\n".encode() + content[:sent])
            except ConnectionError:
                return  # refused already: its bytes were not wanted at this offset or by now
            if reset:
                wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def register(self, receipt: str, name: str, /, **more: str) -> Any:
        """Have the upload taken in, as the page does."""
        fields = {"receipt": receipt, "path": name, **more}
        token = self.browser.cookies["csrftoken"]
        answer = self.browser.post(
            f"{self.base}{self.intake}files", {**fields, "csrfmiddlewaretoken": token}, timeout=60
        )
        assert answer.ok, answer.text
        return answer.json()


@dataclass(frozen=True)
class Sent:
    """A file sent over breaking connections: its upload, the last answer, and how many breaks left some bytes."""

    address: str
    answer: requests.Response
    broken: int


def send_broken(sender: Sender, content: bytes, cuts: int, chance: Random) -> Sent:
    """Upload a file whose connection breaks `cuts` times at random bytes."""
    address, reached = sender.create(len(content)), [0]
    for _ in range(cuts):
        rest = content[reached[-1] :]
        sent = chance.randrange(max(1, min(2 * len(content) // cuts, len(rest) - 1)))
        reset = chance.random() < IMPOLITE
        sender.cut(address, rest, reached[-1], sent, reset=reset)
        reached.append(_settled(sender, address, reached[-1] if reset else reached[-1] + sent))
    return Sent(address, finish(sender, address, content), sum(a < b for a, b in pairwise(reached)))


def _settled(sender: Sender, address: str, least: int) -> int:
    """How far the upload has come once the server knows of the broken connection; fails if it kept less than it got."""
    last = time.monotonic() + SOON
    while time.monotonic() < last:
        time.sleep(0.005)
        reached = sender.offset(address)
        if reached >= least and sender.append(address, b"", reached).status_code == 204:
            return reached
    raise AssertionError(f"byte {reached} and no further, where {least} were sent")


def finish(sender: Sender, address: str, content: bytes) -> requests.Response:
    """Send what is missing; a connection just broken may hold the upload for a moment."""
    answers: list[requests.Response] = []

    def done() -> bool:
        offset = sender.offset(address)
        answers.append(sender.append(address, content[offset:], offset))
        assert answers[-1].status_code in (204, 409, 423), answers[-1].text
        return answers[-1].status_code == 204

    until(done, SOON)
    return answers[-1]


def parts_of(instance: Instance) -> list[Path]:
    """Bytes on their way in, or left behind."""
    vault = instance.home / "vault"
    return [*vault.glob("uploads/*.part"), *vault.glob("incoming/*")]
