"""How an obligation is cited where no page can show a chip: in letters, calendars, and what a refusal says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liuhen.apps.lawlib.queries import short_title
from liuhen.core.duties.words import citation
from liuhen.core.lawbook.errors import LawError
from liuhen.core.terms.labels import Numbering
from liuhen.core.terms.verdict import Item
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.duties.models import Obligation


def cited(owed: Obligation) -> str:
    """The text in short with article and item: 程序规定第五十六条."""
    item = Item(position=owed.item_position, label=owed.item_label) if owed.item_position else None
    return cited_at(owed.text, owed.article, item)


def cited_at(text: str, article: int, item: Item | None = None) -> str:
    """The same of a text by its id; what is no article is called what it is: 法定期限第十九行."""
    try:
        numbering = outside().law.text(text).info.numbering
    except LawError:
        numbering = Numbering.ARTICLES
    return citation(short_title(text), article, None, item, numbering=numbering)
