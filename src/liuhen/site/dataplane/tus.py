"""`/data/tus/`: uploads by tus 1.0 (docs/formats/uploads.md), straight to the vault's disk while they are hashed.

Every request carries an upload ticket. Any fresh ticket of the same intake and person opens the same upload, so that a
file can be gone on with days later. Bytes answered for are on the disk for good.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path
from typing import TypeVar

from liuhen.apps.recordings.tickets import (
    KEPT_UNFINISHED,
    Receipt,
    TicketRefused,
    UploadTicket,
    receipt_for,
    redeem_upload,
)
from liuhen.core.sizes import compared_sizes
from liuhen.ports.outside import outside
from liuhen.ports.upload_store import (
    ChecksumDiffers,
    DigestDiffers,
    NoSuchUpload,
    Receiver,
    Upload,
    UploadBusy,
    UploadGone,
    UploadState,
    UploadTooLong,
    WrongOffset,
)
from liuhen.ports.vault import VaultError, VaultFull
from liuhen.site.dataplane import tus_headers as headers
from liuhen.site.dataplane.asgi import Receive, Scope, Send, answer, header, session, start
from liuhen.site.dataplane.body import pour
from liuhen.site.dataplane.handoff import handed_over
from liuhen.site.dataplane.threads import RECEIVING
from liuhen.site.dataplane.tus_headers import Refused

PLACE = "/data/tus/"
FINISHING = 15.0
"""Seconds an answer waits for another connection that has received the last byte and is making it durable."""
LOOK_AGAIN = 0.05
T = TypeVar("T")
Lines = list[tuple[str, str]]
STATUS: dict[type[Exception], int] = {
    TicketRefused: 403,
    NoSuchUpload: 404,
    WrongOffset: 409,
    UploadGone: 410,
    UploadTooLong: 413,
    UploadBusy: 423,
    ChecksumDiffers: 460,
    DigestDiffers: 460,
    VaultFull: 507,
    VaultError: 500,
}


class SenderGone(Exception):
    """There is nobody left to answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request on an upload, with the ticket it came on."""

    id: str
    scope: Scope
    receive: Receive
    ticket: UploadTicket


async def give_tus(id: str, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request of the protocol."""
    method = headers.method_of(scope)
    if method == "OPTIONS":
        return await _send(send, 204, _offer())
    if header(scope, "tus-resumable") != headers.VERSION:
        return await _refuse(send, 412, "请使用 tus 1.0.0 协议上传。", [("tus-version", headers.VERSION)])
    handle = (OF_ONE if id else OF_ALL).get(method)
    if handle is None:
        return await _refuse(send, 405, "此地址不支持该方法。")
    try:
        ticket = redeem_upload(header(scope, "liuhen-ticket") or "", session(scope))
        status, lines = await handle(Asked(id, scope, receive, ticket))
    except SenderGone:
        return None
    except Refused as refusal:
        return await _refuse(send, refusal.status, str(refusal))
    except tuple(STATUS) as error:
        return await _refuse(send, _status(error), str(error))
    return await _send(send, status, lines)


async def _create(asked: Asked) -> tuple[int, Lines]:
    """POST: begin an upload, and take its first bytes if they come along."""
    for unknown in ("upload-defer-length", "upload-concat"):
        if header(asked.scope, unknown) is not None:
            raise Refused(400, f"不支持 {unknown}，请声明 Upload-Length 并作为一个整体上传。")
    length, said = headers.number(asked.scope, "upload-length"), headers.metadata(asked.scope)
    expected, first = headers.stated_digest(said), headers.is_stretch(asked.scope)
    headers.checksum(asked.scope)  # read early: nothing is begun for a request that can't be understood
    upload = await _in_thread(lambda: _begin(asked, length, said, expected))
    if first and upload.state is UploadState.OPEN:
        upload = await _take(Asked(upload.id, asked.scope, asked.receive, asked.ticket), 0)
    lines = [("location", PLACE + upload.id), *_standing(upload, asked)]
    return 201, lines


def _begin(asked: Asked, length: int, said: dict[str, str], expected: str) -> Upload:
    _need_quota(asked.ticket, length)
    about: dict[str, str | int] = {
        "intake": asked.ticket.intake,
        "person": asked.ticket.person,
        "agency": asked.ticket.agency,
        "name": said.get("filename", ""),
        "last_modified": said.get("lastModified", ""),
        "metadata": header(asked.scope, "upload-metadata") or "",
    }
    return outside().uploads.create(length, about, now=outside().clock.now(), expected=expected)


def _need_quota(ticket: UploadTicket, length: int) -> None:
    """VaultFull when the agency may not bring that much more, all that is on its way to it counted in."""
    if ticket.room is None:
        return
    coming = sum(one.length for one in outside().uploads.standing() if _of_same_agency(one, ticket))
    if coming + length > ticket.room:
        left, wanted = compared_sizes(max(0, ticket.room - coming), length)
        raise VaultFull(
            f"本机构的存储配额不足：还可存入 {left}，此文件有 {wanted}，没有上传。"
            "请联系资料管理员清理到期资料或提高配额。"
        )


def _of_same_agency(upload: Upload, ticket: UploadTicket) -> bool:
    """Whether both are known to be of one agency; what is for the same intake always is."""
    return upload.about.get("intake") == ticket.intake or 0 != ticket.agency == upload.about.get("agency")


async def _tell(asked: Asked) -> tuple[int, Lines]:
    """HEAD: how far it has come."""
    upload = await _now(asked)
    said = str(upload.about.get("metadata", ""))
    lines = [("upload-length", str(upload.length)), *_standing(upload, asked)]
    return 200, [*lines, *([("upload-metadata", said)] if said else [])]


