"""A network that breaks: forwards connections to a server and cuts each of the first few after some bytes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from random import Random

STEP = 16_384


@dataclass
class Network:
    """Where clients connect, and how many of their connections were cut so far."""

    port: int
    broken: int = 0
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def cut_one(self) -> None:
        """Count a connection that was cut."""
        with self._guard:
            self.broken += 1


@contextmanager
def breaking(server: int, cuts: int, chance: Random, most: int) -> Iterator[Network]:
    """A port in front of the server's; the first `cuts` connections that send much end after at most `most` bytes."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        network = Network(door.getsockname()[1])
        limits = [chance.randrange(STEP, most) for _ in range(cuts)]
        threading.Thread(target=_let_in, args=(door, server, network, limits), daemon=True).start()
        yield network


def _let_in(door: socket.socket, server: int, network: Network, limits: list[int]) -> None:
    with suppress(OSError):  # the door is shut
        while True:
            client = door.accept()[0]
            try:
                onward = socket.create_connection(("127.0.0.1", server))
            except OSError:
                client.close()
                raise
            threading.Thread(target=_answers, args=(onward, client), daemon=True).start()
            threading.Thread(target=_requests, args=(client, onward, network, limits), daemon=True).start()


def _requests(client: socket.socket, onward: socket.socket, network: Network, limits: list[int]) -> None:
    passed = 0
    with suppress(OSError):
        while piece := client.recv(STEP):
            onward.sendall(piece)
            passed += len(piece)
            if limits and passed >= limits[0]:
                limits.pop(0)
                network.cut_one()
                break
    _shut(client, onward)


def _answers(onward: socket.socket, client: socket.socket) -> None:
    with suppress(OSError):
        while piece := onward.recv(STEP):
            client.sendall(piece)
    _shut(client, onward)


def _shut(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):  # the other side has gone already
            end.shutdown(socket.SHUT_RDWR)
        end.close()
