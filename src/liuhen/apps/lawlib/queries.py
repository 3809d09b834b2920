"""All reads of the room: the bound texts of an agency, and the vocabulary as pages and rules need it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from liuhen.apps.lawlib.models import AgencyNumber, Binding
from liuhen.core.lawbook.errors import LawError
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency
    from liuhen.core.lawbook.text import LawText

Choices = list[tuple[str, str]]


def names_binding(agency: Agency) -> list[str]:
    """The ids of the texts that bind the agency, in the order they were bound."""
    return list(Binding.objects.filter(agency=agency).order_by("pk").values_list("text", flat=True))


def texts_binding(agency: Agency) -> tuple[LawText, ...]:
    """The texts that bind the agency, in the order they were bound."""
    return tuple(outside().law.text(name) for name in names_binding(agency))


def adopted_by(agency: Agency) -> frozenset[str]:
    """The texts the agency bound itself to on or after the day they ceased to be in force: its own decision."""
    bindings = Binding.objects.filter(agency=agency)
    return frozenset(binding.text for binding in bindings if _ceased_before(binding))


def _ceased_before(binding: Binding) -> bool:
    until = outside().law.text(binding.text).info.until
    return until is not None and until.from_ is not None and binding.since.date() >= until.from_


def numbers_of(agency: Agency) -> dict[str, str]:
    """What the agency has set where a text leaves it the choice."""
    return dict(AgencyNumber.objects.filter(agency=agency).values_list("key", "value"))


def term(name: str, code: str) -> str:
    """The Chinese term of a code of a vocabulary list; an unknown code is shown as it is."""
    return outside().law.vocabulary().label(name, code)


def terms(name: str, codes: Iterable[str]) -> str:
    """The terms of several codes, joined by 、."""
    return outside().law.vocabulary().labels(name, tuple(codes))


def knows(name: str, code: str) -> bool:
    """Whether the code is in the list."""
    return outside().law.vocabulary().knows(name, code)


def all_texts() -> tuple[LawText, ...]:
    """Every text in the law folder."""
    return tuple(outside().law.text(name) for name in outside().law.ids())


def text_named(name: str) -> LawText | None:
    """The text of this id, if the law folder has it."""
    law = outside().law
    return law.text(name) if name in law.ids() else None


def titles() -> dict[str, str]:
    """The full titles of all texts, by id."""
    return {text.id: text.info.title for text in all_texts()}


def short_title(text: str) -> str:
    """How people call a text in passing; one the folder does not hold, or holds unreadable, is called by its id."""
    try:
        return outside().law.text(text).info.short
    except LawError:
        return text


def choices(name: str) -> Choices:
    """The codes of the list with their terms, in the order of the list."""
    words = outside().law.vocabulary().lists.get(name, {})
    return [(word.code, word.label) for word in words.values()]
