"""A weak wire between browser and server: so many bytes a second, and it can be cut in the middle of a request."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

PIECE = 32 << 10
MADE_UP = 0.25
"""Seconds of lateness that may be made up for."""
TAKEN_AHEAD = 256 << 10
"""Bytes the system holds for the wire: a few of the loopback's segments, as with less than one of them TCP stalls."""
RESET = struct.pack("ii", 1, 0)
"""Closing a socket that lingers for no time tells the other side that the connection is lost."""


@dataclass
class Wire:
    """Passes connections on to a port of this machine; what the browser sends goes no faster than `speed`."""

    target: int
    speed: float
    """Bytes per second."""
    up: bool = True
    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    ends: set[socket.socket] = field(default_factory=set)

    @property
    def address(self) -> str:
        """The address of the first page, seen through the wire."""
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def cut(self) -> None:
        """Lose every connection, and let no new one come about."""
        self.up = False
        for end in list(self.ends):
            _reset(end)

    def mend(self) -> None:
        """Pass connections on again."""
        self.up = True

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self.listener.accept()
                threading.Thread(target=self._pass_on, args=(near,), daemon=True).start()

    def _pass_on(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self.target)) if self.up else None
        except OSError:  # the server is away
            far = None
        if far is None:
            _reset(near)
            return
        self.ends |= {near, far}
        back = threading.Thread(target=self._pump, args=(far, near, 0.0), daemon=True)
        back.start()
        self._pump(near, far, self.speed)
        back.join()
        self.ends -= {near, far}
        near.close()
        far.close()

    @staticmethod
    def _pump(here: socket.socket, there: socket.socket, speed: float) -> None:
        due = 0.0
        with suppress(OSError):
            while piece := here.recv(PIECE):
                there.sendall(piece)
                if speed:  # what a busy machine sleeps too long is made up for, else every small piece would cost it
                    due = max(due, time.monotonic() - MADE_UP) + len(piece) / speed
                    time.sleep(max(0.0, due - time.monotonic()))
        for end in (here, there):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def _reset(end: socket.socket) -> None:
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def wire_to(port: int, speed: float) -> Iterator[Wire]:
    """A wire to this port for as long as the context lasts."""
    wire = Wire(port, speed)
    # A browser counts as sent what the system has taken from it; little is taken in advance here.
    wire.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, TAKEN_AHEAD)
    with closing(wire.listener):
        threading.Thread(target=wire._accept, daemon=True).start()
        yield wire
        wire.cut()
