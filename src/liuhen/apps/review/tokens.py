"""A viewing's token: what a page shows after a viewing was journalled hangs on it. Signed, for one browser session."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from django.core import signing

from liuhen.ports.outside import outside

SECONDS = 4 * 3600
"""As long as the ticket for the bytes holds."""
SALT = "liuhen.review.viewing"


@dataclass(frozen=True, slots=True)
class ViewingToken:
    """This person views this recording for this purpose; `entry` is the number of the journal's entry of it.

    `channel` names the channel of a capture that plays, whose time all positions are in; empty: the first or only one.
    `until` is when the viewing ends (seconds since 1970): set when it is sealed first, and kept however often it is
    sealed again.
    """

    recording: int
    person: int
    entry: int
    purpose: str
    channel: str = ""
    until: int = 0


def seal(token: ViewingToken, session: str | None) -> str:
    """The token as text, for the browser session of this key. One that was sealed before ends no later than it did."""
    lasting = replace(token, until=token.until or _now() + SECONDS)
    return signing.dumps(asdict(lasting), salt=f"{SALT}.{session or ''}", compress=True)


def unseal(text: str, session: str | None) -> ViewingToken | None:
    """The token in this text; None when it is altered, has run out, or is another session's."""
    try:
        token = ViewingToken(**signing.loads(text, salt=f"{SALT}.{session or ''}"))
    except signing.BadSignature:
        return None
    return token if _now() < token.until else None


def _now() -> int:
    return int(outside().clock.now().timestamp())