async def _now(asked: Asked) -> Upload:
    """How the upload stands; where another connection is just finishing it, how it stands then."""
    last = asyncio.get_running_loop().time() + FINISHING
    while True:
        try:
            return await _in_thread(lambda: _completed(_find(asked)))
        except UploadBusy:
            if asyncio.get_running_loop().time() > last:
                raise
        await asyncio.sleep(LOOK_AGAIN)


def _completed(upload: Upload) -> Upload:
    """An upload whose last byte came just before a crash is made whole now. UploadBusy while somebody else does so."""
    if upload.state is not UploadState.OPEN or upload.offset < upload.length:
        return upload
    try:
        with outside().uploads.receive(upload.id, upload.offset) as receiver:
            return receiver.settle()
    except UploadGone as error:  # finished by somebody else since it was looked at: to be looked at again
        raise UploadBusy(str(error)) from error


async def _append(asked: Asked) -> tuple[int, Lines]:
    """PATCH: take a stretch."""
    if not headers.is_stretch(asked.scope):
        raise Refused(415, f"Content-Type 应为 {headers.STRETCH}。")
    offset, length = headers.number(asked.scope, "upload-offset"), headers.number_if_any(asked.scope, "content-length")
    headers.checksum(asked.scope)
    upload = await _at(asked, offset)
    if offset + (length or 0) > upload.length:
        raise UploadTooLong(f"收到的字节将多于声明的 {upload.length} 字节，没有接收。请核对文件后重新上传。")
    if upload.state is UploadState.OPEN:
        try:
            upload = await _take(asked, offset)
        except UploadGone:  # finished by another connection since it was looked at: what it is now is the answer
            upload = await _at(asked, offset)
    return 204, _standing(upload, asked)


async def _at(asked: Asked, offset: int) -> Upload:
    """The upload as it stands, which must be at this offset."""
    upload = await _now(asked)
    if upload.offset != offset:
        raise WrongOffset(f"上传已到第 {upload.offset} 字节，不能从第 {offset} 字节续传。请先查询进度。")
    return upload


async def _take(asked: Asked, offset: int) -> Upload:
    """Take the body as the stretch from `offset` on; what came is settled also when not all of it did."""
    handed = handed_over(asked.scope)
    hold = outside().uploads.receive(asked.id, offset, headers.checksum(asked.scope))
    receiver: Receiver = await _in_thread(hold.__enter__)
    try:
        complete = await _fill(receiver, asked.receive, handed)
        upload = await _in_thread(lambda: receiver.settle(cut=not complete))
    finally:
        hold.__exit__(None, None, None)
    if not complete:
        raise SenderGone
    return upload


async def _fill(receiver: Receiver, receive: Receive, handed: Path | None) -> bool:
    """Give the receiver the whole stretch; false when its sender went away. What came before an error is settled."""
    try:
        if handed is None:
            return await pour(receive, receiver.write)
        await _in_thread(lambda: receiver.adopt(handed))
    except (VaultError, UploadTooLong):
        await _in_thread(receiver.settle)
        raise
    return True


async def _end(asked: Asked) -> tuple[int, Lines]:
    """DELETE: the sender gives it up."""
    upload = await _in_thread(lambda: _find(asked))
    await _in_thread(lambda: outside().uploads.give_up(upload.id, "上传者取消了上传"))
    return 204, []


def _find(asked: Asked) -> Upload:
    """The upload the ticket opens; one of somebody else is not there."""
    upload = outside().uploads.look(asked.id)
    if (upload.about.get("intake"), upload.about.get("person")) != (asked.ticket.intake, asked.ticket.person):
        raise NoSuchUpload("没有这个上传，可能已经过期清除。请重新上传该文件。")
    if upload.state is UploadState.GIVEN_UP:
        raise UploadGone(f"这个上传已经结束（{upload.reason}）。请重新上传该文件。")
    if upload.state is UploadState.OPEN and outside().clock.now() > upload.touched_at + KEPT_UNFINISHED:
        raise UploadGone(f"这个上传停顿超过 {KEPT_UNFINISHED.days} 天，已过期。请重新上传该文件。")
    return upload


def _standing(upload: Upload, asked: Asked) -> Lines:
    lines = [("upload-offset", str(upload.offset)), ("cache-control", "no-store")]
    if upload.state is UploadState.OPEN:
        return [*lines, ("upload-expires", format_datetime(upload.touched_at + KEPT_UNFINISHED, usegmt=True))]
    receipt = Receipt(asked.ticket.intake, asked.ticket.person, upload.id, upload.sha256, upload.length)
    return [*lines, ("liuhen-receipt", receipt_for(receipt)), ("liuhen-digest", upload.sha256)]


def _offer() -> Lines:
    return [
        ("tus-version", headers.VERSION),
        ("tus-extension", headers.EXTENSIONS),
        ("tus-checksum-algorithm", ",".join(headers.ALGORITHMS)),
    ]


async def _send(send: Send, status: int, lines: Lines) -> None:
    await start(send, status, [("tus-resumable", headers.VERSION), *lines])
    await send({"type": "http.response.body", "body": b""})


async def _refuse(send: Send, status: int, message: str, lines: Lines | None = None) -> None:
    await answer(send, status, {"error": message}, [("tus-resumable", headers.VERSION), *(lines or [])])


def _status(error: Exception) -> int:
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


async def _in_thread(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(RECEIVING, work)


Handle = Callable[[Asked], Awaitable[tuple[int, Lines]]]
OF_ALL: dict[str, Handle] = {"POST": _create}
OF_ONE: dict[str, Handle] = {"HEAD": _tell, "PATCH": _append, "DELETE": _end}
