"""The vocabulary of the journal: every kind of act is declared once; an undeclared kind cannot be written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EntryKind:
    """A kind of act. `sentence` is shown to people; `viewing` kinds record that something was seen, not changed.

    `alters`: whether a fact the law asks for may be another afterwards; a draft that was saved alters none.
    """

    code: str
    label: str
    sentence: str
    viewing: bool = False
    alters: bool = True

    @property
    def bears(self) -> bool:
        """Whether it may bear on a verdict, so that the case has to be judged again."""
        return self.alters and not self.viewing


_kinds: dict[str, EntryKind] = {}


def declare(code: str, label: str, sentence: str, *, viewing: bool = False, alters: bool = True) -> EntryKind:
    """Declare a kind at import of a room's entries.py; a second one of the same code is a mistake."""
    if code in _kinds:
        raise ValueError(f"journal entry kind {code!r} is declared twice")
    _kinds[code] = EntryKind(code, label, sentence, viewing, alters)
    return _kinds[code]


def kind_of(code: str) -> EntryKind:
    """Give the declared kind; raise KeyError for one nobody declared."""
    return _kinds[code]


def all_kinds() -> tuple[EntryKind, ...]:
    """Every declared kind, by code."""
    return tuple(_kinds[code] for code in sorted(_kinds))
