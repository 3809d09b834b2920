"""Runs `liuhen intake` over and over in forked processes and kills each at a random moment.

Loading Django takes longer than taking in a few small files. So it is loaded once, before any thread or database
connection exists, and every intake runs in a fork of that: the same program, killed 200 times within minutes.
Arguments: seed, number of kills, folder whose sub-folders are cards, then the options of the intake.
Prints how many intakes were cut short.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

ENDS = (0, 1)  # all stored, some rejected


def main() -> None:
    """Kill as often as asked, then say how often an intake was really cut short."""
    seed, kills, cards = int(sys.argv[1]), int(sys.argv[2]), sorted(Path(sys.argv[3]).iterdir())
    chance = random.Random(seed)  # noqa: S311 - moments of killing need no secrecy
    _load()
    longest = _whole_run(cards[0])
    cut_short = 0
    for turn in range(kills):
        cut_short += _killed(cards[turn % len(cards)], chance.uniform(0, longest))
    print(cut_short)


def _load() -> None:
    from liuhen.site.cli.start import start_django

    start_django()
    import av  # noqa: F401 - the probe's child forks with it

    import liuhen.apps.recordings.intake
    import liuhen.site.cli.intake  # noqa: F401


def _start(card: Path) -> int:
    """Fork one intake, leader of its own process group so that nothing of it survives a kill unnoticed."""
    child = os.fork()
    if child:
        return child
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    from liuhen.site.cli.main import cli

    try:
        cli.main(["intake", str(card), *sys.argv[4:]], standalone_mode=False)
    except SystemExit as stop:
        os._exit(int(stop.code or 0))
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(99)
    os._exit(0)


def _whole_run(card: Path) -> float:
    began = time.monotonic()
    _, status = os.waitpid(_start(card), 0)
    if os.waitstatus_to_exitcode(status) not in ENDS:
        sys.exit(f"an intake left alone ended with {status}")
    return time.monotonic() - began


def _killed(card: Path, after: float) -> bool:
    """Kill one intake after so many seconds; whether it was still at work."""
    child = _start(card)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (*ENDS, -signal.SIGKILL):
        sys.exit(f"an intake ended by itself with {code}")
    return code == -signal.SIGKILL


if __name__ == "__main__":
    main()
