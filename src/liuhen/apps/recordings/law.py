"""What the law asks of a recording: what is to be seen or heard in it, each with its article, and how long it is kept;
and which steps lack the recording it asks for.

The verdict of a case lies in a room above; the roof tells this one whom to ask (`ask`, `ask_keeping`). Where there is
no verdict yet (a recording linked to nothing), every content the bound texts name is offered: marking more than asked
does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from liuhen.apps.lawlib.queries import term, texts_binding
from liuhen.apps.recordings.models import Recording
from liuhen.core.terms.labels import Modality

if TYPE_CHECKING:
    from liuhen.apps.people.models import Agency, Person
    from liuhen.core.lawbook.duty import AnyDuty
    from liuhen.core.lawbook.text import LawText


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A content some article asks for; `met` None: not judged yet."""

    content: str
    text: str
    article: int
    item_label: str = ""
    item_position: int | None = None
    met: bool | None = None

    @property
    def label(self) -> str:
        """The Chinese term of the content."""
        return term("contents", self.content)


AskedOf = Callable[[Recording], Sequence[Asked]]
_source: list[AskedOf] = []


def ask(source: AskedOf) -> None:
    """Let the room of duties say what the verdict asks of a recording's steps."""
    _source[:] = [source]


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """How long the law has a recording kept for one case, with the reasons as trees of text, holds and parts."""

    case: int
    number: str
    until: datetime | None
    long_term: bool
    permanent: bool
    reasons: Sequence[Mapping[str, Any]]


RequiredOf = Callable[[Recording], Sequence[Required]]
_keeping: list[RequiredOf] = []


def ask_keeping(source: RequiredOf) -> None:
    """Let the room of duties say how long the law has a recording kept."""
    _keeping[:] = [source]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedArticle:
    """An article that asks for audio and video of a step, and by when (None: no time is set)."""

    text: str
    article: int
    item_label: str = ""
    item_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedStep:
    """A step (by key) without a recording, of which the law asks for one: what is missing, since which articles."""

    step: int
    due_at: datetime | None
    state: str
    articles: Sequence[OwedArticle]


OwedSteps = Callable[["Person", int, int], Sequence[OwedStep]]
_owed: list[OwedSteps] = []


def ask_steps(source: OwedSteps) -> None:
    """Let the room of duties say which steps lack a recording the law asks for: person, begin and number wanted."""
    _owed[:] = [source]


def owed_steps(person: Person, begin: int, number: int) -> list[OwedStep]:
    """The steps the person may know of that lack the recording the law asks for, the most urgent first."""
    return [owed for source in _owed for owed in source(person, begin, number)]


def required_keeping(recording: Recording) -> list[Required]:
    """How long the law has this recording kept, case by case; nothing before a case with it was judged."""
    return [required for source in _keeping for required in source(recording)]


def asked_contents(recording: Recording) -> list[Asked]:
    """What is asked of this recording, each content once."""
    judged = [asked for source in _source for asked in source(recording)]
    return _each_once(judged or _all_named(recording.agency))


def _all_named(agency: Agency) -> Iterable[Asked]:
    from liuhen.core.lawbook.needs import KeyContentsNeeds  # the typed law is heavy, and intake need not wait for it

    for law in texts_binding(agency):
        for duty in law.duties:
            if isinstance(duty.needs, KeyContentsNeeds) and duty.modality is Modality.MUST:
                yield from (_asked(law, duty, content) for content in duty.needs.contents)


def _asked(law: LawText, duty: AnyDuty, content: str) -> Asked:
    return Asked(
        content=content,
        text=law.info.id,
        article=duty.article,
        item_label=duty.item.label if duty.item else "",
        item_position=duty.item.position if duty.item else None,
    )


def _each_once(found: Iterable[Asked]) -> list[Asked]:
    """One entry per content; if any article still lacks it, that is the one shown.

    The order is that of the texts and never that of what is met, so that a number key means the same all day.
    """
    kept: dict[str, Asked] = {}
    for asked in found:
        if asked.content not in kept or (kept[asked.content].met and not asked.met):
            kept[asked.content] = asked
    return list(kept.values())
