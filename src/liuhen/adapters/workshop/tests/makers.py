"""Makers that behave badly, and one that does not, for the tests of the harness."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

from liuhen.ports.workshop import MadeFile, Task, Work, WorkFailed, WorkImpossible


def honest(task: Task, source: Path, into: Path) -> Work:
    """Copy the source and tell what it was told."""
    (into / "copy").write_bytes(source.read_bytes())
    told = {"facts": dict(task.facts), "options": dict(task.options), "pid": os.getpid()}
    return Work(tool="honest 1", result=told, files=(MadeFile("copy", into / "copy", "text/plain"),))


def failing(task: Task, source: Path, into: Path) -> Work:
    """Fail with a reason."""
    raise WorkFailed("画面解码失败。")


def impossible(task: Task, source: Path, into: Path) -> Work:
    """Say that it never will be done."""
    raise WorkImpossible("没有画面。")


def stumbling(task: Task, source: Path, into: Path) -> Work:
    """Stumble over a mistake of the program."""
    raise LookupError("of no meaning to people")


def dying(task: Task, source: Path, into: Path) -> Work:
    """Take the process down, as a bug in a decoder would."""
    os.abort()


def hungry(task: Task, source: Path, into: Path) -> Work:
    """Ask for more memory than allowed."""
    return Work(tool="hungry", result={"bytes": len(bytearray(3 << 30))})


def spinning(task: Task, source: Path, into: Path) -> Work:
    """Use up all processor time."""
    while True:
        pass


def sleeping(task: Task, source: Path, into: Path) -> Work:
    """Never answer; leave its number behind."""
    (into / "pid").write_text(str(os.getpid()))
    time.sleep(600)
    return Work(tool="sleeping", result={})


def writing(task: Task, source: Path, into: Path) -> Work:
    """Write more to a file than allowed."""
    (into / "large").write_bytes(bytes(2 << 20))
    return Work(tool="writing", result={}, files=(MadeFile("large", into / "large", "text/plain"),))


def smuggling(task: Task, source: Path, into: Path) -> Work:
    """Pass off a link to another file as its own work."""
    (into / "link").symlink_to("/etc/passwd")
    return Work(tool="smuggling", result={}, files=(MadeFile("link", into / "link", "text/plain"),))


def calling(task: Task, source: Path, into: Path) -> Work:
    """Try to reach the network."""
    address = (str(task.options["host"]), int(task.options["port"]))
    try:
        socket.create_connection(address, 5).close()
    except OSError as refusal:
        return Work(tool="calling", result={"reached": False, "why": refusal.strerror})
    return Work(tool="calling", result={"reached": True})


def missing(models: Path) -> str:
    """What this module lacks: nothing where the folder of models exists."""
    return "" if models.is_dir() else "没有安装模型。"
