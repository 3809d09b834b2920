"""The few things of ASGI the data plane needs: headers and an answer."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
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
