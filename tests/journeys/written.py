"""Documents as far as they come: a draft, one that is checked, one that is signed, one in force."""

from __future__ import annotations

import zlib
from struct import pack

from liuhen.apps.cases.models import Case, Step
from liuhen.apps.documents.actions import NewSeal, NewSignature, begin, check, keep_seal, put_in_force, save, sign
from liuhen.apps.documents.models import Draft
from liuhen.apps.documents.queries import form_of
from liuhen.site.testing import Cast

FORM = "scene_sketch"
"""A form nobody's duty hangs on."""


def documents(cast: Cast, case: Case, step: Step) -> dict[str, int]:
    """The key of one of each."""
    draft = _draft(cast, case, step)
    checked, signed, done = (check(cast.handler, _draft(cast, case, step)) for _ in range(3))
    signature = _sign(cast, signed)
    _sign(cast, done)
    document = put_in_force(cast.handler, done)
    keys = {"draft_document": draft.pk, "checked_document": checked.pk, "signed_document": signed.pk}
    seal = keep_seal(cast.head, NewSeal(name="执法专用章", keeper=cast.head, image=[strokes()]))
    return keys | {"paper": document.pk, "signature": signature, "seal": seal.pk}


def _draft(cast: Cast, case: Case, step: Step) -> Draft:
    draft = begin(cast.handler, case, FORM, step=step)
    missing = {field.key: "西侧停车区" for field in form_of(draft).fields if field.required}
    return save(cast.handler, draft, {**missing, **draft.content}, draft.revision)


def _sign(cast: Cast, draft: Draft) -> int:
    keys = [
        sign(cast.handler, draft, NewSignature(slot=slot, how="drawn", who=f"签名人{slot}-{one}", image=[strokes()])).pk
        for slot, place in enumerate(form_of(draft).signatures)
        for one in range(place.at_least or 1)
    ]
    return keys[0]


def strokes(width: int = 240, height: int = 80) -> bytes:
    """A picture with a line across it (PNG, ISO 15948)."""
    rows = b"".join(b"\x00" + bytes(0 if abs(x // 3 - y) < 3 else 255 for x in range(width)) for y in range(height))
    parts = [(b"IHDR", pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    chunks = (pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data)) for kind, data in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
