"""Kills jobs at chosen points, in forks of a process that has loaded Django once.

    job_forks.py publish      publishes once per round; round n dies at its n-th write to the log's directory
    job_forks.py sm3          computes SM3; dies between two recordings, within a transaction, right after one

Prints as JSON how it stood after each death. The next run of the job, undisturbed, follows each death of `publish`.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

LEAVES_OF_A_TILE = 256
SM3_DEATHS = [
    ("liuhen.apps.recordings.jobs", "sm3_of", 2),
    ("liuhen.apps.recordings.actions", "record", 1),
    ("liuhen.apps.journal.actions", "_tell", 1),
]


def main() -> None:
    """Run what is asked and print how it went."""
    from liuhen.site.cli.start import start_django

    start_django()
    print(json.dumps({"publish": _publish, "sm3": _sm3}[sys.argv[1]]()))


def _publish() -> list[dict[str, int]]:
    from liuhen.apps.journal.jobs import publish_log
    from liuhen.apps.people.actions import note_failed_sign_in

    _fork(lambda: (_fill(note_failed_sign_in), publish_log()))
    stood: list[dict[str, int]] = []
    for turn in range(1, 100):
        _fork(lambda: note_failed_sign_in("somebody"))
        code = _fork(lambda turn=turn: (_die_at_write(turn), publish_log()))
        after_death = _in_child(_published)
        _fork(publish_log)
        stood.append({"code": code, "after": after_death, "mended": _in_child(_published), "there": _in_child(_there)})
        if code == 0:
            break
    return stood


def _fill(write: Callable[[str], None]) -> None:
    """Come close below a full tile, so that the rounds cross it."""
    while (_there() + 6) % LEAVES_OF_A_TILE:
        write("somebody")


def _there() -> int:
    from liuhen.apps.journal.queries import count

    return count()


def _published() -> int:
    from liuhen.core.tlog import open_checkpoint, parse_verifier_key
    from liuhen.ports.outside import outside

    raw = outside().log.fetch("checkpoint") or b""
    return open_checkpoint(raw, [parse_verifier_key(outside().signer.verifier_key)]).size


def _die_at_write(nth: int) -> None:
    """Die before the n-th call that makes something on disk durable or visible."""
    calls = 0

    def dying(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*words: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == nth:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*words, **named)

        return call

    for name in ("fsync", "link", "replace"):
        setattr(os, name, dying(getattr(os, name)))


def _sm3() -> list[dict[str, int]]:
    from liuhen.apps.recordings.jobs import add_missing_sm3

    stood = []
    for module, name, nth in SM3_DEATHS:
        code = _fork(lambda place=(module, name, nth): (_die_in(*place), add_missing_sm3()))
        stood.append({"code": code, "done": _in_child(_with_sm3)})
    return stood


def _with_sm3() -> int:
    from liuhen.apps.recordings.models import Recording

    return Recording.objects.exclude(sm3="").count()


def _die_in(module: str, name: str, nth: int) -> None:
    """Die when a function is called for the n-th time."""
    place, calls = importlib.import_module(module), 0
    original = getattr(place, name)

    def dying(*words: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*words, **named)

    setattr(place, name, dying)


def _fork(work: Callable[[], object]) -> int:
    """Do the work in a fork of its own; how that ended. The database is never opened in this process itself."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        work()
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(99)
    os._exit(0)


def _in_child(ask: Callable[[], int]) -> int:
    """A number asked in a fork."""
    reading, writing = os.pipe()
    assert _fork(lambda: os.write(writing, str(ask()).encode())) == 0
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as answer:
        return int(answer.read())


if __name__ == "__main__":
    main()
