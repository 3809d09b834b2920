"""`GET/HEAD /data/media/<ticket>`: one object of the vault or a byte range of it, never more than a piece in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from urllib.parse import quote

from liuhen.apps.recordings.tickets import MediaTicket, TicketRefused, redeem_media
from liuhen.ports.outside import outside
from liuhen.ports.vault import NotInVault
from liuhen.site.dataplane.asgi import STEP, Receive, Scope, Send, header, refuse, session, start
from liuhen.site.dataplane.ranges import Part, Unsatisfiable, part_asked


async def give_media(ticket: str, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve an object: 200, 206, 304, 403 wrong ticket, 404 gone from the vault, 416 no such range."""
    try:
        allowed = redeem_media(ticket, session(scope))
        size = await asyncio.to_thread(outside().vault.size, allowed.sha256)
    except TicketRefused as error:
        return await refuse(send, 403, str(error))
    except NotInVault as error:
        return await refuse(send, 404, str(error))
    etag = f'"{allowed.sha256}"'
    if header(scope, "if-none-match") == etag:
        return await _nothing(send, 304, [("etag", etag)])
    try:
        part = part_asked(_range(scope, etag), size)
    except Unsatisfiable:
        return await refuse(send, 416, "所请求的范围超出文件。", [("content-range", f"bytes */{size}")])
    await start(send, 200 if part.whole else 206, _headers(allowed, part, size, etag))
    pieces = iter(()) if scope["method"] == "HEAD" else await asyncio.to_thread(_open, allowed.sha256, part)
    return await _pour(pieces, receive, send)


def _range(scope: Scope, etag: str) -> str | None:
    """The Range header, unless If-Range says it was meant for other bytes."""
    condition = header(scope, "if-range")
    return header(scope, "range") if condition in (None, etag) else None


def _headers(allowed: MediaTicket, part: Part, size: int, etag: str) -> list[tuple[str, str]]:
    name = quote(allowed.download, safe="")
    shown = f"attachment; filename*=UTF-8''{name}" if allowed.download else "inline"
    headers = [
        ("content-type", allowed.content_type),
        ("content-length", str(part.length)),
        ("content-disposition", shown),
        ("accept-ranges", "bytes"),
        ("etag", etag),
        ("cache-control", "private, no-store"),
    ]
    if not part.whole:
        headers.append(("content-range", f"bytes {part.start}-{part.start + part.length - 1}/{size}"))
    return headers


def _open(sha256: str, part: Part) -> Iterator[bytes]:
    return iter(outside().vault.open_range(sha256, part.start, part.length, step=STEP))


async def _pour(pieces: Iterator[bytes], receive: Receive, send: Send) -> None:
    """Send piece by piece until all is sent or the reader has gone (players ask for much and leave early)."""
    gone = asyncio.ensure_future(_gone(receive))
    try:
        while not gone.done() and (piece := await asyncio.to_thread(next, pieces, b"")):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        if not gone.done():
            await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()
        close = getattr(pieces, "close", None)
        if close:
            close()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _nothing(send: Send, status: int, headers: list[tuple[str, str]]) -> None:
    await start(send, status, headers)
    await send({"type": "http.response.body", "body": b""})
