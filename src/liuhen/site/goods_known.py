"""What rooms above know of goods: films of them, until when they are handed over, what documents list of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from liuhen.apps.documents.goods_lists import goods_listed
from liuhen.apps.duties.models import Obligation
from liuhen.apps.goods.asked import Due, Listed
from liuhen.apps.recordings.models import Link
from liuhen.core.terms.labels import Medium, State

if TYPE_CHECKING:
    from liuhen.apps.cases.models import Document

PICTURES = (Medium.VIDEO.value, Medium.STILL.value)
HANDING_OVER = "receive_property"
"""The mend of the duties that goods be handed to their keeper (law/_vocabulary/actions.yaml)."""
_QUANTITY = re.compile(r"\s*(\d{1,9}(?:\.\d{1,3})?)\s*(\D{0,20}?)\s*", re.ASCII)


def filmed(case: int, step: int | None, before: datetime) -> bool:
    """Whether a photograph or film, begun before the moment, is linked to the step, or to any of the case."""
    links = Link.objects.filter(ended_at=None, recording__medium__in=PICTURES, recording__start__lte=before)
    links = links.filter(recording__parent=None, step__case=case)
    return (links.filter(step=step) if step else links).exists()


def due_times(steps: Collection[int]) -> dict[int, Due]:
    """Until when goods taken in these steps are to be handed over, as last judged; the earliest leads."""
    subjects = {f"step:{key}": key for key in steps}
    rows = Obligation.objects.filter(case__steps__in=steps, subject_id__in=subjects, to_do=True).distinct()
    owed = [row for row in rows.order_by("-due_at") if (row.mend or {}).get("action") == HANDING_OVER]
    return {subjects[row.subject_id]: _due(row) for row in owed}


def _due(row: Obligation) -> Due:
    overdue = row.state in {State.OVERDUE.value, State.BREACHED.value}
    return Due(at=row.due_at, overdue=overdue, text=row.text, article=row.article)


def listed(document: Document) -> list[Listed]:
    """The goods the document lists, if it was written here."""
    return [*map(_listed, goods_listed(document))]


def _listed(row: Mapping[str, str]) -> Listed:
    quantity, unit = _measured(row.get("quantity", ""))
    said = {key: row.get(key, "") for key in ("name", "specification", "condition", "place", "remark")}
    return Listed(quantity=quantity, unit=row.get("unit", "") or unit, **said)


def _measured(text: str) -> tuple[Decimal | None, str]:
    """A quantity as people write it, "2.5吨": number and unit; what is no such thing is left to be typed."""
    found = _QUANTITY.fullmatch(text)
    return (Decimal(found[1]), found[2]) if found else (None, "")
