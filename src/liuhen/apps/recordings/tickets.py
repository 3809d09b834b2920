"""Signed, short-lived tickets: what Django lets a browser do at the data plane, and what the data plane answers.

An upload ticket lets files of one intake be brought; a receipt says which bytes were brought on it; a media ticket
lets one object be read. Each has its own salt, so none can be used as another.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing

from liuhen.core.errors import LiuhenError

UPLOAD_SECONDS = 12 * 3600
RECEIPT_SECONDS = 24 * 3600
MEDIA_SECONDS = 4 * 3600


class TicketRefused(LiuhenError):
    """A ticket is not ours, was altered, or has run out."""


@dataclass(frozen=True, slots=True)
class UploadTicket:
    """Files may be brought for this intake by this person (primary keys)."""

    intake: int
    person: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """These bytes lie in the vault's staging under `name`, brought on a ticket for this intake and person."""

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


def issue(ticket: Ticket) -> str:
    """The ticket as signed text, fit for an address."""
    return signing.dumps(asdict(ticket), salt=_salt(type(ticket)), compress=True)


def redeem_upload(text: str) -> UploadTicket:
    """The upload ticket in this text; TicketRefused when it is none."""
    return UploadTicket(**_redeem(UploadTicket, text))


def redeem_receipt(text: str) -> Receipt:
    """The receipt in this text; TicketRefused when it is none."""
    return Receipt(**_redeem(Receipt, text))


def redeem_media(text: str) -> MediaTicket:
    """The media ticket in this text; TicketRefused when it is none."""
    return MediaTicket(**_redeem(MediaTicket, text))


def _redeem(kind: type[Ticket], text: str) -> dict[str, Any]:
    try:
        content: dict[str, Any] = signing.loads(text, salt=_salt(kind), max_age=_LIVES[kind])
    except signing.SignatureExpired as error:
        raise TicketRefused("凭证已过期，请刷新页面后重试。") from error
    except signing.BadSignature as error:
        raise TicketRefused("凭证无效，请刷新页面后重试。") from error
    return content


def _salt(kind: type[Ticket]) -> str:
    return f"liuhen.ticket.{kind.__name__}"
