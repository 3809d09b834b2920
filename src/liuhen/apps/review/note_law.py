"""What the law asks of the explanation of a recording used as evidence: in which papers, with which matters.

The verdict of a case lies in a room above; the roof tells this one whom to ask. Where there is no verdict yet, the
duties of the texts that bind the agency are asked themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liuhen.apps.lawlib.queries import term, texts_binding
from liuhen.ports.outside import outside

if TYPE_CHECKING:
    from liuhen.apps.recordings.models import Recording

FORMS = "documents"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedNote:
    """One duty's wish: any of these kinds of document, setting down all of these matters."""

    text: str
    article: int
    documents: tuple[str, ...]
    matters: tuple[str, ...]
    item_label: str = ""
    item_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedMatter:
    """A matter to be written down, and the duties that ask for it; none: only the form does."""

    code: str
    by: tuple[AskedNote, ...] = ()

    @property
    def label(self) -> str:
        """The Chinese term of the matter."""
        return term("matters", self.code)


NotesAskedOf = Callable[["Recording"], Sequence[AskedNote]]
_source: list[NotesAskedOf] = []


def ask_notes(source: NotesAskedOf) -> None:
    """Let the room of duties say what the verdict asks of a recording's explanation."""
    _source[:] = [source]


def asked_notes(recording: Recording) -> list[AskedNote]:
    """What is asked of this recording's explanation."""
    return [asked for source in _source for asked in source(recording)] or list(_all_named(recording))


def kinds_asked(asked: Iterable[AskedNote]) -> list[str]:
    """The kinds of document that will do, those first that most duties accept; only kinds with a form to fill in."""
    accepted = [kind for one in asked for kind in one.documents if outside().law.vocabulary().word(FORMS, kind).asks]
    return sorted(dict.fromkeys(accepted), key=lambda kind: -accepted.count(kind))


def matters_asked(asked: Iterable[AskedNote], kind: str) -> list[AskedMatter]:
    """What is to be written in a document of this kind: what its form asks, then what else the law does."""
    wishes = [one for one in asked if kind in one.documents]
    codes = [*outside().law.vocabulary().word(FORMS, kind).asks, *(code for one in wishes for code in one.matters)]
    return [_asked_matter(code, wishes) for code in dict.fromkeys(codes)]


def _asked_matter(code: str, wishes: Sequence[AskedNote]) -> AskedMatter:
    return AskedMatter(code=code, by=tuple(one for one in wishes if code in one.matters))


def _all_named(recording: Recording) -> Iterator[AskedNote]:
    from liuhen.core.lawbook.needs import EvidenceNoteNeeds  # the typed law is heavy, and most pages do without it

    for law in texts_binding(recording.agency):
        for duty in law.duties:
            if isinstance(duty.needs, EvidenceNoteNeeds):
                yield AskedNote(
                    text=law.info.id,
                    article=duty.article,
                    documents=tuple(duty.needs.documents),
                    matters=tuple(duty.needs.matters),
                    item_label=duty.item.label if duty.item else "",
                    item_position=duty.item.position if duty.item else None,
                )
