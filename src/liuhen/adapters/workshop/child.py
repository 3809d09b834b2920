"""The child: takes one order from its socket, does it within limits, answers, and ends.

Run as `python -m liuhen.adapters.workshop.child FD`. It ends when its parent does: the socket tells it so.
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import socket
import sys
import threading
import traceback
from pathlib import Path

from liuhen.adapters.confined import limits
from liuhen.adapters.workshop.kinds import MAKERS
from liuhen.adapters.workshop.wire import ANSWER, LONGEST, ORDER, Answer, Ending, Order
from liuhen.ports.workshop import Task, Work, WorkFailed, WorkImpossible

NICENESS = 10
OUT_OF_MEMORY = "分析所需内存超过上限，已中止。"
DISK_FULL = "磁盘空间不足，写不下分析结果。请清理磁盘后重试。"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


def main() -> None:
    """Do the one order."""
    with socket.socket(fileno=int(sys.argv[1])) as parent:
        order = _receive(parent)
        limits.confine(memory=order.memory, written=order.written)  # while there is one thread
        threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()
        parent.sendall(ANSWER.dump_json(_answer(order)) + b"\n")
    os._exit(0)  # whatever threads a library has left behind


def _receive(parent: socket.socket) -> Order:
    words = bytearray()
    while not words.endswith(b"\n"):
        piece = parent.recv(1 << 16)
        if not piece or len(words) > LONGEST:
            sys.exit(1)
        words += piece
    return ORDER.validate_json(bytes(words))


def _end_with_parent(parent: socket.socket) -> None:
    """Nothing more is ever said to the child: when its socket wakes, the parent is gone."""
    with contextlib.suppress(OSError):
        parent.recv(1)
    os._exit(1)


def _answer(order: Order) -> Answer:
    limits.allow_seconds(order.cpu_seconds)
    with contextlib.suppress(OSError):
        os.nice(NICENESS)
    try:
        return _done(_make(order), order)
    except WorkImpossible as reason:
        return Answer(ending=Ending.IMPOSSIBLE, message=str(reason))
    except WorkFailed as reason:
        return Answer(ending=Ending.FAILED, message=str(reason))
    except MemoryError:
        return Answer(ending=Ending.FAILED, message=OUT_OF_MEMORY)
    except Exception as surprise:
        return Answer(ending=Ending.FAILED, message=_words(surprise), trace=traceback.format_exc())


def _words(surprise: Exception) -> str:
    if isinstance(surprise, OSError) and surprise.errno in _NO_ROOM:
        return DISK_FULL
    return f"分析程序出错（{type(surprise).__name__}），详情见服务日志。"


def _make(order: Order) -> Work:
    module, _, name = MAKERS[order.kind].partition(":")
    task = Task(kind=order.kind, facts=order.facts, options=order.options)
    make = getattr(importlib.import_module(module), name)
    work = make(task, Path(order.source), Path(order.into))
    assert isinstance(work, Work)  # noqa: S101 - a maker of ours that gives anything else is a mistake in the program
    return work


def _done(work: Work, order: Order) -> Answer:
    for file in work.files:
        if file.path != Path(order.into) / file.name:
            raise ValueError(f"{file.path} is not {file.name} in the folder given")
    files = tuple((file.name, file.content_type) for file in work.files)
    return Answer(ending=Ending.DONE, tool=work.tool, result=work.result, files=files)


if __name__ == "__main__":
    main()
