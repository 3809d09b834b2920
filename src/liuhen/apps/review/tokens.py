"""A viewing's token: what a page shows after a viewing was journalled hangs on it. Signed, for one browser session."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.core import signing

SECONDS = 4 * 3600
"""As long as the ticket for the bytes holds."""
SALT = "liuhen.review.viewing"


@dataclass(frozen=True, slots=True)
class ViewingToken:
    """This person views this recording for this purpose; `entry` is the number of the journal's entry of it.

    `channel` names the film of a capture that plays; empty for the first, whose positions are those of the recording.
    """

    recording: int
    person: int
    entry: int
    purpose: str
    channel: str = ""


def seal(token: ViewingToken, session: str | None) -> str:
    """The token as text, for the browser session of this key."""
    return signing.dumps(asdict(token), salt=f"{SALT}.{session or ''}", compress=True)


def unseal(text: str, session: str | None) -> ViewingToken | None:
    """The token in this text; None when it is altered, expired, or another session's."""
    try:
        return ViewingToken(**signing.loads(text, salt=f"{SALT}.{session or ''}", max_age=SECONDS))
    except signing.BadSignature:
        return None
