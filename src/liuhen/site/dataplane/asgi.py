"""The few things of ASGI the data plane needs: headers, an answer, and a body that a thread pulls."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from typing import Any

from django.conf import settings
from django.http import parse_cookie

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = Iterable[tuple[str, str]]

STEP = 1 << 18
ALWAYS: tuple[tuple[str, str], ...] = (
    ("x-content-type-options", "nosniff"),
    ("content-security-policy", "sandbox; default-src 'none'; media-src 'self'; style-src 'unsafe-inline'"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
)


class Disconnected(Exception):
    """The other side went away before it had sent everything."""


def header(scope: Scope, name: str) -> str | None:
    """A header of the request as text, the first if there are several."""
    wanted = name.encode("ascii")
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == wanted), None)


def session(scope: Scope) -> str:
    """The key of the browser session the request belongs to, unchecked; empty when it belongs to none."""
    cookies = "; ".join(value.decode("latin-1") for key, value in scope["headers"] if key.lower() == b"cookie")
    return parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")


async def start(send: Send, status: int, headers: Headers) -> None:
    """Begin an answer."""
    lines = [(key.encode("latin-1"), value.encode("latin-1")) for key, value in (*headers, *ALWAYS)]
    await send({"type": "http.response.start", "status": status, "headers": lines})


async def answer(send: Send, status: int, content: dict[str, Any], headers: Headers = ()) -> None:
    """A whole answer in JSON."""
    body = json.dumps(content, ensure_ascii=False).encode()
    kind = ("content-type", "application/json; charset=utf-8")
    await start(send, status, [kind, ("content-length", str(len(body))), ("cache-control", "no-store"), *headers])
    await send({"type": "http.response.body", "body": body})


async def refuse(send: Send, status: int, message: str, headers: Headers = ()) -> None:
    """An answer that says in Chinese why not."""
    await answer(send, status, {"error": message}, headers)


class Body:
    """A request's body as chunks of about 256 KiB for a thread to read; the network waits while the disk is busy."""

    def __init__(self, receive: Receive, loop: asyncio.AbstractEventLoop) -> None:
        """Keep where messages come from and the loop they come on."""
        self._receive = receive
        self._loop = loop

    def __iter__(self) -> Iterator[bytes]:
        """Yield the chunks; raises Disconnected when the sender goes away in the middle."""
        held, more = bytearray(), True
        while more:
            message = asyncio.run_coroutine_threadsafe(_next(self._receive), self._loop).result()
            held += message.get("body", b"")
            more = message.get("more_body", False)
            if len(held) >= STEP or not more:
                yield bytes(held)
                held.clear()


async def _next(receive: Receive) -> Message:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise Disconnected
    return message
