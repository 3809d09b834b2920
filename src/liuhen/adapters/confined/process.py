"""A child process at the other end of a socket: started without the house's surroundings, asked, and outlived."""

import contextlib
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence

BEAT = 1.0
SURROUNDINGS = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}


class Child:
    """One running child. `line` is our end of the socket; the number of its end is the last word of `command`."""

    def __init__(self, command: Sequence[str], *, surroundings: Mapping[str, str] = SURROUNDINGS) -> None:
        """Start it, in the root folder, with nothing on its standard streams."""
        self.line, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [*command, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=dict(surroundings),
                cwd="/",
            )

    @property
    def running(self) -> bool:
        """Whether it can be asked."""
        return self.process.poll() is None

    def answer(self, seconds: float, longest: int, *, beat: Callable[[], None] | None = None) -> bytes:
        """One line from the child: TimeoutError when it takes too long, EOFError when it died or says too much.

        `beat` is called about every second of waiting; what it raises is raised here.
        """
        until, words = time.monotonic() + seconds, bytearray()
        while not words.endswith(b"\n"):
            if beat:
                beat()
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            piece = self._piece(left if beat is None else min(left, BEAT))
            if piece == b"" or len(words) > longest:
                raise EOFError
            words += piece or b""
        return bytes(words)

    def _piece(self, seconds: float) -> bytes | None:
        """What the child says next; empty when it has hung up, None when it said nothing for so long."""
        self.line.settimeout(seconds)
        try:
            return self.line.recv(1 << 16)
        except TimeoutError:
            return None

    def ran_out_of_time(self) -> bool:
        """Whether the kernel ended it for using too much processor time."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1.0)
        return self.process.returncode == -signal.SIGXCPU

    def stop(self) -> None:
        """End it, whatever it is doing."""
        self.line.close()
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
