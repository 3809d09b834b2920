"""`PUT /data/uploads/<ticket>`: the body goes straight to the vault's staging while it is hashed.

The answer comes once the bytes are on the disk: their digest, their length and a receipt, with which Django's
`register` view gives them their row. Until then they are a leftover that `liuhen log verify` lists, never lost.
"""

from __future__ import annotations

import asyncio

from liuhen.apps.recordings.staged import remember
from liuhen.apps.recordings.tickets import Receipt, TicketRefused, UploadTicket, receipt_for, redeem_upload
from liuhen.ports.outside import outside
from liuhen.ports.vault import Staged, VaultError, VaultFull
from liuhen.site.dataplane.asgi import Body, Disconnected, Receive, Scope, Send, answer, header, refuse, session


async def take_upload(ticket: str, scope: Scope, receive: Receive, send: Send) -> None:
    """Take one file: 200 with a receipt, 400 cut short, 403 wrong ticket, 411 bad length, 507 no room."""
    try:
        allowed = redeem_upload(ticket, session(scope))
    except TicketRefused as error:
        return await refuse(send, 403, str(error))
    length = _length(header(scope, "content-length"))
    if length is not None and length < 0:
        return await refuse(send, 400, "Content-Length 不是数字，文件没有上传。")
    body = Body(receive, asyncio.get_running_loop())
    try:
        staged = await asyncio.to_thread(outside().vault.stage, body, size_hint=length)
    except VaultFull as error:
        return await refuse(send, 507, str(error))
    except VaultError as error:
        return await refuse(send, 500, str(error))
    except Disconnected:
        return None
    if length is not None and staged.size != length:
        await asyncio.to_thread(outside().vault.abandon, staged)
        return await refuse(send, 400, f"只收到 {staged.size} 字节，应为 {length} 字节，请重新上传。")
    return await _acknowledge(allowed, staged, send)


async def _acknowledge(allowed: UploadTicket, staged: Staged, send: Send) -> None:
    remember(staged)
    receipt = Receipt(allowed.intake, allowed.person, staged.name, staged.sha256, staged.size)
    await answer(send, 200, {"sha256": staged.sha256, "size": staged.size, "receipt": receipt_for(receipt)})


def _length(text: str | None) -> int | None:
    """The declared length; None when none is declared (chunked), -1 when it is no number of this world."""
    if text is None:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else -1
