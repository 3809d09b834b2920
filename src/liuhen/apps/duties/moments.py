"""From an article to its second: where in which recording the marks are that meet an obligation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from liuhen.apps.duties.mends import address_of
from liuhen.apps.lawlib.queries import term
from liuhen.apps.recordings.offers import marks_by_key
from liuhen.core.media.channels import number_in
from liuhen.core.terms.labels import MarkKind

if TYPE_CHECKING:
    from liuhen.apps.duties.models import Obligation
    from liuhen.apps.recordings.models import Mark


@dataclass(frozen=True, slots=True)
class Moment:
    """A second that proves something: what it shows, `at_ms` into a recording, and the address that begins there."""

    label: str
    at_ms: int
    url: str


def moments_of(rows: Sequence[Obligation]) -> dict[str, Moment]:
    """The moments of all marks these obligations name as evidence ("mark:3"), in one query; none without marks."""
    keys = {key for row in rows for name in row.evidence if (key := _key(name))}
    found = marks_by_key(keys) if keys else {}
    return {f"mark:{key}": _moment(mark) for key, mark in found.items()}


def in_order(evidence: Iterable[str], moments: dict[str, Moment]) -> list[Moment]:
    """The moments among this evidence, in the order of the evidence."""
    return [moments[name] for name in evidence if name in moments]


def _key(name: str) -> int | None:
    kind, _colon, key = name.partition(":")
    return int(key) if kind == "mark" and key.isdigit() else None


def _moment(mark: Mark) -> Moment:
    label = term("contents", mark.content) if mark.content else _(MarkKind(mark.kind).label)
    page = address_of("review:recording", mark.recording_id)
    asked = {"at": mark.offset_ms} | ({"channel": mark.channel} if mark.channel else {})
    where = _("%(label)s（通道 %(number)s）") % {"label": label, "number": number_in(mark.channel)}
    return Moment(where if mark.channel else label, mark.offset_ms, f"{page}?{urlencode(asked)}")
