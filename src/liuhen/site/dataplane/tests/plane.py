"""A client for the data plane alone: the raw ASGI application, called without a server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any

from liuhen.site.dataplane import application


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    pieces: tuple[int, ...]

    @property
    def json(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.body)


def ask(
    method: str,
    path: str,
    headers: dict[str, str] | None = None,
    *,
    body: Iterable[bytes] = (),
    cut: bool = False,
    stall: bool = False,
) -> Answer | None:
    """One request; `cut` ends the body with a disconnect, `stall` with silence. None when nothing was answered."""
    return asyncio.run(_ask(method, path, headers or {}, [*body], cut, stall))


async def _ask(
    method: str, path: str, headers: dict[str, str], body: list[bytes], cut: bool, stall: bool
) -> Answer | None:
    sent: list[MutableMapping[str, Any]] = []
    waiting = iter([*body, None] if cut else [*body])
    left = len(body)

    async def receive() -> MutableMapping[str, Any]:
        nonlocal left
        piece = next(waiting, b"" if left == 0 and not body else None)
        if piece is None:
            if not cut:
                await asyncio.sleep(30)
            return {"type": "http.disconnect"}
        left -= 1
        return {"type": "http.request", "body": piece, "more_body": left > 0 or cut or stall}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    pairs = [(key.lower().encode(), value.encode()) for key, value in headers.items()]
    await application({"type": "http", "method": method, "path": path, "headers": pairs}, receive, send)
    return _answer(sent) if sent else None


def _answer(sent: list[MutableMapping[str, Any]]) -> Answer:
    headers = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
    pieces = [message.get("body", b"") for message in sent[1:]]
    return Answer(sent[0]["status"], headers, b"".join(pieces), tuple(map(len, pieces)))
