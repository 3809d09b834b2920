"""How an obligation is cited where no page can show a chip: in letters and calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liuhen.apps.lawlib.queries import short_title
from liuhen.core.duties.words import citation
from liuhen.core.terms.verdict import Item

if TYPE_CHECKING:
    from liuhen.apps.duties.models import Obligation


def cited(owed: Obligation) -> str:
    """The text in short with article and item: 程序规定第五十六条."""
    item = Item(position=owed.item_position, label=owed.item_label) if owed.item_position else None
    return citation(short_title(owed.text), owed.article, None, item)
