"""The body of a request on its way to a thread: the next bytes are received while the last are hashed and written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from liuhen.site.dataplane.asgi import Message, Receive
from liuhen.site.dataplane.threads import RECEIVING

STEP = 1 << 20
"""Bytes handed over at once: at most two such portions of one request are in memory."""
SILENCE = 20.0
"""Seconds without a byte after which a sender is taken to be gone; it can go on where it was."""

Write = Callable[[Sequence[bytes]], None]


async def pour(receive: Receive, write: Write) -> bool:
    """Hand the whole body to `write`, in order; false when the sender went away or fell silent before its end.

    What `write` raises ends it.
    """
    writing: asyncio.Future[None] | None = None
    try:
        complete = more = True
        while more:
            held, more, complete = await _portion(receive)
            if writing:
                await writing
            if held:
                writing = asyncio.get_running_loop().run_in_executor(RECEIVING, write, held)
        if writing:
            await writing
        return complete
    finally:
        if writing and not writing.done():  # never leave while a thread still writes
            await asyncio.wait({writing})


async def _portion(receive: Receive) -> tuple[list[bytes], bool, bool]:
    """The next pieces; whether more will come; whether nothing went amiss."""
    held: list[bytes] = []
    size = 0
    while size < STEP:
        message = await _next(receive)
        if message["type"] == "http.disconnect":
            return held, False, False
        if body := message.get("body", b""):
            held.append(body)
            size += len(body)
        if not message.get("more_body", False):
            return held, False, True
    return held, True, True


async def _next(receive: Receive) -> Message:
    try:
        async with asyncio.timeout(SILENCE):
            return await receive()
    except TimeoutError:
        return {"type": "http.disconnect"}
