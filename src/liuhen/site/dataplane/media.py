"""`GET/HEAD /data/media/<ticket>`: one object of the vault or a byte range of it, never more than a piece in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from liuhen.apps.recordings.tickets import MediaTicket, TicketRefused, redeem_media
from liuhen.ports.outside import outside
from liuhen.ports.vault import NotInVault
from liuhen.site.dataplane.asgi import STEP, Receive, Scope, Send, header, refuse, session, start
from liuhen.site.dataplane.ranges import Part, Unsatisfiable, part_asked
from liuhen.site.dataplane.threads import READING


@dataclass(frozen=True, slots=True)
class Opened:
    """What is to be sent: the first piece is read already, the others follow."""

    size: int
    part: Part
    first: bytes
    others: Iterator[bytes]


async def give_media(ticket: str, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve an object: 200, 206, 304, 403 wrong ticket, 404 gone from the vault, 416 no such range."""
    try:
        allowed = redeem_media(ticket, session(scope))
        etag = f'"{allowed.sha256}"'
        if _known_already(header(scope, "if-none-match"), etag):
            return await _send(send, 304, [("etag", etag)])
        opened = await asyncio.get_running_loop().run_in_executor(READING, _open, allowed.sha256, scope)
    except TicketRefused as error:
        return await refuse(send, 403, str(error))
    except NotInVault as error:
        return await refuse(send, 404, str(error))
    except Unsatisfiable as error:
        return await refuse(send, 416, "所请求的范围超出文件。", [("content-range", f"bytes */{error.size}")])
    part = opened.part
    await start(send, 200 if part.whole else 206, _headers(allowed, part, opened.size, etag))
    if len(opened.first) == part.length or scope["method"] == "HEAD":
        return await send({"type": "http.response.body", "body": opened.first})
    return await _pour(opened, receive, send)


def _open(sha256: str, scope: Scope) -> Opened:
    """Find the object and read the first piece of what is asked for, all in one visit to the disk."""
    vault = outside().vault
    size = vault.size(sha256)
    if scope["method"] == "HEAD":  # a range has no meaning for it (RFC 9110 14.2)
        return Opened(size, Part(0, size, whole=True), b"", iter(()))
    part = part_asked(_range(scope, f'"{sha256}"'), size)
    pieces = iter(vault.open_range(sha256, part.start, part.length, step=STEP))
    return Opened(size, part, next(pieces, b""), pieces)


def _known_already(condition: str | None, etag: str) -> bool:
    """If-None-Match: one tag, a list of them, or any at all; bytes under a digest never change."""
    tags = [tag.strip().removeprefix("W/") for tag in (condition or "").split(",")]
    return etag in tags or tags == ["*"]


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


async def _pour(opened: Opened, receive: Receive, send: Send) -> None:
    """Send piece by piece, reading the next meanwhile, until all is sent or nobody reads (players leave early)."""
    loop, gone = asyncio.get_running_loop(), asyncio.ensure_future(_gone(receive))
    coming: asyncio.Future[bytes] | None = None
    piece = opened.first
    try:
        while piece and not gone.done():
            coming = loop.run_in_executor(READING, next, opened.others, b"")
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            piece = await coming
        if not gone.done():
            await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()
        if coming and not coming.done():
            await asyncio.wait({coming})
        close = getattr(opened.others, "close", None)
        if close:
            close()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, status: int, headers: list[tuple[str, str]]) -> None:
    await start(send, status, headers)
    await send({"type": "http.response.body", "body": b""})
