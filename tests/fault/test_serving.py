"""`liuhen serve` as a process: it starts, works, refuses a taken port, and takes everything down with it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.fault.instance import Instance, new_instance
from tests.fault.processes import descendants, still_there, until

SOON = 60
ONE_SWEEP = 150
"""Seconds: the sweeps run every minute, and the machine may be busy."""


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    return new_instance(tmp_path_factory.mktemp("serving") / "home")


@contextmanager
def _serving(instance: Instance, port: int, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """`liuhen serve`, answering; whatever is left of it at the end is killed."""
    with (instance.home / "serve.log").open("wb") as log:
        words = [sys.executable, "-m", "liuhen", "serve", "--port", str(port), *options]
        settings = {"LIUHEN_HOME": str(instance.home), "DJANGO_SETTINGS_MODULE": "liuhen.site.settings"}
        server = subprocess.Popen(words, env={**os.environ, **settings}, stdout=log, stderr=log, start_new_session=True)
    try:
        until(lambda: server.poll() is not None or _answers(port), SOON)
        assert server.poll() is None, (instance.home / "serve.log").read_text(encoding="utf-8")
        yield server
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=10) as answer:
            return answer.status == 200 and "登录" in answer.read().decode()
    except OSError:
        return False


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _published(instance: Instance) -> int:
    """How many entries the checkpoint speaks of (its second line)."""
    return int((instance.home / "log/checkpoint").read_text(encoding="utf-8").splitlines()[1])


def test_it_answers_publishes_the_log_and_takes_everything_down_with_it(instance: Instance) -> None:
    before = _published(instance)
    with _serving(instance, _free_port()) as server:
        until(lambda: _published(instance) > before, ONE_SWEEP)
        children = descendants(server.pid)
        assert len(children) >= 3, "the pages' process, the worker and the worker's own were expected"
        server.send_signal(signal.SIGTERM)
        assert server.wait(SOON) in (0, -signal.SIGTERM)
        until(lambda: not still_there(children), SOON)
    assert instance.verify()["clean"]


def test_a_signal_right_after_the_start_leaves_no_worker_behind(instance: Instance) -> None:
    words = [sys.executable, "-m", "liuhen", "serve", "--port", str(_free_port())]
    settings = {"LIUHEN_HOME": str(instance.home), "DJANGO_SETTINGS_MODULE": "liuhen.site.settings"}
    server = subprocess.Popen(words, env={**os.environ, **settings}, stderr=subprocess.DEVNULL)
    until(lambda: bool(descendants(server.pid)), SOON)
    children = descendants(server.pid)
    server.send_signal(signal.SIGTERM)
    server.wait(SOON)
    until(lambda: not still_there(children), SOON)


def test_a_server_killed_outright_takes_everything_with_it_and_frees_its_port(instance: Instance) -> None:
    port = _free_port()
    with _serving(instance, port) as server:
        until(lambda: len(descendants(server.pid)) >= 3, SOON)
        children = descendants(server.pid)
        server.kill()
        server.wait()
        until(lambda: not still_there(children), SOON)
    with _serving(instance, port, "--no-worker"):
        pass


def test_a_taken_port_ends_with_2_and_says_what_to_do(instance: Instance) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = instance.run("serve", "--port", str(port), check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"127.0.0.1:{port}" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_making_an_instance_twice_changes_nothing(instance: Instance) -> None:
    kept = {name: (instance.home / name).read_bytes() for name in ("log.key", "secret.key")}
    entries = instance.verify()["entries"]
    again = instance.run("init", "--name", "another.example/name")
    assert "未作改动" in again.stdout
    assert {name: (instance.home / name).read_bytes() for name in kept} == kept
    assert instance.verify()["entries"] == entries


NEED_AN_INSTANCE = [
    ("serve",),
    ("worker",),
    ("agency", "list"),
    ("person", "list"),
    ("device", "list"),
    ("case", "list"),
    ("intake", ".", "--device", "x", "--officer", "x"),
    ("package", "build", "x", "-o", "x.zip"),
    ("log", "publish"),
    ("log", "key"),
    ("log", "verify"),
]


@pytest.mark.parametrize("words", NEED_AN_INSTANCE, ids=" ".join)
def test_a_command_without_an_instance_says_what_to_do(words: tuple[str, ...], tmp_path: Path) -> None:
    done = Instance(tmp_path / "none").run(*words, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "liuhen init" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "none").exists(), "a command that was refused leaves nothing behind"
