"""Signed, short-lived tickets: what Django lets a browser do at the data plane, and what the data plane answers.

An upload ticket lets files of one intake be brought; a receipt says which bytes were brought on it; a media ticket
lets one object be read. Each has its own salt, so none can be used as another. Tickets hold only for the browser
session they were issued to: an address copied from a page opens nothing elsewhere, nor in a browser that has signed
out. Nobody asks Django whether that session still stands, so a client that keeps its cookie can use a ticket until it
runs out, also after signing out or losing a right (THREAT_MODEL.md).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.core import signing

from liuhen.core.errors import LiuhenError

UPLOAD_SECONDS = 12 * 3600
RECEIPT_SECONDS = 24 * 3600
MEDIA_SECONDS = 4 * 3600
KEPT_UNFINISHED = timedelta(days=7)
"""How long an unfinished upload waits for its next byte."""


class TicketRefused(LiuhenError):
    """A ticket is not ours, was altered, or has run out."""


@dataclass(frozen=True, slots=True)
class UploadTicket:
    """Files may be brought for this intake by this person (primary keys).

    `room`: bytes of the quota left to the agency when this was issued, if it has one; files on their way not counted.
    """

    intake: int
    person: int
    room: int | None = None
    agency: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """These bytes have come whole as the upload `name`, brought on a ticket for this intake and person."""

    intake: int
    person: int
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class MediaTicket:
    """This object may be read as this type; `download` is the name to save it under, empty to show it in place."""

    sha256: str
    content_type: str
    download: str = ""


Ticket = UploadTicket | Receipt | MediaTicket
_LIVES = {UploadTicket: UPLOAD_SECONDS, Receipt: RECEIPT_SECONDS, MediaTicket: MEDIA_SECONDS}


def issue(ticket: UploadTicket | MediaTicket, session: str | None) -> str:
    """The ticket as signed text, fit for an address, for the browser session of this key."""
    return _sign(ticket, session or "")


def receipt_for(receipt: Receipt) -> str:
    """The receipt as signed text; the person in it, not the session, says who may hand it in."""
    return _sign(receipt, "")


def redeem_upload(text: str, session: str) -> UploadTicket:
    """The upload ticket in this text; TicketRefused when it is none of this session's."""
    return UploadTicket(**_redeem(UploadTicket, text, _signed_in(session)))


def redeem_receipt(text: str) -> Receipt:
    """The receipt in this text; TicketRefused when it is none."""
    return Receipt(**_redeem(Receipt, text, ""))


def redeem_media(text: str, session: str) -> MediaTicket:
    """The media ticket in this text; TicketRefused when it is none of this session's."""
    return MediaTicket(**_redeem(MediaTicket, text, _signed_in(session)))


def _signed_in(session: str) -> str:
    if not session:
        raise TicketRefused("您尚未登录或已经退出，请登录后从页面重新打开。")
    return session


def _sign(ticket: Ticket, session: str) -> str:
    return signing.dumps(asdict(ticket), salt=_salt(type(ticket), session), compress=True)


def _redeem(kind: type[Ticket], text: str, session: str) -> dict[str, Any]:
    try:
        content: dict[str, Any] = signing.loads(text, salt=_salt(kind, session), max_age=_LIVES[kind])
    except signing.SignatureExpired as error:
        raise TicketRefused("凭证已过期，请刷新页面后重试。") from error
    except signing.BadSignature as error:
        raise TicketRefused("凭证无效，请刷新页面后重试。") from error
    return content


def _salt(kind: type[Ticket], session: str) -> str:
    return f"liuhen.ticket.{kind.__name__}.{session}"
